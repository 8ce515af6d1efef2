/** A package of 50 captures: written, and verified, beside hashing and zipping the same bytes with system tools. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, mkdtempSync, openAsBlob, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Writable } from 'node:stream';
import { exportPackage } from '../../lib/evidence/package/export.ts';
import { verifyPackage } from '../../lib/evidence/verify/verify-package.ts';
import { sampleCase } from '../unit/evidence/sample-case.ts';
import type { Bench, BenchRow } from './table.ts';

const CAPTURES = 50;
const PICTURE_BYTES = 6_000_000;
const MEGABYTE = 1_000_000;

async function seconds(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

const bench: Bench = {
  title: `Evidence package of ${CAPTURES} captures`,
  async run(): Promise<BenchRow[]> {
    const folder = mkdtempSync(join(tmpdir(), 'vigie-bench-'));
    const file = join(folder, 'case.wacz');
    try {
      const sample = await sampleCase(CAPTURES, PICTURE_BYTES);
      const before = process.memoryUsage().rss;
      const exporting = await seconds(() => exportPackage(sample).pipeTo(Writable.toWeb(createWriteStream(file))));
      const grown = (process.memoryUsage().rss - before) / MEGABYTE;
      const size = statSync(file).size / MEGABYTE;
      let checks = 0;
      const verifying = await seconds(async () => {
        for await (const check of verifyPackage(await openAsBlob(file))) {
          if (!check.ok) throw new Error(JSON.stringify(check));
          checks++;
        }
      });
      const plain = join(folder, 'plain');
      writeFileSync(plain, new Uint8Array(CAPTURES * PICTURE_BYTES));
      const zipping = await seconds(() =>
        execFileSync('python3', ['-m', 'zipfile', '-c', join(folder, 'plain.zip'), plain]),
      );
      const hashing = await seconds(() =>
        createHash('sha256')
          .update(new Uint8Array(CAPTURES * PICTURE_BYTES))
          .digest(),
      );
      return [
        { what: 'size', value: size, unit: 'MB' },
        {
          what: 'export',
          value: size / exporting,
          unit: 'MB/s',
          bar: { atLeast: 50 },
          note: `memory grew by ${grown.toFixed(0)} MB`,
        },
        { what: 'verification', value: size / verifying, unit: 'MB/s', note: `${checks} checks` },
        {
          what: '  SHA-256 of as many bytes, by OpenSSL',
          value: (CAPTURES * PICTURE_BYTES) / MEGABYTE / hashing,
          unit: 'MB/s',
        },
        {
          what: '  Python\u2019s zipfile, stored',
          value: (CAPTURES * PICTURE_BYTES) / MEGABYTE / zipping,
          unit: 'MB/s',
        },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

export default bench;
