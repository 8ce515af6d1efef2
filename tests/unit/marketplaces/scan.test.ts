import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../tools/command-line.ts';
import { run, scanPage } from '../../../tools/commands/scan.ts';
import { htmlOf, urlOf } from './pages.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const vigie = (...args: string[]) =>
  spawnSync(process.execPath, ['tools/vigie.js', 'scan', ...args], { cwd: root, encoding: 'utf8' });

describe('scanPage', () => {
  it('gives each listing its own completeness and findings', () => {
    const lines = scanPage(htmlOf('aliexpress/product.html'), new URL(urlOf('aliexpress/product.html')), (listing) => [
      {
        rule: listing.kind,
        family: 'x',
        severity: 'low',
        confidence: 1,
        visibility: 'everyone',
        sensitive: false,
        spans: [],
        pack: { publisher: 'p', version: '1' },
        lowered: [],
      },
    ]);
    expect(lines.map(({ completeness, findings }) => [completeness.verdict, findings[0]?.rule])).toEqual([
      ['complete', 'product'],
      ['complete', 'card'],
      ['complete', 'card'],
      ['complete', 'card'],
    ]);
  });

  it('gives one line for a page without a listing', () => {
    expect(scanPage(htmlOf('aliexpress/blocked.html'), new URL(urlOf('aliexpress/blocked.html')))).toEqual([
      { listing: null, completeness: { verdict: 'blocked', lacking: [], reason: 'anti-bot-page' }, findings: [] },
    ]);
  });
});

describe('vigie scan', () => {
  const page = 'tests/fixtures/pages/joom/search.html';

  it('prints one JSON line a listing of every file', () => {
    const { stdout, status } = vigie('--url', urlOf('joom/search.html'), '--no-rules', page, page);
    expect(status).toBe(0);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatchObject({
      listing: { title: 'Table lamp' },
      completeness: { verdict: 'complete' },
      findings: [],
    });
  });

  it.each([
    [['--url', 'https://www.joom.com/en', 'missing.html'], /cannot read "missing\.html" \(ENOENT\)/],
    [['--url', 'https://www.joom.com/en', '.'], /cannot read "\." \(EISDIR\)/],
    [['--url', 'https://www.joom.com/en'], /no file is named/],
    [['--url', 'https://example.com/', page], /no adapter reads "example\.com"/],
    [['--url', 'not an address', page], /is no address/],
    [[page], /--url is missing/],
    [['--wrong'], /Unknown option/],
  ])('%j is bad usage', async (args, message) => {
    await expect(run(args)).rejects.toThrow(UsageError);
    await expect(run(args)).rejects.toThrow(message);
  });

  it('says in one line what is wrong and leaves no half output when a later file is missing', () => {
    const { stdout, stderr, status } = vigie('--url', 'https://www.joom.com/en', page, 'missing.html');
    expect({ stdout, stderr, status }).toEqual({
      stdout: '',
      stderr: 'vigie scan: cannot read "missing.html" (ENOENT).\n',
      status: 2,
    });
  });
});

const shared = fileURLToPath(new URL('../../../../shared/fixtures/', import.meta.url));
describe.skipIf(!existsSync(shared))('vigie scan (captured pages in ../shared)', () => {
  const scan = (url: string, file: string) => scanPage(readFileSync(`${shared}${file}`, 'utf8'), new URL(url));

  it('reads the rendered AliExpress page and every card on it', () => {
    const [product, ...cards] = scan(
      'https://pl.aliexpress.com/item/1005006722922099.html',
      'aliexpress/product-1005006722922099-pl-2025-zaryabshah.html',
    );
    expect(product?.listing).toMatchObject({
      ref: { id: '1005006722922099' },
      price: { low: { amount: 1542, currency: 'PKR' } },
      seller: { name: 'Creapart RC Store', id: '5361180', trader: 'trader', traderText: '(Przedsiębiorca)' },
      brand: 'creapart',
      rating: { value: 5, count: 9 },
      soldCount: 60,
      language: 'pl',
    });
    expect(product?.listing?.title).toMatch(/^Nowa wersja Pagoda pro .* Goggles$/);
    expect(product?.listing?.imageUrls).toHaveLength(8);
    expect(product?.listing?.variants.map(({ name }) => name)).toEqual(['1 pcs SMA', '1 pcs RPSMA']);
    expect(product?.completeness.verdict).toBe('complete');
    expect(cards).toHaveLength(36);
    expect(cards.every(({ listing }) => listing?.title && listing.price)).toBe(true);
  });

  it('reads the AliExpress page of 2023 under its .com id', () => {
    const [product] = scan(
      'https://www.aliexpress.com/item/3256803382674519.html',
      'aliexpress/product-3256803382674519-2023-kamalbilal.html',
    );
    expect(product?.listing).toMatchObject({
      ref: { id: '1005003568989271' },
      price: { low: { amount: 1.73, currency: 'USD' }, high: { amount: 4.05 } },
      previousPrice: { amount: 2.55 },
      discountPercent: 32,
      seller: { name: 'Car Accessories Zone Store', id: '1101366561' },
      categoryId: '200003372',
      shipsFrom: 'United States',
    });
    expect(product?.listing?.variants).toHaveLength(15);
    expect(product?.listing?.attributes).toHaveLength(24);
  });

  it('reads the Shein product page', () => {
    const [product] = scan(
      'https://us.shein.com/x-p-312187195.html',
      'shein/product-312187195-2026-sanitized-wrangler1024.html',
    );
    expect(product).toMatchObject({
      listing: {
        title: 'Sanitized Black Jumpsuit',
        price: { low: { amount: 10.39, currency: 'USD' } },
        language: 'en',
      },
      completeness: { verdict: 'partial', lacking: ['seller', 'imageUrls', 'categoryId'] },
    });
    expect(product?.listing?.variants).toHaveLength(7);
  });

  it.each([
    [
      'https://de.aliexpress.com/item/1005008204179129.html',
      'aliexpress/product-1005008204179129-de-shell-2026-hendkai.html',
      'not-ready',
    ],
    [
      'https://www.aliexpress.com/item/1005008204179129.html',
      'aliexpress/blocked-punish-page-2026-hendkai.html',
      'blocked',
    ],
    [
      'https://yufanmodel.aliexpress.com/store/4682001',
      'aliexpress/store-page-shell-2024-brandon689.html',
      'not-ready',
    ],
    ['https://us.shein.com/', 'shein/home-us-2026-baha80.html', 'not-a-listing'],
    ['https://us.shein.com/x-p-312187195.html', 'shein/home-us-2026-baha80.html', 'blocked'],
  ])('%s from %s is %s, never a listing', (url, file, verdict) => {
    expect(scan(url, file)).toEqual([
      { listing: null, completeness: expect.objectContaining({ verdict }), findings: [] },
    ]);
  });
});
