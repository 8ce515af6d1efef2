/** `vigie pack …`: the rule author's commands. Each is one file under tools/pack. */
import { UsageError } from '../command-line.ts';

interface Subcommand {
  usage: string;
  load: () => Promise<{ run(args: string[]): Promise<number> }>;
}

const SUBCOMMANDS: Record<string, Subcommand> = {
  lint: { usage: 'vigie pack lint [DIR] [--corpus FILE]…', load: () => import('../pack/lint-command.ts') },
  test: {
    usage: 'vigie pack test [DIR] [--corpus FILE]… [--samples N] [--missed]',
    load: () => import('../pack/test-command.ts'),
  },
  accuracy: {
    usage: 'vigie pack accuracy CORPORA [--pack DIR] [-o docs/accuracy.md]',
    load: () => import('../pack/accuracy-command.ts'),
  },
  diff: { usage: 'vigie pack diff OLD NEW --corpus FILE [--all]', load: () => import('../pack/diff-command.ts') },
  build: {
    usage: 'vigie pack build DIR|--alerts FILE…|--known FILE… -o FILE [--publisher NAME] [--version V]',
    load: () => import('../pack/build-command.ts'),
  },
  keygen: {
    usage: 'vigie pack keygen NAME [--algorithm P-256|Ed25519]',
    load: () => import('../pack/publish/keygen-command.ts'),
  },
  sign: {
    usage: 'vigie pack sign DIR [--new …] --key KEY…',
    load: () => import('../pack/publish/sign-command.ts'),
  },
  publish: {
    usage: 'vigie pack publish DIR [--rules RULES] [--alerts FILE]… [--known FILE]… [--version V] --key KEY…',
    load: () => import('../pack/publish/publish-command.ts'),
  },
  'from-safety-gate': {
    usage: 'vigie pack from-safety-gate FILE… [-o ALERTS.jsonl]',
    load: () => import('../pack/alerts/from-safety-gate-command.ts'),
  },
  'from-rappelconso': {
    usage: 'vigie pack from-rappelconso FILE… [-o ALERTS.jsonl]',
    load: () => import('../pack/alerts/from-rappelconso-command.ts'),
  },
  'alert-marks': {
    usage: 'vigie pack alert-marks CORPORA [--into docs/alerts.md]',
    load: () => import('../pack/alerts/marks-command.ts'),
  },
  'hash-terms': {
    usage: 'vigie pack hash-terms [--key HEX] [--lang LANG] < WORDS',
    load: () => import('../pack/hash-terms-command.ts'),
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
