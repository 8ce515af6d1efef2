/**
 * When the outbox runs: at once when something is queued, at the start of the background, and by an alarm in between.
 * A Web Lock keeps two contexts, or two wake-ups of one, from sending at the same time.
 */
import { browser } from 'wxt/browser';
import { REPORT_CHANGED } from '../messages.ts';
import { openDatabase, type VigieDatabase } from '../storage/database.ts';
import { childProtectionCount } from '../storage/settings.ts';
import { flushOutbox, type OutboxEvents } from './outbox.ts';
import { vigieIntake } from './senders/vigie-intake.ts';

const ALARM = 'outbox';
const LOCK = 'vigie-outbox';
/** Chromium's shortest alarm. */
const SHORTEST_ALARM_MS = 30_000;

/**
 * Forgets all but a count and the day of child-protection reports that the authority has. Done at each run, not on the
 * acknowledgement alone: the worker may die in between, and nothing of such a report may be left behind.
 */
export async function forgetChildProtection(database: VigieDatabase): Promise<void> {
  for (const report of await database.getAllFromIndex('reports', 'state', 'acknowledged')) {
    if (report.kind !== 'child-protection') continue;
    await database.delete('reports', report.id);
    const before = await childProtectionCount.getValue();
    const last = new Date().toISOString().slice(0, 10);
    await childProtectionCount.setValue({ count: (before?.count ?? 0) + 1, last });
  }
}

async function tellPages(): Promise<void> {
  // Rejects when no page of the extension is open, which is the usual case.
  await browser.runtime.sendMessage({ what: REPORT_CHANGED, body: null }).catch(() => undefined);
}

const events: OutboxEvents = { changed: () => void tellPages() };

/** Sends what is due, and sees to it that the next time comes. Never rejects: a failure is tried again by the alarm. */
export async function runOutbox(): Promise<void> {
  let next: number | null = Date.now();
  try {
    next = await navigator.locks.request(LOCK, async () => {
      const database = await openDatabase();
      await forgetChildProtection(database);
      const due = await flushOutbox(database, vigieIntake, events, new AbortController().signal);
      await forgetChildProtection(database);
      return due;
    });
    await tellPages();
  } catch (error) {
    console.error('Vigie: the outbox could not run; it is tried again.', error);
  }
  if (next === null) await browser.alarms.clear(ALARM);
  else await browser.alarms.create(ALARM, { when: Math.max(next, Date.now() + SHORTEST_ALARM_MS) });
}

/** Must be called synchronously at the start of the background, or the alarm that wakes it is lost. */
export function scheduleOutbox(): void {
  browser.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === ALARM) void runOutbox();
  });
  // A worker that started on this event may have been killed while sending: look at once.
  void runOutbox();
  globalThis.addEventListener('online', () => void runOutbox());
}
