/**
 * What a capture costs: how long the page is held, against the bound that Chromium's quota of two calls a second sets, and how
 * much memory the extension takes for a page of 30,000 pixels. The production build in both browsers, through the popup.
 */
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { contextSchema } from '../../lib/evidence/context.ts';
import { type BrowserKind, findBrowser } from '../../tools/browser/find.ts';
import { Owned } from '../../tools/browser/owned.ts';
import type { DrivenPage } from '../../tools/browser/session.ts';
import { buildExtension } from '../../tools/demo/build.ts';
import { type Stack, startStack } from '../../tools/demo/stack.ts';
import { capture, fileOf, newestItem } from '../e2e/evidence-steps.ts';
import { type Bench, type BenchRow, median } from './table.ts';

const PAGE = 'https://www.joom.com/en/products/5f4e3d2c1b0a998877665503';
const VIEWPORT = { width: 1280, height: 900 };
const ROUNDS = 3;
const TILE_MS = 500;
const MEGABYTE = 1024 * 1024;

function pageOf(height: number): string {
  const bands = Array.from(
    { length: height / 100 },
    (_, index) =>
      `<div style="height:100px;background:linear-gradient(90deg,hsl(${(index * 37) % 360} 60% 70%),#fff)">Band ${index} ${'timer '.repeat(index % 20)}</div>`,
  );
  return `<!doctype html><html lang="en"><title>Timer | Joom</title><meta property="og:title" content="Timer"><style>body{margin:0}h1{margin:0;position:absolute}</style><h1>Timer</h1>${bands.join('')}`;
}

/** Whether a process was started by this one, at whatever remove: other browsers on the machine are none of ours. */
function isOurs(pid: string): boolean {
  let current = pid;
  for (let step = 0; step < 20 && current !== '0'; step++) {
    if (current === String(process.pid)) return true;
    current = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${current}/status`, 'utf8'))?.[1] ?? '0';
  }
  return false;
}

/**
 * Bytes of the processes that run the extension's own pages and worker, without what is mapped from files (the browser's
 * own code, which it shares with every other process); Linux only.
 */
function extensionMemory(): number {
  if (process.platform !== 'linux') return Number.NaN;
  let bytes = 0;
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${entry}/cmdline`, 'utf8').includes('--extension-process') || !isOurs(entry)) continue;
      const status = readFileSync(`/proc/${entry}/status`, 'utf8');
      for (const name of ['RssAnon', 'RssShmem']) {
        bytes += 1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
      }
    } catch {
      // It ended in between.
    }
  }
  return bytes;
}

async function captureMs(stack: Stack, page: DrivenPage): Promise<{ ms: number; tiles: number }> {
  await capture(stack, page, 'capture.page');
  const item = await newestItem(stack, ({ state }) => state === 'sealed');
  const { time, picture } = contextSchema.parse(JSON.parse(fileOf(item, 'context.json').toString()));
  return { ms: Date.parse(time.endedAt) - Date.parse(time.startedAt), tiles: picture.tiles.length };
}

async function timesOf(kind: BrowserKind): Promise<BenchRow[]> {
  const owned = new Owned();
  try {
    await buildExtension(kind);
    const stack = await startStack(owned, findBrowser(kind), { viewport: VIEWPORT });
    const page = await stack.session.newPage();
    stack.standin.serve(PAGE, pageOf(9000));
    await page.goto(PAGE);
    await sleep(1000);
    const rounds: { ms: number; tiles: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await captureMs(stack, page));
    const ms = median(rounds.map((one) => one.ms));
    const tiles = rounds[0]?.tiles ?? 0;
    const atMost = kind === 'firefox' ? 1500 : tiles * TILE_MS * 1.15;
    const rows: BenchRow[] = [
      { what: `${kind}: page of 9,000 px held`, value: ms, unit: 'ms', bar: { atMost }, note: `${tiles} tiles` },
    ];
    if (kind === 'firefox') return rows;

    stack.standin.serve(PAGE, pageOf(30_000));
    await page.reload();
    await sleep(1000);
    const before = extensionMemory();
    let peak = before;
    let isOver = false;
    const watching = (async () => {
      for (; !isOver; await sleep(50)) peak = Math.max(peak, extensionMemory());
    })();
    // Not `captureMs`: reading the files back in a page of the extension would be measured as well.
    await capture(stack, page, 'capture.page');
    isOver = true;
    await watching;
    rows.push({
      what: `${kind}: memory of the extension’s process, page of 30,000 px`,
      value: peak / MEGABYTE,
      unit: 'MB',
      bar: { atMost: 300 },
      note: `peak, popup page included; ${(before / MEGABYTE).toFixed(0)} MB before`,
    });
    return rows;
  } finally {
    await owned.close();
  }
}

async function run(): Promise<BenchRow[]> {
  return [...(await timesOf('chromium')), ...(await timesOf('firefox'))];
}

const bench: Bench = { title: 'Captures', run };
export default bench;
