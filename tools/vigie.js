#!/usr/bin/env node
// Plain JavaScript on purpose: an old Node must get as far as the sentence below instead of a syntax error.
import { existsSync } from 'node:fs';
import process from 'node:process';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `vigie: Node.js ${process.versions.node} is too old; run it through npm ("npx vigie …" in the project after "npm ci"), which brings its own Node, or install Node 22.18 or newer.\n`,
  );
  process.exit(2);
}
if (!existsSync(new URL('../node_modules/zod', import.meta.url))) {
  process.stderr.write('vigie: the packages are missing or incomplete; run "npm ci" in the project folder first.\n');
  process.exit(2);
}
// node:sqlite still announces itself as experimental on some of the supported versions.
process.removeAllListeners('warning');
process.on('warning', (warning) => {
  if (warning.name !== 'ExperimentalWarning') process.stderr.write(`${warning.name}: ${warning.message}\n`);
});
// The reader of a pipe may leave early (`vigie match … | head`): that is the end of the work, not a fault.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
const { main } = await import('./command-line.ts');
process.exitCode = await main(process.argv.slice(2));
