/** Who stands behind a capture: the authority that knows this installation's key, and the one that stamps the time. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until, visibleText, waitForText } from '../../tools/browser/locate.ts';
import { chooseRole, PopupPage } from '../../tools/browser/pages.ts';
import { offerOfGood } from '../../tools/standin/catalogue.ts';
import { TimeStampAuthority } from '../unit/evidence/time-stamp-authority.ts';
import { capture, goTo, inLibrary, newestItem } from './evidence-steps.ts';
import { expectNameless } from './nameless.ts';
import type { GetStack } from './suite.ts';
import { inTab } from './tabs.ts';

const LOOPBACK = 'http://127.0.0.1/*';

/** The code that the settings show for this installation's key. Runs in the page. */
function shownCode(): string | null {
  const codes = [...document.querySelectorAll('code')].map((one) => one.textContent ?? '');
  return codes.find((one) => /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/.test(one)) ?? null;
}

/** The text of the field with that label. Runs in the page. */
function setLines(label: string, text: string): boolean {
  const field = [...document.querySelectorAll('textarea')].find((one) =>
    [...one.labels].some((text) => text.textContent?.includes(label)),
  );
  if (field === undefined) return false;
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  return true;
}

export function evidenceAuthorities(get: GetStack): void {
  describe('authorities of the evidence', () => {
    const settings = async () => new PopupPage(await get().session.openExtensionPage('options.html'), get().texts);

    test('an inspector asks for the key to be enrolled, an agent types the code, and the settings say so', async () => {
      const { intake, session, texts } = get();
      // Without the authority's name, which stands before or within each of these.
      const says = (key: string) => texts.get(`evidence.enrolment.${key}`, '').trim();
      await chooseRole(session, texts, 'options.inspector');
      try {
        const options = await settings();
        await options.fillField('token.label', intake.inspector);
        await options.pressButton('token.use');
        await options.fillField('evidence.enrolment.holder', 'Inspectrice 4711');
        if (session.kind === 'firefox') {
          await session.refuseAccess();
          intake.heard.length = 0;
          await options.pressButton('evidence.enrolment.ask');
          await options.waitForWords(texts.get('evidence.enrolment.noAccess', new URL(intake.url).host));
          expect(intake.heard).toEqual([]);
        }
        await session.allowAccess(LOOPBACK);
        intake.heard.length = 0;
        await options.pressButton('evidence.enrolment.check');
        await options.waitForWords(says('notAsked'));
        await options.pressButton('evidence.enrolment.ask');
        await options.waitForWords(says('pending'));
        expectNameless(session, intake.heard);

        const code = await until('the code', () => options.page.evaluate(shownCode));
        const page = String(await intake.agentSees('/queue/keys'));
        expect(page).toContain('Inspectrice 4711');
        const fingerprint = /<code>([0-9a-f]{64})<\/code>/.exec(page)?.[1] ?? '';
        // Whoever put another key in its place has another code.
        expect(
          await intake.enrol(
            fingerprint,
            code.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
          ),
        ).toBe(false);
        await options.pressButton('evidence.enrolment.check');
        await options.waitForWords(says('pending'));
        expect(await intake.enrol(fingerprint, code.toLowerCase().replaceAll('-', ' '))).toBe(true);
        await options.pressButton('evidence.enrolment.check');
        await options.waitForWords(says('enrolled'));
        await options.page.close();

        // The key that was enrolled is the one that seals.
        const { id } = offerOfGood('aliexpress', 'knuckles');
        await inTab(get(), `https://fr.aliexpress.com/item/${id}.html`, (_marketplace, tab) =>
          capture(get(), tab, 'capture.visible'),
        );
        const sealing = await inLibrary(get(), (library) => library.evaluate(sealingKey));
        expect(createHash('sha256').update(Buffer.from(sealing, 'base64')).digest('hex')).toBe(fingerprint);
      } finally {
        await chooseRole(session, texts, 'options.consumer');
      }
    });

    describe('with a time-stamp authority', () => {
      let authority: TimeStampAuthority;
      beforeAll(async () => {
        authority = await TimeStampAuthority.start();
      });
      afterAll(() => authority.stop());

      test('access is asked for when it is chosen; a capture is stamped, and what cannot be stamped waits', async () => {
        const { session, texts } = get();
        const choose = async (address: string, outcome: string) => {
          const options = await settings();
          await until('the field', () =>
            options.page.evaluate(setLines, texts.get('evidence.settings.authorities'), address),
          );
          await options.pressButton('evidence.settings.save');
          await options.waitFor(outcome);
          await options.page.close();
        };
        const { id } = offerOfGood('aliexpress', 'knuckles');
        const captured = async () => {
          await inTab(get(), `https://fr.aliexpress.com/item/${id}.html`, (_marketplace, tab) =>
            capture(get(), tab, 'capture.visible'),
          );
          return (await newestItem(get(), ({ state }) => state === 'sealed')).id;
        };
        const sealOf = (item: string, words: string) =>
          inLibrary(get(), async (library) => {
            await goTo(library, `#/item/${item}`);
            await waitForText(library, words, 30_000);
            return visibleText(library);
          });
        const stamped = texts.start('evidence.seal.stampedAt').trim();

        if (session.kind === 'firefox') {
          await session.refuseAccess();
          await choose(authority.url, 'evidence.settings.denied');
          await sealOf(await captured(), texts.get('evidence.seal.noStamp'));
          expect(authority.asked).toBe(0);
        }
        // It allows no cross-origin requests, as most: only access lets the answer through.
        await session.allowAccess(LOOPBACK);
        await choose(authority.url, 'evidence.settings.saved');
        expect(await sealOf(await captured(), stamped)).toContain(authority.url);
        expect(authority.asked).toBeGreaterThan(0);

        authority.behaviour = 'http-500';
        const waiting = await captured();
        await sealOf(waiting, texts.get('evidence.seal.noStamp'));
        authority.behaviour = 'good';
        // Saving the settings asks again at once.
        await choose(authority.url, 'evidence.settings.saved');
        await sealOf(waiting, stamped);
        await choose('', 'evidence.settings.saved');
      });
    });
  });
}

/** SubjectPublicKeyInfo of the key that signs, base64. Runs in a page of the extension. */
async function sealingKey(): Promise<string> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('vigie');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const seals = await new Promise<{ key: string; sealedAt: string }[]>((resolve, reject) => {
    const reading = database.transaction('seals').objectStore('seals').getAll();
    reading.onsuccess = () => resolve(reading.result);
    reading.onerror = () => reject(reading.error);
  });
  database.close();
  const newest = seals.sort((a, b) => a.sealedAt.localeCompare(b.sealedAt)).at(-1);
  return (newest?.key ?? '').replaceAll(/-----[A-Z ]+-----|\s/g, '');
}
