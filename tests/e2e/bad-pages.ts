/** Pages that give nothing, or mean harm. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { until } from '../../tools/browser/locate.ts';
import { openPopupFor } from '../../tools/browser/pages.ts';
import { offerOfGood } from '../../tools/standin/catalogue.ts';
import { ALIEXPRESS_SPECIAL } from '../../tools/standin/special.ts';
import type { GetStack } from './suite.ts';
import { inTab } from './tabs.ts';

const item = (id: string) => `https://fr.aliexpress.com/item/${id}.html`;

const diagnosticFile = z.looseObject({ format: z.literal('vigie-diagnostic-1'), outline: z.string() });

const SABOTAGE_MS = 8_000;

/**
 * Makes what a reader would call throw, and notes each call; notes also whether a mark came all the same. Puts everything
 * back in the end, because the test's own driver calls it too.
 */
const SABOTAGE = `<script>{
  const undo = [];
  const { dataset } = document.documentElement;
  const spoil = (owner, names) => {
    for (const name of names) {
      const before = Object.getOwnPropertyDescriptor(owner, name);
      const lie = () => { dataset.touched = String(name) + (new Error().stack ?? "").slice(0, 600); throw new Error('sabotaged'); };
      Object.defineProperty(owner, name, before.get ? { ...before, get: lie } : { ...before, value: lie });
      undo.push(() => Object.defineProperty(owner, name, before));
    }
  };
  addEventListener('DOMContentLoaded', () => {
    const observer = new MutationObserver(() => {
      if (document.getElementsByTagName('vigie-mark').length > 0) dataset.marked = 'under sabotage';
    });
    observer.observe(document.documentElement, { childList: true, subtree: true });
    setTimeout(() => {
      observer.disconnect();
      while (undo.length > 0) undo.pop()();
      dataset.restored = '';
    }, ${SABOTAGE_MS});
    spoil(Element.prototype, ['attachShadow', 'querySelector', 'querySelectorAll', 'getAttribute', 'setAttribute', 'closest', 'matches', 'before', 'append', 'shadowRoot']);
    spoil(Document.prototype, ['createElement', 'querySelector', 'querySelectorAll', 'createTreeWalker']);
    spoil(Node.prototype, ['appendChild', 'insertBefore', 'contains', 'textContent', 'parentElement']);
    spoil(EventTarget.prototype, ['addEventListener', 'dispatchEvent']);
    spoil(JSON, ['parse', 'stringify']);
    spoil(String.prototype, ['normalize', 'slice', 'split', 'trim', 'toLowerCase']);
    spoil(RegExp.prototype, ['exec', 'test']);
    spoil(Array.prototype, ['filter', 'find', 'some', Symbol.iterator]);
    for (const name of ['MutationObserver', 'IntersectionObserver', 'URL', 'Map']) spoil(globalThis, [name]);
  });
}</script>`;

export function badPages(get: GetStack): void {
  describe('pages that cannot be read', () => {
    test.each([
      ['the anti-bot page is called blocked', ALIEXPRESS_SPECIAL.blocked, 'verdict.blocked'],
      ['a shell that never renders is called not ready', ALIEXPRESS_SPECIAL.shell, 'verdict.notReady'],
      ['a product without a title is called unreadable', ALIEXPRESS_SPECIAL.unreadable, 'verdict.unreadable'],
    ])('%s, and nothing is marked', async (_name, id, key) => {
      const stack = get();
      await inTab(stack, item(id), async (marketplace, page) => {
        await sleep(500);
        const popup = await openPopupFor(stack.session, page, stack.texts);
        await popup.waitFor(key);
        await popup.page.close();
        expect(await marketplace.marks()).toEqual([]);
        expect(await stack.session.badgeText(page)).toBe('');
      });
    });

    test('of a page that cannot be read its structure can be saved, with nothing that it says', async () => {
      const stack = get();
      await inTab(stack, item(ALIEXPRESS_SPECIAL.unreadable), async (_marketplace, page) => {
        const popup = await openPopupFor(stack.session, page, stack.texts);
        await popup.waitFor('verdict.unreadable');
        await popup.pressButton('verdict.diagnostic');
        const file = join(stack.session.downloads, 'vigie-diagnostic.json');
        const saved = await until(
          'the file',
          async () => diagnosticFile.parse(JSON.parse(readFileSync(file, 'utf8'))),
          {
            instead: () => popup.text(),
          },
        );
        await popup.page.close();
        expect(saved).toMatchObject({ marketplace: 'aliexpress', host: 'fr.aliexpress.com' });
        expect(saved.outline).toMatch(/^html\b.*\n(?:.*\n)*? {2}body/);
        const said = await page.evaluate(() => document.body.innerText.split(/\s+/).filter(({ length }) => length > 6));
        expect(said.length).toBeGreaterThan(0);
        for (const word of said) expect(JSON.stringify(saved)).not.toContain(word);
        expect(JSON.stringify(saved)).not.toContain(ALIEXPRESS_SPECIAL.unreadable);
      });
    });

    test('a page that replaces what every reader calls is read and marked all the same, and notices no call', async () => {
      const stack = get();
      const url = item(offerOfGood('aliexpress', 'shuriken').id);
      const html = await inTab(stack, url, async (_marketplace, page) =>
        page.evaluate(async () => (await fetch(location.href)).text()),
      );
      const honest = stack.standin.serve(url, html.replace('<head>', `<head>${SABOTAGE}`));
      try {
        expect(html).toContain('<head>');
        await inTab(stack, url, async (marketplace, page) => {
          const popup = await openPopupFor(stack.session, page, stack.texts);
          await popup.waitFor('popup.report');
          await popup.page.close();
          // Whatever the driver asked of the page before would be a call as well.
          await sleep(SABOTAGE_MS);
          const noted = await until('the end of the sabotage', () =>
            page.evaluate(() => {
              const { restored, marked, touched } = document.documentElement.dataset;
              return restored === undefined ? null : { marked: marked ?? null, touched: touched ?? null };
            }),
          );
          expect(noted).toEqual({ marked: 'under sabotage', touched: null });
          await marketplace.waitForMarks(1);
          expect(await marketplace.openPanel(0)).toContain(stack.texts.start('mark.suspected').trim());
        });
      } finally {
        honest();
      }
    });

    test('a page that is no marketplace is left alone', async () => {
      const stack = get();
      await inTab(stack, `${stack.intake.url}/health`, async (marketplace, page) => {
        const popup = await openPopupFor(stack.session, page, stack.texts);
        await popup.waitFor('popup.elsewhere');
        await popup.page.close();
        expect(await marketplace.marks()).toEqual([]);
      });
    });

    test('a hostile title is shown as text, in the mark, the popup and the stored report', async () => {
      const stack = get();
      await inTab(stack, item(ALIEXPRESS_SPECIAL.hostile), async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        await marketplace.openPanel(0);
        const inMark = await page.inMarks((_host, root) => root.querySelectorAll('img, script, b').length);
        expect(inMark).toEqual([0]);
        await marketplace.pressInPanel(0, 'mark.close');

        const popup = await openPopupFor(stack.session, page, stack.texts);
        await popup.waitForWords('<img src=x');
        await popup.startReport();
        await popup.fillForm({ explanation: '<script>alert(1)</script>' });
        await popup.send();
        const { reference } = await popup.receipt();
        expect(await popup.page.evaluate(() => document.querySelectorAll('img[src="x"], main script').length)).toBe(0);
        await popup.page.close();

        const stored = stack.intake.received().find((one) => one.reference === reference);
        expect(stored?.report).toMatchObject({
          explanation: '<script>alert(1)</script>',
          listings: [{ title: expect.stringContaining('Couteau papillon balisong <img src=x') }],
        });
        // Neither control characters nor bidi overrides survive.
        expect(JSON.stringify(stored?.report)).not.toMatch(/\\u0000|\\u0007|[\u202A-\u202E\u2066-\u2069]/);
        expect(await page.evaluate(() => document.documentElement.dataset.pwned ?? null)).toBeNull();
      });
    });

    test('page state that is broken or endless costs the reading, not the page', async () => {
      const stack = get();
      const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
      const url = 'https://fr.shein.com/broken-p-300000001.html';
      stack.standin.serve(
        url,
        `<!doctype html><html lang="fr"><title>x</title><body><script>window.gbRawData = {"modules":{"productInfo":{"goods_name":"${'x'.repeat(2_000_000)}",</script>
         <script type="application/ld+json">${deep}</script><script>window.__data = ${deep};</script>
         <h1 class="product-intro__head-name">Couteau papillon balisong</h1></body></html>`,
      );
      await inTab(stack, url, async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        const popup = await openPopupFor(stack.session, page, stack.texts);
        await popup.waitForWords('Couteau papillon balisong');
        await popup.page.close();
      });
    });
  });
}
