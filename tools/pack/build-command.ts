/** `vigie pack build DIR -o FILE`. */
import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { UsageError } from '../command-line.ts';
import { parseArguments } from './arguments.ts';
import { buildDirectory } from './build.ts';

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, {
    output: { type: 'string', short: 'o' },
    publisher: { type: 'string', default: 'local' },
    version: { type: 'string', default: '0' },
  });
  const [directory] = positionals;
  if (directory === undefined || values.output === undefined)
    throw new UsageError('usage: vigie pack build DIR -o FILE');
  const built = await buildDirectory(directory, { publisher: values.publisher, version: values.version });
  if (!built.ok) {
    process.stderr.write(`${built.problems.join('\n')}\nvigie pack build: nothing was written.\n`);
    return 1;
  }
  const { bytes, families, rules } = built.value;
  await writeFile(values.output, bytes).catch((error: Error) => {
    throw new UsageError(`"${values.output}" cannot be written: ${error.message}`);
  });
  process.stderr.write(`${values.output}: ${families} families, ${rules} rules, ${bytes.length} bytes\n`);
  return 0;
}
