import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CAPTURE_LIMITS, newRows, planStrips, planTiles } from '../../../lib/evidence/capture/plan.ts';

const view = (height: number, documentHeight: number, devicePixelRatio = 1, width = 1280) => ({
  width,
  height,
  documentHeight,
  devicePixelRatio,
});

describe('planTiles', () => {
  it('covers 9,000 pixels at 900 with ten tiles, none overlapping', () => {
    expect(planTiles(view(900, 9000))).toEqual([0, 900, 1800, 2700, 3600, 4500, 5400, 6300, 7200, 8100]);
  });

  it('ends at the bottom, where the last tile overlaps', () => {
    expect(planTiles(view(800, 2000))).toEqual([0, 800, 1200]);
  });

  it('takes one tile of a page that is shorter than the window', () => {
    expect(planTiles(view(800, 300))).toEqual([0]);
  });

  it('has nothing to take of a page without height', () => {
    expect(planTiles(view(800, 0))).toEqual([]);
    expect(planTiles(view(0, 800))).toEqual([]);
  });

  it('stops at the limit of a page that grows for ever', () => {
    expect(planTiles(view(1000, 1e9)).at(-1)).toBe(CAPTURE_LIMITS.height - 1000);
  });

  it('leaves no row out, whatever the sizes and the ratio', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 100, max: 2000, noNaN: true }),
        fc.double({ min: 1, max: 30_000, noNaN: true }),
        fc.constantFrom(1, 1.1, 1.25, 1.5, 2, 2.625, 3),
        (height, documentHeight, ratio) => {
          const tileRows = Math.floor(Math.floor(height) * ratio);
          const end = Math.round(Math.floor(documentHeight) * ratio);
          let written = 0;
          for (const at of planTiles(view(height, documentHeight, ratio))) {
            const top = Math.round(at * ratio);
            expect(top).toBeLessThanOrEqual(written);
            written += newRows(written, top, tileRows, end).count;
          }
          // A ratio that is no whole number may round the last row away.
          expect(Math.abs(written - end)).toBeLessThanOrEqual(Number.isInteger(ratio) ? 0 : Math.ceil(ratio));
        },
      ),
    );
  });
});

describe('planStrips', () => {
  it('takes an ordinary page in one', () => {
    expect(planStrips(view(900, 7000))).toEqual([{ x: 0, y: 0, width: 1280, height: 7000 }]);
  });

  it('covers every row once and keeps each strip within its pixels', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60_000 }), fc.constantFrom(1, 1.5, 2, 3), (documentHeight, ratio) => {
        let end = 0;
        for (const strip of planStrips(view(900, documentHeight, ratio))) {
          expect(strip.y).toBe(end);
          expect(strip.width * strip.height * ratio * ratio).toBeLessThanOrEqual(CAPTURE_LIMITS.stripPixels);
          end += strip.height;
        }
        expect(end).toBe(Math.min(documentHeight, CAPTURE_LIMITS.height));
      }),
    );
  });
});

describe('newRows', () => {
  it('gives nothing of a tile that shows only what is there', () => {
    expect(newRows(1000, 0, 900, 5000).count).toBe(0);
  });

  it('cuts at the end of what is wanted', () => {
    expect(newRows(900, 900, 900, 1000)).toEqual({ from: 0, count: 100 });
  });
});
