/** After "send": a refusal that is mended, a decision that is seen, a listing that is met again; exports, and the end of it all. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fill, press, until, waitForText } from '../../tools/browser/locate.ts';
import { chooseAuthority, chooseRole, openPopupFor, PopupPage } from '../../tools/browser/pages.ts';
import { offerOfGood } from '../../tools/standin/catalogue.ts';
import { capture } from './evidence-steps.ts';
import type { ExtensionScope } from './extension-scope.ts';
import type { GetStack } from './suite.ts';
import { inTab } from './tabs.ts';

/** How many rows each store holds, of those that hold any. Runs in a page of the extension. */
async function countRows(): Promise<Record<string, number>> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('vigie');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const counts: Record<string, number> = {};
  for (const store of database.objectStoreNames) {
    const count = await new Promise<number>((resolve, reject) => {
      const counting = database.transaction(store).objectStore(store).count();
      counting.onsuccess = () => resolve(counting.result);
      counting.onerror = () => reject(counting.error);
    });
    if (count > 0) counts[store] = count;
  }
  database.close();
  return counts;
}

/** The extension's notifications that stand, as text. Runs in a page of the extension. */
async function shownNotifications(): Promise<string[]> {
  interface Api {
    notifications: { getAll(): Promise<Record<string, { title?: string; message?: string }>> };
  }
  const outer = window as unknown as ExtensionScope<Api>;
  const all = (await (outer.wrappedJSObject ?? outer).browser?.notifications.getAll()) ?? {};
  return Object.values(all).map(({ title, message }) => `${title}: ${message}`);
}

/** The names of all permissions that the extension has. Runs in a page of the extension. */
async function allRights(): Promise<string[]> {
  interface Api {
    permissions: { getAll(): Promise<{ permissions?: string[] }> };
  }
  const outer = window as unknown as ExtensionScope<Api>;
  const scope = outer.wrappedJSObject ?? outer;
  const { permissions = [] } = (await (scope.browser ?? scope.chrome)?.permissions.getAll()) ?? {};
  return [...permissions];
}

/** What stays: the rules and their publishers. */
const RULES = ['publishers', 'packs', 'packSources'];

export function followed(get: GetStack): void {
  function addressOf(key: string): string {
    return `https://fr.aliexpress.com/item/${offerOfGood('aliexpress', key).id}.html`;
  }

  /** Sends a report about `key`; its reference, with the popup still open. */
  async function report(key: string, fill: (popup: PopupPage) => Promise<void>): Promise<PopupPage> {
    const stack = get();
    return inTab(stack, addressOf(key), async (marketplace, page) => {
      await marketplace.waitForMarks(1);
      const popup = await openPopupFor(stack.session, page, stack.texts);
      await popup.startReport();
      await fill(popup);
      await popup.send();
      return popup;
    });
  }

  describe('after sending', () => {
    test('refused, mended, taken: under another key, and once', async () => {
      const { intake } = get();
      await intake.stop();
      // The authority asks for a name from now on; the profile that the person accepted says otherwise.
      await intake.restart({ identity: { name: 'required', email: 'optional' } });
      try {
        const popup = await report('shuriken', (form) => form.fillForm({ explanation: 'Arme de catégorie A1.' }));
        await popup.waitFor('outbox.refused');
        await popup.pressButton('receipt.done');
        await popup.pressButton('history.open');
        await popup.waitForWords('This authority asks for your name');
        await popup.fillField('form.name', 'Camille Exemple');
        await popup.toggle('form.goodFaith');
        await popup.send();
        const { reference } = await popup.receipt();
        await popup.page.close();
        const { id } = offerOfGood('aliexpress', 'shuriken');
        const received = intake.received().filter(({ report: one }) => JSON.stringify(one).includes(id));
        expect(received.map((one) => one.reference)).toEqual([reference]);
        expect(received[0]?.report).toMatchObject({ reporter: { name: 'Camille Exemple' } });
      } finally {
        await intake.stop();
        await intake.restart();
      }
    });

    test('the authority’s decision, and whether the listing is still online, are in the history', async () => {
      const stack = get();
      const popup = await report('iptv', (form) => form.fillForm({ explanation: 'Abonnement pirate.' }));
      const { reference } = await popup.receipt();
      await popup.openHistory();
      await popup.waitForWords(reference);

      await stack.intake.decide(reference, {
        state: 'action-taken',
        decision: 'L’annonce a été retirée ; merci de votre signalement.',
      });
      await popup.pressButton('history.check');
      await popup.waitFor('status.actionTaken');
      await popup.waitForWords('L’annonce a été retirée');

      // The history names the day and time; only the words before them are the same each time.
      const words = (key: string) => stack.texts.start(key).trim();
      await inTab(stack, addressOf('iptv'), async (marketplace) => {
        await marketplace.waitForMarks(1);
      });
      await popup.page.reload();
      await popup.openHistory();
      await popup.waitForWords(words('sighting.online'));
      const backOnline = stack.standin.serve(
        addressOf('iptv'),
        '<!doctype html><title>AliExpress</title><div class="not-found--wrap--x">Désolé</div>',
      );
      try {
        await inTab(stack, addressOf('iptv'), async () => {
          await popup.page.activate();
          await popup.page.reload();
          await popup.openHistory();
          await popup.waitForWords(words('sighting.gone'));
        });
      } finally {
        backOnline();
      }
      await popup.page.close();
    });

    test('an inspector’s report goes with the agency’s token, which is forgotten with one press', async () => {
      const { intake, session, texts } = get();
      await chooseRole(session, texts, 'options.inspector');
      try {
        intake.heard.length = 0;
        const popup = await report('botulinum', async (form) => {
          await form.fillForm({ explanation: 'Toxine botulique en vente libre.' });
          await form.fillField('token.label', intake.inspector);
          await form.pressButton('token.use');
          // The form is drawn anew with what was typed before.
          await until(
            'no more question for a token',
            async () => !(await form.text()).includes(texts.get('token.use')),
          );
        });
        const { reference } = await popup.receipt();
        await popup.page.close();
        const posts = intake.heard.filter((request) => request.includes('"method":"POST"'));
        expect(posts).toHaveLength(1);
        expect(posts[0]).toContain(`Bearer ${intake.inspector}`);
        expect(String(await intake.agentSees(`/queue/reports/${reference}`))).toContain('Inspectorate');
        const options = new PopupPage(await session.openExtensionPage('options.html'), texts);
        await options.waitForWords(texts.get('token.untilClosed', intake.url));
        await options.pressButton('token.forget');
        await options.waitFor('token.none');
        await options.page.close();
      } finally {
        await chooseRole(session, texts, 'options.consumer');
      }
    });

    test('a decision is told by a notification that names no goods', async ({ skip }) => {
      const { intake, session, texts } = get();
      // tests/unit has what is told.
      skip(session.kind === 'chromium', 'the question stands in a window of its own, where no driver can say yes');
      const options = new PopupPage(await session.openExtensionPage('options.html'), texts);
      await options.toggle('options.notifies');
      await options.waitFor('options.saved');
      expect(await options.text()).not.toContain(texts.get('options.notifiesRefused'));
      const popup = await report('lightener', (form) => form.fillForm({ explanation: 'Hydroquinone.' }));
      const { reference } = await popup.receipt();
      await intake.decide(reference, { state: 'action-taken', decision: 'Annonce retirée.' });
      await popup.openHistory();
      await popup.pressButton('history.check');
      await popup.waitFor('status.actionTaken');
      const shown = await until('the notification', async () => {
        const told = await options.page.evaluate(shownNotifications);
        return told.find((one) => one.includes(reference));
      });
      expect(shown).toContain(texts.get('status.actionTaken'));
      expect(shown).not.toContain(offerOfGood('aliexpress', 'lightener').good.fr);
      await popup.page.close();
      await options.toggle('options.notifies');
      await options.page.close();
    });

    test('the history is exported as JSON, as it was sent, and as CSV', async () => {
      const { intake, session, texts } = get();
      const page = new PopupPage(await session.openExtensionPage('reports.html#history'), texts);
      const download = async (key: string, ending: string): Promise<string> => {
        await page.pressButton(key);
        const file = join(session.downloads, `vigie-${new Date().toISOString().slice(0, 10)}.${ending}`);
        // A browser makes the file before it fills it.
        return until(`the file ${file}`, async () => existsSync(file) && (readFileSync(file, 'utf8') || null));
      };
      const sent = intake.received().filter(({ report: one }) => JSON.stringify(one).includes('Abonnement pirate.'));
      const history: unknown = JSON.parse(await download('history.exportJson', 'json'));
      expect(history).toMatchObject({ schema: 'vigie-history/1' });
      expect(history).toHaveProperty(
        'reports',
        expect.arrayContaining([
          expect.objectContaining({
            sent: sent[0]?.report,
            receipt: expect.objectContaining({ reference: sent[0]?.reference }),
          }),
        ]),
      );
      const csv = await download('history.exportCsv', 'csv');
      expect(csv.split('\r\n').filter((line) => line.includes(sent[0]?.reference ?? '?'))).toHaveLength(1);
      await page.page.close();
    });

    test('everything is deleted with two presses, and nothing that was done is left', async () => {
      const stack = get();
      const { intake, session, texts } = stack;
      await inTab(stack, addressOf('iptv'), async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        await capture(stack, page, 'capture.visible');
      });
      const panel = await session.openExtensionPage('sidepanel.html');
      await press(panel, 'button', texts.get('sweep.form.heading'));
      await fill(panel, texts.get('sweep.form.name'), 'Brouilleurs');
      await fill(panel, texts.get('sweep.form.queries'), 'fr: brouilleur');
      await press(panel, 'button', texts.get('sweep.form.save'));
      await waitForText(panel, texts.get('sweep.walk.next'));
      await panel.close();
      const options = new PopupPage(await session.openExtensionPage('options.html'), texts);
      const before = Object.keys(await options.page.evaluate(countRows));
      for (const store of ['evidence', 'evidenceFiles', 'custody', 'seals', 'keys', 'cases', 'campaigns'])
        expect(before).toContain(store);
      await options.pressButton('options.deleteEverything');
      await options.waitFor('options.deleteSure');
      for (const key of ['deletesReports', 'deletesCaptures', 'deletesSweeps', 'deletesChoices', 'deleteKeeps'])
        await options.waitFor(`options.${key}`);
      await options.waitForWords(texts.get('options.deleteCaptures.one', '1'));
      await options.waitForWords(texts.get('options.deleteCampaigns.one', '1'));
      await options.pressButton('options.deleteNow');
      await options.waitFor('options.deleted');
      await options.waitFor('options.identityNone');
      // What the notification of a decision had been allowed for.
      await until('no right but those of the installation', async () => {
        const rights = await options.page.evaluate(allRights);
        return rights.includes('storage') && !rights.includes('notifications');
      });
      await options.page.close();
      const page = new PopupPage(await session.openExtensionPage('reports.html#history'), texts);
      await page.waitFor('history.empty');
      const left = Object.keys(await page.page.evaluate(countRows)).filter((store) => !RULES.includes(store));
      expect(left).toEqual([]);
      await page.page.close();
      await chooseAuthority(session, texts, intake.url);
    });
  });
}
