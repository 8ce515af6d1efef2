/** `vigie pack accuracy CORPORA [--pack DIR] [-o FILE]`: measures, and writes docs/accuracy.md. */
import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { createEngine } from '../../lib/rules/engine.ts';
import { UsageError } from '../command-line.ts';
import { measureAccuracy, measureExamples, readReviewed } from './accuracy.ts';
import { formatAccuracy } from './accuracy-report.ts';
import { parseArguments } from './arguments.ts';
import { compileDirectory } from './build.ts';
import { examplesOf } from './examples.ts';
import { BUILT_IN_RULES } from './load.ts';
import { runEvasions } from './test-command.ts';

const REVIEWED = fileURLToPath(new URL('./reviewed-finds.txt', import.meta.url));

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, {
    pack: { type: 'string', default: BUILT_IN_RULES },
    reviewed: { type: 'string', default: REVIEWED },
    output: { type: 'string', short: 'o' },
  });
  const [corpora] = positionals;
  if (corpora === undefined) throw new UsageError('usage: vigie pack accuracy CORPORA [--pack DIR] [-o FILE]');
  const compiled = await compileDirectory(values.pack, { publisher: 'local', version: '0' });
  if (!compiled.ok) {
    process.stderr.write(`${compiled.problems.join('\n')}\n`);
    return 1;
  }
  const { pack, sources } = compiled.value;
  const engine = createEngine(pack);
  const accuracy = await measureAccuracy(engine, corpora, await readReviewed(values.reviewed));
  const examples = sources.flatMap((source) => examplesOf(source.family));
  const report = formatAccuracy(accuracy, measureExamples(engine, sources), runEvasions(engine, examples));
  if (values.output === undefined) process.stdout.write(report);
  else await writeFile(values.output, report);
  return report.includes('**missed**') ? 1 : 0;
}
