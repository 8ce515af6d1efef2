import { describe, expect, it } from 'vitest';
import { judgeReading, mayCapture } from '../../../lib/evidence/capture/judge-tab.ts';
import { type Matcher, matcherOf } from '../../../lib/rules/matcher.ts';
import { judged } from './fakes.ts';

/** A matcher with one rule, which hits every listing. */
const rules = (sensitive: boolean, visibility: 'everyone' | 'experts' = 'everyone') =>
  ({
    match: () => [
      {
        rule: 'r',
        family: 'f',
        severity: 'high',
        confidence: 0.5,
        visibility,
        sensitive,
        spans: [],
        pack: { publisher: 'P', version: '1' },
      },
    ],
    explain: () => ({ label: 'L', reason: 'R', legal: [] }),
    families: () => [{ id: 'f' }],
  }) as unknown as Matcher;

const viewer = { language: 'en', seesWeak: false } as const;
const { reading } = judged();

describe('what may be captured', () => {
  it('is a page that was judged and shows nothing sensitive', () => {
    expect(mayCapture(judgeReading(reading, rules(false), viewer))).toBe(true);
  });

  it('is no page with a sensitive listing, even where only experts would see the sign', () => {
    expect(mayCapture(judgeReading(reading, rules(true), viewer))).toBe(false);
    expect(mayCapture(judgeReading(reading, rules(true, 'experts'), viewer))).toBe(false);
  });

  it.each([
    ['not-read', null],
    ['not-read', { ...reading, completeness: { verdict: 'not-ready', lacking: [], reason: null } }],
    ['not-a-marketplace', { ...reading, url: 'https://example.org/' }],
  ] as const)('is nothing that cannot be judged: %s', (fault, page) => {
    const answer = judgeReading(
      page === null ? null : { ...page, completeness: { ...page.completeness, lacking: [] } },
      rules(false),
      viewer,
    );
    expect(answer).toBe(fault);
    expect(mayCapture(answer)).toBe(false);
  });

  it('is nothing without rules', () => {
    expect(judgeReading(reading, matcherOf([]), viewer)).toBe('rules-missing');
  });
});
