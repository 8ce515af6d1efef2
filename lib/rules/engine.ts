/**
 * Matches listings against a compiled pack.
 *
 * Most listings hold no word that could wake a rule, and are left at once. Of the others all texts are read (finder.ts),
 * the term lists found wake the rules filed under them, and those rules' conditions are decided (evaluate.ts). An engine
 * owns scratch space that it reuses: it is for one thread, and `match` must not be called from within itself; it never is.
 */
import { Evaluator } from './evaluate.ts';
import { type FieldText, fieldTexts } from './field-texts.ts';
import { Finder } from './finder.ts';
import type { Explanation, Finding, Language, PackRef, Severity } from './finding.ts';
import { Hits } from './hits.ts';
import { EMPTY_INPUT, type MatchInput } from './match-input.ts';
import {
  type CompiledPack,
  EXCEPTION_LOWER,
  EXCEPTION_NODE,
  EXCEPTION_WIDTH,
  RULE_CONFIDENCE,
  RULE_EXCEPTION_COUNT,
  RULE_EXCEPTIONS,
  RULE_FAMILY,
  RULE_NODE,
  RULE_SENSITIVE,
  RULE_SEVERITY,
  RULE_WIDTH,
} from './pack-layout.ts';
import { PackTexts } from './pack-texts.ts';
import { mergeSpans } from './spans.ts';
import { Scan } from './text/scan.ts';

/** Confidence from which a finding is shown to everyone. */
export const SHOWN_TO_EVERYONE = 0.6;
/** Findings that exceptions lowered to less than this are dropped: nobody could act on them. */
const LEAST_CONFIDENCE = 0.05;

/** Texts that take each way through the finder once. */
const WARM_UP = [
  'Warm-up of thhe engine, w.o.r.d.s for 18cm h3re, pi$tol @ 20 % + Größe-Élégant',
  'r e\u0301 s u m e\u0301 \u0435l\u0430n \u0436\u0443\u043a \u5200 \uff21',
];
/** Times they are gone through, about a page's worth of text: enough that the inner loops are machine code, not interpreted. */
const WARM_UP_ROUNDS = 100;
/** What is warm is the code, not an engine: the first one of a thread does it for all. */
let warm = false;

/** Bytes of a pack's own sample that are read. */
const LONGEST_SAMPLE = 200;

const decoder = new TextDecoder();

const SEVERITIES: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

export interface FamilyInfo {
  id: string;
  /** In every interface language; English stands in where the pack has none. */
  labels: Record<Language, string>;
  severity: Severity;
  sensitive: boolean;
  dsaCategory: string;
  dsaKeyword: string | null;
  authorities: string[];
}

export interface Engine {
  readonly pack: PackRef;
  /** Findings, strongest first, at most one a rule. Spans point into the input's own texts. */
  match(input: MatchInput): Finding[];
  /** What a person is told about a rule's findings, or null for a rule that the pack does not have. */
  explain(ruleId: string, language: Language): Explanation | null;
  families(): FamilyInfo[];
}

export function createEngine(pack: CompiledPack): Engine {
  const texts = new PackTexts(pack);
  const scan = new Scan();
  const hits = new Hits(Math.max(0, pack.listRuleStarts.length - 1));
  const finder = new Finder(pack, scan, hits);
  const evaluator = new Evaluator(pack, scan, hits, EMPTY_INPUT);
  const awake = new Uint8Array(pack.rules.length / RULE_WIDTH);
  const ref = texts.ref();

  const column = (rule: number, index: number): number => pack.rules[rule * RULE_WIDTH + index] ?? 0;

  const findingOf = (rule: number, confidence: number, lowered: string[]): Finding => {
    const sensitive = column(rule, RULE_SENSITIVE) === 1;
    return {
      rule: texts.ruleId(rule),
      family: texts.familyId(column(rule, RULE_FAMILY)),
      severity: SEVERITIES[column(rule, RULE_SEVERITY)] ?? 'low',
      confidence: confidence / 1000,
      visibility: confidence >= SHOWN_TO_EVERYONE * 1000 ? 'everyone' : 'experts',
      sensitive,
      spans: sensitive ? [] : mergeSpans(evaluator.spans(column(rule, RULE_NODE))),
      pack: ref,
      lowered,
    };
  };

  const decide = (rule: number): Finding | null => {
    if (!evaluator.holds(column(rule, RULE_NODE))) return null;
    let confidence = column(rule, RULE_CONFIDENCE);
    const lowered: string[] = [];
    for (let i = 0; i < column(rule, RULE_EXCEPTION_COUNT); i++) {
      const at = (column(rule, RULE_EXCEPTIONS) + i) * EXCEPTION_WIDTH;
      if (!evaluator.holds(pack.exceptions[at + EXCEPTION_NODE] ?? 0)) continue;
      const lower = pack.exceptions[at + EXCEPTION_LOWER] ?? 0;
      if (lower === 0) return null;
      confidence -= lower;
      lowered.push(texts.rule(rule).exceptions[i] ?? '');
    }
    return confidence < LEAST_CONFIDENCE * 1000 ? null : findingOf(rule, confidence, lowered);
  };

  /** Whether any rule could come to hold: a text has a word that wakes one, or one needs no word. */
  const mayMatter = (fields: readonly FieldText[]): boolean => {
    for (const rule of pack.alwaysRules) if (evaluator.mightHold(column(rule, RULE_NODE))) return true;
    for (const { text } of fields) if (finder.wakes(text)) return true;
    return false;
  };

  const strength = (finding: Finding): number =>
    (finding.visibility === 'everyone' ? 100 : 0) + SEVERITIES.indexOf(finding.severity) * 10 + finding.confidence;

  const match = (input: MatchInput): Finding[] => {
    const fields = fieldTexts(input);
    evaluator.begin(input, fields);
    if (!mayMatter(fields)) return [];
    hits.clear();
    for (const { text, field, index } of fields) finder.find(text, field, index);
    const candidates: number[] = [];
    const wake = (rule: number): void => {
      if (awake[rule] === 1) return;
      awake[rule] = 1;
      candidates.push(rule);
    };
    for (const rule of pack.alwaysRules) wake(rule);
    for (const list of hits.touched) {
      const end = pack.listRuleStarts[list + 1] ?? 0;
      for (let at = pack.listRuleStarts[list] ?? 0; at < end; at++) wake(pack.listRules[at] ?? 0);
    }
    const findings: Finding[] = [];
    for (const rule of candidates.sort((a, b) => a - b)) {
      awake[rule] = 0;
      const finding = decide(rule);
      if (finding !== null) findings.push(finding);
    }
    return findings.sort((a, b) => strength(b) - strength(a));
  };

  // What every match and every finding runs through is compiled here, so that the first page, which a person waits for,
  // does not wait for it too.
  const sample = decoder.decode(pack.sample.subarray(0, LONGEST_SAMPLE));
  const inputs = [...WARM_UP, sample].map((title): MatchInput => ({ ...EMPTY_INPUT, title }));
  for (let round = warm ? WARM_UP_ROUNDS - 1 : 0; round < WARM_UP_ROUNDS; round++)
    for (const input of inputs) match(input);
  if (awake.length > 0) findingOf(0, 0, []);
  warm = true;

  return {
    pack: ref,
    match,
    explain: (ruleId, language) => texts.explain(ruleId, language),
    families: () => texts.families(),
  };
}
