/** `npm run pictures`: walks the demo and the evidence in Chromium, and keeps the pictures that the README shows. */
import { spawnSync } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';

const root = join(import.meta.dirname, '..');
const shots = join(root, 'demo-output/chromium');
const pictures = join(root, 'docs/pictures');

/** From the demo's walk. */
const KEPT: [from: string, to: string][] = [
  ['02-aliexpress-mark.png', 'mark.png'],
  ['04-aliexpress-form.png', 'form.png'],
  ['05-aliexpress-preview.png', 'preview.png'],
  ['06-aliexpress-receipt.png', 'receipt.png'],
  ['07-aliexpress-history.png', 'history.png'],
  ['08-aliexpress-grid.png', 'grid.png'],
  ['28-sweep-panel.png', 'panel.png'],
  ['29-sweep-results.png', 'results.png'],
];

/** From the states of the pages (tests/e2e/states.ts): a scene, its picture, and what it is kept as. */
const STATES: [scene: string, from: string, to: string][] = [
  ['a report by a consumer', 'popup-findings.light.png', 'capture.png'],
  ['the evidence', 'evidence-item.light.png', 'evidence.png'],
  ['the evidence', 'evidence-verification.light.png', 'verify.png'],
];

function run(...args: string[]): void {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

run('tools/vigie.js', 'demo', '--headless', '--browser', 'chromium');
for (const scene of new Set(STATES.map(([one]) => one)))
  run('tests/e2e/screenshots.ts', '--browser', 'chromium', '--language', 'en', '--scene', scene);
await mkdir(pictures, { recursive: true });
for (const [from, to] of KEPT) await copyFile(join(shots, from), join(pictures, to));
for (const [, from, to] of STATES) await copyFile(join(root, 'screenshots/chromium/en', from), join(pictures, to));
