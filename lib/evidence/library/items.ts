/** The items of the library and their files: what a capture writes, and what the pages read. */
import type { VigieDatabase } from '../../storage/database.ts';
import { sha256 } from '../../sync/trust/encoding.ts';
import type { NewFile } from '../capture/ports.ts';
import { EVIDENCE_LIMITS, type EvidenceFile, type EvidenceItem } from '../item.ts';
import { tellEvidenceChanged } from './changes.ts';
import { logCustody, settled } from './custody-log.ts';
import type { StoredFile, StoredItem, StoredSeal } from './stored.ts';

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

/** A deleted item with all that was stored of it: what puts it back, for as long as somebody holds it. */
export interface RemovedItem {
  item: StoredItem;
  files: StoredFile[];
  seal: StoredSeal | null;
}

const ROWS_OF_ITEM = ['evidence', 'evidenceFiles', 'seals'] as const;

/** Deletes an item with its files; that it was there stays in the log. Null where it was gone already. */
export async function deleteItem(database: VigieDatabase, { id, caseId }: StoredItem): Promise<RemovedItem | null> {
  let removed: RemovedItem | null = null;
  const event = { action: 'deleted', item: id, detail: null } as const;
  await logCustody(database, caseId, event, [...ROWS_OF_ITEM], async (transaction) => {
    const [items, files, seals] = [
      transaction.objectStore('evidence'),
      transaction.objectStore('evidenceFiles'),
      transaction.objectStore('seals'),
    ];
    const item = await items.get(id);
    if (item !== undefined)
      removed = { item, files: await files.getAll(filesOf(id)), seal: (await seals.get(id)) ?? null };
    await items.delete(id);
    await files.delete(filesOf(id));
    await seals.delete(id);
  });
  tellEvidenceChanged();
  return removed;
}

/** Puts a deleted item back as it was; the log tells of both. Rejects where its case was deleted meanwhile. */
export async function restoreItem(database: VigieDatabase, { item, files, seal }: RemovedItem): Promise<void> {
  const event = { action: 'restored', item: item.id, detail: null } as const;
  await logCustody(database, item.caseId, event, ['cases', ...ROWS_OF_ITEM], async (transaction) => {
    if ((await transaction.objectStore('cases').getKey(item.caseId)) === undefined)
      throw new Error('its case was deleted');
    await transaction.objectStore('evidence').add(item);
    for (const file of files) await transaction.objectStore('evidenceFiles').add(file);
    if (seal !== null) await transaction.objectStore('seals').add(seal);
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
