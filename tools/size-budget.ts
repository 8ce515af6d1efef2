/**
 * What a build may weigh. The content script runs on every page of the marketplaces, so its budget is the one that
 * matters; the others are there to notice when a dependency brings more than it should.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';

interface Budget {
  what: string;
  /** Paths below the output folder that count together. */
  files: RegExp;
  /** Bytes after gzip. */
  atMost: number;
}

const BUDGETS: readonly Budget[] = [
  { what: 'content script', files: /^content-scripts\/.*\.(?:js|css)$/, atMost: 24_000 },
  { what: 'background', files: /^background\.js$/, atMost: 90_000 },
  { what: 'popup and settings', files: /^(?:chunks|assets)\/.*\.(?:js|css)$/, atMost: 90_000 },
  { what: 'rule pack', files: /^rules\/.*\.pack$/, atMost: 2_500_000 },
];

export interface Weight extends Omit<Budget, 'files'> {
  bytes: number;
}

/** Gzipped bytes a budget line, for the build in `folder`. */
export async function weigh(folder: string): Promise<Weight[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    BUDGETS.map(async ({ what, files: pattern, atMost }) => {
      const counted = files.filter((file) => pattern.test(relative(folder, file).replaceAll('\\', '/')));
      if (counted.length === 0) throw new Error(`The build has no ${what}: no file in ${folder} matches ${pattern}.`);
      const sizes = await Promise.all(
        counted.map(async (file) => gzipSync(await readFile(file), { level: 9 }).byteLength),
      );
      return { what, atMost, bytes: sizes.reduce((sum, size) => sum + size, 0) };
    }),
  );
}

/** Throws, with one sentence a line, when the build in `folder` is heavier than it may be. */
export async function enforceBudgets(folder: string): Promise<Weight[]> {
  const weights = await weigh(folder);
  const over = weights.filter(({ bytes, atMost }) => bytes > atMost);
  if (over.length > 0) {
    const lines = over.map(
      ({ what, bytes, atMost }) => `The ${what} weighs ${bytes} bytes gzipped; ${atMost} are allowed.`,
    );
    throw new Error(lines.join('\n'));
  }
  return weights;
}
