/** What the person drafted and sent, read back. */
import type { ListingKey } from '../listing/listing.ts';
import type { VigieDatabase } from '../storage/database.ts';
import type { StoredReport } from './stored-report.ts';

/** Newest change first. */
export async function listReports(database: VigieDatabase, limit = 200): Promise<StoredReport[]> {
  const reports: StoredReport[] = [];
  let cursor = await database.transaction('reports').store.index('changedAt').openCursor(null, 'prev');
  while (cursor !== null && reports.length < limit) {
    reports.push(cursor.value);
    cursor = await cursor.continue();
  }
  return reports;
}

/** The report on this listing that the person could go on with: a draft, or one that was refused or given up. */
export async function openReport(database: VigieDatabase, listing: ListingKey): Promise<StoredReport | null> {
  const reports = await database.getAllFromIndex('reports', 'listing', listing);
  return reports.find(({ state }) => state === 'drafted' || state === 'refused' || state === 'given-up') ?? null;
}

/** Reports on this listing that are on their way or arrived, newest first: the person is warned before sending another. */
export async function sentReports(database: VigieDatabase, listing: ListingKey): Promise<StoredReport[]> {
  const reports = await database.getAllFromIndex('reports', 'listing', listing);
  return reports
    .filter(({ state }) => state === 'queued' || state === 'sending' || state === 'acknowledged')
    .sort((a, b) => b.changedAt - a.changedAt);
}

export async function saveDraft(database: VigieDatabase, report: StoredReport): Promise<void> {
  await database.put('reports', report);
}

export async function deleteReport(database: VigieDatabase, id: string): Promise<void> {
  await database.delete('reports', id);
}

/** In one transaction, so that a crash leaves one of the two and never neither. */
export async function replaceReport(database: VigieDatabase, before: string, report: StoredReport): Promise<void> {
  const transaction = database.transaction('reports', 'readwrite');
  await Promise.all([transaction.store.delete(before), transaction.store.put(report), transaction.done]);
}
