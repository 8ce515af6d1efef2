/** The library as one running capture sees it. */
import { v7 as uuidv7 } from 'uuid';
import { listingKey } from '../../listing/key.ts';
import type { Listing, Reading } from '../../listing/listing.ts';
import type { VigieDatabase } from '../../storage/database.ts';
import type { CaptureStore, Judged } from '../capture/ports.ts';
import { EVIDENCE_LIMITS } from '../item.ts';
import { tellEvidenceChanged } from './changes.ts';
import { logCustody } from './custody-log.ts';
import { addFile, filesOf } from './items.ts';
import type { StoredItem } from './stored.ts';

const keysOf = ({ listings }: Reading): string[] => [...new Set(listings.map(({ ref }) => listingKey(ref)))];

function subjectOf({ reading }: Judged, wanted: string | null): Listing | null {
  if (wanted !== null) return reading.listings.find(({ ref }) => listingKey(ref) === wanted) ?? null;
  return reading.listings.find(({ kind }) => kind === 'product') ?? null;
}

export interface CaptureStoreParts {
  database: VigieDatabase;
  caseId: string;
  thumbnailOf(picture: Blob): Promise<Blob>;
  now(): number;
}

export function captureStore({ database, caseId, thumbnailOf, now }: CaptureStoreParts): CaptureStore {
  const change = async (item: string, changes: Partial<StoredItem>) => {
    const row = await database.get('evidence', item);
    if (row !== undefined) await database.put('evidence', { ...row, ...changes });
    tellEvidenceChanged();
  };
  return {
    async begin({ kind, url, title, judged, listing }) {
      const subject = subjectOf(judged, listing);
      const row: StoredItem = {
        id: uuidv7(),
        caseId,
        kind,
        capturedAt: new Date(now()).toISOString(),
        url: url.slice(0, 4096),
        listing: subject?.ref ?? null,
        title: (subject?.title ?? title)?.slice(0, EVIDENCE_LIMITS.title) ?? null,
        derived: null,
        state: 'capturing',
        fault: null,
        shortfall: null,
        listings: keysOf(judged.reading),
        note: '',
        thumbnail: null,
        bytes: 0,
      };
      await database.add('evidence', row);
      tellEvidenceChanged();
      return row.id;
    },
    add: (item, file) => addFile(database, item, file),
    async thumbnail(item, picture) {
      // A capture is whole without it.
      const thumbnail = await thumbnailOf(picture).catch(() => null);
      await change(item, { thumbnail });
    },
    async captured(item, judged, shortfall) {
      const event = { action: 'captured', item, detail: null } as const;
      await logCustody(database, caseId, event, ['evidence'], async (transaction) => {
        const store = transaction.objectStore('evidence');
        const row = await store.get(item);
        // Deleted while it was being made: then its log gains no line either.
        if (row === undefined) throw new Error('the item is gone');
        await store.put({ ...row, state: 'captured', listings: keysOf(judged.reading), shortfall });
      });
      tellEvidenceChanged();
    },
    async interrupted(item, fault) {
      await markInterrupted(database, item, fault);
    },
    async forget(item) {
      const transaction = database.transaction(['evidence', 'evidenceFiles'], 'readwrite');
      await transaction.objectStore('evidence').delete(item);
      await transaction.objectStore('evidenceFiles').delete(filesOf(item));
      await transaction.done;
      tellEvidenceChanged();
    },
  };
}

async function markInterrupted(database: VigieDatabase, item: string, fault: string): Promise<void> {
  const row = await database.get('evidence', item);
  if (row === undefined) return;
  const event = { action: 'interrupted', item, detail: fault } as const;
  await logCustody(database, row.caseId, event, ['evidence'], async (transaction) => {
    await transaction.objectStore('evidence').put({ ...row, state: 'interrupted', fault });
  });
  tellEvidenceChanged();
}

/** Captures that nobody is making any more, because the browser was ended in the middle, are called what they are. */
export async function endAbandoned(database: VigieDatabase, isRunning: (item: string) => boolean): Promise<number> {
  const open = await database.getAllFromIndex('evidence', 'state', 'capturing');
  const abandoned = open.filter(({ id }) => !isRunning(id));
  for (const { id } of abandoned) await markInterrupted(database, id, 'killed');
  return abandoned.length;
}
