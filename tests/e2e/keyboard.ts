/** The whole way from a mark to the receipt, without a mouse. */
import { describe, expect, test } from 'vitest';
import { press, until } from '../../tools/browser/locate.ts';
import { PopupPage } from '../../tools/browser/pages.ts';
import type { DrivenPage } from '../../tools/browser/session.ts';
import { offerOfGood } from '../../tools/standin/catalogue.ts';
import { tabTo as tabToName, tabUntil } from './focus.ts';
import type { GetStack } from './suite.ts';
import { inTab } from './tabs.ts';

/** What has the focus in a mark: the words of the button, or null where it is elsewhere. Runs in the page, once a mark. */
function focusedInMark(_host: HTMLElement, root: ShadowRoot): string | null {
  return root.activeElement instanceof HTMLButtonElement ? (root.activeElement.textContent ?? '').trim() : null;
}

export function keyboard(get: GetStack): void {
  const tabTo = (page: DrivenPage, key: string) => tabToName(page, get().texts.get(key));
  const inMark = async (page: DrivenPage) =>
    (await page.inMarks(focusedInMark)).find((name) => name !== null && name !== undefined) ?? null;

  describe('with few clicks', () => {
    test('a toy is reported in two clicks after the form has opened', async () => {
      const { session, texts, intake } = get();
      const { id } = offerOfGood('shein', 'magnet-balls');
      await inTab(get(), `https://fr.shein.com/Billes-p-${id}.html`, async (marketplace) => {
        await marketplace.waitForMarks(1);
        await marketplace.pressMark(0);
        await marketplace.pressInPanel(0, 'mark.report');
        const { page } = new PopupPage(await session.openedExtensionPage('popup.html'), texts);
        // All that a person does from here on, and each is one click; docs/using.md counts them.
        await press(page, 'checkbox', texts.get('form.goodFaith'));
        await press(page, 'button', texts.get('form.send'));
        const { reference } = await new PopupPage(page, texts).receipt();
        const stored = intake.received().find((one) => one.reference === reference);
        expect(stored?.report).toMatchObject({
          explanation: '',
          listings: [{ ref: { marketplace: 'shein', id } }],
        });
        await page.close();
      });
    });
  });

  describe('by keyboard alone', () => {
    test('a mark is reached, opened, closed, opened again and reported', async () => {
      const { session, texts, intake } = get();
      const { id } = offerOfGood('aliexpress', 'shuriken');
      await inTab(get(), `https://fr.aliexpress.com/item/${id}.html`, async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        const start = texts.start('mark.suspected').trim();
        await tabUntil(page, 'the mark', async () => (await inMark(page))?.startsWith(start) === true);
        const isOpen = async () =>
          (await page.inMarks((_host, root) => root.querySelector('[popover]:popover-open') !== null)).includes(true);
        await page.press('Enter');
        await until('an open panel', isOpen);
        await page.press('Escape');
        await until('a closed panel', async () => !(await isOpen()));
        // The focus is where it was: a panel is no trap and no dead end.
        await until('the focus back on the mark', async () => (await inMark(page))?.startsWith(start) === true);
        await page.press('Enter');
        await until('an open panel', isOpen);
        const report = texts.get('mark.report');
        await tabUntil(page, `“${report}”`, async () => (await inMark(page)) === report);
        await page.press('Enter');

        const popup = new PopupPage(await session.openedExtensionPage('popup.html'), texts);
        await popup.waitFor('form.heading');
        await tabTo(popup.page, 'form.explanation');
        await popup.page.type('Étoiles à lancer.');
        await tabTo(popup.page, 'form.goodFaith');
        await popup.page.press('Space');
        await tabTo(popup.page, 'form.send');
        await popup.page.press('Enter');
        const { reference } = await popup.receipt();
        const stored = intake.received().find((one) => one.reference === reference);
        expect(stored?.report).toMatchObject({
          explanation: 'Étoiles à lancer.',
          listings: [{ ref: { marketplace: 'aliexpress', id } }],
        });
      });
    });
  });
}
