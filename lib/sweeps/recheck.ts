/**
 * Re-check: what became of reported listings. A listing is opened again in the person's own tab and its page read, or it is
 * met by chance; either way the journal gets a sighting. Whether goods came back under another id is worked out from the
 * cards met after the report.
 *
 * Somebody only ever looks now and then, so the day of removal is known no better than between two looks; the later one is
 * taken, and results say so.
 */
import { listingKey } from '../listing/key.ts';
import type { Listing, ListingKey, Reading } from '../listing/listing.ts';
import type { SweepCard } from './card.ts';
import type { Outcome } from './journal.ts';
import { type LikeSign, nearSameTitles, sellerKey, signsOfReturn } from './likeness.ts';
import type { QueueEntry, Sweep } from './sweep.ts';

export type Look =
  | { outcome: Outcome }
  /** Nothing can be concluded: the page was blocked, had not come yet, or is another. */
  | { outcome: null; why: 'blocked' | 'not-ready' | 'elsewhere' | 'unreadable' };

/** Other goods than those reported, by their title or their seller. */
function changed(reported: SweepCard, now: Pick<Listing | SweepCard, 'title' | 'seller'>): boolean {
  if (reported.title !== null && now.title !== null && !nearSameTitles(reported.title, now.title)) return true;
  const [before, after] = [reported.seller?.id ?? null, now.seller?.id ?? null];
  return before !== null && after !== null && before !== after;
}

/** What the reading of the page that a listing's address led to says about it; `card` is the listing as it was reported. */
export function lookAt(card: SweepCard, reading: Reading): Look {
  const product = reading.listings.find(({ kind }) => kind === 'product');
  if (product !== undefined) {
    if (listingKey(product.ref) !== card.listing) return { outcome: null, why: 'elsewhere' };
    return { outcome: changed(card, product) ? 'changed' : 'online' };
  }
  const { verdict, reason } = reading.completeness;
  if (verdict === 'blocked') return { outcome: null, why: 'blocked' };
  if (reason === 'page-says-not-found') return { outcome: 'gone' };
  if (reason === 'not-in-this-country') return { outcome: 'unavailable' };
  // Shops send the visitor of a removed product to the home page or to a list.
  if (reading.page !== 'product') return { outcome: 'gone' };
  return { outcome: null, why: verdict === 'unreadable' ? 'unreadable' : 'not-ready' };
}

export interface Sighting {
  at: number;
  outcome: Outcome;
}

export interface Return {
  listing: ListingKey;
  signs: LikeSign[];
  at: number;
}

export interface Followed {
  entry: QueueEntry;
  /** The card as it was met last before the report: what later looks are held against. */
  asReported: SweepCard;
  family: string;
  seller: string | null;
  reportedAt: number;
  /** After the report, oldest first; meetings on results pages count as `online` or `changed`. */
  sightings: Sighting[];
  state: Outcome | 'not-checked';
  /** When it was first found gone after the report; null while it is not. */
  goneAt: number | null;
  /** Last time it was known to be there or its absence was noted, at least `reportedAt`. */
  lastLookAt: number;
  /** Online again under its own id after it was gone. */
  isBack: boolean;
  /** Goods of the same seller, met only after the report, that look the same. */
  returns: Return[];
}

function sightingsOf(sweep: Sweep, entry: QueueEntry, reported: SweepCard, reportedAt: number): Sighting[] {
  const noted = entry.journal.flatMap((line) =>
    line.kind === 'sighting' ? [{ at: line.at, outcome: line.outcome }] : [],
  );
  const met = entry.met.map((meeting): Sighting => {
    const isOther = meeting.at > reportedAt && changed(reported, sweep.cardAt(entry, meeting));
    return { at: meeting.at, outcome: isOther ? 'changed' : 'online' };
  });
  return [...noted, ...met].filter(({ at }) => at > reportedAt).sort((a, b) => a.at - b.at);
}

/** Every reported listing with what became of it. */
export function followed(sweep: Sweep): Followed[] {
  const reported = [...sweep.entries.values()].filter(({ report }) => report !== null);
  const sellers = new Set(reported.flatMap(({ card }) => sellerKey(card) ?? []));
  const bySeller = new Map<string, QueueEntry[]>();
  for (const entry of sweep.entries.values()) {
    const seller = sellerKey(entry.card);
    if (seller === null || !sellers.has(seller)) continue;
    const theirs = bySeller.get(seller);
    if (theirs === undefined) bySeller.set(seller, [entry]);
    else theirs.push(entry);
  }
  return reported.flatMap((entry) => {
    if (entry.report === null) return [];
    const { at: reportedAt, family } = entry.report;
    const asReported = sweep.cardBy(entry, reportedAt);
    const sightings = sightingsOf(sweep, entry, asReported, reportedAt);
    const firstGone = sightings.findIndex(({ outcome }) => outcome === 'gone');
    const goneAt = sightings[firstGone]?.at ?? null;
    const seller = sellerKey(entry.card);
    // Only what is gone can be back under another id; a twin beside the original is a second listing.
    const twins = goneAt === null || seller === null ? [] : (bySeller.get(seller) ?? []);
    const returns = twins.flatMap((other) => {
      const at = other.met[0]?.at ?? 0;
      const signs = at > reportedAt ? signsOfReturn(asReported, other.card) : [];
      return signs.length === 0 ? [] : [{ listing: other.listing, signs, at }];
    });
    return [
      {
        entry,
        asReported,
        family,
        seller,
        reportedAt,
        sightings,
        state: sightings.at(-1)?.outcome ?? 'not-checked',
        goneAt,
        lastLookAt: sightings.at(-1)?.at ?? reportedAt,
        isBack:
          goneAt !== null &&
          sightings.slice(firstGone).some(({ outcome }) => outcome !== 'gone' && outcome !== 'unavailable'),
        returns,
      },
    ];
  });
}

/** The order in which reported listings are opened again: those never looked at, then the longest unseen; gone ones last. */
export function toRecheck(listings: readonly Followed[]): Followed[] {
  const rank = ({ state }: Followed) => (state === 'not-checked' ? 0 : state === 'gone' ? 2 : 1);
  return [...listings].sort((a, b) => rank(a) - rank(b) || a.lastLookAt - b.lastLookAt);
}
