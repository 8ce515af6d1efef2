/** The extension is updated while the person shops. */
import { describe, expect, test } from 'vitest';
import { visibleText } from '../../tools/browser/locate.ts';
import { openPopupFor } from '../../tools/browser/pages.ts';
import { offerOfGood } from '../../tools/standin/catalogue.ts';
import type { GetStack } from './suite.ts';
import { inTab } from './tabs.ts';

export function updates(get: GetStack): void {
  describe('an update', () => {
    test('a page that was open is read when the popup asks, and bears its mark once', async () => {
      const stack = get();
      const { id, good } = offerOfGood('aliexpress', 'gps-jammer');
      await inTab(stack, `https://fr.aliexpress.com/item/${id}.html`, async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        const before = await stack.session.openPages();
        await stack.session.updateExtension();
        const popup = await openPopupFor(stack.session, page, stack.texts);
        await popup.waitForWords(good.fr);
        expect(await visibleText(popup.page)).not.toContain(stack.texts.get('popup.silent'));
        await popup.page.close();
        await page.activate();
        expect(await marketplace.settledMarks()).toHaveLength(1);
        // The first run is no update's.
        expect((await stack.session.openPages()).filter((url) => url.includes('welcome.html'))).toEqual(
          before.filter((url) => url.includes('welcome.html')),
        );
      });
    });
  });
}
