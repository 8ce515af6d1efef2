/**
 * When the outbox runs: at once when something is queued, at the start of the background, and by an alarm in between.
 * A Web Lock keeps two contexts, or two wake-ups of one, from sending at the same time.
 */
import { browser } from 'wxt/browser';
import { REPORT_CHANGED } from '../messages.ts';
import { openDatabase } from '../storage/database.ts';
import { childProtectionCount } from '../storage/settings.ts';
import { flushOutbox, type OutboxEvents } from './outbox.ts';
import { vigieIntake } from './senders/vigie-intake.ts';
import type { StoredReport } from './stored-report.ts';

const ALARM = 'outbox';
const LOCK = 'vigie-outbox';
/** Chromium's shortest alarm. */
const SHORTEST_ALARM_MS = 30_000;

/** All but a count and the day is forgotten once the authority has a child-protection report. */
async function forget(report: StoredReport): Promise<void> {
  const database = await openDatabase();
  await database.delete('reports', report.id);
  const before = await childProtectionCount.getValue();
  const last = new Date().toISOString().slice(0, 10);
  await childProtectionCount.setValue({ count: (before?.count ?? 0) + 1, last });
}

async function tellPages(report: StoredReport): Promise<void> {
  if (report.kind === 'child-protection' && report.state === 'acknowledged') await forget(report);
  // Rejects when no page of the extension is open, which is the usual case.
  await browser.runtime.sendMessage({ what: REPORT_CHANGED, body: null }).catch(() => undefined);
}

const events: OutboxEvents = { changed: (report) => void tellPages(report) };

export async function runOutbox(): Promise<void> {
  const next = await navigator.locks.request(LOCK, async () =>
    flushOutbox(await openDatabase(), vigieIntake, events, new AbortController().signal),
  );
  if (next === null) {
    await browser.alarms.clear(ALARM);
    return;
  }
  await browser.alarms.create(ALARM, { when: Math.max(next, Date.now() + SHORTEST_ALARM_MS) });
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
