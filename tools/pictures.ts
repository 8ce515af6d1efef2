/** `npm run pictures`: walks the demo in Chromium and keeps the pictures that the README shows. */
import { spawnSync } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';

const root = join(import.meta.dirname, '..');
const shots = join(root, 'demo-output/chromium');
const pictures = join(root, 'docs/pictures');

const KEPT: [from: string, to: string][] = [
  ['02-aliexpress-mark.png', 'mark.png'],
  ['04-aliexpress-form.png', 'form.png'],
  ['05-aliexpress-receipt.png', 'receipt.png'],
  ['07-aliexpress-grid.png', 'grid.png'],
];

const { status } = spawnSync(
  process.execPath,
  [join(root, 'tools/vigie.js'), 'demo', '--headless', '--browser', 'chromium'],
  {
    stdio: 'inherit',
  },
);
if (status !== 0) process.exit(status ?? 1);
await mkdir(pictures, { recursive: true });
for (const [from, to] of KEPT) await copyFile(join(shots, from), join(pictures, to));
