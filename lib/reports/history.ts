/** What the person drafted and sent, read back. */
import type { ListingKey } from '../listing/listing.ts';
import type { VigieDatabase } from '../storage/database.ts';
import type { StoredReport } from './stored-report.ts';

/** Newest change first. */
export async function listReports(database: VigieDatabase, limit = 2000): Promise<StoredReport[]> {
  const reports: StoredReport[] = [];
  let cursor = await database.transaction('reports').store.index('changedAt').openCursor(null, 'prev');
  while (cursor !== null && reports.length < limit) {
    reports.push(cursor.value);
    cursor = await cursor.continue();
  }
  return reports;
}

function isAbout(report: StoredReport, listings: readonly ListingKey[]): boolean {
  return report.listings.length === listings.length && listings.every((listing) => report.listings.includes(listing));
}

/** The report on exactly these listings that the person could go on with: a draft, or one that was refused or given up. */
export async function openReport(
  database: VigieDatabase,
  listings: readonly ListingKey[],
): Promise<StoredReport | null> {
  const [first] = listings;
  if (first === undefined) return null;
  const reports = await database.getAllFromIndex('reports', 'listings', first);
  return reports.find((report) => isOpen(report) && isAbout(report, listings)) ?? null;
}

/** Whether the person can go on with it. */
export function isOpen({ state }: StoredReport): boolean {
  return state === 'drafted' || state === 'refused' || state === 'given-up';
}

/** Reports on any of these listings that are on their way or out, newest first: the person is warned before another. */
export async function sentReports(database: VigieDatabase, listings: readonly ListingKey[]): Promise<StoredReport[]> {
  const { store } = database.transaction('reports');
  const found = await Promise.all(listings.map((listing) => store.index('listings').getAll(listing)));
  const reports = new Map(found.flat().map((report) => [report.id, report]));
  return [...reports.values()].filter((report) => !isOpen(report)).sort((a, b) => b.changedAt - a.changedAt);
}

export async function saveDraft(database: VigieDatabase, report: StoredReport): Promise<void> {
  await database.put('reports', report);
}

export async function deleteReport(database: VigieDatabase, id: string): Promise<void> {
  await database.delete('reports', id);
}

/** Puts a deleted report back as it was, unless there is one under its id. */
export async function restoreReport(database: VigieDatabase, report: StoredReport): Promise<void> {
  const transaction = database.transaction('reports', 'readwrite', { durability: 'strict' });
  const isThere = (await transaction.store.getKey(report.id)) !== undefined;
  await Promise.all([isThere ? null : transaction.store.put(report), transaction.done]);
}

/** In one transaction, so that a crash leaves one of the two and never neither. */
export async function replaceReport(database: VigieDatabase, before: string, report: StoredReport): Promise<void> {
  const transaction = database.transaction('reports', 'readwrite');
  await Promise.all([transaction.store.delete(before), transaction.store.put(report), transaction.done]);
}

/** Deletes drafts that name the listing; the child-protection path keeps nothing of it. */
export async function deleteDraftsOn(database: VigieDatabase, listing: ListingKey): Promise<void> {
  const transaction = database.transaction(['reports', 'cart'], 'readwrite');
  const reports = transaction.objectStore('reports');
  for (const report of await reports.index('listings').getAll(listing)) {
    if (report.state === 'drafted') await reports.delete(report.id);
  }
  await Promise.all([transaction.objectStore('cart').delete(listing), transaction.done]);
}
