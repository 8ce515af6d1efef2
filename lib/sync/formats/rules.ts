/**
 * Rules on their way from publisher to client: the source form, one family or shared term list a line, instead of the
 * compiled pack. The compiled pack is tables of hashes, several megabytes that do not compress and that change all
 * over when one word changes; the source is a few hundred kilobytes, and a changed family is one changed line. It also
 * outlives changes of the engine: the client compiles it anew.
 *
 * Lines are `{"id":"family/<id>","value":{…}}` and `{"id":"shared/<list>","value":{…}}` with the value as
 * docs/writing-rules.md describes it, without examples. What is read is parsed by the same schemas as a rule file.
 */

import type { z } from '../../formats/validation.ts';
import { compile, type PackInfo } from '../../rules/compile.ts';
import { createEngine } from '../../rules/engine.ts';
import { decodePack, ENGINE_VERSION, encodePack } from '../../rules/pack.ts';
import { failure, type Result, success } from '../../rules/result.ts';
import {
  type Family,
  familySchema,
  messageOf,
  type SharedTerms,
  sharedSchema,
  type TermList,
} from '../../rules/rule.ts';
import type { Bytes } from '../trust/encoding.ts';
import { type PackFormat, readRecords, recordLine } from './format.ts';
import { writeLines } from './lines.ts';

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

/** The same rules always give the same bytes. */
export function encodeRules({ families, shared }: RuleSources): Bytes {
  return writeLines([
    ...families.map((family) => recordLine('family', family.family, sourceOfFamily(family))),
    ...Object.entries(shared).map(([name, list]) => recordLine('shared', name, sourceOfTerms(list))),
  ]);
}

function firstFault(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'unreadable' : `${issue.path.map(String).join('.')}: ${messageOf(issue)}`;
}

/** Strict: one bad line, and nothing is taken. */
export function decodeRules(bytes: Uint8Array): Result<RuleSources> {
  const sources: RuleSources = { families: [], shared: {} };
  const read = readRecords(bytes, ({ kind, name, value }) => {
    if (kind === 'family') {
      const family = familySchema.safeParse(value);
      if (!family.success) return firstFault(family.error);
      if (family.data.family !== name) return `holds the family "${family.data.family}"`;
      if (sources.families.length === MAX_FAMILIES) return `is one more than ${MAX_FAMILIES} families`;
      sources.families.push(family.data);
      return null;
    }
    if (kind !== 'shared') return `there is no kind "${kind}" in ${RULES_FORMAT}`;
    const shared = sharedSchema.safeParse({ terms: { [name]: value } });
    if (!shared.success) return firstFault(shared.error);
    Object.assign(sources.shared, shared.data.terms);
    return null;
  });
  return read.ok ? success(sources) : read;
}

/** The pack that the engine reads, as bytes to keep beside the transport form. */
export function compileRules({ families, shared }: RuleSources, info: PackInfo): Result<Bytes> {
  const compiled = compile(families, info, shared);
  return compiled.ok
    ? success(encodePack(compiled.value))
    : failure(...compiled.problems.map(({ family, path, message }) => `${family}: ${path.join('.')}: ${message}`));
}

export const rulesFormat: PackFormat = {
  id: RULES_FORMAT,
  engine: ENGINE_VERSION,
  decode(bytes) {
    const sources = decodeRules(bytes);
    if (!sources.ok) return sources;
    return success({
      size: sources.value.families.length,
      compile: (info) => compileRules(sources.value, info),
    });
  },
  load(stored) {
    const pack = decodePack(stored);
    if (pack.ok) return success(createEngine(pack.value));
    const [problem] = pack.problems;
    return failure({
      kind: problem?.kind === 'stale' ? 'stale' : 'unusable',
      message: problem?.message ?? 'unreadable',
    });
  },
};
