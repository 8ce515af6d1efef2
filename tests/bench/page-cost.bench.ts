/**
 * What the extension costs a page in Chromium: the production build, the same with readers that are compiled and do not
 * read, an extension that does nothing, and no extension, on the same pages in the same run, one after the other in turns
 * so that a busy machine is as unfair to all of them.
 *
 * Times are processor time of the page's main thread (`Performance.getMetrics` in the time domain of the thread), script
 * and its compilation together. The pages' own scripts are kept from running by a policy header: they would only add
 * noise. Tasks and layout shifts come from a trace of the same pages.
 *
 * No other installed extension stands beside: a list of npm's packages was searched (2026-11) for uBlock, AdGuard,
 * Ghostery, DuckDuckGo and content blockers in general, and names only their libraries (`@ghostery/adblocker`,
 * `@adguard/tswebextension`, `@gorhill/ubo-core`), of which an extension would first have to be written.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { z } from 'zod';
import { findBrowser } from '../../tools/browser/find.ts';
import { Owned } from '../../tools/browser/owned.ts';
import { buildExtension, extensionFolder } from '../../tools/demo/build.ts';
import { cards, page, productPage } from './made-pages.ts';
import { compiledOnly, emptyExtension, openTab, type Subject, startSubject } from './subjects.ts';
import { type Bench, type BenchOptions, type BenchRow, median } from './table.ts';

const ROUNDS = 15;
const TRACED_ROUNDS = 3;
/** Longer than the watcher waits for a page or a burst of changes to become quiet. */
const QUIET_MS = 700;
const CAPTURED = new URL(
  '../../../shared/fixtures/aliexpress/product-1005006722922099-pl-2025-zaryabshah.html',
  import.meta.url,
);

interface Case {
  what: string;
  url: string;
  html: string;
  /** Milliseconds; none where only the comparison is of interest. */
  atMost?: number;
  /** HTML that is added to `#list` once the page is quiet; then only what follows is measured. */
  later?: string;
}

/** One of the project's own small pages. */
function own(file: string): string {
  return readFileSync(new URL(`../fixtures/pages/${file}`, import.meta.url), 'utf8');
}

const captured = existsSync(CAPTURED);
const CASES: readonly Case[] = [
  {
    what: 'page that is no listing',
    url: 'https://service.aliexpress.com/page/home',
    html: page('<h1>Help</h1>'),
    atMost: 2,
  },
  {
    what: `product page of 467 kB${captured ? ', captured' : ''}`,
    url: 'https://pl.aliexpress.com/item/1005006722922099.html',
    html: captured ? readFileSync(CAPTURED, 'utf8') : productPage(),
    atMost: 8,
  },
  {
    what: 'grid of 60 cards, 3 of them marked',
    url: 'https://www.aliexpress.com/w/wholesale-timer.html',
    html: page(cards(0, 60)),
    atMost: 5,
  },
  {
    what: '20 cards that arrive later, 1 of them marked',
    url: 'https://www.aliexpress.com/w/wholesale-timer.html',
    html: page(cards(0, 60)),
    atMost: 3,
    later: cards(60, 20),
  },
  {
    what: 'Joom, product page',
    url: 'https://www.joom.com/fr/products/5d88b92e8b2c370101dcd401?utm_source=x&currency=EUR',
    html: own('joom/product.html'),
  },
  {
    what: 'Shein, product page',
    url: 'https://us.shein.com/Ribbed-Knit-Scarf-p-500000001-cat-1873.html?mallCode=1',
    html: own('shein/product.html'),
  },
  { what: 'page of a site that Vigie does not touch', url: 'https://www.example.org/', html: productPage(), atMost: 0 },
];

async function add(tab: Page, html: string): Promise<void> {
  await tab.evaluate((more) => document.getElementById('list')?.insertAdjacentHTML('beforeend', more), html);
  await sleep(QUIET_MS);
}

/** Milliseconds of script and compilation on the page's main thread. */
async function scriptTime(subject: Subject, subjectCase: Case): Promise<number> {
  const tab = await openTab(subject, new Map([[subjectCase.url, subjectCase.html]]));
  try {
    const cdp = await tab.createCDPSession();
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    const spent = async () => {
      const { metrics } = await cdp.send('Performance.getMetrics');
      const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
      return (of('ScriptDuration') + of('V8CompileDuration')) * 1_000;
    };
    await tab.goto(subjectCase.url, { waitUntil: 'load' });
    await sleep(QUIET_MS);
    const before = await spent();
    if (subjectCase.later === undefined) return before;
    await add(tab, subjectCase.later);
    return (await spent()) - before;
  } finally {
    await tab.close();
  }
}

const traceSchema = z.object({
  traceEvents: z.array(
    z.looseObject({
      name: z.string(),
      pid: z.number(),
      tid: z.number(),
      ts: z.number(),
      dur: z.number().optional(),
      tdur: z.number().optional(),
      args: z.looseObject({}),
    }),
  ),
});

interface Traced {
  /** The longest main-thread task that ran a script of the extension; processor milliseconds. */
  longestTask: number;
  /** Sum of the scores of all layout shifts. */
  layoutShift: number;
}

async function trace(subject: Subject, subjectCase: Case): Promise<Traced> {
  const tab = await openTab(subject, new Map([[subjectCase.url, subjectCase.html]]));
  try {
    await tab.tracing.start({
      categories: ['toplevel', 'disabled-by-default-devtools.timeline', 'devtools.timeline', 'loading'],
    });
    await tab.goto(subjectCase.url, { waitUntil: 'load' });
    await sleep(QUIET_MS);
    if (subjectCase.later !== undefined) await add(tab, subjectCase.later);
    const buffer = await tab.tracing.stop();
    const { traceEvents } = traceSchema.parse(JSON.parse(new TextDecoder().decode(buffer)));
    const ours = traceEvents.filter((event) => JSON.stringify(event.args).includes('chrome-extension://'));
    const tasks = traceEvents.filter(({ name }) => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask');
    const around = tasks.filter(({ pid, tid, ts, dur = 0 }) =>
      ours.some((event) => event.pid === pid && event.tid === tid && event.ts >= ts && event.ts <= ts + dur),
    );
    const shifts = traceEvents.filter(({ name }) => name === 'LayoutShift');
    const score = ({ args }: { args: object }) =>
      z.object({ data: z.object({ score: z.number() }) }).parse(args).data.score;
    return {
      longestTask: Math.max(0, ...around.map(({ tdur = 0 }) => tdur / 1_000)),
      layoutShift: shifts.reduce((sum, shift) => sum + score(shift), 0),
    };
  } finally {
    await tab.close();
  }
}

interface Run {
  subjects: readonly Subject[];
  rounds: number;
  tracedRounds: number;
  /** How many times slower this machine is now than the one that the bars are meant for. */
  slower: number;
}

async function rowsFor({ subjects, rounds, tracedRounds, slower }: Run, subjectCase: Case): Promise<BenchRow[]> {
  const times = new Map<Subject['name'], number[]>(subjects.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const subject of subjects) times.get(subject.name)?.push(await scriptTime(subject, subjectCase));
  }
  const of = (name: Subject['name']) => median(times.get(name) ?? []);
  const added = (name: Subject['name']) => of(name) - of('none');
  const traces: Traced[] = [];
  const shiftsWithout: number[] = [];
  for (let round = 0; round < tracedRounds; round++) {
    for (const subject of subjects) {
      const traced = await trace(subject, subjectCase);
      if (subject.name === 'vigie') traces.push(traced);
      if (subject.name === 'none') shiftsWithout.push(traced.layoutShift);
    }
  }
  const { what, atMost } = subjectCase;
  const scaled = (value: number) => `${(value / slower).toFixed(1)} ms scaled to the reference`;
  const longestTask = Math.max(...traces.map((traced) => traced.longestTask));
  return [
    {
      what: `${what}: script time added`,
      value: added('vigie'),
      unit: 'ms',
      ...(atMost === undefined ? {} : { bar: { atMost } }),
      note: `${scaled(added('vigie'))}; ${of('vigie').toFixed(2)} with, ${of('none').toFixed(2)} without`,
    },
    ...(times.has('against')
      ? [{ what: '  by the other build', value: added('against'), unit: 'ms', note: scaled(added('against')) }]
      : []),
    {
      what: '  of which: its scripts brought in and compiled, nothing read',
      value: added('compiled'),
      unit: 'ms',
      note: scaled(added('compiled')),
    },
    { what: '  by an extension that does nothing', value: added('empty'), unit: 'ms', note: scaled(added('empty')) },
    {
      what: '  longest task with a script of the extension',
      value: longestTask,
      unit: 'ms',
      bar: { atMost: 50 },
      note: scaled(longestTask),
    },
    {
      what: '  layout shift added',
      value: median(traces.map(({ layoutShift }) => layoutShift)) - median(shiftsWithout),
      unit: '',
      bar: { atMost: 0 },
    },
  ];
}

/** What `machineSpeed` gives on a core of 4 GHz that has nothing else to do. */
const REFERENCE_MS = 100;

/**
 * Milliseconds of a loop that every processor takes about four cycles a round for: how fast this machine is now. The best
 * of a few, as what else runs would make the machine seem slower than it is, and what is scaled by it cheaper.
 */
function machineSpeed(): number {
  const times = Array.from({ length: 7 }, () => {
    const start = performance.now();
    let value = 1;
    for (let round = 0; round < 1e8; round++) value = (Math.imul(value, 31) + round) | 0;
    return value === 0 ? Number.NaN : performance.now() - start;
  });
  return Math.min(...times);
}

async function run({ only, rounds, against }: BenchOptions): Promise<BenchRow[]> {
  const cases = CASES.filter(({ what }) => only === null || what.includes(only));
  if (cases.length === 0)
    throw new Error(`no case's name holds "${only}": ${CASES.map(({ what }) => what).join('; ')}`);
  const found = await findBrowser('chromium');
  const owned = new Owned();
  try {
    await buildExtension('chromium');
    // Before the browsers begin: what they do at their start would make the machine seem slow.
    const speed = machineSpeed();
    const subjects = [
      await startSubject(owned, found.path, 'none', null),
      await startSubject(owned, found.path, 'empty', emptyExtension(owned.folder('empty-extension'))),
      await startSubject(
        owned,
        found.path,
        'compiled',
        compiledOnly(extensionFolder('chromium'), owned.folder('compiled-extension')),
      ),
      await startSubject(owned, found.path, 'vigie', extensionFolder('chromium')),
      ...(against === null ? [] : [await startSubject(owned, found.path, 'against', resolve(against))]),
    ];
    const rows: BenchRow[] = [
      {
        what: 'this machine, now: 10⁸ multiplications and additions',
        value: speed,
        unit: 'ms',
        note: `4 cycles a round: ${REFERENCE_MS} ms where a core has 4 GHz to itself; the bars are meant for such a one`,
      },
    ];
    const tracedRounds = Math.min(TRACED_ROUNDS, rounds ?? TRACED_ROUNDS);
    const settings = { subjects, rounds: rounds ?? ROUNDS, tracedRounds, slower: speed / REFERENCE_MS };
    for (const subjectCase of cases) rows.push(...(await rowsFor(settings, subjectCase)));
    return rows;
  } finally {
    await owned.close();
  }
}

const bench: Bench = { title: 'What the extension costs a page (Chromium, processor time of the main thread)', run };
export default bench;
