/**
 * What Vigie costs a page, in Chromium: script time of the whole page (`ScriptDuration` of the
 * DevTools protocol, in processor time), long tasks
 * and layout shift, with the extension, with an empty extension that only has a content script on the same pages, and
 * with none. The three browsers run side by side and take turns on every page, so that a busy machine disturbs all alike.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChromiumPage, startChromium } from '../../tools/browser/chromium.ts';
import { findBrowser } from '../../tools/browser/find.ts';
import { Owned } from '../../tools/browser/owned.ts';
import type { BrowserSession, DrivenPage } from '../../tools/browser/session.ts';
import { buildExtension, extensionFolder } from '../../tools/demo/build.ts';
import { visits } from '../../tools/demo/shops.ts';
import { type Standin, startStandin } from '../../tools/standin/server.ts';
import { type Bench, type BenchRow, median } from './table.ts';

const TURNS = 7;
/** Long enough for hydration, a look at the page and marks. */
const REST_MS = 1_500;

type Subject = 'vigie' | 'empty' | 'none';

interface Cost {
  /** Milliseconds of script in the page's process. */
  script: number;
  /** Milliseconds that tasks lasted beyond 50 ms, and how many did. */
  blocking: number;
  longTasks: number;
  /** Cumulative layout shift, without that after input. */
  shift: number;
}

interface Scene {
  name: string;
  url: string;
  /** What happens after the first rest; its cost is what is counted. Without it, the cost from the start is. */
  act?: (page: DrivenPage) => Promise<void>;
}

/** An extension whose content script is there and does nothing: what any extension on these sites costs. */
function emptyExtension(owned: Owned): string {
  const folder = join(owned.folder('empty-extension'), 'extension');
  mkdirSync(folder);
  const matches = ['https://*.aliexpress.com/*', 'https://*.joom.com/*', 'https://*.shein.com/*'];
  const manifest = {
    manifest_version: 3,
    name: 'Empty',
    version: '1.0',
    content_scripts: [{ matches, js: ['content.js'], run_at: 'document_end' }],
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'content.js'), '"use strict";\n');
  return folder;
}

async function start(owned: Owned, standin: Standin, extension: string | null): Promise<BrowserSession> {
  const session = await startChromium(owned, {
    path: findBrowser('chromium').path,
    extension,
    gate: { port: standin.port, spki: standin.spki },
    headless: true,
    language: 'fr',
    colourScheme: 'light',
    viewport: { width: 1280, height: 800 },
  });
  owned.closes(() => session.close());
  return session;
}

const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Long tasks and shifts since `since` on the page's own clock. */
async function watched(page: DrivenPage, since: number): Promise<Pick<Cost, 'blocking' | 'longTasks' | 'shift'>> {
  return page.evaluate(async (since: number) => {
    const entries = (type: string) =>
      new Promise<PerformanceEntry[]>((resolve) => {
        const seen: PerformanceEntry[] = [];
        const observer = new PerformanceObserver((list) => {
          seen.push(...list.getEntries().filter(({ startTime }) => startTime >= since));
        });
        observer.observe({ type, buffered: true });
        setTimeout(() => resolve(seen), 50);
      });
    const [tasks, shifts] = await Promise.all([entries('longtask'), entries('layout-shift')]);
    return {
      longTasks: tasks.length,
      blocking: tasks.reduce((sum, { duration }) => sum + duration - 50, 0),
      shift: shifts.reduce((sum, entry) => {
        const { value = 0, hadRecentInput = false } = entry as PerformanceEntry & {
          value?: number;
          hadRecentInput?: boolean;
        };
        return hadRecentInput ? sum : sum + value;
      }, 0),
    };
  }, since);
}

async function measure(session: BrowserSession, { url, act }: Scene): Promise<Cost> {
  const page = await session.newPage();
  if (!(page instanceof ChromiumPage)) throw new TypeError('only Chromium counts script time');
  try {
    await page.countScript();
    await page.goto(url);
    await rest(REST_MS);
    if (act === undefined) return { script: await page.scriptMilliseconds(), ...(await watched(page, 0)) };
    const before = await page.scriptMilliseconds();
    const since = await page.evaluate(() => performance.now());
    await act(page);
    await rest(REST_MS);
    return { script: (await page.scriptMilliseconds()) - before, ...(await watched(page, since)) };
  } finally {
    await page.close();
  }
}

function scenes(): Scene[] {
  const [aliexpress] = visits('fr');
  if (aliexpress === undefined) throw new RangeError('there is no shop to visit');
  return [
    { name: 'page without a listing', url: 'https://fr.aliexpress.com/p/help' },
    { name: 'product page', url: aliexpress.product.url },
    { name: 'grid of 60 cards', url: aliexpress.grid.url },
    {
      name: '20 cards that come later',
      url: aliexpress.grid.url,
      act: (page) => page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight)),
    },
  ];
}

function rowsOf(name: string, costs: Record<Subject, Cost[]>): BenchRow[] {
  const of = (subject: Subject, field: keyof Cost) => median(costs[subject].map((cost) => cost[field]));
  // Turn by turn, so that what disturbed one turn stays in it.
  const added = (subject: Subject, other: Subject) =>
    median(costs[subject].map((cost, turn) => cost.script - (costs[other][turn]?.script ?? Number.NaN)));
  return [
    {
      what: `${name}: script time added by Vigie`,
      value: added('vigie', 'none'),
      unit: 'ms',
      note: `page alone ${of('none', 'script').toFixed(1)} ms, with an empty extension ${of('empty', 'script').toFixed(1)} ms, with Vigie ${of('vigie', 'script').toFixed(1)} ms`,
    },
    {
      what: `${name}: blocking time with Vigie`,
      value: of('vigie', 'blocking'),
      unit: 'ms',
      note: `${of('vigie', 'longTasks')} long tasks; without an extension ${of('none', 'blocking').toFixed(0)} ms in ${of('none', 'longTasks')}`,
    },
    {
      what: `${name}: layout shift with Vigie`,
      value: of('vigie', 'shift'),
      unit: '',
      note: `without an extension ${of('none', 'shift').toFixed(3)}`,
    },
  ];
}

async function run(): Promise<BenchRow[]> {
  const owned = new Owned();
  try {
    await buildExtension('chromium');
    const standin = await startStandin();
    owned.closes(() => standin.close());
    // The page without a listing is as heavy as the others, so that reading it in vain would show.
    standin.serve(
      'https://fr.aliexpress.com/p/help',
      `<!doctype html><html lang="fr"><title>Aide</title><h1>Aide</h1>${'<p>Questions <a href="/p/help">fréquentes</a></p>'.repeat(2000)}</html>`,
    );
    const sessions: Record<Subject, BrowserSession> = {
      none: await start(owned, standin, null),
      empty: await start(owned, standin, emptyExtension(owned)),
      vigie: await start(owned, standin, extensionFolder('chromium')),
    };
    const order: Subject[] = ['none', 'empty', 'vigie'];
    const rows: BenchRow[] = [];
    for (const scene of scenes()) {
      const costs: Record<Subject, Cost[]> = { none: [], empty: [], vigie: [] };
      for (const subject of order) await measure(sessions[subject], scene);
      for (let turn = 0; turn < TURNS; turn++) {
        for (const subject of order) costs[subject].push(await measure(sessions[subject], scene));
        // Nobody is always first.
        order.push(...order.splice(0, 1));
      }
      rows.push(...rowsOf(scene.name, costs));
    }
    return rows;
  } finally {
    await owned.close();
  }
}

const bench: Bench = { title: 'Cost to the page (Chromium)', run };
export default bench;
