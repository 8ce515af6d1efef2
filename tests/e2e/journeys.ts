/** The walk of `vigie demo --headless`, and what the intake holds after it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openPopupFor } from '../../tools/browser/pages.ts';
import { visits } from '../../tools/demo/shops.ts';
import { Walk } from '../../tools/demo/walk.ts';
import { offerOfGood } from '../../tools/standin/catalogue.ts';
import type { GetStack } from './suite.ts';
import { inTab } from './tabs.ts';

export function journeys(get: GetStack): void {
  describe('from a page to the receipt', () => {
    const folder = mkdtempSync(join(tmpdir(), 'vigie-walk-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    describe.each(visits('fr'))('$name', (visit) => {
      test('product page: mark, popup, report, receipt, history', async () => {
        await new Walk(get(), folder, () => {}).product(visit);
      });
      test('results: every suspicious card is marked, no other', async () => {
        await new Walk(get(), folder, () => {}).grid(visit);
      });
    });

    test('an English page is read and marked as well', async () => {
      const [visit] = visits('en');
      if (visit === undefined) throw new Error('there is no visit');
      await new Walk(get(), folder, () => {}).grid(visit);
    });

    test('what the form showed is what the intake stored, to the letter', async () => {
      const stack = get();
      const { good, id } = offerOfGood('joom', 'spy-camera');
      await inTab(stack, `https://www.joom.com/fr/products/${id}`, async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        const popup = await openPopupFor(stack.session, page, stack.texts);
        await popup.startReport();
        await popup.fillForm({ explanation: 'Caméra cachée en vente libre.' });
        const shown = await popup.previewedReport();
        await popup.send();
        const { reference } = await popup.receipt();
        await popup.page.close();
        const stored = stack.intake.received().find((one) => one.reference === reference);
        expect(stored?.report).toEqual(shown);
        expect(stored?.report).toMatchObject({
          schema: 'vigie-report/1',
          explanation: 'Caméra cachée en vente libre.',
          listings: [{ ref: { marketplace: 'joom', id }, title: good.fr }],
        });
      });
    });

    test('without the statement of good faith nothing is sent, and the form says why', async () => {
      const stack = get();
      const { id } = offerOfGood('aliexpress', 'amoxicillin');
      await inTab(stack, `https://fr.aliexpress.com/item/${id}.html`, async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        const before = stack.intake.received().length;
        const popup = await openPopupFor(stack.session, page, stack.texts);
        await popup.startReport();
        await popup.fillForm({ explanation: 'Médicament.', goodFaith: false });
        await popup.send();
        await popup.waitFor('form.faultGoodFaith');
        expect(stack.intake.received()).toHaveLength(before);
        await popup.page.close();
      });
    });

    test('a listing without a finding can be reported too', async () => {
      const stack = get();
      const { good, id } = offerOfGood('shein', 'mug');
      await inTab(stack, `https://fr.shein.com/mug-p-${id}.html`, async (_marketplace, page) => {
        const popup = await openPopupFor(stack.session, page, stack.texts);
        await popup.waitFor('popup.nothing');
        await popup.startReport();
        await popup.fillForm({ explanation: 'Vendu sans étiquette.' });
        await popup.send();
        const { reference } = await popup.receipt();
        await popup.page.close();
        const stored = stack.intake.received().find((one) => one.reference === reference);
        expect(stored?.report).toMatchObject({ findings: [], listings: [{ ref: { id }, title: good.fr }] });
      });
    });
  });
}
