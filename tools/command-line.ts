/**
 * The `vigie` command: a table of sub-commands, each one file under `commands/`, loaded only when it is asked for.
 * A sub-command resolves to its exit status: 0 done, 1 a check failed, 2 bad usage or unreadable input.
 * Machine-readable output goes to stdout as JSON Lines, messages for people to stderr.
 */
import process from 'node:process';

export interface Command {
  /** Resolves to the exit status. */
  run(args: string[]): Promise<number>;
}

/** Bad usage or unreadable input: printed as one line, exit status 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

interface Entry {
  summary: string;
  load: () => Promise<Command>;
}

const COMMANDS: Record<string, Entry> = {
  scan: { summary: 'read saved marketplace pages, one JSON line a listing', load: () => import('./commands/scan.ts') },
  demo: {
    summary: 'shops, intake and a browser with Vigie, together on this machine',
    load: () => import('./commands/demo.ts'),
  },
  intake: { summary: 'run the reference intake', load: () => import('./commands/intake.ts') },
  match: { summary: 'findings for titles in JSON Lines', load: () => import('./commands/match.ts') },
  verify: { summary: 'check an evidence package', load: () => import('./commands/verify.ts') },
  pack: { summary: 'lint, test, build, compare, sign and publish rules', load: () => import('./commands/pack.ts') },
};

function usage(): string {
  const width = Math.max(0, ...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `usage: vigie COMMAND …\n${lines.join('\n')}\n`;
}

export async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === 'help') {
    process.stdout.write(usage());
    return name === undefined ? 2 : 0;
  }
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry === undefined) {
    process.stderr.write(`vigie: there is no command "${name}"; "vigie help" lists them.\n`);
    return 2;
  }
  try {
    const command = await entry.load();
    return await command.run(rest);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`vigie ${name}: ${error.message}\n`);
      return 2;
    }
    throw error;
  }
}
