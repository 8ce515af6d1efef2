/**
 * axe-core and the width of a page, in a real browser. The source of axe is sent as the text of a function, as DevTools
 * does: no policy of the page stands against that, and none is weakened for it.
 */
import axe from 'axe-core';
import type { DrivenPage } from '../../tools/browser/session.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** WCAG 1.4.10: what must do without scrolling sideways; it is also 1280 px at 400 %. */
const NARROW = { width: 320, height: 720 };

interface AxeScope {
  axe: typeof axe;
}

/** Runs in the page. `within`: a selector of what is looked at. */
async function runAxe(within: string, type: string, values: string[]): Promise<string[]> {
  const { violations } = await (window as unknown as AxeScope).axe.run(within, {
    runOnly: { type: type === 'rule' ? 'rule' : 'tag', values },
    resultTypes: ['violations'],
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} – ${failureSummary ?? ''}`),
  );
}

/** What axe finds wrong, one line an element; by the rules named, or else by all of WCAG 2.2 AA. */
export async function violations(page: DrivenPage, within = 'html', rules?: string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(new Function(axe.source) as () => void);
  return rules === undefined
    ? page.evaluate(runAxe, within, 'tag', TAGS)
    : page.evaluate(runAxe, within, 'rule', rules);
}

/** All colours are `light-dark()`, so that the scheme of the root is the theme. */
export async function useTheme(page: DrivenPage, theme: 'light' | 'dark'): Promise<void> {
  await page.evaluate((scheme: string) => {
    document.documentElement.style.colorScheme = scheme;
    // A button half way from one colour to the next has neither's contrast. In a window that is not seen, nothing ends by itself.
    for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish();
  }, theme);
}

/** What reaches out of the page at its sides, once it is as narrow as a page may be; empty where nothing does. */
export async function cutOff(page: DrivenPage, direction: 'ltr' | 'rtl'): Promise<string[]> {
  await page.setViewport(NARROW);
  return page.evaluate((dir: string) => {
    const before = document.documentElement.dir;
    document.documentElement.dir = dir;
    const { scrollWidth, clientWidth } = document.documentElement;
    const out = [...document.body.querySelectorAll('*')].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 0 && (left < -1 || right > clientWidth + 1);
    });
    document.documentElement.dir = before;
    if (scrollWidth <= clientWidth) return [];
    return [`${scrollWidth} px`, ...out.slice(0, 5).map((one) => `<${one.localName} class="${one.className}">`)];
  }, direction);
}

/**
 * Text that is not wholly seen once all text is twice as large (WCAG 1.4.4): it reaches out of an element around it that
 * hides what overflows. What scrolls is not cut, nor what is there for screen readers alone, nor a row of a list box: what
 * its ellipsis leaves out stands in full beside the list when the row is the current one.
 */
export function cutText(page: DrivenPage): Promise<string[]> {
  return page.evaluate(() => {
    const before = document.documentElement.style.fontSize;
    document.documentElement.style.fontSize = '200%';
    const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
    const cut = new Set<string>();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      if (text.textContent?.trim() === '' || text.parentElement?.closest('[role=option]') != null) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const box = range.getBoundingClientRect();
      if (box.width === 0) continue;
      for (let around = text.parentElement; around !== null; around = around.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(around);
        const edge = around.getBoundingClientRect();
        if (edge.width <= 1) break;
        const aside = hides(overflowX) && (box.left < edge.left - 1 || box.right > edge.right + 1);
        const below = hides(overflowY) && (box.top < edge.top - 1 || box.bottom > edge.bottom + 1);
        if (aside || below)
          cut.add(`“${text.textContent?.trim().slice(0, 60)}” in <${around.localName} class="${around.className}">`);
        // What is beyond the edge of something that scrolls can be scrolled to.
        if (/auto|scroll/.test(overflowX + overflowY)) break;
      }
    }
    document.documentElement.style.fontSize = before;
    return [...cut];
  });
}
