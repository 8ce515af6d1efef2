/**
 * Reading pages in Node, with linkedom for the DOM. linkedom's queries are slower than a browser's, so these figures
 * bound the adapters' own work from above; what the content script costs in a browser is measured there.
 */
import { parseHTML } from 'linkedom';
import { readNewCards, readPage } from '../../lib/marketplaces/reader.ts';
import { findState } from '../../lib/marketplaces/state.ts';
import { type Bench, type BenchRow, median } from './table.ts';

const GRID = new URL('https://www.aliexpress.com/w/wholesale-timer.html');
const ITEM = new URL('https://fr.aliexpress.com/item/1005000000000001.html');
const HELP = new URL('https://service.aliexpress.com/page/home');

function timed(repeats: number, prepare: () => () => unknown): number {
  const times: number[] = [];
  for (let round = 0; round < repeats + 3; round++) {
    const work = prepare();
    const start = performance.now();
    work();
    // The first rounds compile.
    if (round >= 3) times.push(performance.now() - start);
  }
  return median(times);
}

function card(index: number): string {
  const id = 1005000000100000 + index;
  const stars = '<img src="https://ae01.alicdn.com/kf/star/48x48.png" width="12" alt="">'.repeat(5);
  return `<div class="_9HTSH"><div class="_3gA8_ card-out-wrapper"><a class="_3mPKP search-card-item" href="//www.aliexpress.com/item/${id}.html?algo_pvid=dd34797a&amp;pdp_npi=6%40dis%21USD%2165.85%2123.29&amp;utparam-url=scene%3Asearch"><div class="_2OjLS"><img class="product-img" src="//ae-pic-a1.aliexpress-media.com/kf/S${id}.jpg_480x480q75.jpg_.avif" alt="Thing number ${index} with a title of ordinary length for a results page of a marketplace"></div><div class="_3jo5e"><div class="_2BLrX"><h3>Thing number ${index} with a title of ordinary length for a results page of a marketplace</h3></div><div class="_23lt5"><div class="_3Mpbo"><span>US $</span><span>${index + 1}</span><span>.</span><span>29</span></div><div><span style="text-decoration: line-through;">US $${index + 10}.00</span></div><span> -61%</span></div><div><div>${stars}<span>4.8</span></div><span>${index + 5} sold</span></div></div></a></div></div>`;
}
const cards = (from: number, count: number) => Array.from({ length: count }, (_, index) => card(from + index)).join('');
const page = (body: string) =>
  `<!doctype html><html lang="en"><head><title>Page</title></head><body><div id="list">${body}</div></body></html>`;

function productPage(): string {
  const specs = Array.from(
    { length: 20 },
    (_, index) => `<li><div><div><span>Name ${index}</span></div><div><span>Value ${index}</span></div></div></li>`,
  ).join('');
  const product = `<h1 data-pl="product-title">A thing</h1><div data-pl="product-price"><span class="price--currentPriceText--x">21,09€</span></div><a class="store-detail--wrap--x" href="//fr.aliexpress.com/store/1"><span class="store-detail--storeName--x">Store</span><span>(Commerçant)</span></a><div data-pl="product-specs"><ul>${specs}</ul></div><div class="slider--img--x"><img src="https://ae01.alicdn.com/kf/S1.jpg"></div>`;
  const body = product + cards(0, 36);
  // The captured page of 2025 has 467 kB, most of it in 76 scripts.
  const script = `<script>window.noise = "${'x'.repeat(5_000)}";</script>`;
  const scripts = script.repeat(Math.max(0, Math.floor((467_000 - body.length) / script.length)));
  return page(body).replace('</head>', `${scripts}</head>`);
}

function sheinState(): string {
  const goods = Array.from({ length: 9_000 }, (_, index) => ({
    goods_id: String(500000000 + index),
    goods_name: `Striped "maxi" dress } number ${index} with a waist { and a long name, as they have`,
    goods_img: `//img.ltwebstatic.com/v4/j/pi/2026/05/11/db/${index}_thumbnail_405x552.jpg`,
    salePrice: { amount: '9.93', amountWithSymbol: '$9.93', usdAmount: '9.93' },
    tags: Array.from({ length: 12 }, (_unused, tag) => ({ id: tag, name: `tag ${tag}` })),
  }));
  return JSON.stringify({ modules: { goods } });
}

function row(what: string, value: number, bar?: BenchRow['bar'], note?: string): BenchRow {
  return { what, value, unit: 'ms', ...(bar ? { bar } : {}), ...(note ? { note } : {}) };
}

async function run(): Promise<BenchRow[]> {
  const documentOf = (html: string) => parseHTML(html).document;
  const grid = page(cards(0, 60));
  const product = productPage();
  const help = page('<h1>Help</h1>');
  const state = sheinState();
  const script = `window.x = 1; window.gbRawData = ${state};\ndocument.dispatchEvent(new Event("SRenderInitialPropsLoaded"));`;
  const megabytes = `${(script.length / 1e6).toFixed(1)} MB`;

  const readOf = (html: string, url: URL) => () => {
    const document = documentOf(html);
    return () => readPage({ url, document });
  };
  const grown = () => {
    const document = documentOf(grid);
    const known = new WeakMap<Element, string>();
    readNewCards(document, { url: GRID, document }, known);
    document.getElementById('list')?.insertAdjacentHTML('beforeend', cards(60, 20));
    return () => {
      const sites = readNewCards(document, { url: GRID, document }, known);
      if (sites.length !== 20) throw new Error(`20 cards arrived, ${sites.length} were read`);
    };
  };
  const walk = () => {
    const document = documentOf(grid);
    return () => [...document.querySelectorAll('.card-out-wrapper *')].map((element) => element.textContent).length;
  };
  return [
    row('read a page that is no listing', timed(50, readOf(help, HELP)), { atMost: 2 }),
    row('read a product page of 467 kB with 36 cards', timed(20, readOf(product, ITEM)), undefined, 'linkedom'),
    row('read a grid of 60 cards', timed(20, readOf(grid, GRID)), undefined, 'linkedom'),
    row(
      '  the same grid: every element and its text, once',
      timed(20, walk),
      undefined,
      'lower bound of a reader that looks at everything',
    ),
    row('read 20 cards that arrive below 60', timed(20, grown), undefined, 'linkedom'),
    row(
      `find and parse a state of ${megabytes}: one pass, then JSON.parse`,
      timed(7, () => () => findState(script, 'gbRawData')),
    ),
    row(
      '  JSON.parse alone, the state already cut out',
      timed(7, () => () => JSON.parse(state)),
    ),
    row(
      '  lazy regular expression, then JSON.parse',
      timed(7, () => () => lazy(script)),
      undefined,
      'stops at the first "};" and fails where a title holds one',
    ),
  ];
}

function lazy(script: string): unknown {
  const match = /gbRawData\s*=\s*(\{[\s\S]*?\});\s*document/.exec(script);
  return match?.[1] === undefined ? null : JSON.parse(match[1]);
}

const bench: Bench = { title: 'Reading pages (Node, linkedom)', run };
export default bench;
