/** Forgetting old reports after the time that the person chose. */
import type { VigieDatabase } from '../storage/database.ts';
import { settings } from '../storage/settings.ts';
import { type Clock, systemClock } from './clock.ts';
import type { StoredReport } from './stored-report.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Choices in days; null keeps everything. */
export const RETENTION_DAYS = [30, 90, 365, null] as const;

/** What is still on its way is never forgotten by age. */
function isSettled({ state, uploadAt }: StoredReport): boolean {
  return state !== 'queued' && state !== 'sending' && uploadAt === null;
}

/** Deletes reports that have not changed for so many days; resolves to how many. */
export async function forgetOldReports(
  database: VigieDatabase,
  days: number,
  clock: Clock = systemClock,
): Promise<number> {
  const transaction = database.transaction('reports', 'readwrite');
  const old = IDBKeyRange.upperBound(clock.now() - days * DAY_MS);
  let deleted = 0;
  let cursor = await transaction.store.index('changedAt').openCursor(old);
  while (cursor !== null) {
    if (isSettled(cursor.value)) {
      await cursor.delete();
      deleted += 1;
    }
    cursor = await cursor.continue();
  }
  await transaction.done;
  return deleted;
}

/** Does so by the settings. */
export async function applyRetention(database: VigieDatabase): Promise<void> {
  const { retentionDays } = await settings.getValue();
  if (retentionDays !== null) await forgetOldReports(database, retentionDays);
}
