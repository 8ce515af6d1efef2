/** Reads rule files: YAML to checked families, every fault with its line and column. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Document, isCollection, isNode, isPair, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { type CompileProblem, SHARED } from '../../lib/rules/compile.ts';
import { type Family, familySchema, messageOf, type SharedTerms, sharedSchema } from '../../lib/rules/rule.ts';

export interface SourceProblem {
  file: string;
  line: number;
  column: number;
  message: string;
}

/** A file that could be read, with the way back from its data to lines. */
interface Parsed<T> {
  file: string;
  data: T;
  at(path: readonly PropertyKey[]): { line: number; column: number };
}

export interface Source {
  file: string;
  family: Family;
  at(path: readonly PropertyKey[]): { line: number; column: number };
}

/** All rule files of a directory. */
export interface RuleDirectory {
  sources: Source[];
  /** The term lists of `traps.yaml`, where there is one. */
  shared: Parsed<SharedTerms> | null;
  /** What kept files out. */
  problems: SourceProblem[];
}

/** The file of shared term lists. */
const SHARED_FILE = `${SHARED}.yaml`;

/** Rule files are written by hand; a larger one is something else. */
const LARGEST_FILE = 1024 * 1024;

export function formatProblem(problem: SourceProblem): string {
  return `${problem.file}:${problem.line}:${problem.column}: ${problem.message}`;
}

/** Where a path of data leads in the text: the deepest node there is on the way. */
function locate(document: Document, lines: LineCounter, at: readonly PropertyKey[]): { line: number; column: number } {
  for (let depth = at.length; depth >= 0; depth--) {
    const key = at[depth - 1];
    // A key says where better than its value does.
    const parent = depth === 0 ? document.contents : document.getIn(at.slice(0, depth - 1), true);
    if (isCollection(parent)) {
      for (const item of parent.items) {
        if (!isPair(item) || !isNode(item.key) || String(item.key) !== String(key)) continue;
        const offset = item.key.range?.[0];
        if (offset !== undefined) return position(lines, offset);
      }
    }
    const node = depth === 0 ? document.contents : document.getIn(at.slice(0, depth), true);
    if (isNode(node) && node.range) return position(lines, node.range[0]);
  }
  return { line: 1, column: 1 };
}

function position(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** An alias that stands inside what it names would never end. */
function circularAlias(document: Document): number | null {
  let found: number | null = null;
  visit(document, {
    Alias(_, alias, ancestors) {
      const target = alias.resolve(document);
      if (target !== undefined && ancestors.some((ancestor) => ancestor === target)) {
        found = alias.range?.[0] ?? 0;
        return visit.BREAK;
      }
      return undefined;
    },
  });
  return found;
}

function parseFile<T>(
  file: string,
  text: string,
  schema: z.ZodType<T>,
): { parsed: Parsed<T> | null; problems: SourceProblem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false, version: '1.2' });
  const problems: SourceProblem[] = document.errors.map((error) => ({
    file,
    ...position(lines, error.pos[0]),
    message: `not valid YAML: ${error.message.split('\n')[0]}`,
  }));
  if (problems.length > 0) return { parsed: null, problems };
  const circle = circularAlias(document);
  if (circle !== null)
    return {
      parsed: null,
      problems: [
        { file, ...position(lines, circle), message: 'this alias refers to what it stands in; write the part out' },
      ],
    };
  let data: unknown;
  try {
    data = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { parsed: null, problems: [{ file, line: 1, column: 1, message: `cannot be read: ${message}` }] };
  }
  const parsed = schema.safeParse(data);
  if (!parsed.success) {
    for (const issue of parsed.error.issues)
      problems.push({
        file,
        ...locate(document, lines, issue.path),
        message: `${describePath(issue.path)}${messageOf(issue)}`,
      });
    return { parsed: null, problems };
  }
  return { parsed: { file, data: parsed.data, at: (at) => locate(document, lines, at) }, problems };
}

const describePath = (at: readonly PropertyKey[]): string => (at.length === 0 ? '' : `${at.map(String).join('.')}: `);

export function parseSource(file: string, text: string): { source: Source | null; problems: SourceProblem[] } {
  const { parsed, problems } = parseFile(file, text, familySchema);
  return { source: parsed === null ? null : { file, family: parsed.data, at: parsed.at }, problems };
}

/** Reads all `*.yaml` of a directory, in order of their names. */
export async function readSources(directory: string): Promise<RuleDirectory> {
  const result: RuleDirectory = { sources: [], shared: null, problems: [] };
  const fault = (file: string, message: string): void => {
    result.problems.push({ file, line: 1, column: 1, message });
  };
  let names: string[];
  try {
    names = (await readdir(directory)).filter((name) => /\.ya?ml$/u.test(name)).sort();
  } catch {
    fault(directory, 'is not a readable directory of rule files');
    return result;
  }
  if (names.length === 0) fault(directory, 'holds no .yaml rule file');
  for (const name of names) {
    const file = path.join(directory, name);
    const text = await readFile(file, 'utf8');
    if (text.length > LARGEST_FILE) {
      fault(file, `has ${text.length} characters; at most ${LARGEST_FILE} are read`);
    } else if (name === SHARED_FILE) {
      const { parsed, problems } = parseFile(file, text, sharedSchema);
      result.problems.push(...problems);
      result.shared = parsed === null ? null : { ...parsed, data: parsed.data.terms };
    } else {
      const { source, problems } = parseSource(file, text);
      result.problems.push(...problems);
      if (source !== null) result.sources.push(source);
    }
  }
  return result;
}

/** A compiler's problem with its place in the file it came from. */
export function locateProblem({ sources, shared }: RuleDirectory, problem: CompileProblem): SourceProblem {
  const same = sources.filter((source) => source.family.family === problem.family);
  const source = problem.family === SHARED ? shared : (same.at(-1) ?? sources[0]);
  const at = source?.at(problem.path) ?? { line: 1, column: 1 };
  return { file: source?.file ?? problem.family, ...at, message: problem.message };
}
