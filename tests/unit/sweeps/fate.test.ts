import { describe, expect, test } from 'vitest';
import type { Listing, Reading } from '../../../lib/listing/listing.ts';
import { nearSameTitles } from '../../../lib/sweeps/likeness.ts';
import { followed, lookAt, toRecheck } from '../../../lib/sweeps/recheck.ts';
import { statisticsOf } from '../../../lib/sweeps/statistics.ts';
import { Sweep } from '../../../lib/sweeps/sweep.ts';
import { ANA, CAMPAIGN, card, DAY, entry, key, START, uuid, visit } from './made.ts';

const reported = (number: number, at = START + DAY) =>
  entry({ kind: 'report', report: uuid(5, number), family: 'balisong_switchblade', listing: key(number), by: ANA, at });
const sighting = (number: number, outcome: 'online' | 'changed' | 'gone' | 'unavailable', days: number) =>
  entry({ kind: 'sighting', outcome, listing: key(number), by: ANA, at: START + DAY + days * DAY });

function product(changes: Partial<Listing> = {}): Reading {
  const listing = {
    ref: { marketplace: 'aliexpress', id: '1005001', canonicalUrl: 'https://x.example/', region: null },
    kind: 'product',
    title: 'Couteau papillon modèle 1, acier inoxydable',
    seller: { id: 's1', name: 'Store 1' },
    ...changes,
  } as Listing;
  return {
    marketplace: 'aliexpress',
    page: 'product',
    url: 'https://fr.aliexpress.com/item/1005001.html',
    completeness: { verdict: 'complete', lacking: [], reason: null },
    listings: [listing],
  };
}

const without = (
  verdict: Reading['completeness']['verdict'],
  reason: string,
  page: Reading['page'] = 'product',
): Reading => ({
  ...product(),
  page,
  listings: [],
  completeness: { verdict, reason, lacking: [] },
});

describe('re-check', () => {
  test.each<[string, Reading, ReturnType<typeof lookAt>]>([
    ['online', product(), { outcome: 'online' }],
    ['another title', product({ title: 'Porte-clés en bois' }), { outcome: 'changed' }],
    ['another seller', product({ seller: { id: 's9' } as Listing['seller'] }), { outcome: 'changed' }],
    ['not found', without('not-ready', 'page-says-not-found'), { outcome: 'gone' }],
    ['sent to the home page', without('not-a-listing', 'home-page', 'grid'), { outcome: 'gone' }],
    ['refused to this country', without('not-ready', 'not-in-this-country'), { outcome: 'unavailable' }],
    ['blocked', without('blocked', 'anti-bot-page'), { outcome: null, why: 'blocked' }],
    ['not rendered yet', without('not-ready', 'not-rendered'), { outcome: null, why: 'not-ready' }],
    [
      'another product',
      product({ ref: { ...(product().listings[0]?.ref as Listing['ref']), id: '7' } }),
      { outcome: null, why: 'elsewhere' },
    ],
  ])('%s', (_name, reading, look) => {
    expect(lookAt(card(1), reading)).toEqual(look);
  });

  test('titles: nearly the same, cut short, or another', () => {
    expect(nearSameTitles('Couteau papillon acier noir 20 cm', 'couteau PAPILLON acier noir, 20cm cm')).toBe(true);
    expect(
      nearSameTitles(
        'Couteau papillon acier noir',
        'Couteau papillon acier noir pour collection et entraînement avec étui',
      ),
    ).toBe(true);
    expect(nearSameTitles('Couteau papillon', 'Mug en grès émaillé')).toBe(false);
    expect(nearSameTitles(null, null)).toBe(false);
  });

  test('back under another id: same seller, near-same title or picture, met only after the report', () => {
    const twin = card(21, { seller: { id: 's1', name: null }, title: 'Couteau papillon modèle 1 !', picture: null });
    const samePicture = card(22, { seller: { id: 's1', name: null }, title: 'Outil pliant', picture: 'S0picture1' });
    const otherSeller = card(23, { seller: { id: 's2', name: null }, title: 'Couteau papillon modèle 1' });
    const before = card(24, { seller: { id: 's1', name: null }, title: 'Couteau papillon modèle 1' });
    const later = new Date(START + 9 * DAY).toISOString();
    const sweep = new Sweep(
      CAMPAIGN,
      [visit(1, [card(1), before]), visit(2, [twin, samePicture, otherSeller, before], { sweep: 2, at: later })],
      [reported(1), sighting(1, 'gone', 3)],
    );
    const [fate] = followed(sweep);
    expect(fate?.state).toBe('gone');
    expect(fate?.returns.map(({ listing, signs }) => [listing, signs])).toEqual([
      [key(21), ['title']],
      [key(22), ['picture']],
    ]);
  });

  test('a card met again is held against the one that was reported', () => {
    const later = new Date(START + 9 * DAY).toISOString();
    const stateAfter = (title: string, ...seen: ReturnType<typeof sighting>[]) => {
      const visits = [visit(1, [card(1)]), visit(2, [card(1, { title })], { sweep: 2, at: later })];
      const [fate] = followed(new Sweep(CAMPAIGN, visits, [reported(1), ...seen]));
      expect(fate?.asReported.title).toBe('Couteau papillon modèle 1');
      return fate?.state;
    };
    expect(stateAfter('Porte-clés en bois d’olivier')).toBe('changed');
    expect(stateAfter('Porte-clés en bois d’olivier', sighting(1, 'changed', 10))).toBe('changed');
    expect(stateAfter('Couteau papillon modèle 1', sighting(1, 'gone', 3))).toBe('online');
  });

  test('never looked at first, gone ones last', () => {
    const sweep = new Sweep(
      CAMPAIGN,
      [visit(1, [card(1), card(2), card(3), card(4)])],
      [
        reported(1),
        reported(2),
        reported(3),
        reported(4),
        sighting(1, 'gone', 1),
        sighting(2, 'online', 5),
        sighting(3, 'online', 2),
      ],
    );
    expect(toRecheck(followed(sweep)).map(({ entry: { listing } }) => listing)).toEqual([
      key(4),
      key(3),
      key(2),
      key(1),
    ]);
  });
});

describe('statistics', () => {
  test('figures are their listings; those never looked at again are followed for no time', () => {
    const later = new Date(START + 6 * DAY).toISOString();
    const sweep = new Sweep(
      CAMPAIGN,
      [
        visit(1, [card(1), card(2), card(3), card(4), card(5), card(6, { findings: [] })]),
        visit(2, [card(2)], { sweep: 2, at: later }),
      ],
      [
        ...[1, 2, 3, 4, 5].map((number) => reported(number)),
        sighting(1, 'gone', 2),
        sighting(3, 'gone', 8),
        sighting(4, 'unavailable', 3),
        sighting(3, 'online', 12),
      ],
    );
    const { fate, all, bySite } = statisticsOf(sweep);
    expect(all.cards).toHaveLength(6);
    expect(all.marked).toHaveLength(5);
    expect(bySite).toEqual([{ key: 'aliexpress', label: 'aliexpress', content: all }]);
    expect(fate.reported).toHaveLength(5);
    expect(fate.checked).toEqual([key(1), key(2), key(3), key(4)]);
    expect(fate.gone).toEqual([key(1)]);
    expect(fate.online).toEqual([key(2), key(3)]);
    expect(fate.unavailable).toEqual([key(4)]);
    expect(fate.returned).toEqual([key(3)]);
    expect(fate.shareReturned).toBe(0.5);
    // At risk at 2 days: 1, 2, 3, 4 (5 was never looked at); at 8 days: 3 alone.
    expect(
      fate.curve.map(({ days, atRisk, removed, censored }) => [days, atRisk, removed.length, censored.length]),
    ).toEqual([
      [0, 5, 0, 1],
      [2, 4, 1, 0],
      [3, 3, 0, 1],
      [5, 2, 0, 1],
      [8, 1, 1, 0],
    ]);
    expect(fate.goneWithin[1]).toBe(0);
    expect(fate.goneWithin[7]).toBeCloseTo(0.25, 9);
    expect(fate.goneWithin[30]).toBe(1);
    expect(fate.medianDays).toBe(8);
  });

  test('families are called what the rules call them, also in what became of their listings', () => {
    const sweep = new Sweep(
      CAMPAIGN,
      [visit(1, [card(1), card(2, { findings: [] })])],
      [
        reported(1),
        entry({ kind: 'report', report: uuid(5, 2), family: 'other', listing: key(2), by: ANA, at: START + DAY }),
      ],
    );
    const { byFamily, fateByFamily } = statisticsOf(sweep);
    expect(byFamily.map(({ key: family, label }) => [family, label])).toEqual([
      ['balisong_switchblade', 'Couteau papillon'],
    ]);
    expect(fateByFamily.map(({ key: family, label, content }) => [family, label, content.reported.length])).toEqual([
      ['balisong_switchblade', 'Couteau papillon', 1],
      ['other', 'other', 1],
    ]);
  });

  test('a clock that was put back gives no negative time', () => {
    const sweep = new Sweep(CAMPAIGN, [visit(1, [card(1)])], [reported(1), sighting(1, 'gone', -3)]);
    const { fate } = statisticsOf(sweep);
    expect(fate.curve.every(({ days }) => days >= 0)).toBe(true);
  });
});
