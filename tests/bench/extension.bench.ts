/**
 * The extension as a whole in Chromium: how soon a mark stands on a page when the browser has to start the background for
 * it, how soon the popup takes a press, what stays in memory, what the packages weigh. Beside it, in the same run, an
 * extension that does the least of the same: its page script asks its background and sets one element, its popup is one
 * button. The pages' scripts are kept from running, as in `page-cost`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { z } from 'zod';
import { findBrowser } from '../../tools/browser/find.ts';
import { Owned } from '../../tools/browser/owned.ts';
import { buildExtension, extensionFolder } from '../../tools/demo/build.ts';
import { weigh } from '../../tools/size-budget.ts';
import { cards, page, productPage } from './made-pages.ts';
import { emptyExtension, openTab, type Subject, startSubject, workerOf } from './subjects.ts';
import { type Bench, type BenchOptions, type BenchRow, median } from './table.ts';

const ROUNDS = 11;
const PAGES = 200;
/** After which the first caches are filled; growth is counted from here. */
const WARM_PAGES = 20;
const MEGABYTE = 2 ** 20;

const GRID = 'https://www.aliexpress.com/w/wholesale-timer.html';
const PRODUCT = 'https://fr.aliexpress.com/item/1005006722922099.html';
const SHOWN = new Map([
  [GRID, page(cards(0, 60))],
  [PRODUCT, productPage()],
]);

const finite = z.number();
const evaluated = async (tab: Page, source: string) => finite.parse(await tab.evaluate(source));

/** In the page: milliseconds from the navigation's start to the first mark in the document. */
const MARKED = `new Promise((resolve) => {
  const look = () => document.querySelector('vigie-mark') && resolve(performance.now());
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  look();
})`;

async function endBackground(subject: Subject): Promise<void> {
  await (await workerOf(subject))?.close();
  for (let tries = 0; (await workerOf(subject)) !== null && tries < 100; tries++) await sleep(50);
}

async function firstMark(subject: Subject, cold: boolean): Promise<number> {
  if (cold) await endBackground(subject);
  const tab = await openTab(subject, SHOWN);
  try {
    await tab.evaluateOnNewDocument(`globalThis.marked = ${MARKED}`);
    await tab.goto(GRID, { waitUntil: 'load' });
    return await evaluated(tab, 'globalThis.marked');
  } finally {
    await tab.close();
  }
}

/** Milliseconds from the start of the popup's page. */
interface Opened {
  /** What was looked for is in the document and nothing else runs. */
  ready: number;
  /** The frame that shows it was made. */
  shown: number;
}

const openedSchema = z.object({ ready: finite, shown: finite });

/** In the page itself, as the marks are timed: what the driver takes to ask is no part of it. */
const LOOKS_FOR = (selector: string) => `globalThis.opened = new Promise((resolve) => {
  let isThere = false;
  const look = () => {
    if (isThere || document.querySelector('${selector}') === null) return;
    isThere = true;
    let ready;
    setTimeout(() => { ready = performance.now(); });
    requestAnimationFrame(() => setTimeout(() => resolve({ ready, shown: performance.now() })));
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
  look();
})`;

async function popup({ browser, origin }: Subject, selector: string, query = ''): Promise<Opened> {
  const tab = await browser.newPage();
  try {
    await tab.evaluateOnNewDocument(LOOKS_FOR(selector));
    await tab.goto(`${origin}/popup.html${query}`, { waitUntil: 'domcontentloaded' });
    return openedSchema.parse(await tab.evaluate('globalThis.opened'));
  } finally {
    await tab.close();
  }
}

async function popupRows({ vigie, empty }: Pair, rounds: number): Promise<BenchRow[]> {
  const [ours, theirs]: [Opened[], Opened[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    ours.push(await popup(vigie, 'button:not(:disabled)'));
    theirs.push(await popup(empty, 'button:not(:disabled)'));
  }
  const found = await openedOnFindings(vigie, rounds);
  const row = (what: string, times: readonly Opened[]): BenchRow => ({
    what,
    value: median(times.map(({ ready }) => ready)),
    unit: 'ms',
    note: `its frame made after ${median(times.map(({ shown }) => shown)).toFixed(0)} ms`,
  });
  return [
    { ...row('popup opened until it takes a press', ours), bar: { atMost: 100 } },
    row('  by the extension that does the least', theirs),
    row('popup opened until it shows what was found and takes a report', found),
  ];
}

/** The same to the button that reports the product of the page that the popup is about. */
async function openedOnFindings(subject: Subject, rounds: number): Promise<Opened[]> {
  const tab = await openTab(subject, SHOWN);
  try {
    await tab.goto(PRODUCT, { waitUntil: 'load' });
    await tab.waitForSelector('vigie-mark');
    const worker = await workerOf(subject);
    const id = z
      .number()
      .parse(
        await worker?.evaluate(
          'chrome.tabs.query({}).then((tabs) => tabs.find(({ url }) => url?.includes("/item/")).id)',
        ),
      );
    const times: Opened[] = [];
    for (let round = 0; round < rounds; round++) times.push(await popup(subject, '.primary', `?tab=${id}`));
    return times;
  } finally {
    await tab.close();
  }
}

interface Heaps {
  /** Bytes in use after a collection. */
  background: number;
  page: number;
}

const heapSchema = z.looseObject({ usedSize: z.number() });

async function heaps(subject: Subject, tab: Page): Promise<Heaps> {
  const worker = await workerOf(subject);
  const used = [];
  for (const client of [worker?.client, await tab.createCDPSession()]) {
    if (client === undefined) {
      used.push(0);
      continue;
    }
    await client.send('HeapProfiler.collectGarbage');
    used.push(heapSchema.parse(await client.send('Runtime.getHeapUsage')).usedSize);
  }
  const [background = 0, page = 0] = used;
  return { background, page };
}

/** At rest, warm, and after all pages. */
async function memory(subject: Subject, pages: number): Promise<[Heaps, Heaps, Heaps]> {
  const tab = await openTab(subject, SHOWN);
  try {
    await tab.goto('about:blank');
    const rest = await heaps(subject, tab);
    let warm = rest;
    for (let at = 0; at < pages; at++) {
      await tab.goto(at % 2 === 0 ? GRID : PRODUCT, { waitUntil: 'load' });
      await sleep(250);
      if (at + 1 === Math.min(WARM_PAGES, pages)) {
        await tab.goto('about:blank');
        warm = await heaps(subject, tab);
      }
    }
    await tab.goto('about:blank');
    return [rest, warm, await heaps(subject, tab)];
  } finally {
    await tab.close();
  }
}

interface Pair {
  vigie: Subject;
  empty: Subject;
}

async function inTurns({ vigie, empty }: Pair, rounds: number, one: (subject: Subject) => Promise<number>) {
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    ours.push(await one(vigie));
    theirs.push(await one(empty));
  }
  return { ours: median(ours), theirs: median(theirs) };
}

async function timeRows(pair: Pair, rounds: number): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  const add = (what: string, { ours, theirs }: { ours: number; theirs: number }, bar?: BenchRow['bar']) => {
    rows.push({ what, value: ours, unit: 'ms', ...(bar === undefined ? {} : { bar }) });
    rows.push({ what: '  by the extension that does the least', value: theirs, unit: 'ms' });
  };
  add(
    'navigation to first mark, background asleep',
    await inTurns(pair, rounds, (subject) => firstMark(subject, true)),
  );
  add(
    'navigation to first mark, background awake',
    await inTurns(pair, rounds, (subject) => firstMark(subject, false)),
  );
  rows.push(...(await popupRows(pair, rounds)));
  return rows;
}

async function memoryRows(pair: Pair, pages: number): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const subject of [pair.vigie, pair.empty]) {
    const [rest, warm, end] = await memory(subject, pages);
    const by = subject.name === 'vigie' ? '' : '  by the extension that does the least: ';
    const size = (bytes: number) => bytes / MEGABYTE;
    rows.push(
      { what: `${by}background’s heap at rest`, value: size(rest.background), unit: 'MB' },
      {
        what: `${by}background’s heap after ${pages} pages`,
        value: size(end.background),
        unit: 'MB',
        note: `${size(end.background - warm.background).toFixed(2)} MB more than after ${WARM_PAGES}`,
      },
      {
        what: `${by}tab’s heap after ${pages} pages, left for an empty one`,
        value: size(end.page),
        unit: 'MB',
        note: `${size(end.page - warm.page).toFixed(2)} MB more than after ${WARM_PAGES}`,
      },
    );
    if (by === '') {
      const growth = size(end.background - warm.background + end.page - warm.page);
      rows.push({ what: 'growth of both', value: growth, unit: 'MB', bar: { atMost: 0.5 } });
    }
  }
  return rows;
}

async function sizeRows(): Promise<BenchRow[]> {
  const weights = await weigh(extensionFolder('chromium'));
  return weights.map(({ what, bytes, atMost }) => ({
    what: `size, gzipped: ${what}`,
    value: bytes / 1_000,
    unit: 'kB',
    bar: { atMost: atMost / 1_000 },
  }));
}

async function run({ rounds }: BenchOptions): Promise<BenchRow[]> {
  const found = await findBrowser('chromium');
  const owned = new Owned();
  try {
    await buildExtension('chromium');
    const least = emptyExtension(owned.folder('least-extension'), { asking: true });
    const pair: Pair = {
      empty: await startSubject(owned, found.path, 'empty', least),
      vigie: await startSubject(owned, found.path, 'vigie', extensionFolder('chromium')),
    };
    // The first start compiles and stores the packaged rules; that is once an installation.
    await firstMark(pair.vigie, false);
    return [
      ...(await timeRows(pair, rounds ?? ROUNDS)),
      ...(await memoryRows(pair, rounds === null ? PAGES : rounds * 2)),
      ...(await sizeRows()),
    ];
  } finally {
    await owned.close();
  }
}

const bench: Bench = { title: 'The extension as a whole (Chromium)', run };
export default bench;
