/** Rules that come down: an authority is added by its host, its rules mark, and whatever it serves wrongly changes nothing. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { writeBundle } from '../../lib/sync/bundle.ts';
import { ALERTS_FORMAT, encodeAlerts } from '../../lib/sync/formats/alerts.ts';
import { packPath } from '../../lib/sync/trust/head.ts';
import { fill, isShown, press, until, visibleText, waitForText } from '../../tools/browser/locate.ts';
import { Owned } from '../../tools/browser/owned.ts';
import { openPopupFor } from '../../tools/browser/pages.ts';
import type { DrivenPage } from '../../tools/browser/session.ts';
import { offerOfGood } from '../../tools/standin/catalogue.ts';
import { packOf, rulesFor } from '../fixtures/sync/forge.ts';
import { alert } from '../unit/alerts/made.ts';
import { type Answer, RuleHost } from './rule-host.ts';
import { lookUpAuthority } from './rule-steps.ts';
import type { GetStack } from './suite.ts';
import { inTab } from './tabs.ts';

const PUBLISHER = 'rules.authority.test';
const item = (key: string) => `https://fr.aliexpress.com/item/${offerOfGood('aliexpress', key).id}.html`;

const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    void response.writeHead(code, headers).end('x');

export function rules(get: GetStack): void {
  describe('rules that come down', () => {
    const owned = new Owned();
    let host: RuleHost;
    let settings: DrivenPage;
    let sequence = 0;

    const text = (key: string, ...inserts: string[]) => get().texts.get(key, ...inserts);
    const publish = async (words: string[], age?: { age: number; lasts: number }) => {
      sequence++;
      await host.publish([await packOf(rulesFor(...words), { version: String(sequence) })], sequence, age);
    };
    const check = async () => {
      await press(settings, 'button', text('publishers.check'));
      await waitForText(settings, text('publishers.check'));
    };
    /** Words of the panels on a product page, all marks together. */
    const panelsOf = (key: string, marks = 1) =>
      inTab(get(), item(key), async (marketplace) => {
        await marketplace.waitForMarks(marks);
        return marketplace.openPanel(0);
      });
    /** The rules of the first publication still mark, in the publisher's name. */
    const stillMarks = async () => expect(await panelsOf('mug')).toContain(PUBLISHER);

    beforeAll(async () => {
      host = await RuleHost.start(owned, PUBLISHER);
      await publish(['mug']);
      await get().session.allowAccess('http://127.0.0.1/*');
      settings = await get().session.openExtensionPage('options.html');
    });
    beforeEach(() => {
      host.instead = {};
    });
    afterAll(async () => {
      await settings?.close();
      await owned.close();
    });

    test('an authority is added by its host: keys, remit, privacy notice and identity are shown, its rules mark', async () => {
      await inTab(get(), item('mug'), async (marketplace) => {
        expect(await marketplace.settledMarks()).toEqual([]);
      });
      await lookUpAuthority(get(), settings, host.origin);
      const shown = await visibleText(settings);
      for (const words of [PUBLISHER, text('options.remitAll'), text('options.takesNone'), `${host.origin}/privacy`])
        expect(shown).toContain(words);
      expect(shown).toMatch(/[0-9a-f]{4}( [0-9a-f]{4}){15}/);
      await press(settings, 'button', text('options.rulesAccept'));
      await waitForText(settings, text('publishers.publication', '1'));
      expect(await panelsOf('mug')).toContain(text('finding.source', 'mug-named', PUBLISHER, '1'));
    });

    test('an update arrives: new goods are marked, and it says which', async () => {
      await publish(['mug', 'theiere']);
      await check();
      await waitForText(settings, text('publishers.publication', '2'));
      expect(await visibleText(settings)).toContain(text('publishers.added', '1'));
      expect(await panelsOf('teapot')).toContain(PUBLISHER);
    });

    test('a check tells the host nothing that one client could be known by', async () => {
      host.instead = {
        'head.json': (_, response) =>
          void response
            .writeHead(200, {
              ETag: '"client-4711"',
              'Set-Cookie': 'id=4711',
              'Last-Modified': new Date().toUTCString(),
            })
            .end(host.files['head.json']),
      };
      host.headers = [];
      for (let round = 1; round <= 2; round++) {
        await check();
        await until('the request', async () => host.headers.length >= round);
      }
      host.instead = {};
      const [first, second] = host.headers;
      expect(second).toEqual(first);
      // Firefox gives each installation an origin of its own.
      const own = new URL(get().session.extensionOrigin).host;
      expect(JSON.stringify(second)).not.toMatch(new RegExp(`4711|cookie|referer|if-none-match|${own}`, 'i'));
    });

    test('whatever the host serves wrongly: one sentence, and the last good rules still mark', {
      timeout: 240_000,
    }, async () => {
      const pack = await packOf(rulesFor('mug', 'gourde'));
      const path = packPath(pack.entry.sha256);
      await publish(['mug', 'gourde']);
      const faults: [string, string, Answer][] = [
        ['ruleFault.missing', 'head.json', status(404)],
        ['ruleFault.status', 'head.json', status(500)],
        ['ruleFault.redirect', 'head.json', status(302, { Location: 'https://fr.aliexpress.com/' })],
        ['ruleFault.webPage', 'head.json', status(200, { 'Content-Type': 'text/html' })],
        [
          'ruleFault.tooLarge',
          'head.json',
          (_, response) =>
            void response
              .writeHead(200, { 'Content-Encoding': 'gzip' })
              .end(gzipSync(new Uint8Array(32 * 1024 * 1024))),
        ],
        [
          'ruleFault.brokenOff',
          path,
          (_, response) => {
            response.writeHead(200, { 'Content-Length': '5000' });
            response.write('x'.repeat(100));
            setTimeout(() => response.destroy(), 300);
          },
        ],
        ['ruleFault.altered', path, (_, response) => void response.end(gzipSync(rulesFor('mug', 'gourdf')))],
      ];
      for (const [key, file, answer] of faults) {
        host.instead = { [file]: answer };
        await check();
        // Where a download ends early Firefox may say so, or report the whole request as failed, or hand on what came.
        const keys =
          key === 'ruleFault.brokenOff' && get().session.kind === 'firefox'
            ? [key, 'ruleFault.unreachable', 'ruleFault.altered']
            : [key];
        const sentence = await until(
          `the sentence of ${key}`,
          async () => {
            const shown = await visibleText(settings);
            return keys.find((one) => shown.includes(text(one, '500')));
          },
          { instead: async () => (await visibleText(settings)).slice(-900) },
        );
        expect(keys).toContain(sentence);
        expect(await visibleText(settings)).toContain(text('publishers.lastGood'));
      }
      await stillMarks();
      host.instead = {};
      await check();
      await until(
        'the sentence to go',
        async () => !(await visibleText(settings)).includes(text('publishers.lastGood')),
      );
      expect(await panelsOf('bottle')).toContain(PUBLISHER);
    });

    test('a background that is ended between download and commit: nothing by halves, and the next check brings it', {
      timeout: 120_000,
    }, async () => {
      const { session } = get();
      const path = packPath((await packOf(rulesFor('mug', 'boite'))).entry.sha256);
      await publish(['mug', 'boite']);
      host.instead = {
        [path]: (_, response) => {
          response.writeHead(200);
          response.write(Uint8Array.of(0x1f, 0x8b));
        },
      };
      await press(settings, 'button', text('publishers.check'));
      await until('the request for the pack', async () => host.seen.includes(path));
      await session.killBackground();
      await stillMarks();
      host.instead = {};
      await settings.reload();
      await check();
      await waitForText(settings, text('publishers.publication', String(sequence)));
      expect(await panelsOf('lunch-box')).toContain(PUBLISHER);
    });

    test('a host that changes its keys without rotation is not believed', async () => {
      const before = host.files;
      await host.changeKeys();
      await fill(settings, text('options.authorityAddress'), host.origin);
      await press(settings, 'button', text('options.authorityCheck'));
      await waitForText(settings, text('ruleFault.keysChanged'));
      host.files = before;
      await stillMarks();
    });

    test('an alert shows its number, risk, measure and link, on the mark and in the popup', async () => {
      const stack = get();
      const { id } = offerOfGood('aliexpress', 'mug');
      const made = alert({ listings: [`aliexpress:${id}`] });
      sequence++;
      const alerts = await packOf(encodeAlerts([made], null), { name: 'alerts', format: ALERTS_FORMAT, minEngine: 1 });
      await host.publish([await packOf(rulesFor('mug')), alerts], sequence);
      await check();
      await waitForText(settings, text('publishers.publication', String(sequence)));
      await inTab(stack, item('mug'), async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        const panel = await marketplace.openPanel(0);
        const words = [made.number, 'Small parts may detach.', text('notice.risk'), text('notice.measure')];
        for (const word of words) expect(panel).toContain(word);
        const links = await page.inMarks((_host, root) =>
          [...root.querySelectorAll('dl a')].map((link) => link.getAttribute('href')),
        );
        expect(links.flat()).toContain(made.link);
        const popup = await openPopupFor(stack.session, page, stack.texts);
        const shown = await popup.loaded();
        for (const word of words) expect(shown).toContain(word);
        expect(shown).toContain(text('finding.source', 'safety-gate-sr-00001-26:listing', PUBLISHER, '1'));
        await popup.page.close();
      });
    });

    test('kinds of goods and publishers are switched off and on', async () => {
      const stack = get();
      await press(settings, 'summary', text('publishers.families'));
      await press(settings, 'checkbox', 'Test goods: mug');
      await waitForText(settings, text('publishers.familiesOff', '1'));
      const panel = await panelsOf('mug');
      expect(panel).not.toContain('mug-named');
      await press(settings, 'checkbox', 'Test goods: mug');
      await until(
        'everything on',
        async () => !(await visibleText(settings)).includes(text('publishers.familiesOff', '1')),
      );
      await inTab(stack, item('mug'), async (marketplace) => void (await marketplace.waitForMarks(1)));
    });

    test('rules past their date still mark, and the popup says how old they are', async () => {
      const stack = get();
      const old = await RuleHost.start(owned, 'old.authority.test');
      // Made twelve days ago, good for a few more seconds.
      await old.publish([await packOf(rulesFor('gourde'))], 1, { age: 12, lasts: 12 + 12 / 86_400 });
      await lookUpAuthority(stack, settings, old.origin);
      await press(settings, 'button', text('options.rulesAccept'));
      await waitForText(settings, 'old.authority.test');
      await inTab(stack, item('bottle'), async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        const popup = await openPopupFor(stack.session, page, stack.texts);
        await popup.loaded();
        await until(
          'an expired publication',
          async () => {
            await popup.page.reload();
            await popup.loaded();
            // The note comes after what was found.
            const note = text('publishers.oldOf', '12', 'Test rules authority');
            return waitForText(popup.page, note, 1_500).then(
              () => true,
              () => false,
            );
          },
          { patience: 30_000 },
        );
        await popup.page.close();
      });
      await inTab(stack, item('bottle'), async (marketplace) => {
        await marketplace.waitForMarks(1);
        expect(await marketplace.openPanel(0)).toContain('old.authority.test');
      });
      expect(await visibleText(settings)).toContain('old.authority.test');
      await press(settings, 'button', text('publishers.remove'));
      await until('the old one to go', () => isShown(settings, 'button', text('mark.undo')));
    });

    test('rules are imported from a file through the same door, and a forged file is refused', async () => {
      sequence++;
      await host.publish([await packOf(rulesFor('theiere'), { version: 'from-file' })], sequence);
      const choose = (bundle: string) =>
        settings.evaluate((content: string) => {
          const input = document.querySelector('input[type=file]');
          if (!(input instanceof HTMLInputElement)) throw new Error('there is no file input');
          const transfer = new DataTransfer();
          transfer.items.add(new File([content], 'rules.json', { type: 'application/json' }));
          input.files = transfer.files;
          input.dispatchEvent(new Event('change', { bubbles: true }));
        }, bundle);
      const bundle = writeBundle(host.files);
      await choose(bundle.replace(/"packs\/[^"]*":"H4sI[^"]{20}/, (found) => `${found.slice(0, -4)}AAAA`));
      await waitForText(settings, text('ruleFault.malformed'));
      await stillMarks();
      await choose(bundle);
      await waitForText(settings, text('publishers.imported'));
      expect(await panelsOf('teapot')).toContain('from-file');
    });

    test('a publisher that is removed takes its rules along, and brings them back when that is undone', async () => {
      const remove = text('publishers.remove');
      const canBeRemoved = () => isShown(settings, 'button', remove);
      await press(settings, 'button', remove);
      await until('the publisher to go', async () => !(await canBeRemoved()));
      await inTab(get(), item('teapot'), async (marketplace) => {
        expect(await marketplace.settledMarks()).toEqual([]);
      });
      await settings.activate();
      await press(settings, 'button', text('mark.undo'));
      await until('the publisher to be back', canBeRemoved, { instead: () => visibleText(settings) });
      await inTab(get(), item('teapot'), async (marketplace) => {
        await marketplace.waitForMarks(1);
      });
      await settings.activate();
      await press(settings, 'button', remove);
      await until('the publisher to go again', async () => !(await canBeRemoved()));
    });
  });
}
