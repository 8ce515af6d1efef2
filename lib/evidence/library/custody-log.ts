/** The custody logs as the database keeps them: each line in the transaction that does what it tells of. */
import type { IDBPTransaction, StoreNames } from 'idb';
import type { VigieDatabase, VigieSchema } from '../../storage/schema.ts';
import { appendCustody, type CustodyAction, type CustodyEntry, type CustodyHead, readCustody } from '../custody.ts';

type Stores = StoreNames<VigieSchema>[];
export type LogTransaction = IDBPTransaction<VigieSchema, Stores, 'readwrite'>;

export interface LoggedEvent {
  action: CustodyAction;
  /** Null for the whole case. */
  item: string | null;
  detail: string | null;
}

const ofCase = (caseId: string) => IDBKeyRange.bound([caseId, 0], [caseId, Number.MAX_SAFE_INTEGER]);

async function headOf(database: VigieDatabase, caseId: string): Promise<CustodyHead | null> {
  const cursor = await database.transaction('custody').store.openCursor(ofCase(caseId), 'prev');
  return cursor?.value.head ?? null;
}

/**
 * Adds a line to a case's log, and does `write` in the same transaction: neither stands without the other. A Web Lock
 * keeps two contexts from writing the same line; hashing cannot be done inside a transaction.
 */
export function logCustody(
  database: VigieDatabase,
  caseId: string,
  event: LoggedEvent,
  stores: Stores = [],
  write: (transaction: LogTransaction) => Promise<unknown> = async () => undefined,
): Promise<CustodyHead> {
  return navigator.locks.request(`vigie-custody-${caseId}`, async () => {
    const at = new Date().toISOString();
    const { text, head } = await appendCustody(await headOf(database, caseId), { ...event, at });
    const transaction = database.transaction(['custody', ...stores], 'readwrite');
    await settled(transaction, async () => {
      await transaction.objectStore('custody').add({ case: caseId, sequence: head.sequence, text, head });
      await write(transaction);
    });
    return head;
  });
}

/** Runs `work` in a transaction and rejects with what made it fail: without space, requests say only that it was aborted. */
export async function settled(transaction: LogTransaction, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
    await transaction.done;
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // It has ended by itself, as a failed request makes it.
    }
    await transaction.done.catch(() => undefined);
    throw transaction.error ?? error;
  }
}

export async function custodyLines(database: VigieDatabase, caseId: string): Promise<string[]> {
  return (await database.getAll('custody', ofCase(caseId))).map(({ text }) => text);
}

export interface ShownCustody {
  entries: CustodyEntry[];
  /** The line, counted from 1, at which the chain breaks; null when it holds. */
  brokenAt: number | null;
}

export async function shownCustody(database: VigieDatabase, caseId: string): Promise<ShownCustody> {
  const lines = await custodyLines(database, caseId);
  const reading = await readCustody(lines);
  if (reading.ok) return { entries: reading.entries, brokenAt: null };
  const before = await readCustody(lines.slice(0, reading.line - 1));
  return { entries: before.ok ? before.entries : [], brokenAt: reading.line };
}

/** Where the log stood when an item was made: the line that its seal names. */
export async function headOfMaking(database: VigieDatabase, caseId: string, item: string): Promise<CustodyHead | null> {
  for (const { text, head } of await database.getAll('custody', ofCase(caseId))) {
    const entry: Partial<CustodyEntry> = JSON.parse(text);
    if (
      entry.item === item &&
      (entry.action === 'captured' || entry.action === 'annotated' || entry.action === 'redacted')
    ) {
      return head;
    }
  }
  return null;
}

/** With the whole case; a line alone is never taken out. */
export async function removeLog(
  transaction: IDBPTransaction<VigieSchema, ('cases' | 'custody' | 'evidence')[], 'readwrite'>,
  caseId: string,
): Promise<void> {
  await transaction.objectStore('custody').delete(ofCase(caseId));
}
