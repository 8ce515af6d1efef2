/**
 * What is wrong with a body, for a person to read: zod's issues as JSON pointers with one sentence each.
 *
 * A sentence never repeats a value of the body, which may be personal or hostile; names of unknown members are cut.
 */
import type { z } from '../formats/validation.ts';
import type { ProblemError } from './protocol.ts';

/** No more faults than this are told at once. */
export const MAX_FAULTS = 20;

type Path = readonly PropertyKey[];
type Issue = z.core.$ZodIssue;

function cut(text: string, max: number): string {
  const clean = text.replace(/[\p{C}]/gu, '\ufffd');
  return clean.length <= max ? clean : `${clean.slice(0, max)}…`;
}

/** RFC 6901. */
export function jsonPointer(path: Path): string {
  return path
    .map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
    .slice(0, 1024);
}

/** `listings[0].url`; the body as a whole is "The report". */
function label(path: Path): string {
  if (path.length === 0) return 'The report';
  return cut(
    path
      .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`))
      .join(''),
    200,
  );
}

function valueAt(body: unknown, path: Path): unknown {
  let value = body;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}

const KINDS: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

function kind(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return KINDS[typeof value] ?? 'something else';
}

function sized(issue: Extract<Issue, { code: 'too_big' | 'too_small' }>): string {
  const big = issue.code === 'too_big';
  if (!big && issue.minimum === 1 && (issue.origin === 'string' || issue.origin === 'array'))
    return 'must not be empty';
  const bound = `${big ? 'most' : 'least'} ${big ? issue.maximum : issue.minimum}`;
  if (issue.origin === 'string') return `must have at ${bound} characters`;
  if (issue.origin === 'array') return `must have at ${bound} entries`;
  return `must be at ${bound}`;
}

function oneOf(values: readonly unknown[]): string {
  if (values.length === 1) return `must be ${JSON.stringify(values[0])}`;
  const shown = values.slice(0, 12).map((value) => JSON.stringify(value));
  return `must be one of ${shown.join(', ')}${values.length > shown.length ? ' and others' : ''}`;
}

function sentence(issue: Issue, value: unknown): string {
  if (value === undefined && issue.code !== 'custom') return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${KINDS[issue.expected] ?? 'something else'}, and is ${kind(value)}`;
    case 'too_big':
    case 'too_small':
      return sized(issue);
    case 'invalid_value':
      return oneOf(issue.values);
    default:
      return issue.message.startsWith('must ') || issue.message.startsWith('names ') ? issue.message : 'is not valid';
  }
}

function faultsOf(issue: Issue, body: unknown): ProblemError[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: jsonPointer([...path, key]),
      detail: `${label([...path, cut(key, 60)])} is not a member of this format: remove it.`,
    }));
  }
  if (issue.code === 'invalid_key') {
    return [{ pointer: jsonPointer(path), detail: `${label(path)} is not a name that this format allows: remove it.` }];
  }
  return [{ pointer: jsonPointer(path), detail: `${label(path)} ${sentence(issue, valueAt(body, path))}.` }];
}

/** At most `MAX_FAULTS` faults, in the order in which they were found. `body` is what was parsed. */
export function describeFaults(error: z.core.$ZodError, body: unknown): ProblemError[] {
  return error.issues.flatMap((issue) => faultsOf(issue, body)).slice(0, MAX_FAULTS);
}
