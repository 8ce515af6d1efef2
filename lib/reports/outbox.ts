/**
 * The outbox: from "send" to the authority's receipt, whatever happens in between.
 *
 * The worker that sends may be killed at any line below, the network may drop in any phase, and the same code may run
 * again before the first run is known to be over. What holds all the same:
 *
 * - A report is in the database as `queued`, with the exact bytes to send, before the person is told that it is queued.
 * - Every attempt carries the report's id as its idempotency key and the same bytes, so that the authority stores it once
 *   however often it arrives. A report that a dead worker left in `sending` is therefore simply sent again.
 * - A state is written before the next step depends on it: `sending` before the request, the receipt before anybody
 *   hears of it.
 * - Within one authority the order of queueing is kept: while one report waits for its next attempt, later ones wait too.
 */
import type { VigieDatabase } from '../storage/database.ts';
import type { Receipt } from './protocol.ts';
import type { Sender } from './senders/sender.ts';
import type { Refusal, RetryReason, StoredReport } from './stored-report.ts';

export interface Clock {
  now(): number;
  /** Uniform in [0, 1). */
  random(): number;
}

export const systemClock: Clock = { now: Date.now, random: Math.random };

const FIRST_RETRY_MS = 15_000;
const MAX_RETRY_MS = 6 * 60 * 60_000;
/** A server that asks for more patience than this is asked again all the same. */
const MAX_RETRY_AFTER_MS = 24 * 60 * 60_000;
/** Without an answer for this long, a report is left to the person to send again. */
export const GIVE_UP_AFTER_MS = 14 * 24 * 60 * 60_000;

/** Capped exponential backoff, halved at most by jitter so that clients of a recovering authority spread out. */
export function retryDelay(attempts: number, clock: Clock): number {
  const ceiling = Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempts, 20), MAX_RETRY_MS);
  return Math.round(ceiling * (0.5 + clock.random() / 2));
}

/** Puts a drafted, refused or given-up report in the queue. Resolves once it is durably stored. */
export async function queueReport(
  database: VigieDatabase,
  report: StoredReport,
  body: string,
  clock: Clock = systemClock,
): Promise<StoredReport> {
  const now = clock.now();
  const queued: StoredReport = {
    ...report,
    state: 'queued',
    body,
    changedAt: now,
    queuedAt: now,
    attempts: 0,
    nextAttemptAt: now,
    lastFailure: null,
    refusal: null,
  };
  const transaction = database.transaction('reports', 'readwrite', { durability: 'strict' });
  await Promise.all([transaction.store.put(queued), transaction.done]);
  return queued;
}

export interface OutboxEvents {
  changed(report: StoredReport): void;
}

async function change(
  database: VigieDatabase,
  report: StoredReport,
  changes: Partial<StoredReport>,
  clock: Clock,
  events: OutboxEvents,
): Promise<StoredReport> {
  const changed = { ...report, ...changes, changedAt: clock.now() };
  const transaction = database.transaction('reports', 'readwrite', { durability: 'strict' });
  await Promise.all([transaction.store.put(changed), transaction.done]);
  events.changed(changed);
  return changed;
}

function acknowledged(receipt: Receipt): Partial<StoredReport> {
  return { state: 'acknowledged', receipt, nextAttemptAt: null, lastFailure: null };
}

function refused(refusal: Refusal): Partial<StoredReport> {
  return { state: 'refused', refusal, nextAttemptAt: null, lastFailure: null };
}

function postponed(
  report: StoredReport,
  reason: RetryReason,
  afterMs: number | null,
  clock: Clock,
): Partial<StoredReport> {
  const now = clock.now();
  if (now - (report.queuedAt ?? now) >= GIVE_UP_AFTER_MS) {
    return { state: 'given-up', nextAttemptAt: null, lastFailure: reason };
  }
  const delay = Math.max(Math.min(afterMs ?? 0, MAX_RETRY_AFTER_MS), retryDelay(report.attempts, clock));
  return { state: 'queued', nextAttemptAt: now + delay, lastFailure: reason };
}

/** Reports not yet answered, by authority, in the order of queueing. */
async function queues(database: VigieDatabase): Promise<Map<string, StoredReport[]>> {
  const [queued, sending] = await Promise.all([
    database.getAllFromIndex('reports', 'state', 'queued'),
    database.getAllFromIndex('reports', 'state', 'sending'),
  ]);
  const inOrder = [...queued, ...sending].sort(
    (a, b) => (a.queuedAt ?? 0) - (b.queuedAt ?? 0) || (a.id < b.id ? -1 : 1),
  );
  return Map.groupBy(inOrder, (report) => report.authority);
}

async function sendInOrder(
  database: VigieDatabase,
  reports: readonly StoredReport[],
  sender: Sender,
  clock: Clock,
  events: OutboxEvents,
  signal: AbortSignal,
): Promise<void> {
  for (const report of reports) {
    if (report.state === 'queued' && (report.nextAttemptAt ?? 0) > clock.now()) return;
    if (report.body === null) continue;
    const sending = await change(database, report, { state: 'sending', attempts: report.attempts + 1 }, clock, events);
    const result = await sender.send(report.authority, report.id, report.body, signal);
    switch (result.kind) {
      case 'acknowledged':
        await change(database, sending, acknowledged(result.receipt), clock, events);
        break;
      case 'refused':
        await change(database, sending, refused(result.refusal), clock, events);
        break;
      case 'retry':
        await change(database, sending, postponed(sending, result.reason, result.afterMs, clock), clock, events);
        return;
    }
  }
}

/**
 * Sends what is due, authority by authority, and resolves to the time (milliseconds since the epoch) at which to call it
 * again, or null when nothing waits. The caller makes sure that only one call runs at a time (a Web Lock).
 */
export async function flushOutbox(
  database: VigieDatabase,
  sender: Sender,
  events: OutboxEvents,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<number | null> {
  await Promise.all(
    [...(await queues(database)).values()].map((reports) =>
      sendInOrder(database, reports, sender, clock, events, signal),
    ),
  );
  // The head of each queue decides: those behind it wait for it, however long they have been due.
  const heads = [...(await queues(database)).values()].map(([head]) => head?.nextAttemptAt ?? clock.now());
  return heads.length === 0 ? null : Math.min(...heads);
}
