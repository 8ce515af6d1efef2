/** The separate path: place and time, no name, nothing kept. Played on an ordinary listing of the stand-in. */
import { describe, expect, test } from 'vitest';
import { until } from '../../tools/browser/locate.ts';
import { openPopupFor } from '../../tools/browser/pages.ts';
import { offerOfGood, titleOf } from '../../tools/standin/catalogue.ts';
import { expectNameless } from './nameless.ts';
import type { GetStack } from './suite.ts';
import { inTab } from './tabs.ts';

/** Everything that the extension keeps, as text. Runs in one of its pages. */
async function allThatIsKept(): Promise<string> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('vigie');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const kept: string[] = [];
  for (const store of database.objectStoreNames) {
    const rows = await new Promise<unknown[]>((resolve, reject) => {
      const reading = database.transaction(store).objectStore(store).getAll();
      reading.onsuccess = () => resolve(reading.result);
      reading.onerror = () => reject(reading.error);
    });
    kept.push(JSON.stringify(rows));
  }
  database.close();
  return kept.join('\n');
}

export function childProtection(get: GetStack): void {
  describe('child protection', () => {
    test('is sent without a name and then forgotten, all but a count', async () => {
      const stack = get();
      const offer = offerOfGood('shein', 'backpack');
      await inTab(stack, `https://fr.shein.com/Un-titre-d-annonce-p-${offer.id}.html`, async (_marketplace, page) => {
        const popup = await openPopupFor(stack.session, page, stack.texts);
        await popup.loaded();
        // A draft on the same listing goes when the other path is taken.
        await popup.startReport();
        await popup.fillForm({ explanation: 'Brouillon qui doit disparaître.' });
        await popup.pressButton('popup.reportSensitive');
        // Not the heading: the button's own words hold it.
        await popup.waitFor('childProtection.intro');
        expect(await popup.text()).not.toContain(titleOf(offer, 'fr'));
        const { intake, session, texts } = stack;
        const asks = session.kind === 'firefox';
        if (asks) await session.refuseAccess();
        intake.heard.length = 0;
        await popup.pressButton('childProtection.send');
        await popup.waitFor('childProtection.queued');
        if (asks) {
          const host = new URL(intake.url).host;
          await popup.waitForWords(texts.get('outbox.noAccess', host));
          expect(intake.heard).toEqual([]);
          await session.allowAccess('http://127.0.0.1/*');
          await popup.pressButton('outbox.allow', host);
        }
        const received = await until('the report at the intake', async () =>
          stack.intake.received().find(({ report }) => JSON.stringify(report).includes(`"${offer.id}"`)),
        );
        expectNameless(session, intake.heard);
        expect(received.report).toEqual({
          schema: 'vigie-child-protection-report/1',
          marketplace: 'shein',
          listingId: offer.id,
          url: `https://fr.shein.com/item-p-${offer.id}.html`,
          seenAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
          note: null,
        });
        await until('an empty memory', async () => !(await popup.page.evaluate(allThatIsKept)).includes(offer.id));
        expect(await popup.page.evaluate(allThatIsKept)).not.toContain('Brouillon');
        await popup.openHistory();
        expect(await popup.text()).not.toContain(offer.id);
        await until('the count in the history', async () =>
          /1 child-protection report sent|1 signalement de protection/.test(await popup.text()),
        );
        await popup.page.close();
      });
    });
  });
}
