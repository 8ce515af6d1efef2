/**
 * The source form of rules, as `assets/rules/<family>.yaml` holds it after YAML parsing.
 *
 * A closed set of combinators over plain data: no regular expression, no expression, nothing that a browser could be
 * talked into running. docs/writing-rules.md tells an author what each part means; `compile.ts` turns families into
 * the pack that the engine reads.
 */
import { z } from '../formats/validation.ts';
import { LANGUAGES } from './finding.ts';
import { FIELDS, type Field, QUANTITIES, type QuantityName, STRUCTURES, type Structure } from './names.ts';

const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;

export const idSchema = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/u, 'must be lower-case words joined by - or _');

const termText = z.string().trim().min(1).max(120);
const name = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/u, 'must be lower-case words joined by - or _');
/** A term list of the file, or one that all families share: `traps/toy`. */
const listName = z
  .string()
  .max(80)
  .regex(/^(?:traps\/)?[a-z0-9]+(?:[-_][a-z0-9]+)*$/u, 'must be the name of a term list, such as noun or traps/toy');
const sentence = z.string().trim().min(1).max(600);

/** One text in each interface language; `lint` says which are missing, English must be there. */
const translated = z.strictObject({
  en: sentence,
  fr: sentence.optional(),
  de: sentence.optional(),
  es: sentence.optional(),
  it: sentence.optional(),
  pl: sentence.optional(),
  nl: sentence.optional(),
});

/** Language of terms: `*` for whatever language, else a BCP 47 primary language. */
const termLanguage = z.string().regex(/^(?:\*|[a-z]{2,3})$/u, 'must be a language code such as fr, or *');

const hashedTerm = z
  .string()
  .regex(/^[1-6]:[0-9a-f]{4}:[0-9a-f]{16}$/u, 'must be a line that "vigie pack hash-terms" printed');

/** A named list of terms: readable ones by language, or hashed ones of a sensitive family, never both. */
const termList = z.record(z.string(), z.unknown()).transform((value, context): TermList => {
  const list: TermList = { exact: false, hashed: [], byLanguage: {} };
  const take = <T>(key: string, schema: z.ZodType<T>): T | null => {
    const parsed = schema.safeParse(value[key]);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues)
      context.addIssue({ code: 'custom', path: [key, ...issue.path], message: messageOf(issue) });
    return null;
  };
  for (const key of Object.keys(value)) {
    if (key === 'exact') list.exact = take(key, z.boolean()) ?? false;
    else if (key === 'hashed') list.hashed = take(key, z.array(hashedTerm).min(1).max(5000)) ?? [];
    else if (termLanguage.safeParse(key).success)
      list.byLanguage[key] = take(key, z.array(termText).min(1).max(2000)) ?? [];
    else
      context.addIssue({
        code: 'custom',
        path: [key],
        message: `unknown key "${key}": a list of terms has language codes such as fr, "*", "exact" or "hashed"`,
      });
  }
  const readable = Object.keys(list.byLanguage).length > 0;
  if (readable === list.hashed.length > 0)
    context.addIssue({ code: 'custom', message: readable ? 'has both readable and hashed terms' : 'has no terms' });
  return list;
});

export interface TermList {
  /** Whole words only as written: no inflection. */
  exact: boolean;
  hashed: string[];
  byLanguage: Record<string, string[]>;
}

/** Words between; 0 where they touch. */
const within = z.number().int().min(0).max(50);
const fields = z.array(z.enum(FIELDS)).min(1);

/** "18 cm", "0,5 mW", "2%", 9000: kept as text here, parsed with its unit by the compiler. */
const amount = z.union([z.number().finite(), z.string().trim().min(1).max(40)]);

const bounds = {
  'at-least': amount.optional(),
  'at-most': amount.optional(),
  'more-than': amount.optional(),
  'less-than': amount.optional(),
};

export interface Bounds {
  'at-least'?: string | number | undefined;
  'at-most'?: string | number | undefined;
  'more-than'?: string | number | undefined;
  'less-than'?: string | number | undefined;
}

export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { none: Condition[] }
  | { use: string }
  | { term: string; in?: Field[] | undefined }
  | {
      near: string[];
      within: number;
      /** The first list's term stands before the others'. */
      ordered?: boolean | undefined;
      in?: Field[] | undefined;
    }
  | (Bounds & {
      quantity: QuantityName;
      /** For `count`: the number stands beside a term of this list ("9000 puffs"). */
      of?: string | undefined;
      near?: string | undefined;
      within?: number | undefined;
      in?: Field[] | undefined;
    })
  | { attribute: { name: string; value: string } }
  | { price: Bounds & { of?: 'brand-floor' | undefined } }
  | { seller: 'trader' | 'private' | 'unknown' }
  | { 'ships-from': string[] }
  | { listing: string[] }
  | { structure: Structure };

const conditions = z.lazy(() => z.array(condition).min(1).max(64));

const condition: z.ZodType<Condition> = z.lazy(() =>
  z.unknown().transform((value, context): Condition => {
    const kind = conditionKind(value);
    if (kind === null) {
      context.addIssue({ code: 'custom', message: unknownCondition(value) });
      return z.NEVER;
    }
    const parsed = CONDITIONS[kind].safeParse(value);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues)
      context.addIssue({ code: 'custom', path: [...issue.path], message: messageOf(issue) });
    return z.NEVER;
  }),
);

const CONDITIONS = {
  all: z.strictObject({ all: conditions }),
  any: z.strictObject({ any: conditions }),
  none: z.strictObject({ none: conditions }),
  use: z.strictObject({ use: name }),
  term: z.strictObject({ term: listName, in: fields.optional() }),
  quantity: z.strictObject({
    quantity: z.enum(QUANTITIES),
    ...bounds,
    of: listName.optional(),
    near: listName.optional(),
    within: within.optional(),
    in: fields.optional(),
  }),
  near: z.strictObject({
    near: z.array(listName).min(2).max(4),
    within,
    ordered: z.boolean().optional(),
    in: fields.optional(),
  }),
  attribute: z.strictObject({ attribute: z.strictObject({ name: listName, value: listName }) }),
  price: z.strictObject({ price: z.strictObject({ ...bounds, of: z.literal('brand-floor').optional() }) }),
  seller: z.strictObject({ seller: z.enum(['trader', 'private', 'unknown']) }),
  'ships-from': z.strictObject({
    'ships-from': z.array(z.string().regex(/^[A-Z]{2}$/u, 'must be an ISO 3166 code such as CN')).min(1),
  }),
  listing: z.strictObject({
    listing: z
      .array(z.string().regex(/^[a-z0-9-]+:[A-Za-z0-9_-]{1,64}$/u, 'must look like aliexpress:1005006722922099'))
      .min(1),
  }),
  structure: z.strictObject({ structure: z.enum(STRUCTURES) }),
} satisfies Record<string, z.ZodType<Condition>>;

type Kind = keyof typeof CONDITIONS;
// "near" is also a key of quantity, so quantity is asked first.
const KINDS = Object.keys(CONDITIONS).filter((key): key is Kind => Object.hasOwn(CONDITIONS, key));

function conditionKind(value: unknown): Kind | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return KINDS.find((key) => Object.hasOwn(value, key)) ?? null;
}

function unknownCondition(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is not a condition';
  const keys = Object.keys(value).map((key) => `"${key}"`);
  return `${keys.join(', ') || 'an empty object'} is no condition; conditions are ${KINDS.join(', ')}`;
}

/** One issue in words that name the key at fault. */
export function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `unknown key ${issue.keys.map((key) => `"${key}"`).join(', ')}; check its spelling and its indentation`;
  return issue.message;
}

const exampleSchema = z.strictObject({
  lang: z.enum(LANGUAGES),
  title: z.string().min(1).max(1000),
  description: z.string().max(20_000).optional(),
  category: z.string().max(1000).optional(),
  seller: z.string().max(300).optional(),
  trader: z.enum(['trader', 'private', 'unknown']).optional(),
  brand: z.string().max(300).optional(),
  variants: z.array(z.string().max(500)).optional(),
  attributes: z.array(z.strictObject({ name: z.string().max(300), value: z.string().max(1000) })).optional(),
  price: z.number().nonnegative().optional(),
  'previous-price': z.number().nonnegative().optional(),
  discount: z.number().min(1).max(99).optional(),
  currency: z.string().length(3).optional(),
  'ships-from': z.string().max(100).optional(),
  listing: z.string().max(120).optional(),
  /** The compliance panel as the page showed it; absent: not shown. */
  panel: z
    .strictObject({
      manufacturer: z.string().optional(),
      'responsible-person': z.string().optional(),
      'real-seller': z.string().optional(),
    })
    .optional(),
  /** Visibility that the finding must have; absent: any. */
  visibility: z.enum(['everyone', 'experts']).optional(),
});
export type Example = z.infer<typeof exampleSchema>;

const exceptionSchema = z.strictObject({
  id: idSchema,
  when: condition,
  effect: z.union([z.literal('cancel'), z.strictObject({ lower: z.number().gt(0).lt(1) })], {
    error: 'must be "cancel" or { lower: 0.3 } with a number between 0 and 1',
  }),
});

const ruleSchema = z.strictObject({
  id: idSchema,
  confidence: z.number().gt(0).max(1),
  severity: z.enum(SEVERITIES).optional(),
  label: translated.optional(),
  reason: translated,
  when: condition,
  unless: z.array(exceptionSchema).max(15).optional(),
  examples: z
    .strictObject({
      match: z.array(exampleSchema).optional(),
      ignore: z.array(exampleSchema).optional(),
    })
    .optional(),
});
export type Rule = z.infer<typeof ruleSchema>;

const legalSchema = z.strictObject({
  citation: z.string().trim().min(3).max(400),
  url: z
    .url({ protocol: /^https$/u })
    .max(500)
    .nullable(),
  checked: z.iso.date('must be a day such as 2026-11-23, or null while unverified').nullable(),
});

export const familySchema = z.strictObject({
  family: idSchema,
  labels: translated,
  severity: z.enum(SEVERITIES),
  sensitive: z.boolean().optional(),
  jurisdictions: z.array(z.string().regex(/^[A-Z]{2}$/u, 'must be an ISO 3166 code, or EU')).min(1),
  dsa: z.strictObject({
    category: z
      .string()
      .regex(/^STATEMENT_CATEGORY_[A-Z_]+$/u, 'must be a DSA code that begins with STATEMENT_CATEGORY_'),
    keyword: z
      .string()
      .regex(/^KEYWORD_[A-Z_]+$/u, 'must be a DSA code that begins with KEYWORD_')
      .nullable(),
  }),
  authorities: z.array(idSchema).min(1),
  legal: z.array(legalSchema).min(1),
  /** 16 hex digits; needed where a term list is hashed. */
  key: z
    .string()
    .regex(/^[0-9a-f]{16}$/u, 'must be 16 hex digits')
    .optional(),
  terms: z.record(name, termList).optional(),
  /** Exceptions of every rule of the family, before each rule's own. */
  unless: z.array(exceptionSchema).max(15).optional(),
  /** Named conditions, for `use`. */
  conditions: z.record(name, condition).optional(),
  /** Lowest credible price of a brand's genuine goods; the key is the brand as titles write it. */
  floors: z.record(termText, z.union([termText, z.array(termText).min(1)])).optional(),
  rules: z.array(ruleSchema).min(1).max(200),
});
export type Family = z.infer<typeof familySchema>;

/** Term lists that all families may name as `traps/<list>`: the file `traps.yaml`. */
export const sharedSchema = z.strictObject({ terms: z.record(name, termList) });
export type SharedTerms = z.infer<typeof sharedSchema>['terms'];
