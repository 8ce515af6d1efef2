/** 9,000 official alerts and 500,000 known ids: building, loading from stored bytes, memory, size, look-ups. */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { MeasuredAlerts } from './alerts-worker.ts';
import { type Bench, type BenchRow, median } from './table.ts';

const ALERTS = 9000;
const IDS = 500_000;
/** Threads; figures are medians over them. */
const RUNS = 3;

const worker = fileURLToPath(new URL('./alerts-worker.ts', import.meta.url));

function measure(): Promise<MeasuredAlerts> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(worker, { workerData: { alerts: ALERTS, ids: IDS } });
    thread.once('message', resolve);
    thread.once('error', reject);
  });
}

const bench: Bench = {
  title: `${ALERTS} official alerts and ${IDS} known ids`,
  async run() {
    const runs: MeasuredAlerts[] = [];
    for (let run = 0; run < RUNS; run++) runs.push(await measure());
    const of = (key: keyof MeasuredAlerts): number => median(runs.map((result) => result[key]));
    const rows: BenchRow[] = [
      {
        what: 'both, from stored bytes to ready to match',
        value: of('load') + of('knownLoad'),
        unit: 'ms',
        bar: { atMost: 100 },
        note: `alerts ${of('load').toFixed(1)}, ids ${of('knownLoad').toFixed(1)}; the bar is for these and the rules together`,
      },
      { what: 'both, memory', value: of('heap'), unit: 'MB', bar: { atMost: 25 }, note: 'stored bytes included' },
      { what: 'alert source, gzipped', value: of('sourceGz'), unit: 'MB', bar: { atMost: 1.2 }, note: 'JSON Lines' },
      {
        what: 'alert pack, gzipped',
        value: of('packGz'),
        unit: 'MB',
        bar: { atMost: 1.2 },
        note: `${of('pack').toFixed(1)} MB stored`,
      },
      { what: 'alerts: parse and check the source', value: of('parse'), unit: 'ms' },
      { what: 'alerts: compile and encode', value: of('build'), unit: 'ms' },
      { what: 'alerts: match 60 titles', value: of('page'), unit: 'ms' },
      { what: 'known ids: build and encode', value: of('knownBuild'), unit: 'ms' },
      { what: 'known ids, stored', value: of('known'), unit: 'MB', note: `${of('knownGz').toFixed(1)} MB gzipped` },
      { what: 'known ids: a listing and its seller', value: of('lookup'), unit: 'µs' },
      {
        what: 'Set of strings, the same ids: memory',
        value: of('setHeap'),
        unit: 'MB',
        note: `fill ${of('setBuild').toFixed(0)} ms, look-up ${of('setLookup').toFixed(2)} µs`,
      },
    ];
    return rows;
  },
};

export default bench;
