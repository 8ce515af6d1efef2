/** Pages whose reader never came, or was cut off: they are read all the same once somebody asks. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { visibleText } from '../../tools/browser/locate.ts';
import { MarketplacePage, openPopupFor } from '../../tools/browser/pages.ts';
import type { DrivenPage } from '../../tools/browser/session.ts';
import type { Stack } from '../../tools/demo/stack.ts';
import { offerOfGood } from '../../tools/standin/catalogue.ts';
import type { GetStack } from './suite.ts';
import { inTab } from './tabs.ts';

const ENDS = 12;
/** Less than a background takes to start and to bring a reader. */
const BETWEEN_MS = 15;

export function lostReaders(get: GetStack): void {
  describe('a page without a reader', () => {
    const { id, good } = offerOfGood('aliexpress', 'gps-jammer');
    const address = `https://fr.aliexpress.com/item/${id}.html`;

    /** The popup shows what the page offers, and the page bears its mark once. */
    const isReadWhenAsked = async (stack: Stack, page: DrivenPage) => {
      const popup = await openPopupFor(stack.session, page, stack.texts);
      await popup.waitForWords(good.fr);
      expect(await visibleText(popup.page)).not.toContain(stack.texts.get('popup.silent'));
      await popup.page.close();
      await page.activate();
      const marketplace = new MarketplacePage(page, stack.texts);
      await marketplace.waitForMarks(1);
      expect(await marketplace.settledMarks()).toHaveLength(1);
    };

    test('as the background ended whenever the page asked for one', async () => {
      const stack = get();
      const page = await stack.session.newPage();
      const loading = page.goto(address);
      for (let ends = 0; ends < ENDS; ends++) {
        await sleep(BETWEEN_MS);
        await stack.session.killBackground();
      }
      await loading;
      await isReadWhenAsked(stack, page);
      await page.close();
    });

    test('as Vigie was updated while it was open', async () => {
      const stack = get();
      await inTab(stack, address, async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        const before = await stack.session.openPages();
        await stack.session.updateExtension();
        await isReadWhenAsked(stack, page);
        // The first run is no update's.
        const welcomes = (urls: string[]) => urls.filter((url) => url.includes('welcome.html'));
        expect(welcomes(await stack.session.openPages())).toEqual(welcomes(before));
      });
    });
  });
}
