import { type HiddenFinding, openDatabase } from './database.ts';

/** Rules that the person hid on these listings, by listing key. */
export async function hiddenRules(listings: readonly string[]): Promise<Map<string, Set<string>>> {
  const database = await openDatabase();
  const transaction = database.transaction('hidden');
  const found = new Map<string, Set<string>>();
  await Promise.all(
    listings.map(async (listing) => {
      const keys = await transaction.store.getAllKeys(IDBKeyRange.bound([listing, ''], [listing, '\uffff']));
      if (keys.length > 0) found.set(listing, new Set(keys.map(([, rule]) => rule)));
    }),
  );
  await transaction.done;
  return found;
}

export async function hideFinding(hidden: HiddenFinding): Promise<void> {
  const database = await openDatabase();
  await database.put('hidden', hidden);
}

export async function unhideFinding(listing: string, rule: string): Promise<void> {
  const database = await openDatabase();
  await database.delete('hidden', [listing, rule]);
}

export async function unhideListings(listings: readonly string[]): Promise<void> {
  const database = await openDatabase();
  const transaction = database.transaction('hidden', 'readwrite');
  await Promise.all([
    ...listings.map((listing) => transaction.store.delete(IDBKeyRange.bound([listing, ''], [listing, '\uffff']))),
    transaction.done,
  ]);
}
