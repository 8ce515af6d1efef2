import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../lib/rules/compile.ts';
import { createEngine, type Engine } from '../../../lib/rules/engine.ts';
import { decodePack, encodePack } from '../../../lib/rules/pack.ts';
import { engineOf, input, wordsFound } from './engine-of.ts';
import { familyOf, ruleOf } from './family.ts';

const TERMS = {
  blade: { en: ['knife', 'throwing zorbel'] },
  metal: { en: ['steel'] },
  toy: { en: ['toy', 'foam', 'dress up'] },
};
const RULE = {
  ...ruleOf({ all: [{ term: 'blade' }, { none: [{ term: 'toy' }] }] }),
  unless: [{ id: 'steel', when: { term: 'metal' }, effect: { lower: 0.3 } }],
};

describe('a listing that may wake a rule', () => {
  const engine = engineOf(familyOf({ terms: TERMS, rules: [RULE] }));

  it('is read in all its texts, those before the waking one too', () => {
    expect(engine.match(input({ title: 'Sharp', description: 'a knife' }))).toHaveLength(1);
    expect(engine.match(input({ title: 'Foam thing', description: 'a knife' }))).toEqual([]);
    expect(engine.match(input({ title: 'Knife', variants: ['red', 'toy'] }))).toEqual([]);
    expect(engine.match(input({ title: 'Knife', category: 'Steel goods' }))[0]?.lowered).toEqual(['steel']);
  });

  it('is found by a waking term of which one word is disguised', () => {
    for (const title of [
      'throwing z0rbel',
      'thr0wing zorbel',
      'throwing z.o.r.b.e.l',
      'throwing zor.bel',
      'thrrowing zorbel',
    ])
      expect(wordsFound(engine, title)).toEqual([title]);
  });

  it('gives the same findings however often and in whatever order it is matched', () => {
    const words = fc.constantFrom(
      'knife',
      'steel',
      'toy',
      'dress',
      'up',
      'throwing',
      'zorbel',
      'z0rbel',
      'kniife',
      '18cm',
      'red',
    );
    const titles = fc.array(
      fc.array(words, { maxLength: 6 }).map((list) => list.join(' ')),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(titles, (list) => {
        const texts = (title: string) => input({ title, description: `${title} 20 cm`, variants: [title] });
        const fresh = list.map((title) => engineOf(familyOf({ terms: TERMS, rules: [RULE] })).match(texts(title)));
        expect(list.map((title) => engine.match(texts(title)))).toEqual(fresh);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a rule that needs no word', () => {
  const rules = [
    {
      ...ruleOf({ any: [{ price: { 'at-most': '5 EUR' } }, { all: [{ term: 'blade' }, { seller: 'private' }] }] }),
      unless: [{ id: 'toy', when: { term: 'toy' }, effect: 'cancel' }],
    },
  ];
  const engine: Engine = engineOf(familyOf({ terms: TERMS, rules }));
  const cheap = { price: 3, currency: 'EUR' };

  it('is decided by the facts, and cancelled by words that wake nothing', () => {
    expect(engine.match(input({ title: 'red', ...cheap }))).toHaveLength(1);
    expect(engine.match(input({ title: 'red toy', ...cheap }))).toEqual([]);
    expect(engine.match(input({ title: 'red' }))).toEqual([]);
    expect(engine.match(input({ title: 'knife', trader: 'private' }))).toHaveLength(1);
  });
});

describe('the sample of a pack', () => {
  const sampleOf = (more: Record<string, unknown>): string => {
    const compiled = compile([familyOf({ terms: TERMS, rules: [RULE], ...more })], { publisher: 'test', version: '1' });
    if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
    const back = decodePack(encodePack(compiled.value));
    if (!back.ok) throw new Error(back.problems[0]?.message);
    expect(() => createEngine(back.value)).not.toThrow();
    return new TextDecoder().decode(back.value.sample);
  };

  it('holds terms that anybody may read, and none of a sensitive family', () => {
    expect(sampleOf({})).toBe('knife, throwing zorbel');
    expect(sampleOf({ sensitive: true })).toBe('');
  });
});
