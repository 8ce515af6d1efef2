/** Evidence, with the production manifest: captured from the popup, kept, shown, exported, verified; and what goes wrong. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { contextSchema } from '../../lib/evidence/context.ts';
import { verifyPackage } from '../../lib/evidence/verify/verify-package.ts';
import { press, tick, until, visibleText, waitForText } from '../../tools/browser/locate.ts';
import { openPopupFor } from '../../tools/browser/pages.ts';
import type { DrivenPage } from '../../tools/browser/session.ts';
import type { Stack } from '../../tools/demo/stack.ts';
import { offerOfGood } from '../../tools/standin/catalogue.ts';
import {
  cancelCapture,
  capture,
  countItems,
  exportFrom,
  fileOf,
  goTo,
  inLibrary,
  type KeptItem,
  keptItems,
  newestItem,
  openedPopup,
  openItem,
  startCapture,
} from './evidence-steps.ts';
import { expectNameless } from './nameless.ts';
import { decodePng, differingPixels, rowsOfColour } from './png.ts';
import type { GetStack } from './suite.ts';
import { inTab } from './tabs.ts';

const TALL = 'https://www.joom.com/en/products/5f4e3d2c1b0a998877665501';

/** A page of bands of which no two look alike, with text, so that a row out of place is seen. */
function tallPage(height: number, extra = ''): string {
  const bands = Array.from({ length: Math.ceil(height / 50) }, (_, index) => {
    const hue = (index * 47) % 360;
    return `<div style="height:50px;overflow:hidden;background:hsl(${hue} 60% ${60 + (index % 5) * 6}%)">Band ${index}: ${'kitchen timer '.repeat(index % 7)}</div>`;
  });
  return `<!doctype html><html lang="en"><head><title>Kitchen timer | Joom</title>
<meta property="og:title" content="Kitchen timer"><style>body{margin:0;font:16px/50px sans-serif}h1{margin:0;height:50px}</style></head>
<body><h1>Kitchen timer</h1>${extra}${bands.join('')}</body></html>`;
}

const contextOf = (item: KeptItem) => contextSchema.parse(JSON.parse(fileOf(item, 'context.json').toString()));

async function checksOf(file: Uint8Array): Promise<string[]> {
  const lines: string[] = [];
  for await (const check of verifyPackage(new Blob([new Uint8Array(file)]))) {
    lines.push(`${check.ok ? 'ok' : `FAILED ${check.why}`} ${check.check} ${check.file ?? ''}`);
  }
  return lines;
}

async function openTall(stack: Stack, work: (page: DrivenPage) => Promise<void>): Promise<void> {
  await inTab(stack, TALL, async (_marketplace, page) => {
    await until('a page that was read', async () => (await page.evaluate(() => document.readyState)) === 'complete');
    await work(page);
  });
}

export function evidence(get: GetStack): void {
  describe('evidence', () => {
    test('a whole page, pixel for pixel what the browser’s own tool captures, and the page left as it was', async () => {
      const stack = get();
      stack.standin.serve(TALL, tallPage(4300));
      await openTall(stack, async (page) => {
        const own = await page.screenshot({ whole: true });
        await page.evaluate(() => window.scrollTo(0, 1234));
        const before = await page.evaluate(() => document.documentElement.outerHTML);
        await capture(stack, page, 'capture.page');
        expect(await page.evaluate(() => window.scrollY)).toBe(1234);
        expect(await page.evaluate(() => document.documentElement.outerHTML)).toBe(before);

        const item = await newestItem(stack, ({ state }) => state === 'sealed');
        expect(item).toMatchObject({ kind: 'full-page', url: TALL, title: 'Kitchen timer', fault: null });
        for (const { name, base64, sha256, bytes } of item.files) {
          const content = Buffer.from(base64, 'base64');
          expect(content.length, name).toBe(bytes);
          expect(createHash('sha256').update(content).digest('hex'), name).toBe(sha256);
        }
        const [picture, byTool] = [decodePng(fileOf(item, 'picture.png')), decodePng(Buffer.from(own))];
        expect(picture.height).toBe(4350);
        expect([byTool.width, byTool.height]).toEqual([picture.width, picture.height]);
        expect(differingPixels(picture, byTool)).toBe(0);
        const context = contextOf(item);
        expect(context).toMatchObject({
          url: TALL,
          fetched: { status: 200, finalUrl: TALL },
          view: { documentHeight: 4350 },
          picture: { complete: true, shortfall: null, hidden: [] },
          extension: { build: expect.stringMatching(/^[0-9a-f]{64}$/) },
        });
        const served = createHash('sha256').update(tallPage(4300)).digest('hex');
        expect(context.fetched?.sha256).toBe(served);
      });
    });

    test('what is fixed or sticky is in the picture once, and recorded', async () => {
      const stack = get();
      const bar = '<div id="bar" style="position:fixed;inset:0 0 auto;height:30px;background:#f00;z-index:9"></div>';
      const head = '<div id="head" style="position:sticky;top:0;height:50px;background:#00f">Sticky</div>';
      stack.standin.serve(TALL, tallPage(3000, bar + head));
      await openTall(stack, async (page) => {
        await capture(stack, page, 'capture.page');
        const item = await newestItem(stack, ({ state }) => state === 'sealed');
        const { hidden, method } = contextOf(item).picture;
        if (method === 'tiles') {
          expect(hidden.join('\n')).toMatch(/hidden \(fixed\): div#bar/);
          expect(hidden.join('\n')).toMatch(/own place \(sticky\): div#head/);
        } else expect(hidden).toEqual([]);
        const picture = decodePng(fileOf(item, 'picture.png'));
        expect(rowsOfColour(picture, 600, [255, 0, 0])).toBe(30);
        expect(rowsOfColour(picture, 600, [0, 0, 255])).toBe(50);
        // And the page has its bars back.
        const style = await page.evaluate(() => document.getElementById('bar')?.getAttribute('style') ?? '');
        expect(style).not.toContain('hidden');
      });
    });

    test('pictures that load when they come into view are there, and the page’s scripts are not in the snapshot', async () => {
      const stack = get();
      const lazy = Array.from(
        { length: 6 },
        (_, index) =>
          `<p style="height:700px"></p><img loading="lazy" width="300" height="200" alt="" src="https://img.joomcdn.net/S${index % 3}mug_original.jpeg">`,
      ).join('');
      const active = `<script>document.title = 'run ' + Date.now()</script><a href="javascript:alert(1)" onclick="alert(2)">x</a>
<iframe srcdoc="<script>parent.bad = 1</script>"></iframe><input type="password" value="secret-word">`;
      stack.standin.serve(TALL, tallPage(300, lazy + active));
      await openTall(stack, async (page) => {
        await capture(stack, page, 'capture.page');
        const item = await newestItem(stack, ({ state }) => state === 'sealed');
        expect(contextOf(item).picture).toMatchObject({ complete: true, shortfall: null });
        expect(await page.evaluate(() => [...document.images].every(({ naturalWidth }) => naturalWidth > 0))).toBe(
          true,
        );
        const html = fileOf(item, 'page.html').toString();
        expect(html).toContain("default-src 'none'");
        expect(html).toContain('Band 3');
        expect(html).not.toMatch(/<script|<iframe|onclick|javascript:|secret-word|vigie-mark/i);
      });
    });

    test('what the window shows, and one card of a grid', async () => {
      const stack = get();
      await inTab(stack, 'https://www.joom.com/fr/search/q.couteau', async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        await capture(stack, page, 'capture.visible');
        const visible = await newestItem(stack, ({ state, kind }) => state === 'sealed' && kind === 'visible-area');
        expect(visible.files.map(({ name }) => name)).toContain('picture.png');
        await capture(stack, page, 'capture.card');
        const card = await newestItem(stack, ({ state, kind }) => state === 'sealed' && kind === 'element');
        const picture = fileOf(card, 'picture.png');
        // Width and height stand in the header: a card is a part of the window.
        expect(picture.readUInt32BE(16)).toBeLessThan(800);
        expect(picture.readUInt32BE(20)).toBeGreaterThan(50);
      });
    });

    test('a capture that is cancelled is kept as broken off, never as whole', async () => {
      const stack = get();
      stack.standin.serve(TALL, tallPage(24_000));
      await openTall(stack, async (page) => {
        const popup = await startCapture(stack, page, 'capture.page');
        await cancelCapture(stack, popup);
        await popup.waitFor('capture.fault.cancelled', 30_000);
        await popup.page.close();
        await until('the page back at its top', async () => (await page.evaluate(() => window.scrollY)) === 0);
        const items = await keptItems(stack);
        for (const { state } of items.filter(({ fault }) => fault === 'cancelled')) expect(state).toBe('interrupted');
      });
    });

    test('a tab that goes elsewhere in the middle: one clear sentence', async () => {
      const stack = get();
      stack.standin.serve(TALL, tallPage(24_000));
      const elsewhere = 'https://www.joom.com/en/products/5f4e3d2c1b0a998877665502';
      stack.standin.serve(elsewhere, tallPage(300));
      await openTall(stack, async (page) => {
        const popup = await startCapture(stack, page, 'capture.page');
        await waitForText(popup.page, stack.texts.get('capture.stay'));
        await page.goto(elsewhere);
        await popup.waitFor('capture.fault.navigated', 30_000);
        await popup.page.close();
      });
    });

    test('a browser that is killed between two tiles: the item is shown as broken off', async () => {
      const stack = get();
      stack.standin.serve(TALL, tallPage(30_000));
      await openTall(stack, async (page) => {
        const popup = await startCapture(stack, page, 'capture.page');
        await until(
          'a capture with a part on the disk',
          async () => (await popup.page.evaluate(countItems, 'capturing')) > 0,
        );
        await stack.session.killBackground();
        await popup.page.close();
        const item = await newestItem(stack, ({ state }) => state === 'interrupted');
        expect(item.fault).toBe('killed');
        await inLibrary(stack, async (library) => {
          await waitForText(library, stack.texts.get('evidence.state.interrupted'));
        });
      });
    });

    test('exported, the package verifies without Vigie’s browser; a flipped byte is noticed on the verify page’s own code', async () => {
      const stack = get();
      stack.standin.serve(TALL, tallPage(1500));
      await openTall(stack, async (page) => capture(stack, page, 'capture.page'));
      const item = await newestItem(stack, ({ state }) => state === 'sealed');
      const bytes = await inLibrary(stack, async (library) => {
        await openItem(stack, library, item.id);
        return exportFrom(stack, library, 'evidence.export.item');
      });
      const checks = await checksOf(bytes);
      expect(checks.filter((line) => !line.startsWith('ok'))).toEqual([]);
      expect(checks.join('\n')).toMatch(/manifest-signature/);
      const broken = Buffer.from(bytes);
      const at = broken.indexOf('IDAT') + 40;
      broken[at] = (broken[at] ?? 0) ^ 1;
      expect((await checksOf(broken)).at(-1)).toMatch(/^FAILED/);
    });

    test('a deleted item is put back with one press, byte for byte, and its package verifies still', async () => {
      const stack = get();
      stack.standin.serve(TALL, tallPage(700));
      await openTall(stack, async (page) => capture(stack, page, 'capture.page'));
      const item = await newestItem(stack, ({ state }) => state === 'sealed');
      const bytes = await inLibrary(stack, async (library) => {
        await openItem(stack, library, item.id);
        await press(library, 'button', stack.texts.get('evidence.delete'));
        await waitForText(library, stack.texts.get('evidence.deleted'));
        expect((await keptItems(stack)).map(({ id }) => id)).not.toContain(item.id);
        await press(library, 'button', stack.texts.get('mark.undo'));
        await until('the item', async () => (await keptItems(stack)).some(({ id }) => id === item.id));
        await goTo(library, `#/item/${item.id}`);
        await waitForText(library, stack.texts.get('evidence.action.restored'));
        return exportFrom(stack, library, 'evidence.export.item');
      });
      const back = (await keptItems(stack)).find(({ id }) => id === item.id);
      expect(back?.files).toEqual(item.files);
      expect((await checksOf(bytes)).filter((line) => !line.startsWith('ok'))).toEqual([]);
    });

    test('a redacted copy is another item, sealed too; the original stays', async () => {
      const stack = get();
      stack.standin.serve(TALL, tallPage(600));
      await openTall(stack, async (page) => capture(stack, page, 'capture.page'));
      const original = await newestItem(stack, ({ state }) => state === 'sealed');
      await inLibrary(stack, async (library) => {
        await goTo(library, `#/redact/${original.id}`);
        await press(library, 'button', stack.texts.get('evidence.edit.add'));
        await press(library, 'button', stack.texts.get('evidence.edit.save'));
        await waitForText(library, stack.texts.get('evidence.redactedCopy'));
      });
      const copy = await newestItem(stack, ({ state, id }) => state === 'sealed' && id !== original.id);
      expect(copy.files.map(({ name }) => name)).toEqual(['picture.png']);
      const again = (await keptItems(stack)).find(({ id }) => id === original.id);
      expect(again?.files.map(({ sha256 }) => sha256)).toEqual(original.files.map(({ sha256 }) => sha256));
      const pixels = differingPixels(
        decodePng(fileOf(original, 'picture.png')),
        decodePng(fileOf(copy, 'picture.png')),
      );
      expect(pixels).toBeGreaterThan(200 * 100 * 0.9);
      expect(pixels).toBeLessThanOrEqual(200 * 100);
    });

    test('goes with a report: named in it, uploaded after the receipt, the same bytes at the authority', async () => {
      const stack = get();
      const { id } = offerOfGood('aliexpress', 'knuckles');
      await inTab(stack, `https://fr.aliexpress.com/item/${id}.html`, async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        await capture(stack, page, 'capture.visible');
        const item = await newestItem(stack, ({ state }) => state === 'sealed');
        const [picture, copy] = ['picture.png', 'page.html'].map((name) => item.files.find((one) => one.name === name));
        const popup = await openPopupFor(stack.session, page, stack.texts);
        await popup.startReport();
        await popup.fillForm({ explanation: 'Capture à l’appui.' });
        await tick(popup.page, 'picture.png');
        await tick(popup.page, 'page.html');
        // Taken out again.
        await press(popup.page, 'checkbox', 'page.html');
        expect(await popup.previewedReport()).toMatchObject({ evidence: [{ sha256: picture?.sha256, listing: 0 }] });
        const shown = await popup.text();
        expect(shown).toContain(`SHA-256 ${picture?.sha256}`);
        expect(shown).not.toContain(copy?.sha256 ?? 'no copy');
        await popup.send();
        const { reference } = await popup.receipt();
        await popup.waitFor('evidence.sent', 40_000);
        await popup.page.close();
        const { intake } = stack;
        const held = await intake.agentSees(`/queue/evidence/${picture?.sha256}`);
        expect(held.equals(fileOf(item, 'picture.png'))).toBe(true);
        expect(String(await intake.agentSees(`/queue/reports/${reference}`))).toMatch(
          new RegExp(`${picture?.sha256}</a>.*(here, matches its hash|présente, conforme à son empreinte)`, 's'),
        );
        expectNameless(stack.session, intake.heard);
        await inLibrary(stack, async (library) => {
          await goTo(library, `#/item/${item.id}`);
          await waitForText(library, stack.texts.get('evidence.action.sent'));
          await waitForText(library, reference);
        });
      });
    });

    test('nothing is captured of a page that is no marketplace’s, whoever asks', async () => {
      const stack = get();
      const before = (await keptItems(stack)).length;
      const own = await stack.session.newPage();
      await own.goto('about:blank');
      const popup = await openedPopup(stack, own).catch(() => null);
      if (popup !== null) {
        expect(await visibleText(popup.page)).not.toContain(stack.texts.get('capture.page'));
        await popup.page.close();
      }
      await own.close();
      expect((await keptItems(stack)).length).toBe(before);
    });
  });
}
