/** `vigie pack test`: examples, evasion suite, and with --corpus what the rules mark among ordinary titles. */
import process from 'node:process';
import { createEngine, type Engine } from '../../lib/rules/engine.ts';
import { UsageError } from '../command-line.ts';
import { parseArguments } from './arguments.ts';
import { compileDirectory } from './build.ts';
import { corpusReport, formatCorpusReport } from './corpus.ts';
import { EVASIONS } from './evasion.ts';
import { exampleFault, examplesOf, inputOfExample, type PlacedExample } from './examples.ts';
import { BUILT_IN_RULES } from './load.ts';
import { formatProblem, type Source } from './source.ts';

/** Share of positive examples that must still be found after any one transformation. */
export const EVASION_BAR = 0.85;

export interface EvasionResult {
  id: string;
  what: string;
  found: number;
  of: number;
  /** Examples to ignore that are found only after the transformation. */
  falseAlarms: number;
  missed: PlacedExample[];
  alarmed: PlacedExample[];
}

export function runEvasions(engine: Engine, examples: readonly PlacedExample[]): EvasionResult[] {
  const found = (placed: PlacedExample, title: (text: string) => string): boolean =>
    engine
      .match({ ...inputOfExample(placed.example), title: title(placed.example.title) })
      .some((finding) => finding.rule === placed.rule);
  const same = (text: string): string => text;
  // A structural example is found whatever the title says; it would only flatter the figure.
  const positives = examples.filter(
    (placed) => placed.kind === 'match' && found(placed, same) && !found(placed, () => ''),
  );
  const negatives = examples.filter((placed) => placed.kind === 'ignore' && !found(placed, same));
  return EVASIONS.map(({ id, what, apply }) => {
    const missed = positives.filter((placed) => !found(placed, apply));
    const alarmed = negatives.filter((placed) => found(placed, apply));
    return {
      id,
      what,
      found: positives.length - missed.length,
      of: positives.length,
      falseAlarms: alarmed.length,
      missed,
      alarmed,
    };
  });
}

function runExamples(engine: Engine, sources: readonly Source[]): { examples: PlacedExample[]; faults: string[] } {
  const faults: string[] = [];
  const all: PlacedExample[] = [];
  for (const source of sources)
    for (const placed of examplesOf(source.family)) {
      all.push(placed);
      const fault = exampleFault(placed, engine.match(inputOfExample(placed.example)));
      if (fault !== null) {
        const title = source.family.sensitive === true ? 'an example' : `"${placed.example.title}"`;
        faults.push(formatProblem({ file: source.file, ...source.at(placed.path), message: `${title} ${fault}` }));
      }
    }
  return { examples: all, faults };
}

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, {
    corpus: { type: 'string', multiple: true },
    samples: { type: 'string', default: '5' },
    missed: { type: 'boolean', default: false },
  });
  const samples = Number(values.samples);
  if (!Number.isInteger(samples) || samples < 0)
    throw new UsageError(`--samples takes a whole number, not "${values.samples}".`);
  const [directory = BUILT_IN_RULES] = positionals;
  const compiled = await compileDirectory(directory, { publisher: 'local', version: '0' });
  if (!compiled.ok) {
    process.stderr.write(`${compiled.problems.join('\n')}\n`);
    return 1;
  }
  const { pack, sources } = compiled.value;
  const engine = createEngine(pack);
  const { examples, faults } = runExamples(engine, sources);
  process.stdout.write(`examples: ${examples.length - faults.length} of ${examples.length} as they must be\n`);
  for (const fault of faults) process.stdout.write(`  ${fault}\n`);

  const results = runEvasions(engine, examples);
  let failed = faults.length > 0;
  process.stdout.write(`evasion suite (${results[0]?.of ?? 0} positive examples):\n`);
  for (const result of results) {
    const short = result.found < EVASION_BAR * result.of || result.falseAlarms > 0;
    failed ||= short;
    process.stdout.write(
      `  ${short ? 'x' : ' '} ${result.what.padEnd(48)} ${percent(result.found, result.of).padStart(7)}${result.falseAlarms > 0 ? `, ${result.falseAlarms} new false alarms` : ''}\n`,
    );
    const shown = values.missed ? result.missed.length : short ? Math.min(3, result.missed.length) : 0;
    for (const placed of result.missed.slice(0, shown))
      process.stdout.write(`        missed by ${placed.rule}${title(placed)}\n`);
    for (const placed of result.alarmed)
      process.stdout.write(`        false alarm of ${placed.rule}${title(placed)}\n`);
  }
  for (const file of values.corpus ?? []) {
    const report = await corpusReport(engine, file, samples);
    process.stdout.write(formatCorpusReport(report));
  }
  return failed ? 1 : 0;
}

const title = (placed: PlacedExample): string => (placed.family.sensitive === true ? '' : `: ${placed.example.title}`);
