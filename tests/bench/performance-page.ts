/** docs/performance.md: the last kept table of each bench, and the machine it was made on. */
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import process from 'node:process';

const PAGE = new URL('../../docs/performance.md', import.meta.url);

const INTRODUCTION = `# Performance

Made by \`npm run bench -- --write\`, table by table; not written by hand. A value is a median unless it says otherwise. What
a table compares was measured in one run, in turns. The benches are in \`tests/bench/\`; each opens with how it measures.

Bars are the project's own. They are meant for a machine with a core of about 4 GHz to itself; where the table names the
speed of the machine it was made on, a row also gives the value scaled to that.
`;

function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${memory} GB, Linux ${release()}, Node ${process.versions.node}`;
}

const start = (bench: string) => `<!-- ${bench} -->`;

/** The page with the bench's table in the place of the one before, or at its end. */
export function withTable(page: string, bench: string, table: string): string {
  const from = page.indexOf(start(bench));
  const section = `${start(bench)}\n${table.replace(/^### /, '## ').trimEnd()}\n`;
  if (from === -1) return `${page.trimEnd()}\n\n${section}`;
  const next = page.indexOf('<!-- ', from + 1);
  return `${page.slice(0, from)}${section}${next === -1 ? '' : `\n${page.slice(next)}`}`;
}

export async function keepTable(file: string, table: string, began: Date): Promise<void> {
  const bench = file.replace(/\.bench\.ts$/, '');
  const page = await readFile(PAGE, 'utf8').catch(() => INTRODUCTION);
  const [title = '', ...lines] = table.split('\n');
  const dated = [title, '', `${began.toISOString().slice(0, 10)}, ${machine()}.`, ...lines].join('\n');
  await writeFile(PAGE, withTable(page, bench, dated));
}
