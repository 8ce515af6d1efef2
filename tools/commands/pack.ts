/** `vigie pack …`: the rule author's commands. Each is one file under tools/pack. */
import { UsageError } from '../command-line.ts';

const SUBCOMMANDS: Record<string, { usage: string; load: () => Promise<{ run(args: string[]): Promise<number> }> }> = {
  lint: { usage: 'vigie pack lint [DIR] [--corpus FILE…]', load: () => import('../pack/lint-command.ts') },
  test: {
    usage: 'vigie pack test [DIR] [--corpus FILE…] [--samples N]',
    load: () => import('../pack/test-command.ts'),
  },
  build: {
    usage: 'vigie pack build DIR -o FILE [--publisher NAME] [--version V]',
    load: () => import('../pack/build-command.ts'),
  },
};

const usage = (): string =>
  Object.values(SUBCOMMANDS)
    .map((entry) => `  ${entry.usage}`)
    .join('\n');

export async function run(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  const entry = name !== undefined && Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
  if (entry === undefined)
    throw new UsageError(`${name === undefined ? 'say which of these' : `there is no "pack ${name}"`}:\n${usage()}`);
  return (await entry.load()).run(rest);
}
