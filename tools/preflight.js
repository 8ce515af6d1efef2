// Plain JavaScript on purpose: an old Node must get as far as the sentences below instead of a syntax error.
import { existsSync } from 'node:fs';
import process from 'node:process';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

function stop(sentence) {
  process.stderr.write(`vigie: ${sentence}\n`);
  process.exit(2);
}

if (major < 22 || (major === 22 && minor < 18)) {
  stop(
    `Node.js ${process.versions.node} is too old; run it through npm ("npm start", "npm test", "npx vigie …") after "npm ci", which brings its own Node, or install Node 22.18 or newer.`,
  );
}
for (const name of ['zod', 'wxt', 'hono']) {
  if (!existsSync(new URL(`../node_modules/${name}/package.json`, import.meta.url))) {
    stop(`the package "${name}" is missing, so the installation is incomplete; run "npm ci" in the project folder.`);
  }
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
