/** Extra tests on real pages that others saved (../shared/fixtures), served under their real host names. Skipped, visibly, without them. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openPopupFor } from '../../tools/browser/pages.ts';
import type { GetStack } from './suite.ts';
import { inTab } from './tabs.ts';

const FIXTURES = new URL('../../../shared/fixtures/', import.meta.url);

interface Captured {
  name: string;
  file: string;
  url: string;
  report: object;
}

const CAPTURED: Captured[] = [
  {
    name: 'AliExpress product page of 2025',
    file: 'aliexpress/product-1005006722922099-pl-2025-zaryabshah.html',
    url: 'https://pl.aliexpress.com/item/1005006722922099.html',
    report: {
      ref: { marketplace: 'aliexpress', id: '1005006722922099' },
      title: expect.stringContaining('Pagoda'),
      price: { low: { amount: 1542, currency: 'PKR' } },
      seller: { id: '5361180', trader: 'trader' },
    },
  },
  {
    name: 'Shein product page of 2026',
    file: 'shein/product-312187195-2026-sanitized-wrangler1024.html',
    url: 'https://us.shein.com/Sanitized-Black-Jumpsuit-p-312187195.html',
    report: { ref: { marketplace: 'shein', id: '312187195' }, title: expect.stringContaining('Jumpsuit') },
  },
];

const BLOCKED = {
  file: 'aliexpress/blocked-punish-page-2026-hendkai.html',
  url: 'https://de.aliexpress.com/item/1005008204179129.html',
};

export function capturedPages(get: GetStack): void {
  const read = (file: string) => readFileSync(fileURLToPath(new URL(file, FIXTURES)), 'utf8');

  describe.skipIf(!existsSync(FIXTURES))('real pages under their real host names (captured pages in ../shared)', () => {
    test.each(CAPTURED)('$name is read', async ({ file, url, report }) => {
      const stack = get();
      stack.standin.serve(url, read(file));
      await inTab(stack, url, async (_marketplace, page) => {
        const popup = await openPopupFor(stack.session, page, stack.texts);
        await popup.startReport();
        expect(await popup.previewedReport()).toMatchObject({ listings: [report] });
        await popup.page.close();
      });
    });

    test('the anti-bot page of 2026 is called blocked', async () => {
      const stack = get();
      stack.standin.serve(BLOCKED.url, read(BLOCKED.file));
      await inTab(stack, BLOCKED.url, async (marketplace, page) => {
        const popup = await openPopupFor(stack.session, page, stack.texts);
        await popup.waitFor('verdict.blocked');
        await popup.page.close();
        expect(await marketplace.marks()).toEqual([]);
      });
    });
  });
}
