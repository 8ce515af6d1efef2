/** A report outlives what happens to it: no network, no intake, a background that is ended. */
import { describe, expect, test } from 'vitest';
import { until } from '../../tools/browser/locate.ts';
import { openPopupFor, PopupPage } from '../../tools/browser/pages.ts';
import { offerOfGood } from '../../tools/standin/catalogue.ts';
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
