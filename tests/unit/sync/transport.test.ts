import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePack } from '../../../lib/rules/pack.ts';
import { compileRules, decodeRules, encodeRules } from '../../../lib/sync/formats/rules.ts';
import { compileDirectory } from '../../../tools/pack/build.ts';
import { BUILT_IN_RULES } from '../../../tools/pack/load.ts';
import { rulesFor, utf8 } from '../../fixtures/sync/forge.ts';
import { familyOf, ruleOf } from '../rules/family.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('the transport form of rules', () => {
  it('compiles to the very pack that the rule files compile to', { timeout: 120_000 }, async () => {
    const info = { publisher: 'test', version: '1' };
    const built = await compileDirectory(BUILT_IN_RULES, info);
    if (!built.ok) throw new Error(built.problems.join('\n'));
    const { pack, sources, shared } = built.value;
    const bytes = encodeRules({ families: sources.map(({ family }) => family), shared });
    const decoded = decodeRules(bytes);
    if (!decoded.ok) throw new Error(decoded.problems.join('\n'));
    const again = compileRules(decoded.value, info);
    expect(again.ok && Buffer.compare(again.value, encodePack(pack))).toBe(0);
    expect(encodeRules(decoded.value)).toEqual(bytes);
    expect(gzipSync(bytes).length).toBeLessThan(400_000);
  });

  it('is sorted by id, and the same whatever the order of the rules', () => {
    expect(rulesFor('chisel', 'anvil')).toEqual(rulesFor('anvil', 'chisel'));
    expect(
      text(rulesFor('chisel', 'anvil'))
        .split('\n')
        .map((line) => line.slice(0, 27)),
    ).toEqual(['{"id":"family/test-anvil","', '{"id":"family/test-chisel",', '']);
  });

  it('keeps hashed and exact lists, and leaves the examples at home', () => {
    const family = familyOf({
      key: '0123456789abcdef',
      terms: { hidden: { hashed: ['2:00ff:0123456789abcdef'] }, name: { exact: true, en: ['Anvil'] } },
      rules: [
        ruleOf(
          { any: [{ term: 'hidden' }, { term: 'name' }] },
          { examples: { match: [{ lang: 'en', title: 'An Anvil of the test' }] } },
        ),
      ],
    });
    const bytes = encodeRules({ families: [family], shared: {} });
    expect(text(bytes)).not.toContain('of the test');
    const decoded = decodeRules(bytes);
    expect(decoded.ok && decoded.value.families[0]?.terms).toEqual(family.terms);
  });

  const line = (id: string, value: unknown): string => `${JSON.stringify({ id, value })}\n`;
  const family = JSON.parse(text(rulesFor('anvil'))).value;
  it.each([
    ['a family under another id', line('family/other', family), /family\/other: holds the family "test-anvil"/],
    ['an unknown member', line('family/test-anvil', { ...family, run: 'x' }), /unknown key "run"/],
    [
      'an unknown condition',
      line('family/test-anvil', { ...family, rules: [ruleOf({ regex: 'a+' })] }),
      /"regex" is no condition/,
    ],
    [
      'a rule without a reason',
      line('family/test-anvil', { ...family, rules: [{ id: 'x' }] }),
      /family\/test-anvil: rules\.0/,
    ],
    ['a list without terms', line('shared/toy', {}), /shared\/toy: terms\.toy: has no terms/],
    ['an unknown kind', line('script/x', 'y'), /there is no kind "script"/],
    [
      'a second id behind the first',
      '{"id":"shared/a","id":"shared/b","value":{"en":["x"]}}\n',
      /shared\/a: is not a record/,
    ],
    ['more members', '{"id":"shared/a","value":{"en":["x"]},"more":1}\n', /is not a record/],
    ['half a line', '{"id":"shared/a","value":{"en":["x"\n', /is not a record/],
  ])('is refused whole for %s', (_, bad, message) => {
    const decoded = decodeRules(utf8(bad));
    expect(decoded.ok ? '' : decoded.problems.join()).toMatch(message);
  });

  it('never throws, whatever byte is changed', () => {
    const good = rulesFor('anvil', 'bellows');
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        expect(typeof decodeRules(good.with(at, byte)).ok).toBe('boolean');
      }),
    );
  });

  it('does not let a record reach the prototype', () => {
    const decoded = decodeRules(utf8('{"id":"shared/toString","value":{"en":["x"]}}\n'));
    expect(decoded.ok).toBe(false);
    expect(decodeRules(utf8(line('shared/constructor', { en: ['x'] })))).toMatchObject({
      ok: true,
      value: { shared: { constructor: { byLanguage: { en: ['x'] } } } },
    });
  });
});
