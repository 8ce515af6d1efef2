import { describe, expect, test } from 'vitest';
import type { Listing } from '../../../lib/listing/listing.ts';
import { cardOf, pictureName } from '../../../lib/sweeps/card.ts';
import { found } from '../../../lib/sweeps/search.ts';
import { Sweep } from '../../../lib/sweeps/sweep.ts';
import { ANA, BEN, CAMPAIGN, card, entry, finding, key, START, visit } from './made.ts';

const verdict = (number: number, by = ANA, value: 'suspicious' | 'not-illicit' | 'unsure' = 'suspicious') =>
  entry({ kind: 'verdict', verdict: value, listing: key(number), by, at: START });

describe('queue', () => {
  test('a card goes in once, whatever query, host or sweep it was met in', () => {
    const sweep = new Sweep(CAMPAIGN, [
      visit(1, [card(1), card(2)]),
      visit(2, [card(2), card(3)], { words: 'poing américain' }),
      visit(3, [card(1, { url: 'https://de.aliexpress.com/item/1005001.html' })], { country: 'DE', sweep: 2 }),
    ]);
    expect(sweep.queue().map(({ listing }) => listing)).toEqual([key(1), key(2), key(3)]);
    expect(sweep.entries.get(key(1))?.met.map(({ sweep: number }) => number)).toEqual([1, 2]);
    expect(sweep.entries.get(key(2))?.met).toHaveLength(2);
    expect(sweep.current).toBe(2);
  });

  test('strongest first; unflagged cards are counted and can be added by hand', () => {
    const weak = finding({ weak: true, severity: 'critical', confidence: 0.5 });
    const sweep = new Sweep(CAMPAIGN, [
      visit(1, [
        card(1, { findings: [weak] }),
        card(2, { findings: [] }),
        card(3, { findings: [finding({ severity: 'low' })] }),
        card(4, { findings: [finding({ severity: 'low' }), finding({ severity: 'critical' })] }),
      ]),
    ]);
    expect(sweep.queue().map(({ listing }) => listing)).toEqual([key(4), key(3), key(1)]);
    expect(sweep.unflagged().map(({ listing }) => listing)).toEqual([key(2)]);
    sweep.addEntries([entry({ kind: 'add', listing: key(2), by: ANA, at: START })]);
    expect(sweep.queue().map(({ listing }) => listing)).toEqual([key(4), key(3), key(1), key(2)]);
    expect(sweep.unflagged()).toEqual([]);
  });

  test('the last verdict counts, undo takes back the last one only, and nothing is overwritten', () => {
    const sweep = new Sweep(CAMPAIGN, [visit(1, [card(1)])]);
    const first = verdict(1);
    const second = verdict(1, ANA, 'unsure');
    sweep.addEntries([first, second]);
    expect(sweep.entries.get(key(1))?.verdict).toBe('unsure');
    expect(sweep.lastOf(ANA.id)).toEqual(second);
    sweep.addEntries([entry({ kind: 'undo', undoes: second.id, listing: key(1), by: ANA, at: START })]);
    expect(sweep.entries.get(key(1))?.verdict).toBe('suspicious');
    expect(sweep.lastOf(ANA.id)).toEqual(first);
    sweep.addEntries([entry({ kind: 'undo', undoes: first.id, listing: key(1), by: ANA, at: START })]);
    expect(sweep.entries.get(key(1))?.verdict).toBeNull();
    expect(sweep.lastOf(ANA.id)).toBeNull();
    expect(sweep.journal).toHaveLength(4);
  });

  test('nobody undoes what another decided', () => {
    const first = verdict(1);
    const sweep = new Sweep(
      CAMPAIGN,
      [visit(1, [card(1)])],
      [first, entry({ kind: 'undo', undoes: first.id, listing: key(1), by: BEN, at: START })],
    );
    expect(sweep.entries.get(key(1))?.verdict).toBe('suspicious');
  });

  test('a clock that was put back changes no order', () => {
    const sweep = new Sweep(
      CAMPAIGN,
      [visit(1, [card(1)])],
      [
        entry({ kind: 'verdict', verdict: 'suspicious', listing: key(1), by: ANA, at: START }),
        entry({ kind: 'verdict', verdict: 'not-illicit', listing: key(1), by: ANA, at: START - 1e9 }),
      ],
    );
    expect(sweep.entries.get(key(1))?.verdict).toBe('not-illicit');
  });

  test('disagreements are listed with who stands by what', () => {
    const sweep = new Sweep(
      CAMPAIGN,
      [visit(1, [card(1), card(2)])],
      [verdict(1, ANA), verdict(1, BEN, 'not-illicit'), verdict(2, ANA), verdict(2, BEN)],
    );
    expect(sweep.disagreements()).toEqual([
      {
        listing: key(1),
        title: 'Couteau papillon modèle 1',
        verdicts: [
          { by: ANA, verdict: 'suspicious', at: START },
          { by: BEN, verdict: 'not-illicit', at: START },
        ],
      },
    ]);
  });

  test('what was decided about a card comes to it even when its page comes later', () => {
    const sweep = new Sweep(CAMPAIGN, [], [verdict(1)]);
    sweep.addVisits([visit(1, [card(1)])]);
    expect(sweep.entries.get(key(1))?.verdict).toBe('suspicious');
  });

  test('search finds words of title, seller, finding and notes, without accents and case', () => {
    const sweep = new Sweep(
      CAMPAIGN,
      [visit(1, [card(1), card(2, { title: 'Épée décorative' })])],
      [entry({ kind: 'note', text: 'Même PHOTO', listing: key(1), by: ANA, at: START })],
    );
    const search = (typed: string) => found(sweep.queue(), typed).map(({ listing }) => listing);
    expect(search('epee')).toEqual([key(2)]);
    expect(search('meme pho')).toEqual([key(1)]);
    expect(search('store 2 decorative')).toEqual([key(2)]);
    expect(search('  ')).toHaveLength(2);
    expect(search('papillon nothing')).toEqual([]);
  });
});

describe('card', () => {
  const listing = {
    ref: { marketplace: 'aliexpress', id: '1', canonicalUrl: 'https://x.example/1', region: null },
    seller: null,
    title: 'a',
    price: null,
    imageUrls: [],
  } as unknown as Listing;

  test('nothing is kept of a listing with a child-protection finding', () => {
    const described = { sensitive: true, family: 'any', words: [] } as never;
    expect(cardOf(listing, [described])).toBeNull();
    expect(cardOf(listing, [{ sensitive: false, family: 'childlike_doll', words: [] } as never])).toBeNull();
    expect(cardOf(listing, [])?.listing).toBe('aliexpress:1');
  });

  test.each([
    ['https://ae-pic-a1.aliexpress-media.com/kf/S0abc123_350x350.jpg_.avif', 'S0abc123'],
    ['https://ae01.alicdn.com/kf/S0abc123.jpg_960x960q75.jpg_.avif', 'S0abc123'],
    ['https://img.joomcdn.net/0123456789_400_400.jpeg', '0123456789'],
    ['https://img.joomcdn.net/0123456789_original.jpeg', '0123456789'],
    ['https://img.ltwebstatic.com/v4/j/pi/0123456789_thumbnail_405x552.webp', '0123456789'],
    ['https://x.example/1.jpg', null],
  ])('%s is the picture %s', (address, name) => {
    expect(pictureName(address)).toBe(name);
  });
});
