/**
 * Takes everything of a listing out of the library, as if it had never been captured: goods tied to the abuse of
 * children leave no picture, page, title or hash. Other items of the case stay. Their log stays as well, which names the
 * item by its number only and never says what was on it.
 */
import type { VigieDatabase } from '../../storage/database.ts';
import { tellEvidenceChanged } from './changes.ts';
import { deleteItem } from './items.ts';

export async function forgetListingEvidence(database: VigieDatabase, listing: string): Promise<void> {
  const items = await database.getAllFromIndex('evidence', 'listings', listing);
  for (const item of items) await deleteItem(database, item);
  // Also where nothing is stored: a page may hold what was deleted a moment ago, to put it back.
  tellEvidenceChanged(listing);
}
