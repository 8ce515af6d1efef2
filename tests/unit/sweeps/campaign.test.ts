import { describe, expect, test } from 'vitest';
import { campaignGaps, queriesOf, typedQueries } from '../../../lib/sweeps/campaign.ts';
import { campaignSchema } from '../../../lib/sweeps/campaign-schema.ts';
import { SWEEP_LIMITS } from '../../../lib/sweeps/limits.ts';
import { CAMPAIGN } from './made.ts';

describe('campaign', () => {
  test('a good one is taken as it is', () => {
    expect(campaignSchema.parse(CAMPAIGN)).toEqual(CAMPAIGN);
  });

  test('hostile text is cleaned, and capped', () => {
    const hostile = {
      ...CAMPAIGN,
      name: `a\u202Eb\u0000c ${'x'.repeat(500)}`,
      queries: [{ language: 'fr', words: 'pis\u200Btolet' }],
    };
    const { name, queries } = campaignSchema.parse(hostile);
    expect(name.startsWith('abc xxx')).toBe(true);
    expect(name).toHaveLength(SWEEP_LIMITS.name);
    expect(queries).toEqual([{ language: 'fr', words: 'pistolet' }]);
  });

  test.each([
    ['a name of nothing visible', { name: '\u202E\u0000' }],
    ['too many queries', { queries: Array.from({ length: 401 }, (_, at) => ({ language: 'fr', words: `q${at}` })) }],
    ['a child-protection family', { families: ['childlike_doll'] }],
    ['a page count beyond the cap', { pages: 51 }],
    ['a country that is none', { countries: ['France'] }],
    ['a member that it does not know', { extra: 1 }],
  ])('%s is refused', (_name, changes) => {
    expect(campaignSchema.safeParse({ ...CAMPAIGN, ...changes }).success).toBe(false);
  });

  test('queries are typed one a line, with or without a language, and each counts once', () => {
    const typed = 'poing américain\n  en: brass knuckles\n\nEN: brass knuckles\nfr:\n';
    expect(queriesOf(typed, 'fr')).toEqual([
      { language: 'fr', words: 'poing américain' },
      { language: 'en', words: 'brass knuckles' },
    ]);
    expect(queriesOf(typedQueries(CAMPAIGN.queries), 'en')).toEqual(CAMPAIGN.queries);
  });

  test('what is missing is named', () => {
    expect(campaignGaps({ name: ' ', queries: [], marketplaces: [], countries: ['FR'] })).toEqual([
      'name',
      'queries',
      'marketplaces',
    ]);
  });
});
