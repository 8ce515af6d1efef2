/**
 * `npm run bench [-- TOPIC…] [--only CASE] [--rounds N] [--against FOLDER] [--write]`: runs every `*.bench.ts` beside it, or
 * those whose name holds a TOPIC, and prints their tables; `--write` keeps them in docs/performance.md with the machine
 * named, in the place of the same benches' tables of before. The other options are for trying a change out, where a bench
 * knows them.
 */
import { readdir } from 'node:fs/promises';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { keepTable } from './performance-page.ts';
import { type Bench, type BenchOptions, formatTable } from './table.ts';

const here = new URL('.', import.meta.url);
const { positionals: topics, values } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    against: { type: 'string' },
    write: { type: 'boolean' },
  },
});
const files = (await readdir(here)).filter((name) => name.endsWith('.bench.ts')).sort();
const chosen = files.filter((name) => topics.length === 0 || topics.some((topic) => name.includes(topic)));
if (chosen.length === 0) {
  process.stderr.write(`bench: no benchmark is called ${topics.join(' or ')}; there are ${files.join(', ')}.\n`);
  process.exit(2);
}
const rounds = values.rounds === undefined ? null : Number(values.rounds);
if (rounds !== null && !(Number.isInteger(rounds) && rounds > 0)) {
  process.stderr.write(`bench: --rounds ${values.rounds} is no whole number above 0.\n`);
  process.exit(2);
}
const options: BenchOptions = { only: values.only ?? null, rounds, against: values.against ?? null };
for (const name of chosen) {
  const { default: bench } = (await import(new URL(name, here).href)) as { default: Bench };
  const began = new Date();
  const table = formatTable(bench.title, await bench.run(options));
  process.stdout.write(`${table}\n`);
  if (values.write === true) await keepTable(name, table, began);
}
