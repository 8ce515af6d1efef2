/** Pages that change under the extension: lists that grow, links that do not reload, a colour that is another product. */
import { describe, expect, test } from 'vitest';
import { press, until, waitForText } from '../../tools/browser/locate.ts';
import { openPopupFor } from '../../tools/browser/pages.ts';
import { expectedMarks, visits } from '../../tools/demo/shops.ts';
import { offerOfGood, offersOf } from '../../tools/standin/catalogue.ts';
import type { GetStack } from './suite.ts';
import { inTab } from './tabs.ts';

export function growingPages(get: GetStack): void {
  describe('pages that change', () => {
    test.each(visits('fr'))(
      '$name: cards that come while scrolling are marked too, each once',
      async ({ shop, grid }) => {
        await inTab(get(), grid.url, async (marketplace, page) => {
          const all = expectedMarks(shop, 'fr', offersOf(shop).length);
          await marketplace.waitForMarks(expectedMarks(shop, 'fr', 60).marked.length);
          const grown = await until(
            'marks on the cards that came later',
            async () => {
              await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
              const marks = await marketplace.marks();
              return marks.length >= all.marked.length ? marks : null;
            },
            { instead: async () => `${(await marketplace.marks()).length} marks` },
          );
          expect(grown).toHaveLength(all.marked.length);
          for (const title of all.marked) {
            expect(
              grown.filter(({ beside }) => beside.includes(title)),
              title,
            ).toHaveLength(1);
          }
          expect(await get().session.badgeText(page)).toBe(String(all.marked.length));
        });
      },
    );

    test('a popup that was opened before the page showed its product follows it', async () => {
      const stack = get();
      const { id, good } = offerOfGood('aliexpress', 'gps-jammer');
      const address = `https://fr.aliexpress.com/item/${id}.html`;
      const serveProduct = stack.standin.serve(
        address,
        '<!doctype html><title>AliExpress</title><div id="root"></div>',
      );
      await inTab(stack, address, async (marketplace, page) => {
        const popup = await openPopupFor(stack.session, page, stack.texts);
        try {
          await popup.waitFor('verdict.notReady');
        } finally {
          serveProduct();
        }
        // What the page's own script would bring.
        await page.evaluate(async (path: string) => {
          const { html }: { html: string } = await (await fetch(path)).json();
          document.querySelector('#root')?.insertAdjacentHTML('beforeend', html);
        }, `/_standin/item?id=${id}`);
        await marketplace.waitForMarks(1);
        await popup.waitForWords(good.fr);
        await popup.page.close();
      });
    });

    test('Joom: from results to a product and back without a reload', async () => {
      const stack = get();
      const [, visit] = visits('fr');
      if (visit?.shop !== 'joom') throw new Error('the second visit is not Joom');
      const suspect = offerOfGood('joom', 'balisong');
      await inTab(stack, visit.grid.url, async (marketplace, page) => {
        const { marked } = expectedMarks('joom', 'fr', 60);
        await marketplace.waitForMarks(marked.length);
        await page.evaluate(() => {
          document.documentElement.dataset.sameDocument = '';
        });
        await press(page, 'link', suspect.good.fr);
        await until('the product’s address', async () => (await page.url()).endsWith(`/products/${suspect.id}`));
        await until('a mark at the product’s title', async () =>
          (await marketplace.marks()).some(({ beside }) => beside.startsWith(suspect.good.fr)),
        );
        const popup = await openPopupFor(stack.session, page, stack.texts);
        await popup.waitForWords(suspect.good.fr);
        await popup.page.close();

        await page.evaluate(() => window.history.back());
        await until('the marks of the results', async () => (await marketplace.marks()).length === marked.length);
        expect(await page.evaluate(() => document.documentElement.dataset.sameDocument)).toBe('');
      });
    });

    test('Joom: marks and the toolbar’s count go when the next page has nothing to find', async () => {
      const stack = get();
      const offers = offersOf('joom');
      // Below a product stand the five next offers; these are honest too.
      const honest = offers.find((_, index) =>
        offers.slice(index, index + 6).every(({ good }) => good.expects === null),
      );
      if (honest === undefined) throw new Error('no honest product has honest neighbours');
      await inTab(
        stack,
        `https://www.joom.com/fr/products/${offerOfGood('joom', 'laser').id}`,
        async (marketplace, page) => {
          await marketplace.waitForMarks(1);
          await page.evaluate((path: string) => {
            const link = document.createElement('a');
            link.href = path;
            document.body.append(link);
            link.click();
          }, `/fr/products/${honest.id}`);
          await waitForText(page, honest.good.fr);
          await until('no mark', async () => (await marketplace.marks()).length === 0);
          await until('“nothing suspicious” in the popup', async () => {
            const popup = await openPopupFor(stack.session, page, stack.texts);
            const text = await popup.loaded();
            await popup.page.close();
            return text.includes(stack.texts.get('popup.nothing'));
          });
          expect(await stack.session.badgeText(page)).toBe('');
        },
      );
    });

    test('Shein: a colour chosen without a reload is read as the listing that it is', async () => {
      const stack = get();
      const { id, good } = offerOfGood('shein', 'magnet-balls');
      await inTab(stack, `https://fr.shein.com/Billes-p-${id}.html`, async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        await press(page, 'link', 'sable');
        const other = `${good.fr} – sable`;
        await until('a mark at the other colour’s title', async () =>
          (await marketplace.marks()).some(({ beside }) => beside.startsWith(other)),
        );
        const popup = await openPopupFor(stack.session, page, stack.texts);
        await popup.waitForWords(other);
        await popup.startReport();
        const report = await popup.previewedReport();
        expect(report).toMatchObject({ listings: [{ ref: { id: String(Number(id) + 1) }, title: other }] });
        await popup.page.close();
      });
    });
  });
}
