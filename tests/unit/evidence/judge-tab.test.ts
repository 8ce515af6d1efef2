import { afterEach, describe, expect, it, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { judgeReading, judgeTab, mayCapture } from '../../../lib/evidence/capture/judge-tab.ts';
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

describe('a tab that is to be judged', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  const notReady = (reason: string) => ({ ...reading, completeness: { verdict: 'not-ready', lacking: [], reason } });

  /** A tab whose reader gives these answers, one a question, the last for ever; null where none answers. */
  function tabShowing(url: string, answers: readonly unknown[]) {
    vi.useFakeTimers();
    vi.spyOn(browser.tabs, 'get').mockResolvedValue({ url } as never);
    let asked = 0;
    const send = vi.spyOn(browser.tabs, 'sendMessage').mockImplementation((async () => {
      const answer = answers[Math.min(asked++, answers.length - 1)];
      if (answer === null) throw new Error('Receiving end does not exist.');
      return answer;
    }) as never);
    const outcome = judgeTab(7, rules(false), viewer).then(
      (judged) => judged.reading.url,
      (error: { fault?: string }) => error.fault,
    );
    return { send, outcome };
  }

  it('is waited for while its page has only just come', async () => {
    const { outcome } = tabShowing(reading.url, [null, null, notReady('not-rendered'), reading]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await outcome).toBe(reading.url);
  });

  it('is given up when its page never shows anything', async () => {
    const { outcome, send } = tabShowing(reading.url, [null]);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await outcome).toBe('not-read');
    expect(send.mock.calls.length).toBeLessThan(60);
  });

  it.each([
    ['of another site', 'https://example.org/', null],
    ['that says its goods are gone', reading.url, notReady('page-says-not-found')],
  ])('is not waited for on a page %s', async (_, url, answer) => {
    const { outcome, send } = tabShowing(url, [answer]);
    await vi.advanceTimersByTimeAsync(0);
    expect(await outcome).toBe('not-read');
    expect(send).toHaveBeenCalledOnce();
  });
});
