/**
 * What a campaign found out, as figures that can be opened down to the listings they count: a figure is its listings.
 * Child-protection listings never reach a sweep, so they are in none of these.
 */
import type { ListingKey } from '../listing/listing.ts';
import { type Followed, followed } from './recheck.ts';
import { medianDays, type SurvivalStep, shareGone, survival } from './survival.ts';
import { isQueued, type QueueEntry, type Sweep } from './sweep.ts';

const DAY_MS = 86_400_000;
/** Of goods that no rule marked. */
export const OTHER_FAMILY = 'other';

export interface Fate {
  reported: ListingKey[];
  /** Looked at after the report. */
  checked: ListingKey[];
  online: ListingKey[];
  changed: ListingKey[];
  gone: ListingKey[];
  unavailable: ListingKey[];
  /** Back under their own id or another one. */
  returned: ListingKey[];
  curve: SurvivalStep<ListingKey>[];
  /** Days; null when fewer than half were removed while somebody looked. */
  medianDays: number | null;
  /** Estimated share gone within 1, 7 and 30 days. */
  goneWithin: Record<1 | 7 | 30, number | null>;
  /** Of those that were gone. */
  shareReturned: number | null;
}

export interface Group<Content> {
  /** Marketplace id, family id or seller key. */
  key: string;
  /** What rules or pages call it; the key where none of them does. */
  label: string;
  content: Content;
}

export interface Marks {
  cards: ListingKey[];
  marked: ListingKey[];
  suspicious: ListingKey[];
  notIllicit: ListingKey[];
  unsure: ListingKey[];
  open: ListingKey[];
  reported: ListingKey[];
}

export interface Statistics {
  all: Marks;
  bySite: Group<Marks>[];
  /** By the family of the strongest finding; marked cards only. */
  byFamily: Group<Marks>[];
  /** Most marked first. */
  bySeller: Group<Marks>[];
  fate: Fate;
  fateBySite: Group<Fate>[];
  fateByFamily: Group<Fate>[];
  fateBySeller: Group<Fate>[];
}

const keys = (entries: readonly QueueEntry[]) => entries.map(({ listing }) => listing);

export function marksOf(entries: readonly QueueEntry[]): Marks {
  const marked = entries.filter(isQueued);
  const judged = (verdict: QueueEntry['verdict']) => keys(marked.filter((entry) => entry.verdict === verdict));
  return {
    cards: keys(entries),
    marked: keys(marked),
    suspicious: judged('suspicious'),
    notIllicit: judged('not-illicit'),
    unsure: judged('unsure'),
    open: judged(null),
    reported: keys(entries.filter(({ report }) => report !== null)),
  };
}

/**
 * Days from the report to the removal, or to the last time it was known to be there. A listing never looked at again
 * was followed for no time at all. One that this country alone is refused is not removed: it counts as followed so far.
 */
function observationOf({ entry, reportedAt, goneAt, lastLookAt }: Followed) {
  return {
    id: entry.listing,
    days: Math.max(0, ((goneAt ?? lastLookAt) - reportedAt) / DAY_MS),
    removed: goneAt !== null,
  };
}

export function fateOf(listings: readonly Followed[]): Fate {
  const in_ = (state: Followed['state']) =>
    keys(listings.filter((one) => one.state === state).map(({ entry }) => entry));
  const curve = survival(listings.map(observationOf));
  const gone = listings.filter(({ goneAt }) => goneAt !== null);
  const returned = gone.filter(({ isBack, returns }) => isBack || returns.length > 0);
  return {
    reported: keys(listings.map(({ entry }) => entry)),
    checked: keys(listings.filter(({ state }) => state !== 'not-checked').map(({ entry }) => entry)),
    online: in_('online'),
    changed: in_('changed'),
    gone: in_('gone'),
    unavailable: in_('unavailable'),
    returned: keys(returned.map(({ entry }) => entry)),
    curve,
    medianDays: medianDays(curve),
    goneWithin: { 1: shareGone(curve, 1), 7: shareGone(curve, 7), 30: shareGone(curve, 30) },
    shareReturned: gone.length === 0 ? null : returned.length / gone.length,
  };
}

export const siteOf = (listing: ListingKey): string => listing.slice(0, listing.indexOf(':'));

function grouped<Item, Content>(
  items: readonly Item[],
  keyOf: (item: Item) => { key: string; label: string } | null,
  content: (items: readonly Item[]) => Content,
  size: (content: Content) => number,
): Group<Content>[] {
  const groups = new Map<string, { label: string; items: Item[] }>();
  for (const item of items) {
    const group = keyOf(item);
    if (group === null) continue;
    const known = groups.get(group.key);
    if (known === undefined) groups.set(group.key, { label: group.label, items: [item] });
    else known.items.push(item);
  }
  return [...groups]
    .map(([key, group]) => ({ key, label: group.label, content: content(group.items) }))
    .sort((a, b) => size(b.content) - size(a.content) || (a.key < b.key ? -1 : 1));
}

const siteGroup = ({ listing }: QueueEntry) => ({ key: siteOf(listing), label: siteOf(listing) });

function groupOfFamily(entry: QueueEntry, labels: ReadonlyMap<string, string>) {
  if (!isQueued(entry)) return null;
  // What is reported stays of the kind that it was reported as, also when its card shows something else by now.
  const key = entry.card.findings[0]?.family ?? entry.report?.family ?? OTHER_FAMILY;
  return { key, label: labels.get(key) ?? key };
}

export function sellerGroup({ listing, card: { seller } }: QueueEntry): { key: string; label: string } | null {
  const id = seller?.id ?? seller?.name?.toLowerCase() ?? null;
  return id === null ? null : { key: `${siteOf(listing)}:${id}`, label: seller?.name ?? id };
}

/** What the rules call each family, by its id, from all cards met. */
function familyLabels(entries: readonly QueueEntry[]): ReadonlyMap<string, string> {
  return new Map(entries.flatMap(({ card }) => card.findings.map(({ family, label }) => [family, label] as const)));
}

export function statisticsOf(sweep: Sweep): Statistics {
  const entries = [...sweep.entries.values()];
  const labels = familyLabels(entries);
  const familyGroup = (entry: QueueEntry) => groupOfFamily(entry, labels);
  const fates = followed(sweep);
  const marked = (marks: Marks) => marks.marked.length;
  const reported = (fate: Fate) => fate.reported.length;
  return {
    all: marksOf(entries),
    bySite: grouped(entries, siteGroup, marksOf, (marks) => marks.cards.length),
    byFamily: grouped(entries, familyGroup, marksOf, marked),
    bySeller: grouped(entries.filter(isQueued), sellerGroup, marksOf, marked),
    fate: fateOf(fates),
    fateBySite: grouped(fates, ({ entry }) => siteGroup(entry), fateOf, reported),
    fateByFamily: grouped(
      fates,
      ({ family }) => ({ key: family, label: labels.get(family) ?? family }),
      fateOf,
      reported,
    ),
    fateBySeller: grouped(fates, ({ entry }) => sellerGroup(entry), fateOf, reported),
  };
}
