/**
 * Matches listings against a compiled pack.
 *
 * A listing's texts are read once (finder.ts), the term lists found wake the rules filed under them, and only those
 * rules' conditions are decided (evaluate.ts). An engine owns scratch space that it reuses: it is for one thread, and
 * `match` must not be called from within itself; it never is.
 */
import { Evaluator, fieldTexts, mergeSpans } from './evaluate.ts';
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
import { Scan } from './text/scan.ts';

/** Confidence from which a finding is shown to everyone. */
export const SHOWN_TO_EVERYONE = 0.6;
/** Findings that exceptions lowered to less than this are dropped: nobody could act on them. */
const LEAST_CONFIDENCE = 0.05;

/** Texts that take each way through the finder once. */
const WARM_UP = ['Warm-up of thhe engine, w.o.r.d.s for 18cm h3re', 'r é s u m é élan'];

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

  const decide = (rule: number): Finding | null => {
    const column = (index: number): number => pack.rules[rule * RULE_WIDTH + index] ?? 0;
    const node = column(RULE_NODE);
    if (!evaluator.holds(node)) return null;
    let confidence = column(RULE_CONFIDENCE);
    const lowered: string[] = [];
    for (let i = 0; i < column(RULE_EXCEPTION_COUNT); i++) {
      const at = (column(RULE_EXCEPTIONS) + i) * EXCEPTION_WIDTH;
      if (!evaluator.holds(pack.exceptions[at + EXCEPTION_NODE] ?? 0)) continue;
      const lower = pack.exceptions[at + EXCEPTION_LOWER] ?? 0;
      if (lower === 0) return null;
      confidence -= lower;
      lowered.push(texts.rule(rule).exceptions[i] ?? '');
    }
    if (confidence < LEAST_CONFIDENCE * 1000) return null;
    const sensitive = column(RULE_SENSITIVE) === 1;
    return {
      rule: texts.rule(rule).id,
      family: texts.family(column(RULE_FAMILY)).id,
      severity: SEVERITIES[column(RULE_SEVERITY)] ?? 'low',
      confidence: confidence / 1000,
      visibility: confidence >= SHOWN_TO_EVERYONE * 1000 ? 'everyone' : 'experts',
      sensitive,
      spans: sensitive ? [] : mergeSpans(evaluator.spans(node)),
      pack: ref,
      lowered,
    };
  };

  const strength = (finding: Finding): number =>
    (finding.visibility === 'everyone' ? 100 : 0) + SEVERITIES.indexOf(finding.severity) * 10 + finding.confidence;

  const engine: Engine = {
    pack: ref,
    match(input) {
      hits.clear();
      const fields = fieldTexts(input);
      for (const { text, field, index } of fields) finder.find(text, field, index);
      if (hits.count === 0 && pack.alwaysRules.length === 0) return [];
      evaluator.begin(input, fields);
      const candidates: number[] = [];
      const wake = (rule: number): void => {
        if (awake[rule] === 1) return;
        awake[rule] = 1;
        candidates.push(rule);
      };
      for (const rule of pack.alwaysRules) wake(rule);
      for (const list of hits.touched)
        for (let at = pack.listRuleStarts[list] ?? 0; at < (pack.listRuleStarts[list + 1] ?? 0); at++)
          wake(pack.listRules[at] ?? 0);
      const findings: Finding[] = [];
      for (const rule of candidates.sort((a, b) => a - b)) {
        awake[rule] = 0;
        const finding = decide(rule);
        if (finding !== null) findings.push(finding);
      }
      return findings.sort((a, b) => strength(b) - strength(a));
    },
    explain: (ruleId, language) => texts.explain(ruleId, language),
    families: () => texts.families(),
  };
  // Compiles what every match runs through, so that the first page after a start does not wait for it.
  for (const title of WARM_UP) engine.match({ ...EMPTY_INPUT, title });
  return engine;
}
