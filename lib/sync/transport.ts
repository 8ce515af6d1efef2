/**
 * Rules on their way from publisher to client: the source form, one family or shared term list a line, instead of the
 * compiled pack. The compiled pack is tables of hashes, several megabytes that do not compress and that change all
 * over when one word changes; the source is a few hundred kilobytes, and a changed family is one changed line. It also
 * outlives changes of the engine: the client compiles it anew.
 *
 * Lines are `{"id":"family/<id>","value":{…}}` and `{"id":"shared/<list>","value":{…}}` with the value as
 * docs/writing-rules.md describes it, without examples. What is read is parsed by the same schemas as a rule file.
 */
import { compile, type PackInfo } from '../rules/compile.ts';
import { encodePack } from '../rules/pack.ts';
import { failure, type Result, success } from '../rules/result.ts';
import { type Family, familySchema, messageOf, type SharedTerms, sharedSchema, type TermList } from '../rules/rule.ts';
import { z } from '../validation.ts';
import { type Line, readLines, splitText, writeLines } from './lines.ts';
import type { Bytes } from './trust/encoding.ts';

export const RULES_FORMAT = 'vigie-rules/1';

export interface RuleSources {
  families: Family[];
  shared: SharedTerms;
}

const MAX_FAMILIES = 5000;

/** A parsed term list back in the form that `familySchema` reads. */
function sourceOfTerms({ exact, hashed, byLanguage }: TermList): Record<string, unknown> {
  return { ...(exact ? { exact } : {}), ...(hashed.length > 0 ? { hashed } : {}), ...byLanguage };
}

function sourceOfFamily(family: Family): Record<string, unknown> {
  const { terms, rules, ...rest } = family;
  return {
    ...rest,
    ...(terms === undefined
      ? {}
      : { terms: Object.fromEntries(Object.entries(terms).map(([name, list]) => [name, sourceOfTerms(list)])) }),
    // Examples are for the author's tests; clients have no use for them.
    rules: rules.map(({ examples: _, ...rule }) => rule),
  };
}

const line = (kind: string, name: string, value: unknown): Line => {
  const id = `${kind}/${name}`;
  return { id, text: JSON.stringify({ id, value }) };
};

/** The same rules always give the same bytes. */
export function encodeRules({ families, shared }: RuleSources): Bytes {
  return writeLines([
    ...families.map((family) => line('family', family.family, sourceOfFamily(family))),
    ...Object.entries(shared).map(([name, list]) => line('shared', name, sourceOfTerms(list))),
  ]);
}

const recordSchema = z.strictObject({ id: z.string(), value: z.unknown() });

function parseRecord(text: string): { id: string; value?: unknown } | null {
  try {
    return recordSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function problem(id: string, error: z.ZodError): { ok: false; problems: string[] } {
  const issue = error.issues[0];
  return failure(
    issue === undefined ? `${id}: unreadable` : `${id}: ${issue.path.map(String).join('.')}: ${messageOf(issue)}`,
  );
}

/** Strict: one bad line, and nothing is taken. */
export function decodeRules(bytes: Uint8Array): Result<RuleSources> {
  const texts = splitText(bytes);
  if (!texts.ok) return texts;
  const lines = readLines(texts.value);
  if (!lines.ok) return lines;
  const sources: RuleSources = { families: [], shared: {} };
  for (const { id, text } of lines.value) {
    const record = parseRecord(text);
    // The id that was sorted by and the one that a JSON parser sees must not be two different things.
    if (record === null || record.id !== id) return failure(`${id}: is not a record {"id": …, "value": …}`);
    const [kind = '', name = ''] = id.split('/');
    if (kind === 'family') {
      const family = familySchema.safeParse(record.value);
      if (!family.success) return problem(id, family.error);
      if (family.data.family !== name) return failure(`${id}: holds the family "${family.data.family}"`);
      if (sources.families.length === MAX_FAMILIES) return failure(`has more than ${MAX_FAMILIES} families`);
      sources.families.push(family.data);
    } else if (kind === 'shared') {
      const shared = sharedSchema.safeParse({ terms: { [name]: record.value } });
      if (!shared.success) return problem(id, shared.error);
      Object.assign(sources.shared, shared.data.terms);
    } else {
      return failure(`${id}: there is no kind "${kind}" in ${RULES_FORMAT}`);
    }
  }
  return success(sources);
}

/** The pack that the engine reads, as bytes to keep beside the transport form. */
export function compileRules({ families, shared }: RuleSources, info: PackInfo): Result<Bytes> {
  const compiled = compile(families, info, shared);
  return compiled.ok
    ? success(encodePack(compiled.value))
    : failure(...compiled.problems.map(({ family, path, message }) => `${family}: ${path.join('.')}: ${message}`));
}
