/** The items of the library and their files: what a capture writes, and what the pages read. */
import type { VigieDatabase } from '../../storage/database.ts';
import { sha256 } from '../../sync/trust/encoding.ts';
import type { NewFile } from '../capture/ports.ts';
import { EVIDENCE_LIMITS, type EvidenceFile, type EvidenceItem } from '../item.ts';
import { tellEvidenceChanged } from './changes.ts';
import { logCustody, settled } from './custody-log.ts';
import type { StoredFile, StoredItem } from './stored.ts';

export const filesOf = (item: string) => IDBKeyRange.bound([item, ''], [item, '\uffff']);

async function hashOf(blob: Blob): Promise<string> {
  return sha256(new Uint8Array(await blob.arrayBuffer()));
}

/** Newest first. */
export async function listItems(database: VigieDatabase, caseId?: string): Promise<StoredItem[]> {
  const items =
    caseId === undefined
      ? await database.getAll('evidence')
      : await database.getAllFromIndex('evidence', 'caseId', caseId);
  return items.sort((a, b) => b.capturedAt.localeCompare(a.capturedAt) || b.id.localeCompare(a.id));
}

export async function listFiles(database: VigieDatabase, item: string): Promise<StoredFile[]> {
  return (await database.getAll('evidenceFiles', filesOf(item))).sort((a, b) => a.order - b.order);
}

export async function readFile(database: VigieDatabase, item: string, name: string): Promise<Blob | null> {
  return (await database.get('evidenceFiles', [item, name]))?.blob ?? null;
}

/** Adds a file to an item that is being made; it is on the disk when this resolves. */
export async function addFile(
  database: VigieDatabase,
  item: string,
  { name, role, mediaType, blob }: NewFile,
): Promise<void> {
  const hash = await hashOf(blob);
  const transaction = database.transaction(['evidence', 'evidenceFiles'], 'readwrite');
  await settled(transaction, async () => {
    const row = await transaction.objectStore('evidence').get(item);
    // Deleted by the person while it was being made.
    if (row === undefined) throw new Error('the item is gone');
    const files = transaction.objectStore('evidenceFiles');
    const order = await files.count(filesOf(item));
    if (order >= EVIDENCE_LIMITS.files) throw new Error('an item holds no more files');
    await files.put({ item, order, name, role, mediaType, bytes: blob.size, sha256: hash, blob });
    await transaction.objectStore('evidence').put({ ...row, bytes: row.bytes + blob.size });
  });
}

const describeFile = ({ name, role, mediaType, bytes, sha256: hash }: StoredFile): EvidenceFile => ({
  name,
  role,
  mediaType,
  bytes,
  sha256: hash,
});

/** The item as its manifest describes it. */
export async function evidenceItem(database: VigieDatabase, stored: StoredItem): Promise<EvidenceItem> {
  const { id, caseId, kind, capturedAt, url, listing, title, derived } = stored;
  const files = (await listFiles(database, id)).map(describeFile);
  return { id, caseId, kind, capturedAt, url, listing, title, derived, files };
}

/** Deletes an item with its files; that it was there stays in the log. */
export async function deleteItem(database: VigieDatabase, stored: StoredItem): Promise<void> {
  const { id, caseId } = stored;
  const event = { action: 'deleted', item: id, detail: null } as const;
  await logCustody(database, caseId, event, ['evidence', 'evidenceFiles', 'seals'], async (transaction) => {
    await transaction.objectStore('evidence').delete(id);
    await transaction.objectStore('evidenceFiles').delete(filesOf(id));
    await transaction.objectStore('seals').delete(id);
  });
  tellEvidenceChanged();
}

export async function noteItem(database: VigieDatabase, stored: StoredItem, note: string): Promise<void> {
  const event = { action: 'noted', item: stored.id, detail: null } as const;
  await logCustody(database, stored.caseId, event, ['evidence'], async (transaction) => {
    const store = transaction.objectStore('evidence');
    const row = await store.get(stored.id);
    if (row !== undefined) await store.put({ ...row, note: note.slice(0, EVIDENCE_LIMITS.note) });
  });
  tellEvidenceChanged();
}

export async function noteViewed(database: VigieDatabase, stored: StoredItem): Promise<void> {
  await logCustody(database, stored.caseId, { action: 'viewed', item: stored.id, detail: null });
}
