/**
 * What a build may weigh. The content script runs on every page of the marketplaces, so its budget is the one that
 * matters; the others are there to notice when a dependency brings more than it should.
 */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';

interface Budget {
  what: string;
  /** Paths below the output folder. */
  files: RegExp;
  /** Bytes after gzip. */
  atMost: number;
  /** Each file has the budget for itself: a page loads one of them. */
  each?: true;
}

const BUDGETS: readonly Budget[] = [
  { what: 'content script', files: /^content-scripts\/.*\.js$/, atMost: 22_000, each: true },
  { what: 'background', files: /^background\.js$/, atMost: 90_000 },
  { what: 'popup and settings', files: /^(?:chunks|assets)\/.*\.(?:js|css)$/, atMost: 90_000 },
  { what: 'rule pack', files: /^rules\/.*\.pack$/, atMost: 2_500_000 },
];

export interface Weight {
  what: string;
  atMost: number;
  bytes: number;
}

/** Gzipped bytes a budget line, for the build in `folder`. */
export async function weigh(folder: string): Promise<Weight[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const weights = await Promise.all(
    BUDGETS.map(async ({ what, files: pattern, atMost, each }) => {
      const counted = files.filter((file) => pattern.test(relative(folder, file).replaceAll('\\', '/')));
      if (counted.length === 0) throw new Error(`The build has no ${what}: no file in ${folder} matches ${pattern}.`);
      const single = await Promise.all(
        counted.map(async (file) => ({
          what: `${what} ${basename(file)}`,
          atMost,
          bytes: gzipSync(await readFile(file), { level: 9 }).byteLength,
        })),
      );
      return each ? single : [{ what, atMost, bytes: single.reduce((sum, { bytes }) => sum + bytes, 0) }];
    }),
  );
  return weights.flat();
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
