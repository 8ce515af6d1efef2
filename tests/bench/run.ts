/** `npm run bench [-- TOPIC…]`: runs every `*.bench.ts` beside it, or those whose name holds a TOPIC, and prints their tables. */
import { readdir } from 'node:fs/promises';
import process from 'node:process';
import { type Bench, formatTable } from './table.ts';

const here = new URL('.', import.meta.url);
const topics = process.argv.slice(2);
const files = (await readdir(here)).filter((name) => name.endsWith('.bench.ts')).sort();
const chosen = files.filter((name) => topics.length === 0 || topics.some((topic) => name.includes(topic)));
if (chosen.length === 0) {
  process.stderr.write(`bench: no benchmark is called ${topics.join(' or ')}; there are ${files.join(', ')}.\n`);
  process.exit(2);
}
for (const name of chosen) {
  const { default: bench } = (await import(new URL(name, here).href)) as { default: Bench };
  process.stdout.write(`${formatTable(bench.title, await bench.run())}\n`);
}
