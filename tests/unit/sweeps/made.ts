/** Campaigns, cards, visits and journals for tests, made by hand or by fast-check. */
import * as fc from 'fast-check';
import type { ListingKey } from '../../../lib/listing/listing.ts';
import { CAMPAIGN_SCHEMA, type Campaign } from '../../../lib/sweeps/campaign.ts';
import type { Monitor, SweepCard, SweepFinding, Visit } from '../../../lib/sweeps/card.ts';
import type { JournalEntry, NewEntry } from '../../../lib/sweeps/journal.ts';
import type { SweepData } from '../../../lib/sweeps/merge.ts';

/** A UUID that a number names. */
export const uuid = (kind: number, number: number): string =>
  `${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

export const CAMPAIGN: Campaign = {
  schema: CAMPAIGN_SCHEMA,
  id: uuid(1, 1),
  name: 'Couteaux 2026',
  families: ['balisong_switchblade'],
  queries: [
    { language: 'fr', words: 'couteau papillon' },
    { language: 'fr', words: 'poing américain' },
  ],
  marketplaces: ['aliexpress', 'shein'],
  countries: ['FR'],
  pages: 2,
  people: ['Ana', 'Ben'],
  deadline: '2026-12-31',
  createdAt: '2026-11-01T09:00:00.000Z',
};

export const ANA: Monitor = { id: uuid(2, 1), name: 'Ana' };
export const BEN: Monitor = { id: uuid(2, 2), name: 'Ben' };
export const START = Date.parse('2026-11-02T09:00:00.000Z');
export const DAY = 86_400_000;

export const finding = (changes: Partial<SweepFinding> = {}): SweepFinding => ({
  rule: 'balisong',
  family: 'balisong_switchblade',
  label: 'Couteau papillon',
  severity: 'high',
  confidence: 0.9,
  weak: false,
  words: ['couteau papillon'],
  publisher: 'Vigie',
  packVersion: '1',
  ...changes,
});

export const key = (number: number, marketplace = 'aliexpress'): ListingKey => `${marketplace}:100500${number}`;

export function card(number: number, changes: Partial<SweepCard> = {}): SweepCard {
  return {
    listing: key(number),
    url: `https://fr.aliexpress.com/item/100500${number}.html`,
    title: `Couteau papillon modèle ${number}`,
    seller: { id: `s${number % 3}`, name: `Store ${number % 3}` },
    price: { amount: 12.89, currency: 'EUR', text: '12,89 €' },
    picture: `S0picture${number}`,
    findings: [finding()],
    ...changes,
  };
}

export function visit(number: number, cards: SweepCard[], changes: Partial<Visit> = {}): Visit {
  return {
    id: uuid(3, number),
    campaign: CAMPAIGN.id,
    sweep: 1,
    revision: 1,
    marketplace: 'aliexpress',
    country: 'FR',
    language: 'fr',
    words: 'couteau papillon',
    page: 1,
    by: ANA,
    at: new Date(START + number * 60_000).toISOString(),
    state: 'read',
    cards,
    ...changes,
  };
}

let counter = 0;

/** A journal entry with the next place. */
export function entry(fresh: NewEntry, changes: { seq?: number; id?: string } = {}): JournalEntry {
  counter += 1;
  return { ...fresh, campaign: CAMPAIGN.id, seq: counter, id: uuid(4, counter), ...changes } as JournalEntry;
}

const monitorArbitrary = fc.constantFrom(ANA, BEN, { id: uuid(2, 3), name: '' });
const listingArbitrary = fc.integer({ min: 1, max: 12 }).map((number) => key(number));

const cardArbitrary: fc.Arbitrary<SweepCard> = fc
  .record({
    number: fc.integer({ min: 1, max: 12 }),
    flagged: fc.boolean(),
    title: fc.constantFrom('Couteau papillon noir', 'Mug en grès', null),
  })
  .map(({ number, flagged, title }) => card(number, { title, findings: flagged ? [finding()] : [] }));

export const visitArbitrary: fc.Arbitrary<Visit> = fc
  .record({
    number: fc.integer({ min: 1, max: 9 }),
    revision: fc.integer({ min: 1, max: 3 }),
    sweep: fc.integer({ min: 1, max: 2 }),
    query: fc.constantFrom(...CAMPAIGN.queries),
    marketplace: fc.constantFrom(...CAMPAIGN.marketplaces),
    page: fc.integer({ min: 1, max: 3 }),
    by: monitorArbitrary,
    state: fc.constantFrom<Visit['state']>('read', 'read', 'empty', 'blocked'),
    cards: fc.uniqueArray(cardArbitrary, { maxLength: 6, selector: ({ listing }) => listing }),
  })
  .map(({ number, revision, sweep, query, marketplace, page, by, state, cards }) =>
    visit(number, state === 'read' ? cards : [], { revision, sweep, ...query, marketplace, page, by, state }),
  );

export const journalArbitrary: fc.Arbitrary<JournalEntry> = fc
  .record({
    number: fc.integer({ min: 1, max: 30 }),
    seq: fc.integer({ min: 1, max: 20 }),
    listing: listingArbitrary,
    by: monitorArbitrary,
    at: fc.integer({ min: START, max: START + 40 * DAY }),
    what: fc.oneof(
      fc.record({
        kind: fc.constant('verdict' as const),
        verdict: fc.constantFrom('suspicious', 'not-illicit', 'unsure'),
      }),
      fc.record({
        kind: fc.constant('undo' as const),
        undoes: fc.integer({ min: 1, max: 30 }).map((one) => uuid(4, one)),
      }),
      fc.record({ kind: fc.constant('note' as const), text: fc.constantFrom('déjà vu', 'même photo') }),
      fc.record({ kind: fc.constant('add' as const) }),
      fc.record({
        kind: fc.constant('report' as const),
        report: fc.constant(uuid(5, 1)),
        family: fc.constant('other'),
      }),
      fc.record({
        kind: fc.constant('sighting' as const),
        outcome: fc.constantFrom('online', 'changed', 'gone', 'unavailable'),
      }),
    ),
  })
  .map(
    ({ number, what, ...rest }) => ({ ...rest, ...what, id: uuid(4, number), campaign: CAMPAIGN.id }) as JournalEntry,
  );

export const sweepArbitrary: fc.Arbitrary<SweepData> = fc.record({
  campaign: fc.constantFrom(CAMPAIGN, { ...CAMPAIGN, name: 'Couteaux, changé' }),
  visits: fc.array(visitArbitrary, { maxLength: 12 }),
  journal: fc.array(journalArbitrary, { maxLength: 20 }),
});
