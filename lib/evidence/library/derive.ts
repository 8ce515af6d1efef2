import { v7 as uuidv7 } from 'uuid';
import type { VigieDatabase } from '../../storage/database.ts';
import { thumbnailOf } from '../pictures.ts';
import { tellEvidenceChanged } from './changes.ts';
import { logCustody } from './custody-log.ts';
import { addFile, listFiles } from './items.ts';
import type { StoredItem } from './stored.ts';

export interface Derivation {
  by: 'annotated' | 'redacted';
  /** How many rectangles. */
  count: number;
  picture: Blob;
}

/** The picture that a copy is made of; null for an item without one. */
export async function pictureOf(database: VigieDatabase, item: string): Promise<Blob | null> {
  return (await listFiles(database, item)).find(({ role }) => role === 'picture')?.blob ?? null;
}

/**
 * Stores a copy beside its original: the picture alone, since the page and the reading would tell what was redacted.
 * @returns the id of the copy; it is sealed by whoever seals (`seal-evidence`)
 */
export async function storeDerived(
  database: VigieDatabase,
  original: StoredItem,
  derivation: Derivation,
): Promise<string> {
  const { by, count, picture } = derivation;
  const id = uuidv7();
  await database.add('evidence', {
    ...original,
    id,
    derived: { from: original.id, by },
    state: 'capturing',
    fault: null,
    shortfall: null,
    note: '',
    // A redacted copy must not show what it hides; made anew from its own picture.
    thumbnail: await thumbnailOf(picture).catch(() => null),
    bytes: 0,
  });
  await addFile(database, id, { name: 'picture.png', role: 'picture', mediaType: 'image/png', blob: picture });
  const event = { action: by, item: id, detail: `from ${original.id}, rectangles: ${count}` } as const;
  await logCustody(database, original.caseId, event, ['evidence'], async (transaction) => {
    const store = transaction.objectStore('evidence');
    const row = await store.get(id);
    if (row !== undefined) await store.put({ ...row, state: 'captured' });
  });
  tellEvidenceChanged();
  return id;
}
