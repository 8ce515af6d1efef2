/**
 * The texts of a pack: UTF-8 JSON records, read one by one when somebody asks.
 *
 * The bytes may be hostile even where the tables are sound, so every record is checked field by field and an unusable
 * one reads as empty. No zod here: this runs wherever the engine runs.
 */
import type { FamilyInfo } from './engine.ts';
import type { Explanation, Language, LegalBasis, PackRef, Severity } from './finding.ts';
import { type CompiledPack, RULE_FAMILY, RULE_WIDTH } from './pack-layout.ts';

export interface RuleTexts {
  id: string;
  label: Record<string, string> | null;
  reason: Record<string, string>;
  /** Ids of the exceptions, in the order of the rule. */
  exceptions: string[];
}

interface FamilyTexts extends FamilyInfo {
  legal: LegalBasis[];
}

type Json = Record<string, unknown>;

const SEVERITIES: readonly string[] = ['low', 'medium', 'high', 'critical'];
const isSeverity = (value: unknown): value is Severity => typeof value === 'string' && SEVERITIES.includes(value);
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 2000) : '');
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
const translated = (value: unknown): Record<string, string> =>
  isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([language, sentence]) => [language, text(sentence)]))
    : {};

function legalBases(value: unknown): LegalBasis[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map((basis) => ({
    citation: text(basis.citation),
    // A link is shown to people: nothing but https.
    url: /^https:\/\//u.test(text(basis.url)) ? text(basis.url) : null,
    checked: /^\d{4}-\d{2}-\d{2}$/u.test(text(basis.checked)) ? text(basis.checked) : null,
  }));
}

function inEveryLanguage(sentences: Record<string, string>): Record<Language, string> {
  const english = sentences.en ?? '';
  const { fr = english, de = english, es = english, it = english, pl = english, nl = english } = sentences;
  return { en: english, fr, de, es, it, pl, nl };
}

const decoder = new TextDecoder();

export class PackTexts {
  private readonly pack: CompiledPack;
  private readonly ruleIds = new Map<number, string>();
  private readonly familyIds = new Map<number, string>();
  private readonly ruleCache = new Map<number, RuleTexts>();
  private readonly familyCache = new Map<number, FamilyTexts>();
  private ruleIndex: Map<string, number> | null = null;

  constructor(pack: CompiledPack) {
    this.pack = pack;
  }

  ref(): PackRef {
    const info = record(this.pack.info);
    return { publisher: text(info.publisher), version: text(info.version) };
  }

  /** A finding needs no more of a rule's texts than this; the rest is read for who asks for an explanation. */
  ruleId(index: number): string {
    return this.idIn(this.ruleIds, index, this.pack.ruleTexts, this.pack.ruleTextStarts);
  }

  familyId(index: number): string {
    return this.idIn(this.familyIds, index, this.pack.familyTexts, this.pack.familyTextStarts);
  }

  private idIn(ids: Map<number, string>, index: number, bytes: Uint8Array, starts: Int32Array): string {
    const known = ids.get(index);
    if (known !== undefined) return known;
    const id = text(recordAt(bytes, starts, index).id);
    ids.set(index, id);
    return id;
  }

  rule(index: number): RuleTexts {
    const known = this.ruleCache.get(index);
    if (known !== undefined) return known;
    const raw = recordAt(this.pack.ruleTexts, this.pack.ruleTextStarts, index);
    const result = {
      id: text(raw.id),
      label: isObject(raw.label) ? translated(raw.label) : null,
      reason: translated(raw.reason),
      exceptions: texts(raw.exceptions),
    };
    this.ruleCache.set(index, result);
    return result;
  }

  family(index: number): FamilyTexts {
    const known = this.familyCache.get(index);
    if (known !== undefined) return known;
    const raw = recordAt(this.pack.familyTexts, this.pack.familyTextStarts, index);
    const result: FamilyTexts = {
      id: text(raw.id),
      labels: inEveryLanguage(translated(raw.labels)),
      severity: isSeverity(raw.severity) ? raw.severity : 'low',
      sensitive: raw.sensitive === true,
      dsaCategory: text(raw.dsaCategory),
      dsaKeyword: typeof raw.dsaKeyword === 'string' ? text(raw.dsaKeyword) : null,
      authorities: texts(raw.authorities),
      legal: legalBases(raw.legal),
    };
    this.familyCache.set(index, result);
    return result;
  }

  families(): FamilyInfo[] {
    return Array.from({ length: this.pack.familyTextStarts.length - 1 }, (_, index) => {
      const { legal, ...family } = this.family(index);
      return family;
    });
  }

  explain(ruleId: string, language: Language): Explanation | null {
    const index = this.indexOf(ruleId);
    if (index === undefined) return null;
    const rule = this.rule(index);
    const family = this.family(this.pack.rules[index * RULE_WIDTH + RULE_FAMILY] ?? 0);
    const inLanguage = (sentences: Record<string, string>): string => inEveryLanguage(sentences)[language];
    return {
      label: inLanguage(rule.label ?? family.labels),
      reason: inLanguage(rule.reason),
      legal: family.legal,
      dsaCategory: family.dsaCategory,
      dsaKeyword: family.dsaKeyword,
      authorities: family.authorities,
    };
  }

  private indexOf(ruleId: string): number | undefined {
    if (this.ruleIndex === null) {
      this.ruleIndex = new Map();
      for (let index = 0; index < this.pack.ruleTextStarts.length - 1; index++)
        this.ruleIndex.set(this.ruleId(index), index);
    }
    return this.ruleIndex.get(ruleId);
  }
}

const recordAt = (bytes: Uint8Array, starts: Int32Array, index: number): Json =>
  record(bytes.subarray(starts[index] ?? 0, starts[index + 1] ?? 0));

function record(bytes: Uint8Array): Json {
  try {
    const value: unknown = JSON.parse(decoder.decode(bytes));
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
