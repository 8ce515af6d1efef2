/** Pages that give nothing, or mean harm. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openPopupFor } from '../../tools/browser/pages.ts';
import { ALIEXPRESS_SPECIAL } from '../../tools/standin/special.ts';
import type { GetStack } from './suite.ts';
import { inTab } from './tabs.ts';

const item = (id: string) => `https://fr.aliexpress.com/item/${id}.html`;

export function badPages(get: GetStack): void {
  describe('pages that cannot be read', () => {
    test.each([
      ['the anti-bot page is called blocked', ALIEXPRESS_SPECIAL.blocked, 'verdict.blocked'],
      ['a shell that never renders is called not ready', ALIEXPRESS_SPECIAL.shell, 'verdict.notReady'],
      ['a product without a title is called unreadable', ALIEXPRESS_SPECIAL.unreadable, 'verdict.unreadable'],
    ])('%s, and nothing is marked', async (_name, id, key) => {
      const stack = get();
      await inTab(stack, item(id), async (marketplace, page) => {
        await sleep(500);
        const popup = await openPopupFor(stack.session, page, stack.texts);
        await popup.waitFor(key);
        await popup.page.close();
        expect(await marketplace.marks()).toEqual([]);
        expect(await stack.session.badgeText(page)).toBe('');
      });
    });

    test('a page that is no marketplace is left alone', async () => {
      const stack = get();
      await inTab(stack, `${stack.intake.url}/health`, async (marketplace, page) => {
        const popup = await openPopupFor(stack.session, page, stack.texts);
        await popup.waitFor('popup.elsewhere');
        await popup.page.close();
        expect(await marketplace.marks()).toEqual([]);
      });
    });

    test('a hostile title is shown as text, in the mark, the popup and the stored report', async () => {
      const stack = get();
      await inTab(stack, item(ALIEXPRESS_SPECIAL.hostile), async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        await marketplace.openPanel(0);
        const inMark = await page.inMarks((_host, root) => root.querySelectorAll('img, script, b').length);
        expect(inMark).toEqual([0]);
        await marketplace.pressInPanel(0, 'mark.close');

        const popup = await openPopupFor(stack.session, page, stack.texts);
        await popup.waitForWords('<img src=x');
        await popup.startReport();
        await popup.fillForm({ explanation: '<script>alert(1)</script>' });
        await popup.send();
        const { reference } = await popup.receipt();
        expect(await popup.page.evaluate(() => document.querySelectorAll('img[src="x"], main script').length)).toBe(0);
        await popup.page.close();

        const stored = stack.intake.received().find((one) => one.reference === reference);
        expect(stored?.report).toMatchObject({
          explanation: '<script>alert(1)</script>',
          listings: [{ title: expect.stringContaining('Couteau papillon balisong <img src=x') }],
        });
        // Neither control characters nor bidi overrides survive.
        expect(JSON.stringify(stored?.report)).not.toMatch(/\\u0000|\\u0007|[\u202A-\u202E\u2066-\u2069]/);
        expect(await page.evaluate(() => document.documentElement.dataset.pwned ?? null)).toBeNull();
      });
    });

    test('page state that is broken or endless costs the reading, not the page', async () => {
      const stack = get();
      const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
      const url = 'https://fr.shein.com/broken-p-300000001.html';
      stack.standin.serve(
        url,
        `<!doctype html><html lang="fr"><title>x</title><body><script>window.gbRawData = {"modules":{"productInfo":{"goods_name":"${'x'.repeat(2_000_000)}",</script>
         <script type="application/ld+json">${deep}</script><script>window.__data = ${deep};</script>
         <h1 class="product-intro__head-name">Couteau papillon balisong</h1></body></html>`,
      );
      await inTab(stack, url, async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        const popup = await openPopupFor(stack.session, page, stack.texts);
        await popup.waitForWords('Couteau papillon balisong');
        await popup.page.close();
      });
    });
  });
}
