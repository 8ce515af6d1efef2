/** The ways to a report beside the popup on a product page: a right-click, a cart, an address, texts to carry. */
import { describe, expect, test } from 'vitest';
import { until } from '../../tools/browser/locate.ts';
import { openPopupFor, PopupPage, tickCards } from '../../tools/browser/pages.ts';
import type { ContextMenuItem, DrivenPage, Point } from '../../tools/browser/session.ts';
import { offerOfGood, offersOf, titleOf } from '../../tools/standin/catalogue.ts';
import type { GetStack } from './suite.ts';
import { inTab } from './tabs.ts';

const GRID = 'https://fr.aliexpress.com/w/wholesale-couteau-de-poche.html';

/** Where the link to a listing is, scrolled into view. Runs in the page. */
function placeOfLink(id: string): Point | null {
  const link = [...document.querySelectorAll('a')].find((one) => one.href.includes(id));
  if (link === undefined) return null;
  link.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { x, y, width, height } = link.getBoundingClientRect();
  return { x: x + width / 2, y: y + height * 0.6 };
}

export function ways(get: GetStack): void {
  function item(id: string, key: string): ContextMenuItem {
    return { id, title: get().texts.get(key) };
  }

  async function rightClickOn(page: DrivenPage, id: string, choice: ContextMenuItem): Promise<void> {
    const point = await until(`the link to ${id}`, () => page.evaluate(placeOfLink, id));
    await get().session.chooseInContextMenu(page, point, choice);
  }

  /** The tab that the extension opened by itself. */
  async function opened(view: string): Promise<PopupPage> {
    const { session, texts } = get();
    return new PopupPage(await session.openedExtensionPage(`reports.html#${view}`), texts);
  }

  async function reportsPage(view: string): Promise<PopupPage> {
    const { session, texts } = get();
    return new PopupPage(await session.openExtensionPage(`reports.html#${view}`), texts);
  }

  /** The first card of the grid that no rule has anything to say about. */
  function honestOffer() {
    const offer = offersOf('aliexpress').find(({ good }) => good.expects === null && !good.weak);
    if (offer === undefined) throw new Error('there is no honest offer');
    return offer;
  }

  function receivedAbout(id: string) {
    return get()
      .intake.received()
      .filter(({ report }) => JSON.stringify(report).includes(id));
  }

  describe('a right-click', () => {
    test('on a card reports it without opening it, with what the card shows', async () => {
      const stack = get();
      const offer = offerOfGood('aliexpress', 'gps-jammer');
      await inTab(stack, GRID, async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        const before = stack.standin.requests.length;
        await rightClickOn(page, offer.id, item('report-link', 'menu.report'));
        const form = await opened('report');
        await form.waitFor('form.heading');
        await form.waitForWords(titleOf(offer, 'fr'));
        expect(stack.standin.requests.slice(before).filter((one) => one.includes(`/item/${offer.id}`))).toEqual([]);
        await form.fillForm({ explanation: 'Brouilleur.' });
        await form.send();
        await form.receipt();
        await form.page.close();
        expect(receivedAbout(offer.id)[0]?.report).toMatchObject({
          listings: [{ ref: { id: offer.id }, title: titleOf(offer, 'fr'), reading: { kind: 'card' } }],
        });
      });
    });

    test('puts a card into the cart', async () => {
      const offer = honestOffer();
      await inTab(get(), GRID, async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        await rightClickOn(page, offer.id, item('cart-link', 'menu.cart'));
        const cart = await opened('cart');
        await cart.waitFor('cart.in');
        await cart.waitForWords(titleOf(offer, 'fr'));
        await cart.pressButton('cart.remove.one');
        await cart.waitFor('cart.empty');
        // Taken back, without a question before.
        await cart.pressButton('mark.undo');
        await cart.waitForWords(titleOf(offer, 'fr'));
        await cart.pressButton('cart.remove.one');
        await cart.waitFor('cart.empty');
        await cart.page.close();
      });
    });

    test('opens the child-protection path without any finding, with nothing of the listing but its number', async () => {
      const offer = honestOffer();
      await inTab(get(), GRID, async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        await rightClickOn(page, offer.id, item('child-protection-link', 'popup.reportSensitive'));
        const form = await opened('child-protection');
        await form.waitFor('childProtection.intro');
        await form.waitForWords(offer.id);
        expect(await form.text()).not.toContain(titleOf(offer, 'fr'));
        await form.waitFor('childProtection.blurred');
        const blurred = () => page.evaluate(() => document.querySelectorAll('[data-vigie-blurred] img').length);
        await until('blurred pictures', async () => (await blurred()) > 0);
        await form.pressButton('childProtection.unblur');
        await until('pictures again', async () => (await blurred()) === 0);
        await form.page.close();
      });
    });
  });

  describe('a cart', () => {
    test('of five cards ticked in a grid is one report about five listings', { timeout: 120_000 }, async () => {
      const stack = get();
      const first = offersOf('joom').slice(0, 5);
      await inTab(stack, 'https://www.joom.com/fr/search/q.gadgets', async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        const popup = await openPopupFor(stack.session, page, stack.texts);
        await popup.toggle('cart.ticks');
        await page.activate();
        await tickCards(page, 5);
        await popup.page.close();
        const cart = await reportsPage('cart');
        for (const offer of first) await cart.waitForWords(titleOf(offer, 'fr'));
        await cart.pressButton('cart.reportAll', '5');
        await cart.fillForm({ explanation: 'Cinq annonces du même genre.' });
        await cart.send();
        const { reference } = await cart.receipt();
        const stored = stack.intake.received().find((one) => one.reference === reference);
        expect(stored?.report).toMatchObject({
          listings: first.map(({ id }) => ({ ref: { marketplace: 'joom', id } })),
        });
        await cart.openHistory();
        await cart.waitForWords(reference);
        await cart.page.close();
        const empty = await reportsPage('cart');
        await empty.waitFor('cart.empty');
        await empty.page.close();
        // The boxes go as they came.
        const again = await openPopupFor(stack.session, page, stack.texts);
        await again.toggle('cart.ticks');
        await again.page.close();
      });
    });
  });

  describe('an address', () => {
    test('of a listing is reported without being opened; another one is told what it is', async () => {
      const stack = get();
      const { id } = offerOfGood('shein', 'teapot');
      const page = await reportsPage('address');
      for (const [address, key] of [
        ['pas une adresse', 'address.notAnAddress'],
        ['https://shop.example/item/1.html', 'address.otherSite'],
        ['https://a.aliexpress.com/_abc', 'address.shareLink'],
        ['https://fr.shein.com/pdsearch/jouets/', 'address.notAListing'],
      ] as const) {
        await page.fillField('address.label', address);
        await page.pressButton('address.report');
        await page.waitFor(key);
      }
      const before = stack.standin.requests.length;
      await page.fillField('address.label', `Regarde https://fr.shein.com/x-p-${id}.html?ref=app`);
      await page.pressButton('address.report');
      await page.waitFor('form.addressOnly');
      await page.fillForm({ explanation: 'Théière dangereuse.' });
      await page.send();
      await page.receipt();
      await page.page.close();
      expect(stack.standin.requests.slice(before)).toEqual([]);
      expect(receivedAbout(id)[0]?.report).toMatchObject({ listings: [{ ref: { id }, title: null, reading: null }] });
    });
  });

  describe('another way out', () => {
    test('a notice to the marketplace is written and carried by the person; nothing is sent', async () => {
      const stack = get();
      const { id } = offerOfGood('joom', 'stool');
      await inTab(stack, `https://www.joom.com/fr/products/${id}`, async (_marketplace, page) => {
        const popup = await openPopupFor(stack.session, page, stack.texts);
        await popup.startReport();
        await popup.choose('form.to', 'dsa-notice');
        await popup.waitFor('sender.textNote');
        await popup.fillForm({ explanation: 'Vendu sans information obligatoire.' });
        await popup.pressButton('form.prepare');
        await popup.waitFor('outbox.handedOver');
        const text = await popup.text();
        expect(text).toContain(`https://www.joom.com/fr/products/${id}`);
        expect(text).toContain('Vendu sans information obligatoire.');
        expect(text).toContain(stack.texts.get('carried.goodFaith'));
        await popup.openHistory();
        await popup.waitFor('outbox.handedOver');
        await popup.page.close();
        expect(receivedAbout(id)).toEqual([]);
      });
    });
  });
}
