/** Measures one engine in a thread of its own. */
import v8 from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { Scan } from '../../lib/rules/text/scan.ts';
import { CONTENDERS, type EngineName, type Measured } from './matching-engines.ts';
import { makeTerms, makeTexts } from './matching-texts.ts';
import { median } from './table.ts';

const { engine, terms: count, rounds }: { engine: EngineName; terms: number; rounds: number } = workerData;
const terms = makeTerms(count);
const texts = makeTexts(terms);
const contender = CONTENDERS[engine];

/** Megabytes that this thread holds, typed arrays included. */
function held(): number {
  globalThis.gc?.();
  const { used_heap_size, external_memory } = v8.getHeapStatistics();
  return (used_heap_size + external_memory) / 2 ** 20;
}

function timed<T>(work: () => T): [T, number] {
  const start = performance.now();
  const result = work();
  return [result, performance.now() - start];
}

const [stored, storing] = timed(() => contender.store?.(terms) ?? null);
const before = held();
const [match, loading] = timed(() => contender.load(stored, terms));
// A pack is used in place: its bytes are part of what it costs.
const heap = Math.max(0, held() - before) + (stored?.byteLength ?? 0) / 2 ** 20;

let found = 0;
const pass = (): void => {
  for (const text of texts) found += match(text);
};
const [, first] = timed(pass);
const steady = median(Array.from({ length: rounds }, () => timed(pass)[1]).slice(Math.floor(rounds / 2)));

const scan = new Scan();
const scanAll = (): void => {
  for (const text of texts) scan.read(text);
};
const tokenise = median(Array.from({ length: 200 }, () => timed(scanAll)[1]).slice(60));

if (found === 0) throw new Error(`${engine} found nothing`);
const measured: Measured = {
  build: stored === null ? loading : storing,
  load: loading,
  first,
  steady,
  heap,
  tokenise,
};
parentPort?.postMessage(measured);
