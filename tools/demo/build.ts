/** Builds the extension for one browser with WXT, quietly; what went wrong is in the error. */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import type { BrowserKind } from '../browser/find.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TARGETS: Record<BrowserKind, { arguments: string[]; folder: string }> = {
  chromium: { arguments: ['build'], folder: '.output/chrome-mv3' },
  firefox: { arguments: ['build', '-b', 'firefox'], folder: '.output/firefox-mv3' },
};

/** Absolute folder of the extension as it would be published. */
export function extensionFolder(kind: BrowserKind): string {
  return `${ROOT}${TARGETS[kind].folder}`;
}

/** What WXT says after its last "ERROR", without colours, spinner and stack. */
function reasonIn(output: string): string {
  const plain = stripVTControlCharacters(output);
  const error = plain.slice(plain.lastIndexOf(' ERROR ') + 1);
  const lines = error.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  return lines
    .join('\n')
    .replace(/^ERROR\s+/, '')
    .trim();
}

export async function buildExtension(kind: BrowserKind): Promise<void> {
  const child = spawn(process.execPath, [`${ROOT}node_modules/wxt/bin/wxt.mjs`, ...TARGETS[kind].arguments], {
    cwd: ROOT,
    // Whoever runs this may be a test runner, whose own environment would make it a development build.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-4000);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`the extension could not be built for ${kind}: ${reasonIn(output)}`);
}
