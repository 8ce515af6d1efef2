/** Marks as the page and the person meet them. */
import { describe, expect, test } from 'vitest';
import { until } from '../../tools/browser/locate.ts';
import { chooseRole, openPopupFor } from '../../tools/browser/pages.ts';
import { visits } from '../../tools/demo/shops.ts';
import { offerOfGood } from '../../tools/standin/catalogue.ts';
import type { ExtensionScope } from './extension-scope.ts';
import type { GetStack } from './suite.ts';
import { inTab } from './tabs.ts';

const item = (key: string) => `https://fr.aliexpress.com/item/${offerOfGood('aliexpress', key).id}.html`;

/** Words in the popup on the toolbar, seen from another page of the extension; null while none is open. */
function popupWords(): string | null {
  interface Api {
    extension: { getViews(): Window[] };
  }
  const outer = window as unknown as ExtensionScope<Api>;
  const scope = outer.wrappedJSObject ?? outer;
  const views = (scope.browser ?? scope.chrome)?.extension.getViews() ?? [];
  // On the toolbar, or in a window of its own: Firefox 140 lets no script open the former (seen 2026-11-24).
  return views.find(({ location }) => location.pathname === '/popup.html')?.document.body.innerText ?? null;
}

export function marks(get: GetStack): void {
  describe('marks', () => {
    test('say why, in words, with the legal basis', async () => {
      const { texts } = get();
      await inTab(get(), item('gps-jammer'), async (marketplace) => {
        await marketplace.waitForMarks(1);
        const panel = await marketplace.openPanel(0);
        for (const key of ['finding.reason', 'finding.law', 'mark.caution', 'mark.report', 'mark.hide']) {
          expect(panel.toLowerCase()).toContain(texts.get(key).toLowerCase());
        }
        expect(panel.toLowerCase()).toContain('brouilleur');
      });
    });

    test('are out of the page’s reach: closed, and deaf to clicks that no person made', async () => {
      await inTab(get(), item('gps-jammer'), async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        const open = await page.evaluate(() => {
          const host = document.querySelector('vigie-mark');
          host?.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
          if (host instanceof HTMLElement) host.click();
          return host?.shadowRoot ?? null;
        });
        expect(open).toBeNull();
        // In Firefox what reaches into the mark is the browser itself, and its clicks do count.
        if (get().session.kind === 'firefox') return;
        const pressed = await page.inMarks((_host, root) => {
          for (const button of root.querySelectorAll('button')) button.click();
          return [...root.querySelectorAll('[popover]')].some((panel) => panel.getClientRects().length > 0);
        });
        expect(pressed).toEqual([false]);
      });
    });

    test('add one host element each and change nothing else of the page', async () => {
      const [visit] = visits('fr');
      await inTab(get(), visit?.grid.url ?? '', async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        await marketplace.settledMarks();
        const foreign = await page.evaluate(async () => {
          // The page as the shop renders it without an extension, to compare with.
          const content = await (await fetch('/_standin/search?words=couteau%20de%20poche')).json();
          const clean = document.createElement('main');
          clean.innerHTML = content.html;
          const seen = document.querySelector('main')?.cloneNode(true);
          if (!(seen instanceof HTMLElement)) return 'no page';
          for (const mark of seen.querySelectorAll('vigie-mark')) mark.remove();
          const list = seen.querySelector('#card-list');
          const cleanList = clean.querySelector('#card-list');
          return list?.innerHTML === cleanList?.innerHTML;
        });
        expect(foreign).toBe(true);
      });
    });

    test('“report” on a mark opens the popup at that listing’s form, in a window where the browser lets none open on the toolbar', async () => {
      const { session, texts } = get();
      const watcher = await session.openExtensionPage('options.html');
      await inTab(get(), item('shuriken'), async (marketplace) => {
        await marketplace.waitForMarks(1);
        await marketplace.openPanel(0);
        await marketplace.pressInPanel(0, 'mark.report');
        const words = await until('the report form in the popup', async () => {
          const shown = await watcher.evaluate(popupWords);
          return shown?.includes(texts.get('form.heading')) === true ? shown : null;
        });
        expect(words).toContain(offerOfGood('aliexpress', 'shuriken').good.fr);
      });
      await watcher.close();
    });

    test('“not illicit: hide this” holds for the next visit, and can be taken back', async () => {
      const { session, texts } = get();
      const url = item('antiradar');
      await inTab(get(), url, async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        await marketplace.openPanel(0);
        await marketplace.pressInPanel(0, 'mark.hide');
        await until('the hidden state', async () =>
          (
            await page.inMarks(
              (_host, root, _index, words: string) => root.textContent?.includes(words) ?? false,
              texts.get('mark.undo'),
            )
          ).includes(true),
        );
        await page.reload();
        const popup = await openPopupFor(session, page, texts);
        await popup.waitFor('popup.showHidden');
        expect(await marketplace.marks()).toEqual([]);
        await popup.pressButton('popup.showHidden');
        await popup.waitForWords(texts.start('mark.suspected').trim());
        await popup.page.close();
        await page.reload();
        await marketplace.waitForMarks(1);
      });
    });

    test('a weak sign is marked for a monitor and not for a consumer', async () => {
      const { session, texts } = get();
      await inTab(get(), item('tear-gas'), async (marketplace, page) => {
        const popup = await openPopupFor(session, page, texts);
        await popup.waitFor('popup.nothing');
        await popup.page.close();
        expect(await marketplace.marks()).toEqual([]);
        await chooseRole(session, texts, 'options.monitor');
        try {
          await page.reload();
          await marketplace.waitForMarks(1);
        } finally {
          await chooseRole(session, texts, 'options.consumer');
        }
      });
    });

    test('the toolbar button opens the popup on the page in front', async () => {
      const { session } = get();
      await inTab(get(), item('dichlorvos'), async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        expect(await session.badgeText(page)).toBe('1');
        expect(await session.pressToolbarButton(page)).toMatch(/\/popup\.html/);
      });
    });
  });
}
