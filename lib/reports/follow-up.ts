/**
 * What became of a report: asks the authority, seldom and never all at once.
 *
 * Only reports that are still open are asked about, an hour after the receipt at the earliest, then every few hours, after
 * a week once a day, with jitter so that the clients of one authority do not come together. One run asks at most
 * `QUESTIONS_A_RUN` times. A report is no longer asked about once it is decided, when the authority does not know its
 * reference any more, or after a year.
 */
import type { VigieDatabase } from '../storage/database.ts';
import { type Clock, systemClock } from './clock.ts';
import type { ReportState } from './protocol.ts';
import type { SenderId, StatusResult, WireSender } from './senders/sender.ts';
import type { FollowUp, StoredReport } from './stored-report.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const FIRST_MS = HOUR_MS;
const YOUNG_MS = 6 * HOUR_MS;
const OLD_MS = DAY_MS;
const YOUNG_FOR_MS = 7 * DAY_MS;
const LONGEST_MS = 7 * DAY_MS;
const FOLLOWED_FOR_MS = 365 * DAY_MS;
/** An authority may lose sight of a report for a moment (a restore, a move); so many times in a row, it is gone. */
const UNKNOWN_AT_MOST = 3;

export const QUESTIONS_A_RUN = 20;

const DECIDED: readonly ReportState[] = ['action-taken', 'rejected'];

/** Up to a quarter more or less. */
function jittered(delay: number, clock: Clock): number {
  return Math.round(delay * (0.75 + clock.random() / 2));
}

export function firstQuestionAt(clock: Clock): number {
  return clock.now() + jittered(FIRST_MS, clock);
}

const NOTHING_KNOWN: FollowUp = { status: null, etag: null, checkedAt: null, failures: 0 };

/** When to ask again; null: never. */
export function nextQuestionAt(report: StoredReport, followUp: FollowUp, afterMs: number, clock: Clock): number | null {
  if (followUp.status !== null && DECIDED.includes(followUp.status.state)) return null;
  const age = clock.now() - Date.parse(report.receipt?.receivedAt ?? new Date(report.changedAt).toISOString());
  if (age > FOLLOWED_FOR_MS) return null;
  const usual = age < YOUNG_FOR_MS ? YOUNG_MS : OLD_MS;
  const delay = Math.min(usual * 2 ** Math.min(followUp.failures, 10), LONGEST_MS);
  return clock.now() + Math.max(jittered(delay, clock), Math.min(afterMs, LONGEST_MS));
}

/** What an answer makes of what was known. */
export function followedUp(before: FollowUp, result: StatusResult, clock: Clock): FollowUp {
  switch (result.kind) {
    case 'status':
      return { status: result.status, etag: result.etag, checkedAt: clock.now(), failures: 0 };
    case 'unchanged':
      return { ...before, checkedAt: clock.now(), failures: 0 };
    default:
      return { ...before, failures: before.failures + 1 };
  }
}

export interface FollowUpEvents {
  /** The state or the decision is another than before; told once it is stored. */
  changed(report: StoredReport): void;
}

function isNews(before: FollowUp, after: FollowUp): boolean {
  return (
    after.status !== null &&
    (before.status?.state !== after.status.state || before.status.decision !== after.status.decision)
  );
}

/** How authorities are asked. */
export interface WayBack {
  /** Null for what no machine takes. */
  sender(id: SenderId): WireSender | null;
  /** Whether the browser lets a question about this report go now. */
  maySend(report: StoredReport): Promise<boolean>;
}

async function askOne(
  database: VigieDatabase,
  report: StoredReport,
  way: WayBack,
  events: FollowUpEvents,
  signal: AbortSignal,
  clock: Clock,
): Promise<void> {
  const { receipt } = report;
  const before = report.followUp ?? NOTHING_KNOWN;
  const ask = way.sender(report.sender)?.follow ?? null;
  let result: StatusResult = { kind: 'unknown' };
  if (ask !== null && receipt !== null) {
    result = (await way.maySend(report))
      ? await ask(report.authority, receipt.reference, before.etag, signal)
      : { kind: 'retry', afterMs: null };
  }
  const followUp = followedUp(before, result, clock);
  const isLost = ask === null || (result.kind === 'unknown' && followUp.failures >= UNKNOWN_AT_MOST);
  const afterMs = result.kind === 'retry' ? (result.afterMs ?? 0) : 0;
  const followAt = isLost ? null : nextQuestionAt(report, followUp, afterMs, clock);
  const transaction = database.transaction('reports', 'readwrite');
  // The person may have deleted it, or met the listing again, while the authority was answering.
  const now = await transaction.store.get(report.id);
  const changed = now === undefined ? null : { ...now, followUp, followAt };
  await Promise.all([changed === null ? undefined : transaction.store.put(changed), transaction.done]);
  if (changed !== null && isNews(before, followUp)) events.changed(changed);
}

/** Between two questions that the person asks by hand. */
const BY_HAND_MS = 60_000;

/** Makes what is still open due now: the person wants to know. Of a report that was just asked about, nothing. */
export async function bringForward(database: VigieDatabase, clock: Clock = systemClock): Promise<void> {
  const transaction = database.transaction('reports', 'readwrite');
  const open = await transaction.store.index('followAt').getAll(null, QUESTIONS_A_RUN);
  for (const report of open) {
    const asked = report.followUp?.checkedAt ?? Number.NEGATIVE_INFINITY;
    if (clock.now() - asked >= BY_HAND_MS) await transaction.store.put({ ...report, followAt: clock.now() });
  }
  await transaction.done;
}

/**
 * Asks about what is due and resolves to the time (milliseconds since the epoch) at which to call it again, or null when
 * nothing is open. The caller makes sure that only one call runs at a time.
 */
export async function askForStatuses(
  database: VigieDatabase,
  way: WayBack,
  events: FollowUpEvents,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<number | null> {
  const due = await database.getAllFromIndex(
    'reports',
    'followAt',
    IDBKeyRange.upperBound(clock.now()),
    QUESTIONS_A_RUN,
  );
  for (const report of due) await askOne(database, report, way, events, signal, clock);
  const next = await database.transaction('reports').store.index('followAt').openKeyCursor();
  return next === null ? null : next.key;
}
