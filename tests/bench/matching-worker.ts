/** Measures one engine in a thread of its own, from its stored form or its terms on. */
import { parentPort, workerData } from 'node:worker_threads';
import { Scan } from '../../lib/rules/text/scan.ts';
import { CONTENDERS, type EngineName, type Measured } from './matching-engines.ts';
import { makeTerms, makeTexts } from './matching-texts.ts';
import { heldMegabytes, timed } from './measuring.ts';
import { median } from './table.ts';

export interface Task {
  engine: EngineName;
  terms: number;
  /** Passes after the first; the second half of them counts. */
  passes: number;
  /** Null for engines without one. */
  stored: Uint8Array | null;
}

const { engine, terms: count, passes, stored }: Task = workerData;
const terms = makeTerms(count);
const texts = makeTexts(terms);

const before = heldMegabytes();
const [match, load] = timed(() => CONTENDERS[engine].load(stored, terms));
// A pack is used in place: its bytes are part of what it costs.
const heap = Math.max(0, heldMegabytes() - before) + (stored?.byteLength ?? 0) / 2 ** 20;

let found = 0;
const pass = (): void => {
  for (const text of texts) found += match(text);
};
const [, first] = timed(pass);

// In turns, so that whatever else the machine does meets both.
const scan = new Scan();
const scanAll = (): void => {
  for (const text of texts) scan.read(text);
};
const matching: number[] = [];
const scanning: number[] = [];
for (let round = 0; round < passes; round++) {
  matching.push(timed(pass)[1]);
  scanning.push(timed(scanAll)[1]);
}
const settled = (times: readonly number[]): number => median(times.slice(Math.floor(times.length / 2)));

if (found === 0) throw new Error(`${engine} found nothing`);
const measured: Measured = {
  load,
  first,
  steady: settled(matching),
  tokenise: settled(scanning),
  heap,
};
parentPort?.postMessage(measured);
