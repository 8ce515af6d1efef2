/** A report outlives what happens to it: no network, no intake, a background that is ended. */
import { describe, expect, test } from 'vitest';
import { fill, press, until, waitForText } from '../../tools/browser/locate.ts';
import { openPopupFor, PopupPage } from '../../tools/browser/pages.ts';
import { offerOfGood } from '../../tools/standin/catalogue.ts';
import { expectNameless } from './nameless.ts';
import type { GetStack } from './suite.ts';
import { inTab } from './tabs.ts';

/** A retry waits for an alarm, and the shortest alarm is half a minute. */
const RETRY_PATIENCE_MS = 80_000;

export function outbox(get: GetStack): void {
  /** Fills in a report about `key` and presses send, with whatever `before` does to the world just before that. */
  async function sendReport(key: string, before: () => Promise<void>): Promise<PopupPage> {
    const stack = get();
    const url = `https://fr.aliexpress.com/item/${offerOfGood('aliexpress', key).id}.html`;
    return inTab(stack, url, async (marketplace, page) => {
      await marketplace.waitForMarks(1);
      const popup = await openPopupFor(stack.session, page, stack.texts);
      await popup.startReport();
      await popup.fillForm({ explanation: `Signalé : ${key}.` });
      await before();
      await popup.send();
      return popup;
    });
  }

  function receivedOf(key: string) {
    const { id } = offerOfGood('aliexpress', key);
    return get()
      .intake.received()
      .filter(({ report }) => JSON.stringify(report).includes(id));
  }

  describe('outbox', () => {
    test('offline: queued and kept; online again: sent, once', { timeout: 150_000 }, async () => {
      const { session } = get();
      const popup = await sendReport('puff', () => session.setOffline(true));
      try {
        await popup.waitFor('outbox.queued');
        await popup.waitFor('outbox.offline');
        expect(receivedOf('puff')).toEqual([]);
      } finally {
        await session.setOffline(false);
      }
      await popup.receipt(RETRY_PATIENCE_MS);
      expect(receivedOf('puff')).toHaveLength(1);
      await popup.page.close();
    });

    test('nothing goes out by which the installation could be known; what the browser keeps back waits for a yes', async () => {
      const { intake, session, texts } = get();
      const asks = session.kind === 'firefox';
      if (asks) await session.refuseAccess();
      intake.heard.length = 0;
      const popup = await sendReport('nicotine', async () => {});
      if (asks) {
        const host = new URL(intake.url).host;
        await popup.waitFor('outbox.queued');
        await popup.waitForWords(texts.get('outbox.noAccess', host));
        expect(intake.heard).toEqual([]);
        await session.allowAccess('http://127.0.0.1/*');
        await popup.pressButton('outbox.allow', host);
      }
      await popup.receipt();
      await popup.openHistory();
      await popup.pressButton('history.check');
      await until('the question about the report', async () => intake.heard.some((one) => one.includes('"GET"')));
      expect(receivedOf('nicotine')).toHaveLength(1);
      expectNameless(session, intake.heard);
      await popup.page.close();
    });

    test('Chromium names the package to the authority, with access to its host as without, and nothing else', async ({
      skip,
    }) => {
      const { intake, session, texts } = get();
      skip(
        session.kind === 'firefox',
        'Firefox sends nothing without access, and `Origin: null` with it: see the test before',
      );
      /** The origins that a report and the question about it came with, by method. */
      const originsOf = async (key: string) => {
        intake.heard.length = 0;
        const popup = await sendReport(key, async () => {});
        await popup.receipt();
        await popup.openHistory();
        await popup.pressButton('history.check');
        await until('the question about the report', async () => intake.heard.some((one) => one.includes('"GET"')));
        await popup.page.close();
        const heard = intake.heard.map((one) => JSON.parse(one) as { method: string; headers: { origin?: string } });
        const pairs = heard.map(({ method, headers }) => `${method} ${headers.origin ?? 'none'}`);
        return [...new Set(pairs)].sort();
      };
      await session.refuseAccess();
      const own = session.extensionOrigin;
      // Without access these are cross-origin requests: asked for by a preflight, each with the origin.
      expect(await originsOf('laser')).toEqual([`GET ${own}`, `OPTIONS ${own}`, `POST ${own}`]);
      await session.allowAccess('http://127.0.0.1/*');
      // What asks for access in Chromium is never a report: here it is an authority for time stamps.
      const settings = await session.openExtensionPage('options.html');
      const chooseStamps = async (address: string) => {
        await fill(settings, texts.get('evidence.settings.authorities'), address);
        await press(settings, 'button', texts.get('evidence.settings.save'));
        await waitForText(settings, texts.get('evidence.settings.saved'));
      };
      await chooseStamps('http://127.0.0.1:9/');
      await settings.reload();
      await chooseStamps(' ');
      await settings.close();
      // With access there is no preflight, and no origin where HTTP has no need of one.
      expect(await originsOf('magnet-balls')).toEqual(['GET none', `POST ${own}`]);
      await session.refuseAccess();
    });

    test('intake down, popup closed, background ended: sent at the next start, once', {
      timeout: 150_000,
    }, async () => {
      const { intake, session, texts } = get();
      const popup = await sendReport('nitrous', () => intake.stop());
      try {
        await popup.waitFor('outbox.queued');
        await popup.waitFor('outbox.offline');
        await popup.page.close();
        await session.killBackground();
        expect(receivedOf('nitrous')).toEqual([]);
      } finally {
        await intake.restart();
      }
      // The popup wakes the background; the report goes out when its next attempt is due.
      const later = new PopupPage(await session.openExtensionPage('popup.html'), texts);
      await until('the report at the intake', async () => receivedOf('nitrous').length === 1, {
        patience: RETRY_PATIENCE_MS,
      });
      await later.openHistory();
      await later.waitForWords(receivedOf('nitrous')[0]?.reference ?? '?');
      await later.page.close();
      expect(receivedOf('nitrous')).toHaveLength(1);
    });

    test('a background that is ended between two pages marks the second as well', async () => {
      const { session } = get();
      await session.killBackground();
      await inTab(get(), `https://www.joom.com/fr/products/${offerOfGood('joom', 'iptv').id}`, async (marketplace) => {
        await marketplace.waitForMarks(1);
      });
    });
  });
}
