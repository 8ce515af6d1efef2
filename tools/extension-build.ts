/** What the extension's build does beyond bundling: the built-in rule pack, queries to suggest, the size budgets, the hash that names the build. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { suggestionsOf } from '../lib/sweeps/suggestions.ts';
import { buildDirectory } from './pack/build.ts';
import { readSources } from './pack/source.ts';
import { enforcePortable } from './portable-build.ts';
import { enforceBudgets } from './size-budget.ts';

const RULES = join(import.meta.dirname, '../assets/rules');
const PACK = 'rules/built-in.pack';
/** Read by the side panel when a campaign is made. */
const SUGGESTIONS = 'rules/queries.json';
const DESCRIPTION = 'rules/built-in.json';
/**
 * The packaged rules as a pack of the publisher "vigie". Nobody publishes for it yet: sequence 0 is older than whatever a
 * publication under that name would bring.
 */
const PUBLISHER = { publisher: 'vigie', name: 'rules', sequence: 0 };
const HASH = 'build-hash.txt';

/**
 * SHA-256 over the lines `<sha256>  <path>` of all files but this one, sorted by path: what `sha256sum` prints, so that
 * anybody can say which build an evidence item was made with.
 */
async function buildHash(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => path !== HASH)
    .sort();
  const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
  const lines = await Promise.all(
    files.map(async (path) => `${sha256(await readFile(join(folder, path)))}  ${path}\n`),
  );
  return sha256(lines.join(''));
}

/** Completes the build in `folder`. Throws, with a sentence, when a rule is faulty or the build too heavy or not portable. */
export async function completeBuild(folder: string, version: string): Promise<string> {
  const built = await buildDirectory(RULES, { publisher: 'Vigie', version });
  if (!built.ok) throw new Error(`The built-in rules do not compile:\n${built.problems.join('\n')}`);
  const target = join(folder, PACK);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, built.value.bytes);
  const { sources } = await readSources(RULES);
  await writeFile(join(folder, SUGGESTIONS), JSON.stringify(suggestionsOf(sources.map(({ family }) => family))));
  await writeFile(join(folder, DESCRIPTION), `${JSON.stringify({ ...PUBLISHER, version })}\n`);
  await enforcePortable(folder, join(import.meta.dirname, '..'));
  await writeFile(join(folder, HASH), `${await buildHash(folder)}\n`);
  const weights = await enforceBudgets(folder);
  const sizes = weights.map(({ what, bytes, atMost }) => `${what} ${bytes} of ${atMost}`).join(', ');
  return `${built.value.rules} rules of ${built.value.families} families; bytes gzipped: ${sizes}`;
}
