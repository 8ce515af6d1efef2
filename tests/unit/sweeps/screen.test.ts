import { describe, expect, test } from 'vitest';
import { bareListing } from '../../../lib/listing/bare-listing.ts';
import { createEngine } from '../../../lib/rules/engine.ts';
import { EMPTY_INPUT } from '../../../lib/rules/match-input.ts';
import { matcherOf } from '../../../lib/rules/matcher.ts';
import { cardsOf, listingOfCard, sensitiveAmong } from '../../../lib/sweeps/screen.ts';
import { compileDirectory } from '../../../tools/pack/build.ts';
import { BUILT_IN_RULES } from '../../../tools/pack/load.ts';
import { readSources } from '../../../tools/pack/source.ts';
import { card } from './made.ts';

describe('what enters a sweep', async () => {
  const compiled = await compileDirectory(BUILT_IN_RULES, { publisher: 'test', version: '1' });
  if (!compiled.ok) throw new Error('the rules do not compile');
  const matcher = matcherOf([createEngine(compiled.value.pack)]);
  // The placeholder words of the family's own examples.
  const { sources } = await readSources(BUILT_IN_RULES);
  const sensitive = sources
    .filter(({ family }) => family.sensitive)
    .flatMap(({ family }) => family.rules.flatMap(({ examples }) => examples?.match ?? []))
    .map((example) => (typeof example === 'string' ? example : (example.title ?? '')))
    // A card has a title alone; examples that need more are not found on one.
    .filter((title) => matcher.match({ ...EMPTY_INPUT, title }).some((found) => found.sensitive));
  const listing = (title: string, id: string) => ({
    ...bareListing({
      marketplace: 'aliexpress',
      id,
      canonicalUrl: `https://www.aliexpress.com/item/${id}.html`,
      region: null,
    }),
    title,
  });

  test.each([true, false])('child-protection goods never do (weak signs shown: %s)', (seesWeak) => {
    expect(sensitive.length).toBeGreaterThan(0);
    const listings = [
      ...sensitive.map((title, at) => listing(title, `10050099${at}`)),
      listing('Couteau papillon balisong acier', '1005001'),
    ];
    const cards = cardsOf(matcher, listings, { language: 'fr', seesWeak });
    expect(cards.map((one) => one.listing)).toEqual(['aliexpress:1005001']);
    expect(cards[0]?.findings[0]?.family).toBe('balisong_switchblade');
  });

  test('they are found among the cards of a file', () => {
    const cards = [card(1), ...sensitive.map((title, at) => card(100 + at, { title, findings: [] }))];
    expect(sensitiveAmong(matcher, cards)).toEqual(cards.slice(1).map((one) => one.listing));
  });

  test('a card becomes a listing again', () => {
    expect(listingOfCard(card(1))).toMatchObject({
      ref: { marketplace: 'aliexpress', id: '1005001' },
      kind: 'card',
      price: { low: { amount: 12.89, currency: 'EUR' } },
      seller: { id: 's1', name: 'Store 1' },
    });
  });
});
