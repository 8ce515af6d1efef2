/** The pack that a command works with: a file, a directory of rule files, or the built-in rules. */
import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createEngine, type Engine } from '../../lib/rules/engine.ts';
import { type CompiledPack, decodePack } from '../../lib/rules/pack.ts';
import { UsageError } from '../command-line.ts';
import { compileDirectory } from './build.ts';

export const BUILT_IN_RULES = fileURLToPath(new URL('../../assets/rules', import.meta.url));

/** @throws UsageError saying what is wrong with the file or the rules. */
export async function loadPack(source: string = BUILT_IN_RULES): Promise<CompiledPack> {
  const entry = await stat(source).catch(() => null);
  if (entry === null)
    throw new UsageError(`"${source}" cannot be read; give a pack file or a directory of rule files.`);
  if (entry.isDirectory()) {
    const compiled = await compileDirectory(source, { publisher: 'local', version: '0' });
    if (!compiled.ok) throw new UsageError(`the rules in "${source}" do not compile:\n${compiled.problems.join('\n')}`);
    return compiled.value.pack;
  }
  const decoded = decodePack(new Uint8Array(await readFile(source)));
  if (!decoded.ok) throw new UsageError(`"${source}": ${decoded.problems.map(({ message }) => message).join('; ')}.`);
  return decoded.value;
}

export async function loadEngine(source?: string): Promise<Engine> {
  return createEngine(await loadPack(source));
}
