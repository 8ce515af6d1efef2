/**
 * `npm run fuzz [-- TARGET…] [--seconds N] [--seed N]`: damages good examples for every parser that takes bytes from outside, each for
 * its share of the time (120 seconds in all unless told). What breaks one is written to `fuzz-found/`; once mended, it goes
 * into `tests/fuzz/corpus/<target>/`, where the unit tests find it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';
import { TARGETS } from './targets.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '120' }, seed: { type: 'string' } },
});
const seconds = Number(values.seconds);
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const chosen = TARGETS.filter(
  ({ name }) => positionals.length === 0 || positionals.some((word) => name.includes(word)),
);
if (chosen.length === 0 || !(seconds > 0) || !Number.isInteger(seed)) {
  process.stderr.write(
    `fuzz: takes --seconds N, --seed N and targets of ${TARGETS.map(({ name }) => name).join(', ')}.\n`,
  );
  process.exit(2);
}

process.stdout.write(`fuzz: seed ${seed}, ${seconds} seconds over ${chosen.length} parsers\n`);
let broken = 0;
for (const target of chosen) {
  const outcome = await fuzz(target, { runs: 1e9, time: (seconds * 1000) / chosen.length, seed });
  process.stdout.write(`${outcome.broken === null ? 'ok    ' : 'BROKEN'} ${target.name}: ${outcome.runs} runs\n`);
  if (outcome.broken === null) continue;
  broken += 1;
  mkdirSync('fuzz-found', { recursive: true });
  const file = join('fuzz-found', `${target.name}-${seed}`);
  writeFileSync(file, outcome.broken.bytes);
  process.stdout.write(`       ${outcome.broken.why}\n       written to ${file}\n`);
}
process.exitCode = broken === 0 ? 0 : 1;
