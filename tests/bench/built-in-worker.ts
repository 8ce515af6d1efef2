/** Measures the built-in rules on made titles that hold none of their goods, beside the scanner alone. */
import { parentPort } from 'node:worker_threads';
import { createEngine } from '../../lib/rules/engine.ts';
import { EMPTY_INPUT } from '../../lib/rules/match-input.ts';
import { Scan } from '../../lib/rules/text/scan.ts';
import { loadPack } from '../../tools/pack/load.ts';
import { makeTexts } from './matching-texts.ts';
import { heldMegabytes, timed } from './measuring.ts';
import { median } from './table.ts';

export interface MeasuredBuiltIn {
  /** Microseconds a title. */
  match: number;
  scan: number;
  /** Milliseconds from a checked pack to an engine that is ready. */
  ready: number;
  /** Megabytes. */
  heap: number;
}

const ROUNDS = 300;

const titles = makeTexts([]).slice(0, 60);
const before = heldMegabytes();
const pack = await loadPack();
const [engine, ready] = timed(() => createEngine(pack));
const heap = heldMegabytes() - before;
const scan = new Scan();
const matching: number[] = [];
const scanning: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  matching.push(timed(() => titles.forEach((title) => void engine.match({ ...EMPTY_INPUT, title })))[1]);
  scanning.push(timed(() => titles.forEach((title) => void scan.read(title)))[1]);
}
const each = (times: readonly number[]): number => (median(times.slice(ROUNDS / 2)) * 1000) / titles.length;
const measured: MeasuredBuiltIn = { match: each(matching), scan: each(scanning), ready, heap };
parentPort?.postMessage(measured);
