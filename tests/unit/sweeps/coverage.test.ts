import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coverageOf, nextPage, secondsPerListing } from '../../../lib/sweeps/coverage.ts';
import { mergeSweeps } from '../../../lib/sweeps/merge.ts';
import { planOf } from '../../../lib/sweeps/plan.ts';
import { isQueued, Sweep } from '../../../lib/sweeps/sweep.ts';
import { ANA, BEN, CAMPAIGN, card, entry, key, START, sweepArbitrary, visit } from './made.ts';

describe('coverage', () => {
  test('adds up: fresh cards of all rows are all cards, and so are marked, triaged and reported ones', () => {
    fc.assert(
      fc.property(sweepArbitrary, (data) => {
        const unique = mergeSweeps(data, data) ?? data;
        const sweep = new Sweep(unique.campaign, unique.visits, unique.journal);
        const rows = [1, 2].flatMap((number) => coverageOf(sweep, number).rows);
        const sum = (column: 'fresh' | 'marked' | 'triaged' | 'reported') =>
          rows.reduce((total, row) => total + row[column], 0);
        const entries = [...sweep.entries.values()];
        expect(sum('fresh')).toBe(entries.length);
        expect(sum('marked')).toBe(entries.filter(isQueued).length);
        expect(sum('triaged')).toBe(entries.filter(({ verdict }) => verdict !== null).length);
        expect(sum('reported')).toBe(entries.filter(({ report }) => report !== null).length);
        for (const number of [1, 2]) {
          const { done, left } = coverageOf(sweep, number);
          expect(done + left).toBe(coverageOf(sweep, number).rows.length);
        }
      }),
    );
  });

  test('says of each page when, how many, and what is left', () => {
    const sweep = new Sweep(
      CAMPAIGN,
      [visit(1, [card(1), card(2, { findings: [] })]), visit(2, [], { page: 2, state: 'blocked' })],
      [entry({ kind: 'verdict', verdict: 'suspicious', listing: key(1), by: ANA, at: START })],
    );
    const { rows, done, left, blocked } = coverageOf(sweep, 1);
    expect([rows.length, done, left, blocked]).toEqual([8, 1, 7, 1]);
    expect(rows[0]).toMatchObject({ state: 'read', cards: 2, fresh: 2, marked: 1, triaged: 1, reported: 0, by: 'Ana' });
    expect(rows[1]).toMatchObject({ state: 'blocked', cards: 0 });
    expect(nextPage(sweep, 1)?.key).toBe(rows[1]?.key);
    expect(coverageOf(sweep, 2).left).toBe(8);
  });

  test('the next page is the first that is open; none is left at the end', () => {
    const planned = planOf(CAMPAIGN);
    const sweep = new Sweep(CAMPAIGN);
    planned.forEach((page, at) => {
      expect(nextPage(sweep, 1)?.key).toBe(page.key);
      const { marketplace, country, language, words, page: number } = page;
      sweep.addVisits([visit(at + 1, [], { marketplace, country, language, words, page: number, state: 'empty' })]);
    });
    expect(nextPage(sweep, 1)).toBeNull();
    expect(nextPage(sweep, 2)?.key).toBe(planned[0]?.key);
  });

  test('time per listing: the median gap of one person, without breaks and clocks put back', () => {
    const at = (seconds: number, by = ANA) =>
      entry({ kind: 'verdict', verdict: 'unsure', listing: key(1), by, at: START + seconds * 1000 });
    expect(secondsPerListing([])).toBeNull();
    expect(secondsPerListing([at(0), at(4), at(1, BEN), at(10), at(11, BEN), at(3000), at(2990)])).toBe(6);
  });

  test('time per listing: no figure from keys held down, nor from one or two gaps', () => {
    const at = (seconds: number) =>
      entry({ kind: 'verdict', verdict: 'unsure', listing: key(1), by: ANA, at: START + seconds * 1000 });
    expect(secondsPerListing([at(0), at(0.03), at(0.06), at(0.09), at(0.12)])).toBeNull();
    expect(secondsPerListing([at(0), at(3), at(6)])).toBeNull();
    expect(secondsPerListing([at(0), at(0.03), at(3.03), at(6.03), at(9.03)])).toBe(3);
  });
});
