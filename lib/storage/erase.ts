/**
 * "Delete everything": what becomes of each store and each stored value. Both lists are complete: the compiler holds the
 * first to the schema of the database, `tests/unit/storage/erase.test.ts` the second to the sources. What a person made or
 * chose goes, what the browser can know it by goes too; rules stay, so that pages are marked as before.
 */
import type { StoreNames } from 'idb';
import { type StorageItemKey, storage } from 'wxt/utils/storage';
import type { VigieDatabase, VigieSchema } from './schema.ts';

type Fate = 'deleted' | 'kept';

export const STORES = {
  reports: 'deleted',
  cart: 'deleted',
  hidden: 'deleted',
  cases: 'deleted',
  evidence: 'deleted',
  evidenceFiles: 'deleted',
  custody: 'deleted',
  seals: 'deleted',
  // An authority that enrolled it knows this browser by it.
  keys: 'deleted',
  campaigns: 'deleted',
  sweepVisits: 'deleted',
  sweepJournal: 'deleted',
  sweepPacks: 'deleted',
  publishers: 'kept',
  packs: 'kept',
  packSources: 'kept',
} as const satisfies Record<StoreNames<VigieSchema>, Fate>;

export const VALUES = {
  'local:settings': 'deleted',
  'local:childProtection': 'deleted',
  'local:agencyToken': 'deleted',
  'session:agencyToken': 'deleted',
  'session:reportTargets': 'deleted',
  'session:childProtectionTarget': 'deleted',
  'local:evidence': 'deleted',
  'local:currentCase': 'deleted',
  'session:captureStatus': 'deleted',
  'session:captureReloads': 'deleted',
  'local:monitor': 'deleted',
  // Which rules are in use belongs to the rules; what a policy could not do is the organisation's.
  'local:ruleChoices': 'kept',
  'local:policyFaults': 'kept',
  'session:unstoredChecks': 'kept',
} as const satisfies Partial<Record<StorageItemKey, Fate>>;

const deletedOf = <Key extends string>(fates: Record<Key, Fate>): Key[] =>
  (Object.keys(fates) as Key[]).filter((key) => fates[key] === 'deleted');

/** What exports left in the origin's private files; a browser that has none, as in a private window, keeps nothing there. */
async function clearPrivateFiles(): Promise<void> {
  const root = await navigator.storage.getDirectory().catch(() => null);
  if (root === null) return;
  const names: string[] = [];
  for await (const name of root.keys()) names.push(name);
  for (const name of names) await root.removeEntry(name, { recursive: true });
}

/** Deletes all that a person did and chose: of what is in the database all of it, or nothing. */
export async function deleteEverything(database: VigieDatabase): Promise<void> {
  const stores = deletedOf(STORES);
  const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' });
  await Promise.all([...stores.map((store) => transaction.objectStore(store).clear()), transaction.done]);
  await storage.removeItems(deletedOf(VALUES).map((key) => ({ key, options: { removeMeta: true } })));
  await clearPrivateFiles();
}
