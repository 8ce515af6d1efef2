/**
 * A campaign of 20,000 cards in Chromium: the production build, its own import of a sweep file, its real database, and the
 * side panel's page. Times are the page's own clock, from the browser's time stamp of the key or the start of the
 * navigation to the frame after the one that shows the result; so each holds up to two frames (33 ms) of waiting for the
 * screen, as a person's eyes do.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, type CDPSession, launch, type Page } from 'puppeteer-core';
import { z } from 'zod';
import { sweepFile } from '../../lib/sweeps/file.ts';
import { findBrowser } from '../../tools/browser/find.ts';
import { Owned } from '../../tools/browser/owned.ts';
import { buildExtension, extensionFolder } from '../../tools/demo/build.ts';
import { ANA, CAMPAIGN } from '../unit/sweeps/made.ts';
import { CARDS, DECIDED, madeSweep } from './made-sweep.ts';
import { type Bench, type BenchOptions, type BenchRow, median } from './table.ts';

const OPENINGS = 5;
const DECISIONS = 20;
/** Longer than the panel waits before it keeps what makes the next opening fast. */
const KEPT_MS = 6_000;
const SCROLL_MS = 4_000;
const TYPED = 'papillon 1999';
/** A frame that took longer than this was not shown in time for the next one. */
const DROPPED_MS = 25;
/** What a screen of 60 Hz gives, less what the clock's and the machine's own noise takes. */
const SMOOTH = 58;

/** Puts `seen(what, start)` into a page: resolves to the milliseconds from `start` to the frame after `what` holds. */
const WATCHER = `globalThis.seen = (holds, start = 0) => new Promise((resolve, reject) => {
  const look = () => {
    if (performance.now() - start > 30000) return reject(new Error('never held: ' + holds));
    if (!holds()) return requestAnimationFrame(look);
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
  };
  look();
});`;

const ms = z.number();
const held = (page: Page, source: string) => page.evaluate(source).then((value) => ms.parse(value));

interface Opened {
  browser: Browser;
  origin: string;
}

async function start(owned: Owned): Promise<Opened> {
  const found = await findBrowser('chromium');
  await buildExtension('chromium');
  const browser = await launch({
    executablePath: found.path,
    headless: true,
    pipe: true,
    enableExtensions: true,
    userDataDir: owned.folder('bench-sweeps'),
    args: ['--disable-gpu', '--disable-component-update', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  const child = browser.process();
  if (child !== null) owned.process(child);
  owned.closes(() => browser.close());
  return { browser, origin: `chrome-extension://${await browser.installExtension(extensionFolder('chromium'))}` };
}

async function panelOf({ browser, origin }: Opened): Promise<Page> {
  const panel = await browser.newPage();
  await panel.setViewport({ width: 400, height: 800 });
  await panel.evaluateOnNewDocument(WATCHER);
  await panel.goto(`${origin}/sidepanel.html`);
  return panel;
}

/** By the panel's own file field. @returns milliseconds, with the screening of all its cards by the rules. */
async function importSweep(panel: Page, owned: Owned): Promise<number> {
  const file = join(owned.folder('bench-sweep-file'), 'sweep.json');
  writeFileSync(file, sweepFile(madeSweep(ANA, 10)));
  const field = await panel.waitForSelector('input[type=file]');
  if (field === null) throw new Error('the panel takes no file');
  const before = performance.now();
  // Puppeteer's type knows inputs that are upgraded by a tag name alone.
  const input = await field.toElement('input');
  await input.uploadFile(file);
  await panel.waitForSelector('li.card .primary', { timeout: 300_000 });
  return performance.now() - before;
}

interface Opening {
  list: number;
  rows: number;
  /** Processor milliseconds of the page's main thread from the press to the rows: what a busy machine does not stretch. */
  work: number;
}

async function mainThread(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000;
}

/** The panel's page from nothing to its campaigns, then from the press on one to rows that take keys. */
async function openOnce(panel: Page, cdp: CDPSession): Promise<Opening> {
  // The welcome page opened itself in front; what is behind gets no frames.
  await panel.bringToFront();
  await panel.reload({ waitUntil: 'domcontentloaded' });
  const list = await held(panel, `seen(() => document.querySelector('li.card .primary'))`);
  const before = await mainThread(cdp);
  const rows = await held(
    panel,
    `(async () => {
      const start = performance.now();
      document.querySelector('li.card .primary').click();
      await new Promise((resolve) => {
        const look = () => {
          const tab = document.querySelector('nav button:nth-child(2)');
          if (tab === null) return requestAnimationFrame(look);
          tab.click();
          resolve();
        };
        look();
      });
      return seen(() => document.querySelector('.virtual-list .row') && document.activeElement?.matches('.virtual-list'), start);
    })()`,
  );
  return { list, rows, work: (await mainThread(cdp)) - before };
}

/** Presses a key and waits until the two things hold that `shown` and `stored` look for, as functions' texts. */
async function keyed(panel: Page, key: string, shown: string, stored: string): Promise<[number, number]> {
  await panel.evaluate(`void (globalThis.times = new Promise((resolve) => {
    document.addEventListener('keydown', ({ timeStamp }) => {
      resolve(Promise.all([seen(${shown}, timeStamp), seen(${stored}, timeStamp)]));
    }, { capture: true, once: true });
  }))`);
  await panel.keyboard.press(key as 's');
  return z.tuple([ms, ms]).parse(await panel.evaluate('globalThis.times'));
}

async function decisions(panel: Page): Promise<{ shown: number[]; stored: number[] }> {
  const [shown, stored]: [number[], number[]] = [[], []];
  await panel.evaluate(`document.querySelector('.virtual-list').focus()`);
  for (let at = 0; at < DECISIONS; at++) {
    await panel.evaluate(`globalThis.before = {
      row: document.querySelector('.row.current .row-title').textContent,
      said: document.querySelector('.queue > [role=status]').textContent,
    }`);
    const times = await keyed(
      panel,
      's',
      `() => document.querySelector('.row.current .row-title').textContent !== before.row`,
      `() => document.querySelector('.queue > [role=status]').textContent !== before.said`,
    );
    shown.push(times[0]);
    stored.push(times[1]);
  }
  return { shown, stored };
}

async function search(panel: Page): Promise<number[]> {
  const times: number[] = [];
  await panel.focus('.queue-tools input[type=search]');
  for (const [at, letter] of [...TYPED].entries()) {
    const shown = `() => document.querySelector('.queue-tools input').value.length === ${at + 1}`;
    times.push((await keyed(panel, letter === ' ' ? 'Space' : letter, shown, shown))[0]);
  }
  const left = await held(panel, `document.querySelectorAll('.virtual-list .row').length`);
  if (left === 0 || left > 20) throw new Error(`the search for "${TYPED}" leaves ${left} rows in sight`);
  await panel.evaluate(`document.querySelector('.queue-tools input').select()`);
  await panel.keyboard.press('Backspace');
  return times;
}

interface Scrolled {
  frames: number[];
  /** Frames in which part of the list showed no rows. */
  blank: number;
}

/** Through the list at 6,000 pixels a second, as a thrown wheel does. */
async function scroll(panel: Page): Promise<Scrolled> {
  const result = await panel.evaluate(`new Promise((resolve) => {
    const list = document.querySelector('.virtual-list');
    const frames = [];
    let [blank, begun, last] = [0, 0, 0];
    const covers = () => {
      const box = list.getBoundingClientRect();
      const rows = [...list.querySelectorAll('.row')].map((row) => row.getBoundingClientRect());
      return Math.min(...rows.map(({ top }) => top)) <= box.top + 1 && Math.max(...rows.map(({ bottom }) => bottom)) >= box.bottom - 1;
    };
    const frame = (now) => {
      if (begun === 0) begun = now;
      else {
        frames.push(now - last);
        if (!covers()) blank += 1;
      }
      last = now;
      if (now - begun > ${SCROLL_MS}) return resolve({ frames, blank });
      list.scrollTop = ((now - begun) / 1000) * 6000;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  })`);
  return z.object({ frames: z.array(ms), blank: ms }).parse(result);
}

/** Megabytes of the page's JavaScript heap after a collection. */
async function heap(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return usedSize / 1e6;
}

/** Private megabytes of the largest renderer: the extension's, with the panel and its background. Linux only. */
async function processMemory(browser: Browser): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  const cdp = await browser.target().createCDPSession();
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
  await cdp.detach();
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) / 1e3);
  return Math.max(...sizes);
}

async function results({ browser, origin }: Opened): Promise<number[]> {
  const times: number[] = [];
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(WATCHER);
  for (let round = 0; round < OPENINGS; round++) {
    await page.goto(`${origin}/results.html?campaign=${CAMPAIGN.id}`, { waitUntil: 'domcontentloaded' });
    times.push(
      await held(page, `seen(() => document.querySelector('tr[data-key="all"]') && document.querySelector('canvas'))`),
    );
  }
  await page.close();
  return times;
}

const lines = (panel: Page) =>
  held(
    panel,
    `new Promise((resolve, reject) => {
      const opening = indexedDB.open('vigie');
      opening.onerror = reject;
      opening.onsuccess = () => {
        const asked = opening.result.transaction('sweepJournal').objectStore('sweepJournal').count();
        asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
      };
    })`,
  );

async function run({ rounds }: BenchOptions): Promise<BenchRow[]> {
  const owned = new Owned();
  try {
    const opened = await start(owned);
    const panel = await panelOf(opened);
    const imported = await importSweep(panel, owned);
    const cdp = await panel.createCDPSession();
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    const first = await openOnce(panel, cdp);
    // The panel keeps the queue's beginning for the next time, once it has nothing else to do.
    await sleep(KEPT_MS);
    const openings: Opening[] = [];
    for (let round = 0; round < (rounds ?? OPENINGS); round++) openings.push(await openOnce(panel, cdp));
    const before = await lines(panel);
    const { shown, stored } = await decisions(panel);
    const added = (await lines(panel)) - before;
    if (added !== DECISIONS) throw new Error(`${added} of ${DECISIONS} decisions are in the database`);
    const searched = await search(panel);
    const { frames, blank } = await scroll(panel);
    const held = await heap(cdp);
    const whole = await processMemory(opened.browser);
    await panel.close();
    const resultsTimes = await results(opened);
    const seconds = frames.reduce((sum, frame) => sum + frame, 0) / 1_000;
    const dropped = frames.filter((frame) => frame > DROPPED_MS).length;
    const worst = (times: readonly number[]) => `worst ${Math.max(...times).toFixed(0)} ms of ${times.length}`;
    const both = openings.map(({ list, rows }) => list + rows);
    return [
      { what: `a file of ${CARDS} cards taken in`, value: imported / 1_000, unit: 's', note: 'screened by the rules' },
      {
        what: 'the panel opens: page, campaigns, one pressed, rows that take keys',
        value: median(both),
        unit: 'ms',
        bar: { atMost: 300 },
        note: worst(both),
      },
      {
        what: '  the same before its beginning is kept: after an import or a walk, the panel closed at once',
        value: first.list + first.rows,
        unit: 'ms',
      },
      { what: '  its page and the campaigns', value: median(openings.map(({ list }) => list)), unit: 'ms' },
      {
        what: '  press on the campaign to rows that take keys',
        value: median(openings.map(({ rows }) => rows)),
        unit: 'ms',
        note: `${CARDS - DECIDED} open cards; ${median(openings.map(({ work }) => work)).toFixed(0)} ms of them processor time of the main thread`,
      },
      {
        what: 'a decision by key is shown',
        value: median(shown),
        unit: 'ms',
        bar: { atMost: 50 },
        note: worst(shown),
      },
      {
        what: 'a decision by key is durable, and said to be',
        value: median(stored),
        unit: 'ms',
        bar: { atMost: 100 },
        note: `${worst(stored)}; all ${DECISIONS} are in the database`,
      },
      {
        what: 'search as you type, each letter',
        value: median(searched),
        unit: 'ms',
        bar: { atMost: 50 },
        note: worst(searched),
      },
      {
        what: 'scrolling 24,000 pixels',
        value: frames.length / seconds,
        unit: 'frames/s',
        bar: { atLeast: SMOOTH },
        note: `median frame ${median(frames).toFixed(1)} ms; ${dropped} of ${frames.length} dropped, ${blank} with gaps`,
      },
      {
        what: 'memory of the panel after a collection',
        value: held,
        unit: 'MB',
        bar: { atMost: 150 },
        note: whole === null ? '' : `the extension's process, background included: ${whole.toFixed(0)} MB private`,
      },
      {
        what: 'results page: navigation to tables and curve',
        value: median(resultsTimes),
        unit: 'ms',
        bar: { atMost: 1_000 },
        note: worst(resultsTimes),
      },
    ];
  } finally {
    await owned.close();
  }
}

const bench: Bench = { title: `Side panel and results page (Chromium, ${CARDS.toLocaleString('en')} cards)`, run };
export default bench;
