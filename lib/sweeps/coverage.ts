/** Coverage: which results page was gone through when, and what came of it. Counts of `fresh` cards add up to all cards. */
import type { Visit } from './card.ts';
import { byOrder, type JournalEntry } from './journal.ts';
import { type PlannedPage, pageKey, planOf, type SweepPage } from './plan.ts';
import { isQueued, type QueueEntry, type Sweep } from './sweep.ts';

export type PageState = 'open' | Visit['state'];

export interface CoverageRow extends SweepPage {
  key: string;
  state: PageState;
  /** When it was read last, ISO 8601; null while it is open. */
  at: string | null;
  by: string | null;
  /** On the page. */
  cards: number;
  /** Met here first, in this sweep or any before. The next three count among these. */
  fresh: number;
  marked: number;
  triaged: number;
  reported: number;
}

export interface Coverage {
  rows: CoverageRow[];
  done: number;
  left: number;
  blocked: number;
}

function isFirst(entry: QueueEntry | undefined, visits: ReadonlySet<string>): entry is QueueEntry {
  const first = entry?.met[0]?.visit;
  return first !== undefined && visits.has(first);
}

function rowOf(page: SweepPage, key: string, visits: readonly Visit[], sweep: Sweep): CoverageRow {
  const last = visits.reduce<Visit | null>(
    (latest, visit) => (latest === null || visit.at >= latest.at ? visit : latest),
    null,
  );
  const ids = new Set(visits.map(({ id }) => id));
  const listings = new Set(visits.flatMap(({ cards }) => cards.map(({ listing }) => listing)));
  const fresh = [...listings].map((listing) => sweep.entries.get(listing)).filter((entry) => isFirst(entry, ids));
  const read = visits.find(({ state }) => state !== 'blocked');
  return {
    marketplace: page.marketplace,
    country: page.country,
    language: page.language,
    words: page.words,
    page: page.page,
    key,
    state: (read ?? last)?.state ?? 'open',
    at: last?.at ?? null,
    by: last?.by.name ?? null,
    cards: listings.size,
    fresh: fresh.length,
    marked: fresh.filter(isQueued).length,
    triaged: fresh.filter(({ verdict }) => verdict !== null).length,
    reported: fresh.filter(({ report }) => report !== null).length,
  };
}

/** The planned pages of one sweep in the plan's order, then pages read that are no longer planned. */
export function coverageOf(
  sweep: Sweep,
  number: number,
  planned: readonly PlannedPage[] = planOf(sweep.campaign),
): Coverage {
  const byPage = Map.groupBy(
    sweep.visits.filter((visit) => visit.sweep === number),
    pageKey,
  );
  const rows = planned.map((page) => rowOf(page, page.key, byPage.get(page.key) ?? [], sweep));
  const known = new Set(planned.map(({ key }) => key));
  for (const [key, visits] of byPage) {
    const [first] = visits;
    if (!known.has(key) && first !== undefined) rows.push(rowOf(first, key, visits, sweep));
  }
  const count = (...states: PageState[]) => rows.filter(({ state }) => states.includes(state)).length;
  return { rows, done: count('read', 'empty'), left: count('open', 'blocked'), blocked: count('blocked') };
}

/** The first planned page that is still to be read in this sweep; null when nothing is left. */
export function nextPage(
  sweep: Sweep,
  number: number,
  planned: readonly PlannedPage[] = planOf(sweep.campaign),
): PlannedPage | null {
  const done = new Set(
    sweep.visits.filter((visit) => visit.sweep === number && visit.state !== 'blocked').map((visit) => pageKey(visit)),
  );
  return planned.find(({ key }) => !done.has(key)) ?? null;
}

/** A longer gap between two verdicts is a break, not work. */
const LONGEST_WORK_MS = 5 * 60_000;
/** A shorter one is a key held down: nobody reads a card in that time. */
const SHORTEST_WORK_MS = 300;
/** A median of fewer gaps says nothing. */
const FEWEST_GAPS = 3;

/** Median time between one verdict and the next of the same person, in seconds; null while too few tell. */
export function secondsPerListing(journal: readonly JournalEntry[]): number | null {
  const gaps: number[] = [];
  const last = new Map<string, number>();
  for (const entry of [...journal].sort(byOrder)) {
    if (entry.kind !== 'verdict') continue;
    const before = last.get(entry.by.id);
    last.set(entry.by.id, entry.at);
    // A clock that was put back gives a negative gap.
    const gap = before === undefined ? 0 : entry.at - before;
    if (gap >= SHORTEST_WORK_MS && gap <= LONGEST_WORK_MS) gaps.push(gap);
  }
  if (gaps.length < FEWEST_GAPS) return null;
  gaps.sort((a, b) => a - b);
  const middle = gaps.length / 2;
  const median = Number.isInteger(middle)
    ? ((gaps[middle - 1] ?? 0) + (gaps[middle] ?? 0)) / 2
    : (gaps[Math.floor(middle)] ?? 0);
  return median / 1000;
}
