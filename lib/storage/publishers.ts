/**
 * Publishers and their packs in the database. What belongs together is written in one transaction, so that a worker that
 * is killed, or a disk that is full, leaves the rules as they were.
 */
import { supersedes } from '../sync/trust/update.ts';
import type { StoredPack, StoredPackSource, StoredPublisher, VigieDatabase } from './database.ts';

export interface NewStoredPack {
  pack: StoredPack;
  source: StoredPackSource;
}

const STORES = ['publishers', 'packs', 'packSources'] as const;

/** All packs of a publisher, whatever their names. */
const packsOf = (publisher: string): IDBKeyRange => IDBKeyRange.bound([publisher, ''], [publisher, '\uffff']);

export const getPublisher = (database: VigieDatabase, publisher: string): Promise<StoredPublisher | undefined> =>
  database.get('publishers', publisher);

export const allPublishers = (database: VigieDatabase): Promise<StoredPublisher[]> => database.getAll('publishers');

/** The packs in use of some publishers, read in one go. */
export async function packsInUse(database: VigieDatabase, publishers: readonly string[]): Promise<StoredPack[]> {
  const { store, done } = database.transaction('packs');
  const [packs] = await Promise.all([
    Promise.all(publishers.map((publisher) => store.getAll(packsOf(publisher)))),
    done,
  ]);
  return packs.flat();
}

export const packSource = (
  database: VigieDatabase,
  publisher: string,
  name: string,
): Promise<StoredPackSource | undefined> => database.get('packSources', [publisher, name]);

/**
 * Writes what a check found: state, new packs, and the end of withdrawn ones, all or nothing.
 * @returns false where nothing was written: the publisher was removed, or a newer check came first.
 * @throws DOMException `QuotaExceededError` where there is no room; then nothing was written.
 */
export async function commit(
  database: VigieDatabase,
  next: StoredPublisher,
  packs: readonly NewStoredPack[],
): Promise<boolean> {
  const transaction = database.transaction(STORES, 'readwrite', { durability: 'strict' });
  const publishers = transaction.objectStore('publishers');
  const installed = transaction.objectStore('packs');
  const sources = transaction.objectStore('packSources');
  const write = async (): Promise<boolean> => {
    const stored = await publishers.get(next.publisher);
    if (stored === undefined || !supersedes(next.state, stored.state)) return false;
    const kept = new Set(next.state.installed.map(({ name }) => name));
    const gone = (await installed.getAllKeys(packsOf(next.publisher))).filter(([, name]) => !kept.has(name));
    await Promise.all([
      publishers.put(next),
      ...packs.flatMap(({ pack, source }): Promise<unknown>[] => [installed.put(pack), sources.put(source)]),
      ...gone.flatMap((key) => [installed.delete(key), sources.delete(key)]),
    ]);
    return true;
  };
  try {
    // Both, or a failure of the transaction itself (no room) would pass unheard.
    const [written] = await Promise.all([write(), transaction.done]);
    return written;
  } catch (error) {
    // Requests only say that they were aborted; why is known to the transaction.
    throw transaction.error ?? error;
  }
}

/** Adds a publisher that is not there yet. @returns false where it is. */
export async function addPublisher(database: VigieDatabase, publisher: StoredPublisher): Promise<boolean> {
  const transaction = database.transaction('publishers', 'readwrite', { durability: 'strict' });
  const isNew = (await transaction.store.get(publisher.publisher)) === undefined;
  await Promise.all([isNew ? transaction.store.put(publisher) : null, transaction.done]);
  return isNew;
}

/** A removed publisher with all that was stored of it: what puts it back, for as long as somebody holds it. */
export interface RemovedPublisher {
  stored: StoredPublisher;
  packs: StoredPack[];
  sources: StoredPackSource[];
}

/** Forgets a publisher, its rules and its keys. Null where it was gone already. */
export async function removePublisher(database: VigieDatabase, publisher: string): Promise<RemovedPublisher | null> {
  const transaction = database.transaction(STORES, 'readwrite', { durability: 'strict' });
  const [publishers, packs, sources] = [
    transaction.objectStore('publishers'),
    transaction.objectStore('packs'),
    transaction.objectStore('packSources'),
  ];
  const [stored, itsPacks, itsSources] = await Promise.all([
    publishers.get(publisher),
    packs.getAll(packsOf(publisher)),
    sources.getAll(packsOf(publisher)),
    publishers.delete(publisher),
    packs.delete(packsOf(publisher)),
    sources.delete(packsOf(publisher)),
    transaction.done,
  ]);
  return stored === undefined ? null : { stored, packs: itsPacks, sources: itsSources };
}

/**
 * Puts a removed publisher back as it was.
 * @returns false where one of its name was added meanwhile: then nothing is written over it.
 */
export async function restorePublisher(database: VigieDatabase, removed: RemovedPublisher): Promise<boolean> {
  const transaction = database.transaction(STORES, 'readwrite', { durability: 'strict' });
  const { stored, packs, sources } = removed;
  const isGone = (await transaction.objectStore('publishers').getKey(stored.publisher)) === undefined;
  await Promise.all([
    ...(isGone
      ? [
          transaction.objectStore('publishers').add(stored),
          ...packs.map((pack) => transaction.objectStore('packs').add(pack)),
          ...sources.map((source) => transaction.objectStore('packSources').add(source)),
        ]
      : []),
    transaction.done,
  ]);
  return isGone;
}

/** Puts a pack that was compiled anew in the place of the same pack compiled by an older Vigie. */
export async function replaceCompiled(database: VigieDatabase, pack: StoredPack): Promise<void> {
  const transaction = database.transaction('packs', 'readwrite');
  const stored = await transaction.store.get([pack.publisher, pack.name]);
  await Promise.all([stored?.sha256 === pack.sha256 ? transaction.store.put(pack) : null, transaction.done]);
}
