/**
 * Reading pages in Node, with linkedom for the DOM. linkedom's queries are slower than a browser's, so these figures
 * bound the adapters' own work from above; what the content script costs in a browser is measured there.
 */
import { parseHTML } from 'linkedom';
import { readNewCards, readPage } from '../../lib/marketplaces/reader.ts';
import { findState } from '../../lib/marketplaces/state.ts';
import { cards, page, productPage } from './made-pages.ts';
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
