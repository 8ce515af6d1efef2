/** `vigie pack build`: rules, alerts or known listings as the file that an engine loads; for trying out and measuring. */
import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { UsageError } from '../command-line.ts';
import { parseArguments } from './arguments.ts';
import { buildDirectory } from './build.ts';
import { alertsFrom, knownFrom, type PackSource } from './content.ts';

const USAGE = `usage: vigie pack build DIR -o FILE [--publisher NAME] [--version V]
       vigie pack build --alerts FILE… [--exported DAY] -o FILE
       vigie pack build --known FILE… -o FILE`;

async function write(file: string, bytes: Uint8Array): Promise<void> {
  await writeFile(file, bytes).catch((error: Error) => {
    throw new UsageError(`"${file}" cannot be written: ${error.message}`);
  });
}

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, {
    output: { type: 'string', short: 'o' },
    publisher: { type: 'string', default: 'local' },
    version: { type: 'string', default: '0' },
    alerts: { type: 'string', multiple: true, default: [] },
    exported: { type: 'string' },
    known: { type: 'string', multiple: true, default: [] },
  });
  const { output, publisher, version, alerts, known } = values;
  const [directory, ...more] = positionals;
  const given = [directory !== undefined, alerts.length > 0, known.length > 0].filter(Boolean).length;
  if (given !== 1 || more.length > 0 || output === undefined) throw new UsageError(USAGE);
  if (directory === undefined) {
    const source: PackSource =
      alerts.length > 0 ? await alertsFrom(alerts, values.exported ?? null) : await knownFrom(known);
    const compiled = source.content.compile({ publisher, version });
    if (!compiled.ok) throw new UsageError(compiled.problems.join('\n'));
    await write(output, compiled.value);
    const what = alerts.length > 0 ? 'alerts' : 'ids';
    process.stderr.write(`${output}: ${source.content.size} ${what}, ${compiled.value.length} bytes\n`);
    return 0;
  }
  const built = await buildDirectory(directory, { publisher, version });
  if (!built.ok) {
    process.stderr.write(`${built.problems.join('\n')}\nvigie pack build: nothing was written.\n`);
    return 1;
  }
  const { bytes, families, rules } = built.value;
  await write(output, bytes);
  process.stderr.write(`${output}: ${families} families, ${rules} rules, ${bytes.length} bytes\n`);
  return 0;
}
