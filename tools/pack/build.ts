/** Rule files to pack bytes: for the extension's build and for `vigie pack build`. */
import { compile, type PackInfo } from '../../lib/rules/compile.ts';
import { type CompiledPack, encodePack } from '../../lib/rules/pack.ts';
import { failure, type Result, success } from '../../lib/rules/result.ts';
import type { SharedTerms } from '../../lib/rules/rule.ts';
import { formatProblem, locateProblem, readSources, type Source } from './source.ts';

export interface BuiltPack {
  bytes: Uint8Array<ArrayBuffer>;
  families: number;
  rules: number;
}

export interface CompiledDirectory {
  pack: CompiledPack;
  sources: Source[];
  shared: SharedTerms;
}

/** Compiles all rule files of a directory; problems are lines `file:line:column: message`. */
export async function compileDirectory(directory: string, info: PackInfo): Promise<Result<CompiledDirectory>> {
  const rules = await readSources(directory);
  const { sources, shared, problems } = rules;
  if (problems.length > 0) return failure(...problems.map(formatProblem));
  const compiled = compile(
    sources.map((source) => source.family),
    info,
    shared?.data,
  );
  if (!compiled.ok) return failure(...compiled.problems.map((problem) => formatProblem(locateProblem(rules, problem))));
  return success({ pack: compiled.value, sources, shared: shared?.data ?? {} });
}

/** Builds the pack of a directory of rule files. */
export async function buildDirectory(directory: string, info: PackInfo): Promise<Result<BuiltPack>> {
  const compiled = await compileDirectory(directory, info);
  if (!compiled.ok) return compiled;
  const { pack, sources } = compiled.value;
  return success({
    bytes: encodePack(pack),
    families: sources.length,
    rules: sources.reduce((sum, source) => sum + source.family.rules.length, 0),
  });
}
