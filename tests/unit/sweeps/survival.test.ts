import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { medianDays, type Observation, removedWithin, shareGone, survival } from '../../../lib/sweeps/survival.ts';

const observed = (removed: number[], censored: number[]): Observation[] => [
  ...removed.map((days, at) => ({ id: `r${at}`, days, removed: true })),
  ...censored.map((days, at) => ({ id: `c${at}`, days, removed: false })),
];

/**
 * Worked out by hand: the first arm (6-mercaptopurine) of Freireich et al. (1963), the textbook example of the estimate:
 * 6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+, with
 * S(6) = 18/21, S(7) = ·16/17, S(10) = ·14/15, S(13) = ·11/12, S(16) = ·10/11, S(22) = ·6/7, S(23) = ·5/6.
 */
const FREIREICH = observed([6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]);
const BY_HAND: [days: number, atRisk: number, removed: number, online: number][] = [
  [6, 21, 3, 0.8571],
  [7, 17, 1, 0.8067],
  [10, 15, 1, 0.7529],
  [13, 12, 1, 0.6902],
  [16, 11, 1, 0.6275],
  [22, 7, 1, 0.5378],
  [23, 6, 1, 0.4482],
];

describe('survival', () => {
  test('is what the estimate gives by hand', () => {
    const steps = survival(FREIREICH).filter(({ removed }) => removed.length > 0);
    expect(steps.map(({ days, atRisk, removed }) => [days, atRisk, removed.length])).toEqual(
      BY_HAND.map(([days, atRisk, removed]) => [days, atRisk, removed]),
    );
    for (const [at, { online }] of steps.entries()) expect(online).toBeCloseTo(BY_HAND[at]?.[3] ?? Number.NaN, 4);
    expect(medianDays(survival(FREIREICH))).toBe(23);
    expect(shareGone(survival(FREIREICH), 10)).toBeCloseTo(1 - 0.7529, 4);
    expect(shareGone(survival(FREIREICH), 5)).toBe(0);
    expect(shareGone(survival(FREIREICH), 36)).toBeNull();
  });

  test('without censoring it is the share that is still online', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 0, max: 50 }),
        (days, until) => {
          const steps = survival(observed(days, []));
          expect(shareGone(steps, until)).toBeCloseTo(days.filter((day) => day <= until).length / days.length, 9);
        },
      ),
    );
  });

  test('never rises, stays between 0 and 1, and has every listing in one step', () => {
    const days = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 40 });
    fc.assert(
      fc.property(days, days, (removed, censored) => {
        const steps = survival(observed(removed, censored));
        let before = 1;
        for (const { online } of steps) {
          expect(online).toBeLessThanOrEqual(before + 1e-12);
          expect(online).toBeGreaterThanOrEqual(-1e-12);
          before = online;
        }
        expect(steps.flatMap((step) => [...step.removed, ...step.censored])).toHaveLength(
          removed.length + censored.length,
        );
      }),
    );
  });

  test('a share opens down to what was removed by then', () => {
    const steps = survival(FREIREICH);
    expect(removedWithin(steps, 10)).toEqual(['r0', 'r1', 'r2', 'r3', 'r4']);
    expect(removedWithin(steps, medianDays(steps) ?? 0)).toHaveLength(9);
    expect(removedWithin(steps, 5)).toEqual([]);
  });

  test('says nothing about days that nobody followed', () => {
    expect(survival([])).toEqual([]);
    expect(medianDays([])).toBeNull();
    expect(shareGone([], 7)).toBeNull();
    expect(shareGone(survival(observed([], [3])), 7)).toBeNull();
    expect(shareGone(survival(observed([2], [])), 7)).toBe(1);
  });
});
