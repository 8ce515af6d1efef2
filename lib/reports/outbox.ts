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
 * - Nothing is sent while the browser does not let it go (`sending-access.ts`); such a report is never given up.
 */
import type { VigieDatabase } from '../storage/database.ts';
import { type Clock, systemClock } from './clock.ts';
import { firstQuestionAt } from './follow-up.ts';
import type { Receipt } from './protocol.ts';
import type { SenderId, WireSender } from './senders/sender.ts';
import type { Refusal, RetryReason, StoredReport } from './stored-report.ts';

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

/**
 * Puts a drafted, refused or given-up report in the queue, and takes its listings out of the cart. Resolves once both are
 * durably stored.
 */
export async function queueReport(
  database: VigieDatabase,
  report: StoredReport,
  body: string,
  clock: Clock = systemClock,
): Promise<StoredReport> {
  const now = clock.now();
  return storeWithoutCart(database, {
    ...report,
    state: 'queued',
    body,
    changedAt: now,
    queuedAt: now,
    attempts: 0,
    nextAttemptAt: now,
    lastFailure: null,
    refusal: null,
  });
}

/** Keeps a report whose texts the person carries themselves; its listings leave the cart. */
export async function handOver(
  database: VigieDatabase,
  report: StoredReport,
  body: string,
  clock: Clock = systemClock,
): Promise<StoredReport> {
  return storeWithoutCart(database, { ...report, state: 'handed-over', body, changedAt: clock.now() });
}

async function storeWithoutCart(database: VigieDatabase, report: StoredReport): Promise<StoredReport> {
  const transaction = database.transaction(['reports', 'cart'], 'readwrite', { durability: 'strict' });
  await Promise.all([
    transaction.objectStore('reports').put(report),
    ...report.listings.map((listing) => transaction.objectStore('cart').delete(listing)),
    transaction.done,
  ]);
  return report;
}

/**
 * Makes due what waits for nothing but a network: the browser is online again, or the person is sending something. What a
 * server asked to wait for waits. Under the caller's lock, as `flushOutbox`.
 */
export async function retryOffline(database: VigieDatabase, clock: Clock = systemClock): Promise<void> {
  const transaction = database.transaction('reports', 'readwrite');
  for (const report of await transaction.store.index('state').getAll('queued')) {
    if (report.lastFailure === 'offline') await transaction.store.put({ ...report, nextAttemptAt: clock.now() });
  }
  await transaction.done;
}

export interface OutboxEvents {
  changed(report: StoredReport): void;
}

/** How reports get out: by which sender, and with which agency's token. */
export interface WayOut {
  /** Null for what no machine takes. */
  sender(id: SenderId): WireSender | null;
  /** The token for this authority, or null; asked at each attempt, because the person may give one meanwhile. */
  token(authority: string): Promise<string | null>;
  /** Whether the browser lets it go now; looked at before each attempt, because the person may allow it meanwhile. */
  maySend(report: StoredReport): Promise<boolean>;
}

/** Changes the report as it is stored by now; one that the person deleted in the meantime stays deleted. */
async function change(
  database: VigieDatabase,
  report: StoredReport,
  changes: Partial<StoredReport>,
  clock: Clock,
  events: OutboxEvents,
): Promise<StoredReport> {
  const transaction = database.transaction('reports', 'readwrite', { durability: 'strict' });
  const stored = await transaction.store.get(report.id);
  const changed = { ...(stored ?? report), ...changes, changedAt: clock.now() };
  await Promise.all([stored === undefined ? undefined : transaction.store.put(changed), transaction.done]);
  if (stored !== undefined) events.changed(changed);
  return changed;
}

function acknowledged(report: StoredReport, receipt: Receipt, sender: WireSender, clock: Clock): Partial<StoredReport> {
  return {
    state: 'acknowledged',
    receipt,
    nextAttemptAt: null,
    lastFailure: null,
    // Of a child-protection report nothing is left to follow.
    followAt: sender.follow === null || report.kind === 'child-protection' ? null : firstQuestionAt(clock),
    uploadAt: report.kind === 'report' && report.evidence.some(({ state }) => state === 'waiting') ? clock.now() : null,
  };
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

/** No attempt was made, and none is until the person lets it go: nothing is counted, and the alarm looks seldom. */
function kept(clock: Clock): Partial<StoredReport> {
  return { state: 'queued', lastFailure: 'no-access', nextAttemptAt: clock.now() + MAX_RETRY_MS };
}

function isDue({ state, lastFailure, nextAttemptAt }: StoredReport, clock: Clock): boolean {
  return state === 'sending' || lastFailure === 'no-access' || (nextAttemptAt ?? 0) <= clock.now();
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

/** A child-protection report names nobody, so it carries no token of an agency either. */
async function tokenFor({ kind, authority }: StoredReport, way: WayOut): Promise<string | null> {
  return kind === 'child-protection' ? null : way.token(authority);
}

async function sendInOrder(
  database: VigieDatabase,
  reports: readonly StoredReport[],
  way: WayOut,
  clock: Clock,
  events: OutboxEvents,
  signal: AbortSignal,
): Promise<void> {
  for (const report of reports) {
    if (!isDue(report, clock)) return;
    const sender = way.sender(report.sender);
    const { authority, body } = report;
    if (body === null || sender === null) continue;
    if (!(await way.maySend(report))) {
      await change(database, report, kept(clock), clock, events);
      // Another kind of report may go where this one may not.
      continue;
    }
    const sending = await change(database, report, { state: 'sending', attempts: report.attempts + 1 }, clock, events);
    const token = await tokenFor(report, way);
    const result = await sender.send({ authority, idempotencyKey: report.id, body, token }, signal);
    switch (result.kind) {
      case 'acknowledged':
        await change(database, sending, acknowledged(sending, result.receipt, sender, clock), clock, events);
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
  way: WayOut,
  events: OutboxEvents,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<number | null> {
  await Promise.all(
    [...(await queues(database)).values()].map((reports) => sendInOrder(database, reports, way, clock, events, signal)),
  );
  // The head of each queue decides: those behind it wait for it, however long they have been due. What waits for the
  // person holds up nobody.
  const heads = [...(await queues(database)).values()].map((reports) => {
    const head = reports.find(({ lastFailure }) => lastFailure !== 'no-access') ?? reports[0];
    return head?.nextAttemptAt ?? clock.now();
  });
  return heads.length === 0 ? null : Math.min(...heads);
}
