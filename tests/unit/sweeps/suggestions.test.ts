import { describe, expect, test } from 'vitest';
import { suggestedQueries, suggestionsOf } from '../../../lib/sweeps/suggestions.ts';
import { BUILT_IN_RULES } from '../../../tools/pack/load.ts';
import { readSources } from '../../../tools/pack/source.ts';

describe('suggested queries', async () => {
  const { sources } = await readSources(BUILT_IN_RULES);
  const families = sources.map(({ family }) => family);
  const suggestions = suggestionsOf(families);

  test('are the names of the goods', () => {
    expect(suggestedQueries(suggestions, ['balisong_switchblade'], ['fr', 'en'])).toEqual(
      expect.arrayContaining([
        { language: 'fr', words: 'couteau papillon' },
        { language: 'en', words: 'butterfly knife' },
      ]),
    );
    expect(Object.keys(suggestions).length).toBeGreaterThan(35);
  });

  test('never come from a sensitive family, whatever its name and even if its words were readable', () => {
    const sensitive = families.filter((family) => family.sensitive);
    expect(sensitive.length).toBeGreaterThan(0);
    for (const { family } of sensitive) expect(suggestions).not.toHaveProperty(family);
    const [plain] = families.filter(({ family }) => family === 'balisong_switchblade');
    if (plain === undefined) throw new Error('the family is not there');
    expect(suggestionsOf([{ ...plain, sensitive: true }])).toEqual({});
    expect(suggestionsOf([{ ...plain, family: 'childlike_doll' }])).toEqual({});
    expect(suggestedQueries({ childlike_doll: { fr: ['x'] } }, ['childlike_doll'], ['fr'])).toEqual([]);
  });
});
