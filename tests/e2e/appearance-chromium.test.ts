/**
 * Pages look as they did: a few states against pictures that are kept in tests/fixtures/appearance. What is compared is
 * layout, colours and icons, and no letter shapes: all text is set in a font of boxes (box-font.ts), because fonts and their
 * drawing differ from machine to machine, and a test that has to be forgiving enough for that sees no real change any more.
 * Squares of two by two pixels are compared, by their average, which takes the edge off anti-aliasing. Chromium only: one
 * browser shows a change of the style sheets, and its pictures are the same everywhere.
 *
 * Tolerance: the same size to a pixel, and at most 3 squares in 1,000 that differ by more than 32 of 255 in a channel.
 * That is a rounded corner or a tick mark drawn otherwise by another version of the browser; a padding that changes by
 * 4 px, the colour of a button or a line of text more is beyond it (seen by breaking paddings and a colour).
 *
 * After a change that is wanted: `VIGIE_KEEP_PICTURES=1 npm run test:e2e -- appearance`, and look at what git says changed.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser } from '../../tools/browser/find.ts';
import { Owned } from '../../tools/browser/owned.ts';
import type { DrivenPage } from '../../tools/browser/session.ts';
import { type Stack, startStack } from '../../tools/demo/stack.ts';
import { useTheme } from './axe.ts';
import { boxFont } from './box-font.ts';
import { type Decoded, decodePng } from './png.ts';
import { SCENES } from './states.ts';

const KEPT = join(import.meta.dirname, '../fixtures/appearance');
const SEEN = join(import.meta.dirname, '../../screenshots/appearance');
const SAME_LEVELS = 32;
const MOST_DIFFERING = 0.003;

/** What is compared: scenes of states.ts, and of each some states with the theme. */
const COMPARED: Record<string, Record<string, 'light' | 'dark' | 'forced'>> = {
  'the welcome page': { welcome: 'light' },
  'the reports page before anything was reported': { 'reports, address': 'light' },
  'the popup: nothing found, blocked, not ready, unreadable, not a marketplace, no reports': {
    'popup, nothing found': 'dark',
  },
  'a report by a consumer: findings, form, faults, preview, receipt, history': {
    'popup, findings': 'light',
    'report form with faults': 'light',
  },
  'the child-protection path': { 'child-protection form': 'forced' },
  'the cart with a listing': { cart: 'dark' },
};

/** Sets all text of the page in the font, which is given as base64. Runs in the page. */
async function setInBoxes(font: string): Promise<void> {
  const face = new FontFace(
    'Boxes',
    Uint8Array.from(atob(font), (one) => one.charCodeAt(0)),
  );
  document.fonts.add(await face.load());
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { font-family: Boxes !important; caret-color: transparent !important; }');
  document.adoptedStyleSheets.push(sheet);
}

/** The average of each square of two by two pixels, in each channel. */
function squares({ width, height, pixels }: Decoded): Uint8Array {
  const [across, down] = [Math.floor(width / 2), Math.floor(height / 2)];
  const averages = new Uint8Array(across * down * 3);
  for (let at = 0; at < averages.length; at++) {
    const [channel, square] = [at % 3, Math.floor(at / 3)];
    const corner = (2 * Math.floor(square / across) * width + 2 * (square % across)) * 3 + channel;
    const four = [corner, corner + 3, corner + 3 * width, corner + 3 * width + 3];
    averages[at] = four.reduce((sum, one) => sum + (pixels[one] ?? 0), 0) / 4;
  }
  return averages;
}

/** The share of squares that differ; 1 for pictures of different sizes. */
function difference(kept: Decoded, seen: Decoded): number {
  if (kept.width !== seen.width || kept.height !== seen.height) return 1;
  const [before, now] = [squares(kept), squares(seen)];
  let count = 0;
  for (let at = 0; at < before.length; at += 3) {
    const differs = [at, at + 1, at + 2].some((one) => Math.abs((before[one] ?? 0) - (now[one] ?? 0)) > SAME_LEVELS);
    if (differs) count += 1;
  }
  return count / (before.length / 3);
}

describe('in chromium', () => {
  const owned = new Owned();
  const font = boxFont().toString('base64');
  let stack: Stack | null = null;
  beforeAll(async () => {
    stack = await startStack(owned, findBrowser('chromium'));
  });
  afterAll(() => owned.close());

  async function compare(page: DrivenPage, state: string, theme: 'light' | 'dark' | 'forced'): Promise<void> {
    await page.activate();
    await page.evaluate(setInBoxes, font);
    await page.forceColours(theme === 'forced');
    await useTheme(page, theme === 'dark' ? 'dark' : 'light');
    const picture = Buffer.from(await page.screenshot({ whole: true }));
    await page.forceColours(false);
    const name = `${state.replaceAll(/\W+/g, '-')}.png`;
    mkdirSync(SEEN, { recursive: true });
    writeFileSync(join(SEEN, name), picture);
    if (process.env.VIGIE_KEEP_PICTURES === '1') {
      mkdirSync(KEPT, { recursive: true });
      writeFileSync(join(KEPT, name), picture);
      return;
    }
    expect(existsSync(join(KEPT, name)), `tests/fixtures/appearance/${name} is kept`).toBe(true);
    const differing = difference(decodePng(readFileSync(join(KEPT, name))), decodePng(picture));
    expect
      .soft(differing, `${state} looks otherwise than ${name}; now: screenshots/appearance`)
      .toBeLessThanOrEqual(MOST_DIFFERING);
  }

  describe('the pages look as they did', () => {
    test.each(SCENES.filter(({ name }) => name in COMPARED))('$name', async ({ name, show }) => {
      if (stack === null) throw new Error('the browser has not started');
      const left = new Map(Object.entries(COMPARED[name] ?? {}));
      await show(stack, {
        async page(page, state) {
          const theme = left.get(state);
          if (theme === undefined) return;
          left.delete(state);
          await compare(page, state, theme);
        },
        async marks() {},
      });
      expect([...left.keys()], 'states that were not shown').toEqual([]);
    });
  });
});
