/** `vigie pack lint`. */
import process from 'node:process';
import { parseArguments } from './arguments.ts';
import { lintDirectory } from './lint.ts';
import { BUILT_IN_RULES } from './load.ts';
import { formatProblem } from './source.ts';

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, { corpus: { type: 'string', multiple: true } });
  const [directory = BUILT_IN_RULES] = positionals;
  const { errors, warnings, families } = await lintDirectory(directory, values.corpus ?? []);
  for (const problem of errors)
    process.stdout.write(`${formatProblem({ ...problem, message: `error: ${problem.message}` })}\n`);
  for (const problem of warnings)
    process.stdout.write(`${formatProblem({ ...problem, message: `warning: ${problem.message}` })}\n`);
  process.stderr.write(`vigie pack lint: ${families} families, ${errors.length} errors, ${warnings.length} warnings\n`);
  return errors.length > 0 ? 1 : 0;
}
