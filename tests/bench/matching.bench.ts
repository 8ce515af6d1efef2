/**
 * Matching 60 titles and one description of 5 kB against packs of 1,000, 5,000 and 20,000 terms, beside what else one
 * might use. Every engine runs in a thread of its own, so that its first pass is as cold as on a page, and all of them
 * see the same texts and terms, made here (matching-texts.ts).
 */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ENGINES, type EngineName, type Measured } from './matching-engines.ts';
import { type Bench, type BenchRow, median } from './table.ts';

const SIZES = [1000, 5000, 20_000];
/** Threads an engine and size are measured in; figures are medians over them. */
const RUNS = 3;
/** One RegExp of 20,000 alternatives takes a second a pass; the loop of includes hardly less. */
const SLOW: ReadonlySet<string> = new Set(['string-includes']);

const worker = fileURLToPath(new URL('./matching-worker.ts', import.meta.url));

function measure(engine: EngineName, terms: number): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(worker, { workerData: { engine, terms, rounds: SLOW.has(engine) ? 15 : 400 } });
    thread.once('message', resolve);
    thread.once('error', reject);
  });
}

async function medians(engine: EngineName, terms: number): Promise<Measured> {
  const runs: Measured[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await measure(engine, terms));
  const of = (key: keyof Measured): number => median(runs.map((result) => result[key]));
  return {
    build: of('build'),
    load: of('load'),
    first: of('first'),
    steady: of('steady'),
    heap: of('heap'),
    tokenise: of('tokenise'),
  };
}

const bench: Bench = {
  title: 'Matching 60 titles and a description of 5 kB',
  async run() {
    const rows: BenchRow[] = [];
    for (const terms of SIZES) {
      const results = new Map<EngineName, Measured>();
      for (const engine of ENGINES) results.set(engine, await medians(engine, terms));
      const own = results.get('vigie');
      if (own === undefined) continue;
      const most = terms === 20_000;
      const best = Math.min(...[...results].filter(([name]) => name !== 'vigie').map(([, result]) => result.first));
      const size = `${terms} terms`;
      rows.push(
        {
          what: `Vigie, ${size}: first pass`,
          value: own.first,
          unit: 'ms',
          ...(most ? { bar: { atMost: best } } : {}),
          note: 'bar: the quickest of the others',
        },
        { what: `Vigie, ${size}: steady state`, value: own.steady, unit: 'ms' },
        {
          what: `Vigie, ${size}: steady ÷ normalising and tokenising alone`,
          value: own.steady / own.tokenise,
          unit: '×',
          ...(most ? { bar: { atMost: 2 } } : {}),
          note: `${own.tokenise.toFixed(3)} ms alone, same scanner`,
        },
        { what: `Vigie, ${size}: build`, value: own.build, unit: 'ms' },
        {
          what: `Vigie, ${size}: load ÷ build`,
          value: own.load / own.build,
          unit: '×',
          ...(most ? { bar: { atMost: 0.1 } } : {}),
          note: `${own.load.toFixed(2)} ms from stored bytes`,
        },
        { what: `Vigie, ${size}: memory`, value: own.heap, unit: 'MB', ...(most ? { bar: { atMost: 5 } } : {}) },
      );
      for (const [name, result] of results) {
        if (name === 'vigie') continue;
        rows.push({
          what: `${name}, ${size}: first pass`,
          value: result.first,
          unit: 'ms',
          note: `steady ${result.steady.toFixed(2)} ms, build ${result.build.toFixed(0)} ms, ${result.heap.toFixed(1)} MB`,
        });
      }
    }
    return rows;
  },
};

export default bench;
