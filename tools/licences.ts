/**
 * `npm run licences`: writes which licences the installed packages have into docs/dependencies.md, as the lock file names them. What is
 * packaged or run (`dependencies`, with all that they need) is listed one by one, what is for development by licence.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from '../lib/formats/validation.ts';

const ROOT = join(import.meta.dirname, '..');
export const DOCUMENT = join(ROOT, 'docs/dependencies.md');
const [BEGIN, END] = ['<!-- licences: npm run licences -->', '<!-- /licences -->'];

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      devOptional: z.boolean().optional(),
    }),
  ),
});

export interface Licensed {
  name: string;
  version: string;
  licence: string;
  /** Only needed to make or test Vigie. */
  dev: boolean;
}

export function licensed(lock: unknown): Licensed[] {
  return Object.entries(lockSchema.parse(lock).packages)
    .filter(([path]) => path !== '')
    .map(([path, { version = '', license = 'unknown', dev = false, devOptional = false }]) => ({
      name: path.replace(/^.*node_modules\//, ''),
      version,
      licence: license,
      dev: dev || devOptional,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));
}

export const readLock = (): unknown => JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));

function section(packages: readonly Licensed[]): string {
  const used = packages
    .filter(({ dev }) => !dev)
    .map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
  const counts = new Map<string, number>();
  for (const { licence, dev } of packages) if (dev) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  const others = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([licence, count]) => `| ${licence} | ${count} |`);
  return [
    BEGIN,
    '',
    'Packaged, or run by the `vigie` command, with all that they need:',
    '',
    '| package | version | licence |',
    '| --- | --- | --- |',
    ...used,
    '',
    'For development only, packages by licence:',
    '',
    '| licence | packages |',
    '| --- | --- |',
    ...others,
    '',
    END,
  ].join('\n');
}

/** The document with its list of licences as the lock file says now. */
export function withLicences(document: string, packages: readonly Licensed[]): string {
  const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (from === -1 || to < from)
    throw new Error(`docs/dependencies.md has no place for the licences (${BEGIN} … ${END})`);
  return document.slice(0, from) + section(packages) + document.slice(to + END.length);
}

if (import.meta.main) writeFileSync(DOCUMENT, withLicences(readFileSync(DOCUMENT, 'utf8'), licensed(readLock())));
