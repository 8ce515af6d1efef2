/**
 * Matching 60 titles and one description of 5 kB against packs of 1,000, 5,000 and 20,000 terms, beside what else one
 * might use; then the built-in rules, and `vigie match`.
 *
 * Every engine runs in a thread of its own, so that its first pass is as cold as on a page, and all of them see the same
 * texts and terms, made here (matching-texts.ts). They take turns: each round measures all of them once, so that a busy
 * machine slows them alike. Figures are medians over the rounds; comparisons are medians of each round's ratio.
 */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { MeasuredBuiltIn } from './built-in-worker.ts';
import { measureMatchCommand } from './match-command.ts';
import type { Built } from './matching-build-worker.ts';
import { ENGINES, type EngineName, type Measured } from './matching-engines.ts';
import type { Task } from './matching-worker.ts';
import { type Bench, type BenchRow, median } from './table.ts';

const LARGEST = 20_000;
const SIZES = [1000, 5000, LARGEST];
/** Rounds; more where the bars are. */
const FEW = 5;
const MANY = 15;
const BUILDS = 3;
/** Passes after the first: as many as the code needs to be compiled, fewer where one takes a tenth of a second. */
const PASSES: Readonly<Record<EngineName, number>> = {
  vigie: 400,
  'modern-ahocorasick': 100,
  ahocorasick: 100,
  'one RegExp': 100,
  'string-includes': 3,
};

/** What a worker posts; each worker's file says what that is. */
function work<T>(file: string, workerData: unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(fileURLToPath(new URL(file, import.meta.url)), { workerData });
    thread.once('message', resolve);
    thread.once('error', reject);
  });
}

async function measureSize(terms: number): Promise<BenchRow[]> {
  const builds: Built[] = [];
  for (let n = 0; n < BUILDS; n++)
    builds.push(await work<Built>('./matching-build-worker.ts', { engine: 'vigie', terms }));
  const build = median(builds.map(({ milliseconds }) => milliseconds));
  const stored = builds[0]?.stored ?? null;

  const rounds: Record<EngineName, Measured>[] = [];
  for (let round = 0; round < (terms === LARGEST ? MANY : FEW); round++) {
    const measured: Partial<Record<EngineName, Measured>> = {};
    for (const engine of ENGINES) {
      const task: Task = { engine, terms, passes: PASSES[engine], stored: engine === 'vigie' ? stored : null };
      measured[engine] = await work<Measured>('./matching-worker.ts', task);
    }
    // The loop above went through all of them.
    rounds.push(measured as Record<EngineName, Measured>);
  }
  const of = (engine: EngineName, key: keyof Measured): number => median(rounds.map((round) => round[engine][key]));
  const ratio = (figure: (round: Record<EngineName, Measured>) => number): number => median(rounds.map(figure));

  const size = `${terms} terms`;
  const bar = (atMost: number): Pick<BenchRow, 'bar'> => (terms === LARGEST ? { bar: { atMost } } : {});
  const others = ENGINES.filter((engine) => engine !== 'vigie');
  return [
    { what: `Vigie, ${size}: first pass`, value: of('vigie', 'first'), unit: 'ms' },
    ...others.map(
      (engine): BenchRow => ({
        what: `Vigie ÷ ${engine}, ${size}: first pass`,
        value: ratio((round) => round.vigie.first / round[engine].first),
        unit: '×',
        ...bar(1),
        note: `${engine}: first pass ${of(engine, 'first').toFixed(2)} ms, steady ${of(engine, 'steady').toFixed(2)} ms, build ${of(engine, 'load').toFixed(0)} ms, ${of(engine, 'heap').toFixed(1)} MB`,
      }),
    ),
    {
      what: `Vigie, ${size}: load and first pass`,
      value: ratio(({ vigie }) => vigie.load + vigie.first),
      unit: 'ms',
      note: `others: ${others.map((engine) => `${engine} ${ratio((round) => round[engine].load + round[engine].first).toFixed(0)}`).join(', ')}`,
    },
    { what: `Vigie, ${size}: steady state`, value: of('vigie', 'steady'), unit: 'ms' },
    {
      what: `Vigie, ${size}: steady ÷ normalising and tokenising alone`,
      value: ratio(({ vigie }) => vigie.steady / vigie.tokenise),
      unit: '×',
      ...bar(2),
      note: `${of('vigie', 'tokenise').toFixed(3)} ms alone, same scanner`,
    },
    { what: `Vigie, ${size}: build`, value: build, unit: 'ms' },
    {
      what: `Vigie, ${size}: load ÷ build`,
      value: of('vigie', 'load') / build,
      unit: '×',
      ...bar(0.1),
      note: `${of('vigie', 'load').toFixed(2)} ms from stored bytes`,
    },
    { what: `Vigie, ${size}: memory`, value: of('vigie', 'heap'), unit: 'MB', ...bar(5) },
  ];
}

async function measureBuiltIn(): Promise<BenchRow[]> {
  const { match, scan, ready, heap } = await work<MeasuredBuiltIn>('./built-in-worker.ts', null);
  return [
    {
      what: 'Built-in rules: an ordinary title',
      value: match,
      unit: 'µs',
      note: `${(match / scan).toFixed(1)} × the scan alone (${scan.toFixed(2)} µs)`,
    },
    { what: 'Built-in rules: engine from checked pack', value: ready, unit: 'ms', note: `${heap.toFixed(1)} MB` },
  ];
}

const bench: Bench = {
  title: 'Matching 60 titles and a description of 5 kB',
  async run() {
    const rows: BenchRow[] = [];
    for (const terms of SIZES) rows.push(...(await measureSize(terms)));
    rows.push(...(await measureBuiltIn()), ...(await measureMatchCommand()));
    return rows;
  },
};

export default bench;
