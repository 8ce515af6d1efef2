/** The pack that a command works with: a file, a directory of rule files, or the built-in rules. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { createEngine, type Engine } from '../../lib/rules/engine.ts';
import { type CompiledPack, decodePack, ENGINE_VERSION, encodePack, FORMAT_VERSION } from '../../lib/rules/pack.ts';
import { UsageError } from '../command-line.ts';
import { compileDirectory } from './build.ts';

const ENGINE_SOURCES = fileURLToPath(new URL('../../lib/rules', import.meta.url));

export const BUILT_IN_RULES = fileURLToPath(new URL('../../assets/rules', import.meta.url));

/** Compiled packs by what they were compiled from; safe to delete at any time. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/vigie', import.meta.url));

/** Name of the compiled form of a directory's rules: another for each content of its files and each engine. */
async function cacheName(directory: string): Promise<string> {
  const hash = createHash('sha256').update(`${FORMAT_VERSION} ${ENGINE_VERSION}`);
  for (const name of (await readdir(directory)).sort()) {
    if (/\.ya?ml$/u.test(name)) hash.update(`\0${name}\0`).update(await readFile(join(directory, name)));
  }
  // The engine may have changed under the same version while it is being worked on.
  for (const name of (await readdir(ENGINE_SOURCES, { recursive: true })).sort()) {
    if (name.endsWith('.ts')) hash.update(await readFile(join(ENGINE_SOURCES, name)));
  }
  return join(CACHE, `${hash.digest('hex')}.pack`);
}

async function compiled(directory: string): Promise<CompiledPack> {
  const cached = await cacheName(directory);
  const known = await readFile(cached).catch(() => null);
  const decoded = known === null ? null : decodePack(new Uint8Array(known));
  if (decoded?.ok) return decoded.value;
  const result = await compileDirectory(directory, { publisher: 'local', version: '0' });
  if (!result.ok) throw new UsageError(`the rules in "${directory}" do not compile:\n${result.problems.join('\n')}`);
  const { pack } = result.value;
  // A read-only installation works without a cache. Renamed into place, so that no reader sees half a file.
  await mkdir(CACHE, { recursive: true })
    .then(() => writeFile(`${cached}.${process.pid}`, encodePack(pack)))
    .then(() => rename(`${cached}.${process.pid}`, cached))
    .catch(() => undefined);
  return pack;
}

/** @throws UsageError saying what is wrong with the file or the rules. */
export async function loadPack(source: string = BUILT_IN_RULES): Promise<CompiledPack> {
  const entry = await stat(source).catch(() => null);
  if (entry === null)
    throw new UsageError(`"${source}" cannot be read; give a pack file or a directory of rule files.`);
  if (entry.isDirectory()) return compiled(source);
  const decoded = decodePack(new Uint8Array(await readFile(source)));
  if (!decoded.ok) throw new UsageError(`"${source}": ${decoded.problems.map(({ message }) => message).join('; ')}.`);
  return decoded.value;
}

export async function loadEngine(source?: string): Promise<Engine> {
  return createEngine(await loadPack(source));
}
