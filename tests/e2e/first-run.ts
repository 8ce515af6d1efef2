/** The page that opened by itself on installation (tools/demo/stack.ts waits for that), as a person uses it: by keyboard. */
import { describe, expect, test } from 'vitest';
import { until, waitForText } from '../../tools/browser/locate.ts';
import { PopupPage } from '../../tools/browser/pages.ts';
import { tabTo } from './focus.ts';
import type { GetStack } from './suite.ts';

/** What the page shows as chosen: the country and the number of the role. Runs in a page of the extension. */
function chosen(): [string | undefined, number] {
  const roles = [...document.querySelectorAll<HTMLInputElement>('input[name=role]')];
  return [document.querySelector('select')?.value, roles.findIndex(({ checked }) => checked)];
}

export function firstRun(get: GetStack): void {
  describe('the first run', () => {
    test('country and role are chosen by keyboard, and stored at once', async () => {
      const { session, texts } = get();
      const page = await session.openExtensionPage('welcome.html');
      await waitForText(page, texts.get('welcome.never'));
      // What is first reached is the way past it.
      await page.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(texts.get('welcome.skip'));
      const shows = (what: [string, number]) =>
        until(`the choices ${what}`, async () => JSON.stringify(await page.evaluate(chosen)) === JSON.stringify(what));
      await shows(['FR', 0]);
      await tabTo(page, texts.get('options.country'));
      // A select takes letters: the first country that begins with them.
      await page.type('Belg');
      await waitForText(page, texts.get('options.saved'));
      await tabTo(page, texts.get('options.consumer'));
      await page.press('ArrowDown');
      await shows(['BE', 1]);
      // Not what the page remembers, but what is stored.
      await page.reload();
      await shows(['BE', 1]);
      await tabTo(page, texts.get('options.country'));
      await page.type('Fran');
      await tabTo(page, texts.get('options.monitor'));
      await page.press('ArrowUp');
      await shows(['FR', 0]);
      await page.reload();
      await shows(['FR', 0]);
      await page.close();
    });

    test('an authority is found and accepted there, and the page closes when it is done or skipped', async () => {
      const { session, texts, intake } = get();
      for (const key of ['welcome.skip', 'welcome.start']) {
        const page = await session.openExtensionPage('welcome.html');
        const welcome = new PopupPage(page, texts);
        if (key === 'welcome.start') {
          await welcome.fillField('options.authorityAddress', intake.url);
          await welcome.pressButton('options.authorityCheck');
          await welcome.pressButton('options.authorityAccept');
          await welcome.waitFor('options.saved');
        }
        // The tab may be gone before the click is answered.
        await welcome.pressButton(key).catch(() => undefined);
        await until(
          'a closed tab',
          async () => !(await session.openPages()).some((url) => url.endsWith('/welcome.html')),
        );
      }
    });

    test('the page says which language it is in', async () => {
      const { session, texts } = get();
      const page = await session.openExtensionPage('welcome.html');
      await waitForText(page, texts.get('welcome.heading'));
      expect(
        await page.evaluate(() => [document.documentElement.lang.split('-')[0], document.documentElement.dir]),
      ).toEqual([texts.get('language'), 'ltr']);
      await page.close();
    });
  });
}
