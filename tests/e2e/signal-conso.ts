/** The way out in the shape of SignalConso: only to an endpoint that somebody configured, once, with the receipt shown. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { Owned } from '../../tools/browser/owned.ts';
import { openPopupFor, PopupPage } from '../../tools/browser/pages.ts';
import { offerOfGood } from '../../tools/standin/catalogue.ts';
import { Bridge } from './bridge.ts';
import type { GetStack } from './suite.ts';
import { inTab } from './tabs.ts';

/** What the choice of a way out offers. Runs in the page. */
function offeredWays(label: string): string[] {
  const select = [...document.querySelectorAll('select')].find((one) =>
    [...one.labels].some((text) => text.textContent?.includes(label)),
  );
  return [...(select?.options ?? [])].map(({ value }) => value);
}

export function signalConso(get: GetStack): void {
  describe('in the shape of SignalConso', () => {
    const owned = new Owned();
    let bridge: Bridge;
    const listing = () => offerOfGood('aliexpress', 'hair-dryer');
    const address = () => `https://fr.aliexpress.com/item/${listing().id}.html`;
    /** Opens the form on the listing for the length of `work`. */
    const withForm = (work: (form: PopupPage) => Promise<void>) =>
      inTab(get(), address(), async (_marketplace, page) => {
        const form = await openPopupFor(get().session, page, get().texts);
        await form.startReport();
        await work(form);
        await form.page.close();
      });
    const configure = async (endpoint: string, outcome: string) => {
      const options = new PopupPage(await get().session.openExtensionPage('options.html'), get().texts);
      await options.fillField('options.signalConsoAddress', endpoint);
      await options.pressButton('options.signalConsoUse');
      await options.waitFor(outcome);
      await options.page.close();
    };

    beforeEach(async () => {
      bridge = await Bridge.start(owned);
    });
    afterAll(() => owned.close());

    test('no endpoint is there by itself, and SignalConso’s own hosts are refused', async () => {
      await withForm(async (form) => {
        const ways = await form.page.evaluate(offeredWays, get().texts.get('form.to'));
        expect(ways).toContain('vigie-intake');
        expect(ways).not.toContain('signalconso');
      });
      for (const host of ['https://signal.conso.gouv.fr', 'https://api.signal.conso.gouv.fr'])
        await configure(host, 'options.signalConsoItself');
      await withForm(async (form) => {
        expect(await form.page.evaluate(offeredWays, get().texts.get('form.to'))).not.toContain('signalconso');
      });
    });

    test('a report goes to the configured endpoint in its shape, is there once, and the receipt is shown', {
      timeout: 180_000,
    }, async () => {
      const { intake } = get();
      await configure(bridge.url, 'options.saved');
      intake.heard.length = 0;
      await withForm(async (form) => {
        await form.choose('form.to', 'signalconso');
        await form.fillForm({ explanation: 'L’appareil chauffe au point de fondre.' });
        // Asked for by this way out, and said before anything leaves.
        await form.send();
        await form.waitFor('form.faultName');
        expect(bridge.asked).toEqual([]);
        await form.fillField('form.name', 'Camille Exemple');
        await form.fillField('form.email', 'camille@example.org');
        const shown = await form.previewedReport();
        // The first answer fails after the bridge has stored the report: the second attempt must not double it.
        bridge.next = 503;
        await form.send();
        await form.waitFor('outbox.serverError');
        const { reference, sha256 } = await form.receipt(80_000);
        expect(bridge.received).toHaveLength(1);
        const [received] = bridge.received;
        expect(received?.body).toEqual(shown);
        expect(reference).toBe('sc-1');
        expect(sha256).toMatch(/^[0-9a-f]{64}$/);
        expect(received?.body).toMatchObject({
          category: 'AchatInternet',
          websiteURL: expect.stringContaining(listing().id),
          firstName: 'Camille',
          lastName: 'Exemple',
          email: 'camille@example.org',
          contactAgreement: false,
          employeeConsumer: false,
          fileIds: [],
          companyAddress: { country: 'NL' },
          details: expect.arrayContaining([
            { label: 'Nom du produit :', value: listing().good.fr },
            { label: 'Description :', value: expect.stringContaining('L’appareil chauffe au point de fondre.') },
          ]),
        });
        await form.openHistory();
        await form.waitForWords('sc-1');
      });
      expect(bridge.asked.filter((one) => one.startsWith('POST'))).toEqual(['POST /api/reports', 'POST /api/reports']);
      // This protocol cannot be asked what became of it, and the authority of the settings hears nothing.
      expect(bridge.asked.filter((one) => one.startsWith('GET'))).toEqual([]);
      expect(intake.heard.filter((one) => one.includes('"POST"'))).toEqual([]);
    });

    test('the endpoint is taken away again, and the way out with it', async () => {
      await configure(' ', 'options.saved');
      await withForm(async (form) => {
        expect(await form.page.evaluate(offeredWays, get().texts.get('form.to'))).not.toContain('signalconso');
      });
    });
  });
}
