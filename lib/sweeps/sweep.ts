/**
 * A campaign's state, worked out from its visits and its journal: the queue, what was decided, what became of what was
 * reported. A card met goes in once, whatever query, country host or earlier sweep it came from.
 *
 * The state is a fold: it does not matter in which order entries arrive, and one that arrives twice changes nothing. New
 * visits and entries are taken in one by one, so that a decision among 20,000 cards costs what one card costs.
 */
import type { ListingKey } from '../listing/listing.ts';
import type { Campaign } from './campaign.ts';
import { type Monitor, type SweepCard, strengthOf, type Visit } from './card.ts';
import { byOrder, type JournalEntry, type Verdict } from './journal.ts';
import { pageKey } from './plan.ts';

/** A page on which a card was met. */
export interface Meeting {
  visit: string;
  sweep: number;
  page: string;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface QueueEntry {
  listing: ListingKey;
  /** As it was met last. */
  card: SweepCard;
  strength: number;
  /** Oldest first. */
  met: readonly Meeting[];
  /** All that people wrote about it, in the journal's order. */
  journal: readonly JournalEntry[];
  verdict: Verdict | null;
  /** Who stands by which verdict, by monitor id. */
  verdicts: ReadonlyMap<string, Extract<JournalEntry, { kind: 'verdict' }>>;
  /** People stand by different verdicts. */
  disputed: boolean;
  byHand: boolean;
  notes: readonly string[];
  report: Extract<JournalEntry, { kind: 'report' }> | null;
}

/** What happened to one listing in another campaign, so that nobody weighs it twice unknowingly. */
export interface Earlier {
  campaign: string;
  verdict: Verdict;
}

export interface Disagreement {
  listing: ListingKey;
  title: string | null;
  verdicts: { by: Monitor; verdict: Verdict; at: number }[];
}

/** The visit that counts when two copies of one differ: the later revision, then whichever sorts last as text. */
export function laterVisit(one: Visit, other: Visit): Visit {
  if (one.revision !== other.revision) return one.revision > other.revision ? one : other;
  return JSON.stringify(one) >= JSON.stringify(other) ? one : other;
}

const byMeeting = (a: Meeting, b: Meeting) =>
  a.sweep - b.sweep || a.at - b.at || (a.visit < b.visit ? -1 : a.visit > b.visit ? 1 : 0);

/** Whether a card belongs into the queue: it has a finding, or a person added it. */
export const isQueued = ({ strength, byHand, verdict }: QueueEntry): boolean =>
  strength > 0 || byHand || verdict !== null;

/** Of cards that nobody wrote about yet, which are most: shared, for there are thousands. */
const NOTHING: readonly never[] = [];
const NOBODY: QueueEntry['verdicts'] = new Map();

const newEntry = (card: SweepCard, met: readonly Meeting[]): QueueEntry => ({
  listing: card.listing,
  card,
  strength: strengthOf(card),
  met,
  journal: NOTHING,
  verdict: null,
  verdicts: NOBODY,
  disputed: false,
  byHand: false,
  notes: NOTHING,
  report: null,
});

export class Sweep {
  readonly campaign: Campaign;
  readonly #visits = new Map<string, Visit>();
  readonly #entries = new Map<ListingKey, QueueEntry>();
  readonly #journal = new Map<string, JournalEntry>();
  /** What was written about listings whose card has not come yet. */
  readonly #waiting = new Map<ListingKey, JournalEntry[]>();
  #lastSeq = 0;
  /** The queue's order, until a card or an addition changes it. */
  #order: ListingKey[] | null = null;

  constructor(campaign: Campaign, visits: Iterable<Visit> = [], journal: Iterable<JournalEntry> = []) {
    this.campaign = campaign;
    this.addVisits(visits);
    this.addEntries(journal);
  }

  /** Of cards alone, without the visits that met them. */
  static ofCards(
    campaign: Campaign,
    cards: Iterable<{ card: SweepCard; met: readonly Meeting[] }>,
    journal: Iterable<JournalEntry>,
  ): Sweep {
    const sweep = new Sweep(campaign);
    for (const { card, met } of cards) sweep.#entries.set(card.listing, newEntry(card, met));
    sweep.addEntries(journal);
    return sweep;
  }

  get visits(): readonly Visit[] {
    return [...this.#visits.values()];
  }

  get entries(): ReadonlyMap<ListingKey, QueueEntry> {
    return this.#entries;
  }

  /** The card as that meeting showed it. */
  cardAt(entry: QueueEntry, { visit }: Meeting): SweepCard {
    return this.#visits.get(visit)?.cards.find(({ listing }) => listing === entry.listing) ?? entry.card;
  }

  /** The card as it was met last by that time, in milliseconds since the epoch. */
  cardBy(entry: QueueEntry, at: number): SweepCard {
    const meeting = entry.met.findLast((one) => one.at <= at) ?? entry.met[0];
    return meeting === undefined ? entry.card : this.cardAt(entry, meeting);
  }

  get journal(): JournalEntry[] {
    return [...this.#journal.values()].sort(byOrder);
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** The sweep that is under way: the highest that has a visit, at least 1. */
  get current(): number {
    let highest = 1;
    for (const { sweep } of this.#visits.values()) highest = Math.max(highest, sweep);
    return highest;
  }

  addVisits(visits: Iterable<Visit>): void {
    for (const visit of visits) {
      const known = this.#visits.get(visit.id);
      const counts = known === undefined ? visit : laterVisit(known, visit);
      if (counts === known) continue;
      this.#visits.set(visit.id, counts);
      this.#meet(counts);
    }
  }

  #meet(visit: Visit): void {
    this.#order = null;
    const meeting: Meeting = {
      visit: visit.id,
      sweep: visit.sweep,
      page: pageKey(visit),
      at: Date.parse(visit.at),
    };
    for (const card of visit.cards) {
      const known = this.#entries.get(card.listing);
      if (known === undefined) {
        this.#entries.set(card.listing, newEntry(card, [meeting]));
        const waiting = this.#waiting.get(card.listing);
        if (waiting !== undefined) {
          this.#waiting.delete(card.listing);
          this.#judge(this.#entries.get(card.listing), waiting);
        }
        continue;
      }
      const others = known.met.filter(({ visit: id }) => id !== meeting.visit);
      const met = [...others, meeting].sort(byMeeting);
      const isLatest = met.at(-1) === meeting;
      this.#entries.set(card.listing, {
        ...known,
        met,
        ...(isLatest ? { card, strength: strengthOf(card) } : {}),
      });
    }
  }

  addEntries(entries: Iterable<JournalEntry>): void {
    const touched = new Map<ListingKey, JournalEntry[]>();
    for (const entry of entries) {
      if (this.#journal.has(entry.id)) continue;
      this.#journal.set(entry.id, entry);
      this.#lastSeq = Math.max(this.#lastSeq, entry.seq);
      const own = touched.get(entry.listing);
      if (own === undefined) touched.set(entry.listing, [entry]);
      else own.push(entry);
    }
    for (const [listing, own] of touched) {
      const known = this.#entries.get(listing);
      if (known !== undefined) this.#judge(known, own);
      else this.#waiting.set(listing, [...(this.#waiting.get(listing) ?? []), ...own]);
    }
  }

  #judge(known: QueueEntry | undefined, added: readonly JournalEntry[]): void {
    if (known === undefined) return;
    const journal = known.journal.length + added.length === 1 ? added : [...known.journal, ...added].sort(byOrder);
    const undone = new Set<string>();
    for (const entry of journal) if (entry.kind === 'undo') undone.add(`${entry.by.id} ${entry.undoes}`);
    const verdicts = new Map<string, Extract<JournalEntry, { kind: 'verdict' }>>();
    const notes: string[] = [];
    let verdict: Verdict | null = null;
    let byHand = false;
    let report: QueueEntry['report'] = null;
    for (const entry of journal) {
      if (undone.size > 0 && undone.has(`${entry.by.id} ${entry.id}`)) continue;
      if (entry.kind === 'verdict') {
        // Anew, so that the map is in the order of the verdicts that stand.
        verdicts.delete(entry.by.id);
        verdicts.set(entry.by.id, entry);
        verdict = entry.verdict;
      } else if (entry.kind === 'note') notes.push(entry.text);
      else if (entry.kind === 'add') byHand = true;
      else if (entry.kind === 'report') report ??= entry;
    }
    const disputed = verdicts.size > 1 && new Set([...verdicts.values()].map((entry) => entry.verdict)).size > 1;
    const judged = { ...known, journal, verdict, verdicts, disputed, byHand, notes, report };
    if (isQueued(judged) !== isQueued(known)) this.#order = null;
    this.#entries.set(known.listing, judged);
  }

  /** Keys of the queue, strongest first; equals in the order in which they were met. A verdict changes nothing of it. */
  #ordered(): readonly ListingKey[] {
    this.#order ??= [...this.#entries.values()]
      .filter(isQueued)
      .sort(
        (a, b) =>
          b.strength - a.strength ||
          (a.met[0]?.at ?? 0) - (b.met[0]?.at ?? 0) ||
          (a.listing < b.listing ? -1 : a.listing > b.listing ? 1 : 0),
      )
      .map(({ listing }) => listing);
    return this.#order;
  }

  queue(): QueueEntry[] {
    return this.#ordered().flatMap((listing) => this.#entries.get(listing) ?? []);
  }

  /** How many cards are in the queue, and how many were met that no rule marked and nobody added. */
  get counts(): { queue: number; unmarked: number } {
    const queue = this.#ordered().length;
    return { queue, unmarked: this.#entries.size - queue };
  }

  /** Cards met that no rule marked and nobody added. */
  unflagged(): QueueEntry[] {
    return [...this.#entries.values()].filter((entry) => !isQueued(entry));
  }

  disagreements(): Disagreement[] {
    return [...this.#entries.values()]
      .filter(({ disputed }) => disputed)
      .map(({ listing, card, verdicts }) => ({
        listing,
        title: card.title,
        verdicts: [...verdicts.values()].sort(byOrder).map(({ by, verdict, at }) => ({ by, verdict, at })),
      }))
      .sort((a, b) => (a.listing < b.listing ? -1 : 1));
  }

  /** The person's last verdict, note or addition that still stands: what "undo" takes back. */
  lastOf(monitor: string): JournalEntry | null {
    const own = this.journal.filter(({ by }) => by.id === monitor);
    const undone = new Set(own.flatMap((entry) => (entry.kind === 'undo' ? [entry.undoes] : [])));
    return (
      own.findLast(({ id, kind }) => (kind === 'verdict' || kind === 'note' || kind === 'add') && !undone.has(id)) ??
      null
    );
  }
}
