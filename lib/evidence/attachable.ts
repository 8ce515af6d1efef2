/** What of the library a report may refer to: the whole captures that show its listings, file by file. */
import type { ListingKey } from '../listing/listing.ts';
import type { VigieDatabase } from '../storage/schema.ts';
import type { CaptureKind, EvidenceFile } from './item.ts';
import { listFiles } from './library/items.ts';
import type { StoredItem } from './library/stored.ts';

export interface AttachableCapture {
  item: string;
  kind: CaptureKind;
  /** ISO 8601, by this machine's clock. */
  capturedAt: string;
  title: string | null;
  /** Keys of the listings that it shows. */
  listings: string[];
  /** Each hash once, in the order of the capture. */
  files: EvidenceFile[];
}

/** Tiles are the picture once more, and one that broke off is no evidence. */
const isWhole = ({ state }: StoredItem): boolean => state === 'captured' || state === 'sealed';

/** Newest first. @param largest bytes of one file that an authority takes */
export async function attachableCaptures(
  database: VigieDatabase,
  listings: readonly ListingKey[],
  largest: number,
): Promise<AttachableCapture[]> {
  const found = await Promise.all(listings.map((key) => database.getAllFromIndex('evidence', 'listings', key)));
  const items = [...new Map(found.flat().map((item) => [item.id, item])).values()].filter(isWhole);
  const captures = await Promise.all(
    items.map(async ({ id, kind, capturedAt, title, listings: shown }): Promise<AttachableCapture> => {
      const stored = await listFiles(database, id);
      const files = stored
        .filter(({ role, bytes }) => role !== 'tile' && bytes > 0 && bytes <= largest)
        .map(({ name, role, mediaType, bytes, sha256 }) => ({ name, role, mediaType, bytes, sha256 }));
      return {
        item: id,
        kind,
        capturedAt,
        title,
        listings: shown,
        files: [...new Map(files.map((file) => [file.sha256, file])).values()],
      };
    }),
  );
  return captures
    .filter(({ files }) => files.length > 0)
    .sort((a, b) => b.capturedAt.localeCompare(a.capturedAt) || b.item.localeCompare(a.item));
}
