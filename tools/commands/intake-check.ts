/** `vigie intake check URL`: tests any implementation of intake protocol v1. */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { endpointUrl } from '../../lib/formats/fields.ts';
import { UsageError } from '../command-line.ts';
import { checkIntake } from '../intake/check/check.ts';

export const USAGE = `usage: vigie intake check URL [--bearer SECRET]
  Sends test reports, marked as such, to the intake at URL and checks its answers against docs/intake-protocol.md.
  One JSON line a case on stdout; exit status 0 when all pass, 1 when one fails, 2 when the intake cannot be reached.
  --bearer SECRET   a token for the role consumer, where the intake asks for one
`;

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      strict: true,
      allowPositionals: true,
      options: { bearer: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new UsageError(
      `${error instanceof Error ? error.message.split('\n')[0] : error} See "vigie intake check --help".`,
    );
  }
}

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0)
    throw new UsageError('give the one address of an intake: vigie intake check URL.');
  const url = endpointUrl.safeParse(given);
  if (!url.success) throw new UsageError(`the address ${url.error.issues[0]?.message ?? 'is not valid'}.`);
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  try {
    for await (const verdict of checkIntake(url.data.replace(/\/$/, ''), values.bearer ?? null)) {
      if (verdict.skipped) skipped += 1;
      else if (verdict.pass) passed += 1;
      else failed += 1;
      process.stdout.write(`${JSON.stringify(verdict)}\n`);
      process.stderr.write(
        `${verdict.skipped ? 'skip' : verdict.pass ? 'pass' : 'FAIL'}  ${verdict.case}${verdict.pass ? '' : `: ${verdict.reason}`}\n`,
      );
    }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new UsageError(`${url.data} cannot be reached (${cause}).`);
  }
  process.stderr.write(
    `${passed} of ${passed + failed} cases pass${skipped === 0 ? '' : `; ${skipped} are about parts that this intake does not have`}.\n`,
  );
  return failed === 0 ? 0 : 1;
}
