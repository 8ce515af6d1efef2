/** WCAG 2.2 AA as far as a machine can see it: every page and main state, light and dark, 320 px wide, both directions, text twice as large. */
import { describe, expect, test } from 'vitest';
import { until } from '../../tools/browser/locate.ts';
import { cutOff, cutText, useTheme, violations } from './axe.ts';
import { type Looks, SCENES } from './states.ts';
import type { GetStack } from './suite.ts';

const TALL = 4000;
/** What the built-in rules have longest on a mark. */
const LONGEST_LABEL = 'Podejrzenie: Niebezpieczny wyrób do snu niemowląt (leżaczek, kokon, ochraniacz)';

/** Everything at once, so that one run says all that is wrong with a page. */
const accessible: Looks = {
  async page(page, state, size) {
    await page.activate();
    // Whole, so that no bar that stays in sight lies over a button that is about to be scrolled.
    await page.setViewport({ width: size.width, height: TALL });
    await useTheme(page, 'light');
    expect.soft(await violations(page), `${state}, light`).toEqual([]);
    await useTheme(page, 'dark');
    // Of all that axe looks at, the theme changes colours only.
    expect.soft(await violations(page, 'html', ['color-contrast']), `${state}, dark`).toEqual([]);
    expect.soft(await cutText(page), `${state}, text at 200 %`).toEqual([]);
    for (const direction of ['ltr', 'rtl'] as const) {
      expect.soft(await cutOff(page, direction), `${state}, 320 px wide, ${direction}`).toEqual([]);
    }
    await page.setViewport(size);
  },
  async marks(page, state) {
    const cut = await page.inMarks((_host, root, _index, longest: string) => {
      const words = root.querySelector('.mark > span');
      if (words === null) return false;
      const { textContent } = words;
      words.textContent = longest;
      const isCut = words.scrollHeight > words.clientHeight + 1 || words.scrollWidth > words.clientWidth + 1;
      words.textContent = textContent;
      return isCut;
    }, LONGEST_LABEL);
    expect.soft(cut.length, state).toBeGreaterThan(1);
    expect.soft(cut, `${state}, a mark that cuts its words`).not.toContain(true);
    for (const theme of ['light', 'dark']) {
      const seen = await page.inMarks((host, root, _index, scheme: string) => {
        // axe walks into open roots only. This opens it to the test, in this page, for as long as it lasts.
        Object.defineProperty(host, 'shadowRoot', { value: root, configurable: true });
        host.style.colorScheme = scheme;
        return root.querySelectorAll('button').length;
      }, theme);
      expect(Math.max(...seen)).toBeGreaterThan(2);
      expect.soft(await violations(page, 'vigie-mark'), `${state}, ${theme}`).toEqual([]);
    }
  },
};

/** What long words in a language from right to left can break: nothing but the room that they take. */
const roomy: Looks = {
  async page(page, state, size) {
    await page.activate();
    expect.soft(await cutText(page), `${state}, text at 200 %`).toEqual([]);
    expect.soft(await cutOff(page, 'rtl'), `${state}, 320 px wide`).toEqual([]);
    await page.setViewport(size);
  },
  async marks() {},
};

/** For a stack whose texts are the pseudo-locale's. */
export function roomForWords(get: GetStack): void {
  describe('in a right-to-left language with long words', () => {
    test.each(SCENES)('$name', async ({ show }) => {
      await show(get(), roomy);
    });
  });
}

export function accessibility(get: GetStack): void {
  describe('accessible to all', () => {
    test('the checks of room notice text that is cut and what reaches out, and nothing that scrolls', async () => {
      const page = await get().session.openExtensionPage('welcome.html');
      await until('the page', () => page.evaluate(() => document.querySelector('h1') !== null));
      expect(await cutText(page)).toEqual([]);
      expect(await cutOff(page, 'rtl')).toEqual([]);
      await page.evaluate(() => {
        const add = (text: string, css: string) => {
          const box = document.createElement('p');
          box.style.cssText = css;
          box.textContent = text;
          document.body.append(box);
        };
        add('cut below', 'block-size: 20px; overflow: hidden');
        add('cut-at-the-side', 'inline-size: 60px; overflow: hidden');
        add('scrolls and is not cut', 'block-size: 20px; overflow: auto');
        add('reaches out', 'inline-size: 900px');
      });
      expect((await cutText(page)).map((one) => /“(.*)”/.exec(one)?.[1])).toEqual(['cut below', 'cut-at-the-side']);
      expect((await cutOff(page, 'rtl'))[0]).toMatch(/px$/);
      await page.close();
    });

    test.each(SCENES)('$name', async ({ show }) => {
      await show(get(), accessible);
    });
  });
}
