/**
 * What a build may weigh. The gate runs on every page of the marketplaces and the reader on every page of goods, so their budgets are
 * those that matter; the others are there to notice when a dependency brings more than it should.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';

interface Budget {
  what: string;
  /** Paths below the output folder. */
  files: RegExp;
  /** Bytes after gzip. */
  atMost: number;
  /** The files that agree in the first group of `files` have the budget for themselves: a page loads no others. */
  each?: true;
}

const BUDGETS: readonly Budget[] = [
  { what: 'gate', files: /^content-scripts\/([a-z0-9]+)\.js$/, atMost: 1_400, each: true },
  { what: 'gate and reader', files: /^content-scripts\/([a-z0-9]+)(?:-reader)?\.js$/, atMost: 20_000, each: true },
  // With the compiler of rules and alerts and the verification of publications, none of which a start runs.
  { what: 'background', files: /^background\.js$/, atMost: 150_000 },
  // What a person waits for when they press the button, and when they open the panel.
  { what: 'popup at once', files: /^(?:chunks|assets)\/(?:popup|page)-.*\.(?:js|css)$/, atMost: 25_000 },
  {
    what: 'side panel at once',
    files: /^(?:chunks|assets)\/(?:popup-needs|panel-needs|sidepanel|page|sweeps)-.*\.(?:js|css)$/,
    atMost: 70_000,
  },
  // The chunks of all pages together but for those below: each page loads a part of them.
  { what: 'pages', files: /^(?:chunks|assets)\/(?!evidence|verify|results).*\.(?:js|css)$/, atMost: 160_000 },
  // Brings its plots along.
  { what: 'results page', files: /^(?:chunks|assets)\/results.*\.(?:js|css)$/, atMost: 30_000 },
  // Opened on purpose and seldom; ASN.1 and certificates are half of it, loaded when a time stamp is verified.
  { what: 'evidence page', files: /^(?:chunks|assets)\/(?:evidence|verify).*\.(?:js|css)$/, atMost: 190_000 },
  { what: 'capture script', files: /^capture-page\.js$/, atMost: 25_000 },
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
      const pathBelow = (file: string) => relative(folder, file).replaceAll('\\', '/');
      const counted = files.filter((file) => pattern.test(pathBelow(file)));
      if (counted.length === 0) throw new Error(`The build has no ${what}: no file in ${folder} matches ${pattern}.`);
      const bytes = new Map<string, number>();
      for (const file of counted) {
        const group = each ? ` ${pattern.exec(pathBelow(file))?.[1]}` : '';
        const size = gzipSync(await readFile(file), { level: 9 }).byteLength;
        bytes.set(group, (bytes.get(group) ?? 0) + size);
      }
      return [...bytes].map(([group, size]) => ({ what: `${what}${group}`, atMost, bytes: size }));
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
