import { describe, expect, it } from 'vitest';
import type { Engine, FamilyInfo } from '../../../lib/rules/engine.ts';
import type { Finding } from '../../../lib/rules/finding.ts';
import { EMPTY_INPUT } from '../../../lib/rules/match-input.ts';
import { matcherOf } from '../../../lib/rules/matcher.ts';

/** An engine that finds each of its families in everything. */
function engineOf(publisher: string, families: Record<string, { sensitive: boolean }>): Engine {
  const pack = { publisher, version: '1' };
  const each = Object.entries(families);
  return {
    pack,
    match: () => each.map(([family, { sensitive }]) => ({ family, sensitive, pack }) as Finding),
    explain: () => null,
    families: () => each.map(([id, { sensitive }]) => ({ id, sensitive }) as FamilyInfo),
  } as Engine;
}

const first = engineOf('first', { knives: { sensitive: false }, children: { sensitive: true } });
const second = engineOf('second', { vapes: { sensitive: false } });
const found = (silenced: { families?: string[]; engines?: Engine[] }) => {
  const matcher = matcherOf([first, second], {
    families: new Set(silenced.families),
    engines: new Set(silenced.engines),
  });
  return {
    match: matcher.match(EMPTY_INPUT).map(({ family }) => family),
    families: matcher.families().map(({ id }) => id),
  };
};

describe('what the person switches off', () => {
  it('is found no more, a family or a whole publisher', () => {
    expect(found({ families: ['knives'] }).match).toEqual(['children', 'vapes']);
    expect(found({ engines: [second] })).toEqual({ match: ['knives', 'children'], families: ['knives', 'children'] });
  });

  it('is never what protects children: not by its family, not by its publisher', () => {
    expect(found({ families: ['children'] }).match).toContain('children');
    expect(found({ engines: [first] })).toEqual({ match: ['children', 'vapes'], families: ['children', 'vapes'] });
  });
});
