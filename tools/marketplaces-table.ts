/**
 * `node tools/marketplaces-table.ts`: writes the tables of `docs/marketplaces.md`, page × field × read or absent. The
 * first comes from the project's own pages, the second from captured pages in `../shared/fixtures`; where that folder
 * is absent, the second table stays as it was written last.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { FieldName } from '../lib/listing/listing.ts';
import { type ScanLine, scanPage } from './commands/scan.ts';

const FIELDS: readonly FieldName[] = [
  'title',
  'description',
  'breadcrumb',
  'categoryId',
  'price',
  'previousPrice',
  'discountPercent',
  'seller',
  'brand',
  'attributes',
  'variants',
  'imageUrls',
  'rating',
  'soldCount',
  'shipsFrom',
  'language',
  'compliance',
];

interface Row {
  /** What stands in the first column. */
  page: string;
  lines: ScanLine[];
}

const OWN = new URL('../tests/fixtures/pages/', import.meta.url);
const SHARED = new URL('../../shared/fixtures/', import.meta.url);
const DOC = new URL('../docs/marketplaces.md', import.meta.url);
const pagesSchema = z.array(z.strictObject({ file: z.string(), url: z.url(), what: z.string() }));

export function ownRows(): Row[] {
  const pages = pagesSchema.parse(JSON.parse(readFileSync(new URL('pages.json', OWN), 'utf8')));
  return pages.map(({ file, url, what }) => ({
    page: `\`${file}\` ${what}`,
    lines: scanPage(readFileSync(new URL(file, OWN), 'utf8'), new URL(url)),
  }));
}

interface Captured {
  file: string;
  url: string;
  what: string;
  /** How a capture that is only a piece of state becomes a page again. */
  page?: (text: string) => string;
}

const listPage = (items: unknown): string =>
  `<html lang="en"><body><script>window._dida_config_._init_data_= { data: ${JSON.stringify({ data: { root: { fields: { mods: { itemList: { content: items } } } } } })} };</script></body></html>`;
const goodsPage = (goods: unknown): string =>
  `<html lang="en"><body><script>window.gbRawData = ${JSON.stringify({ results: { bffProductsInfo: { products: goods } } })};</script></body></html>`;
const arrayIn = (text: string): unknown => JSON.parse(text.slice(text.indexOf('['), text.lastIndexOf(']') + 1));

const CAPTURED: readonly Captured[] = [
  {
    file: 'aliexpress/product-1005006722922099-pl-2025-zaryabshah.html',
    url: 'https://pl.aliexpress.com/item/1005006722922099.html',
    what: 'product, rendered, 2025',
  },
  {
    file: 'aliexpress/product-3256803382674519-2023-kamalbilal.html',
    url: 'https://www.aliexpress.com/item/3256803382674519.html',
    what: 'product, state of 2023',
  },
  {
    file: 'aliexpress/runparams-2023-old-kamalbilal.json',
    url: 'https://www.aliexpress.com/item/4000465717631.html',
    what: 'product, state only',
    page: (text) => `<html><body><script>window.runParams = ${text};</script></body></html>`,
  },
  {
    file: 'aliexpress/product-1005008204179129-de-shell-2026-hendkai.html',
    url: 'https://de.aliexpress.com/item/1005008204179129.html',
    what: 'product, not rendered, 2026',
  },
  {
    file: 'aliexpress/blocked-punish-page-2026-hendkai.html',
    url: 'https://www.aliexpress.com/item/1005008204179129.html',
    what: 'anti-bot page, 2026',
  },
  {
    file: 'aliexpress/search-itemlist-2025-scrapfly.json',
    url: 'https://www.aliexpress.com/w/wholesale-drill.html',
    what: 'search, state only, 2025: 120 items',
    page: (text) => listPage(arrayIn(text)),
  },
  {
    file: 'aliexpress/search-items-2024-sneakers3-dazn311.js',
    url: 'https://www.aliexpress.com/w/wholesale-sneakers.html',
    what: 'search, state only, 2024: 60 items',
    page: (text) => listPage(arrayIn(text)),
  },
  {
    file: 'aliexpress/store-page-shell-2024-brandon689.html',
    url: 'https://yufanmodel.aliexpress.com/store/4682001',
    what: 'store, not rendered, 2024',
  },
  {
    file: 'shein/product-312187195-2026-sanitized-wrangler1024.html',
    url: 'https://us.shein.com/x-p-312187195.html',
    what: 'product, sanitised, 2026',
  },
  {
    file: 'shein/category-12472-goods-2026-akashsharma5.json',
    url: 'https://us.shein.com/Dresses-c-12472.html',
    what: 'category, state only, 2026: 100 goods',
    page: (text) => goodsPage(arrayIn(text)),
  },
  {
    file: 'shein/search-gbRawData-excerpt-20260921-2scraper.json',
    url: 'https://us.shein.com/pdsearch/dress/',
    what: 'search, state only, 2026: 1 product',
    page: (text) => `<html lang="en"><body><script>window.gbRawData = ${text};</script></body></html>`,
  },
  {
    file: 'shein/goods-list-2024-productData-mamencode2.js',
    url: 'https://us.shein.com/Kids-c-2007.html',
    what: 'list, state only, 2024: 40 goods',
    page: (text) => goodsPage(arrayIn(text)),
  },
  { file: 'shein/home-us-2026-baha80.html', url: 'https://us.shein.com/', what: 'home, 2026' },
];

function capturedRows(): Row[] {
  return CAPTURED.map(({ file, url, what, page }) => {
    const text = readFileSync(new URL(file, SHARED), 'utf8');
    return {
      page: `\`${file.replace(/-[a-z0-9]+\.\w+$/, '')}\` ${what}`,
      lines: scanPage(page?.(text) ?? text, new URL(url)),
    };
  });
}

function isRead(line: ScanLine, field: FieldName): boolean {
  if (field === 'compliance') return line.listing?.compliance?.panel === 'shown';
  const value = line.listing?.[field];
  return value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
}

function cellsOf(lines: readonly ScanLine[]): string[] {
  return FIELDS.map((field) => {
    const count = lines.filter((line) => isRead(line, field)).length;
    if (count === 0) return '·';
    return lines.length === 1 ? '●' : count === lines.length ? `● ${count}` : `${count}`;
  });
}

/** A Markdown table: a row for the product, one for its cards, or one that says why there is neither. */
export function tableOf(rows: readonly Row[]): string {
  const head = ['page', 'reading', ...FIELDS];
  const body = rows.flatMap(({ page, lines }) => {
    const products = lines.filter(({ listing }) => listing?.kind === 'product');
    const cards = lines.filter(({ listing }) => listing?.kind === 'card');
    const verdict = (of: readonly ScanLine[]) =>
      [...new Set(of.map(({ completeness }) => completeness.verdict))].join(', ');
    const out: string[][] = [];
    if (products.length > 0) out.push([page, `product: ${verdict(products)}`, ...cellsOf(products)]);
    if (cards.length > 0) out.push([page, `${cards.length} cards: ${verdict(cards)}`, ...cellsOf(cards)]);
    if (out.length === 0) out.push([page, verdict(lines), ...FIELDS.map(() => '')]);
    return out;
  });
  // Aligned as the formatter aligns it, so that formatting leaves the document as it was written.
  const widths = head.map((_, column) => Math.max(3, ...[head, ...body].map((cells) => cells[column]?.length ?? 0)));
  const rule = widths.map((width) => '-'.repeat(width));
  return [head, rule, ...body]
    .map((cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
    .join('\n');
}

/** The document with the text between two markers replaced. */
export function withSection(document: string, name: string, content: string): string {
  const start = `<!-- ${name}: written by tools/marketplaces-table.ts -->`;
  const end = `<!-- end of ${name} -->`;
  const from = document.indexOf(start);
  const to = document.indexOf(end);
  if (from === -1 || to < from) throw new Error(`docs/marketplaces.md lacks the markers of "${name}"`);
  return `${document.slice(0, from + start.length)}\n\n${content}\n\n${document.slice(to)}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  let document = withSection(readFileSync(DOC, 'utf8'), 'own pages', tableOf(ownRows()));
  if (existsSync(SHARED)) document = withSection(document, 'captured pages', tableOf(capturedRows()));
  else
    process.stderr.write(
      'marketplaces-table: ../shared/fixtures is absent; the table of captured pages was left as it is.\n',
    );
  writeFileSync(DOC, document);
}
