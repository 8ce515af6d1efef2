/** A sweep over grids of results that others saved (../shared/fixtures), under their real host names. Skipped, visibly, without them. */
import { existsSync, readFileSync } from 'node:fs';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { readPage } from '../../lib/marketplaces/reader.ts';
import { searchAddressesOf } from '../../lib/marketplaces/search-address.ts';
import type { GetStack } from './suite.ts';
import { onStage, openResults } from './sweep-steps.ts';

const FIXTURES = new URL('../../../shared/fixtures/', import.meta.url);
const WORDS = 'perceuse robe';

/** The shops' own state, in the page that carries it. No picture is in it. */
const GRIDS = [
  {
    shop: 'aliexpress',
    file: 'aliexpress/search-itemlist-2025-scrapfly.json',
    script: (items: string) =>
      `window._dida_config_ = {}; window._dida_config_._init_data_= { data: {"data":{"root":{"fields":{"mods":{"itemList":{"content":${items}}}}}}} };`,
  },
  {
    shop: 'shein',
    file: 'shein/category-12472-goods-2026-akashsharma5.json',
    script: (items: string) => `window.gbRawData = {"results":{"bffProductsInfo":{"products":${items}}}};`,
  },
];

export function capturedSweeps(get: GetStack): void {
  describe.skipIf(!existsSync(FIXTURES))('sweeps over captured grids (captured pages in ../shared)', () => {
    test('grids that others saved: walked twice, each card once, decided and counted', {
      timeout: 240_000,
    }, async () => {
      const stack = get();
      const grids = GRIDS.map(({ shop, file, script }) => {
        const items: unknown = JSON.parse(readFileSync(new URL(file, FIXTURES), 'utf8'));
        const html = `<!doctype html><html lang="fr"><head><title>.</title></head><body><script>${script(
          JSON.stringify(items).replaceAll('<', '\\u003c'),
        )}</script></body></html>`;
        const address = searchAddressesOf(shop)?.addressOf({ words: WORDS, country: 'FR', page: 1 }) ?? '';
        const { origin, pathname } = new URL(address);
        stack.standin.serve(`${origin}${pathname}`, html);
        const { document } = parseHTML(html);
        const reading = readPage({ url: new URL(address), document: document as unknown as Document });
        return { shop, ids: new Set(reading?.listings.map(({ ref }) => ref.id)) };
      });
      expect(grids.map(({ ids }) => ids.size)).toEqual([120, 100]);

      const listed = (at: number) => grids[at]?.ids.size ?? 0;
      await onStage(stack, async (stage) => {
        await stage.make({ name: 'Captures', queries: [WORDS], pages: 1, without: ['Joom'] });
        await stage.walk(1, 0, 2, 0, listed);
        await stage.end();
        await stage.press('sweep.walk.nextSweep');
        await stage.reads(2, 0, 2, null);
        await stage.walk(2, 0, 2, 0, listed);
        await stage.end();
        await stage.press('sweep.tabs.queue');
        await stage.filter('unmarked');
        await stage.focusList();
        await stage.panel.type('n');
        await stage.filter('not-illicit');
        await stage.shows(1);

        const [results, [bySite]] = await openResults(stack.session, stage.panel, 3);
        for (const { shop, ids } of grids) expect(bySite?.[shop]?.figures[0], shop).toBe(ids.size);
        expect(bySite?.all?.figures[0]).toBe(220);
        expect(bySite?.all?.figures[3]).toBe(1);
        await results.close();
      });
    });
  });
}
