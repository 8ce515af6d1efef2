/** Command-line arguments of the pack commands, with bad ones turned into one sentence. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from '../command-line.ts';

/** `parseArgs` with positionals allowed. @throws UsageError */
export function parseArguments<const O extends NonNullable<ParseArgsConfig['options']>>(args: string[], options: O) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : 'bad arguments'}.`);
  }
}
