/** Several engines side by side: every publisher's rules, alerts and known listings, as if they were one. */
import type { Engine, FamilyInfo } from './engine.ts';
import type { Explanation, Finding, Language, PackRef } from './finding.ts';
import type { MatchInput } from './match-input.ts';

export interface Matcher {
  /** Findings of all engines, strongest first. Two publishers may find the same: each answers for its own. */
  match(input: MatchInput): Finding[];
  /** What a person is told about a finding of this matcher, or null where its engine is gone. */
  explain(finding: Finding, language: Language): Explanation | null;
  /** Every family once, also those that are switched off; of a publisher that is switched off, the sensitive ones. */
  families(): FamilyInfo[];
}

const SEVERITIES = ['low', 'medium', 'high', 'critical'];

const strength = ({ visibility, severity, confidence }: Finding): number =>
  (visibility === 'everyone' ? 100 : 0) + SEVERITIES.indexOf(severity) * 10 + confidence;

/** What the person does not want to hear of. */
export interface Silenced {
  families: ReadonlySet<string>;
  /** Engines of publishers that are switched off. */
  engines: ReadonlySet<Engine>;
}

const NOTHING_SILENCED: Silenced = { families: new Set(), engines: new Set() };

/**
 * Sensitive findings (child protection) cannot be silenced: they are what keeps such goods out of captures, carts and
 * sweeps, whoever's rules they are and whatever the person wants to see marked.
 */
export function matcherOf(engines: readonly Engine[], silenced: Silenced = NOTHING_SILENCED): Matcher {
  // A finding holds its engine's own reference, so equal publishers and versions of two packs stay apart.
  const byPack = new Map<PackRef, Engine>(engines.map((engine) => [engine.pack, engine]));
  const isHeard = (engine: Engine, family: string) => !silenced.engines.has(engine) && !silenced.families.has(family);
  return {
    match(input) {
      const findings = engines.flatMap((engine) =>
        engine.match(input).filter(({ sensitive, family }) => sensitive || isHeard(engine, family)),
      );
      return engines.length === 1 ? findings : findings.sort((a, b) => strength(b) - strength(a));
    },
    explain: (finding, language) => byPack.get(finding.pack)?.explain(finding.rule, language) ?? null,
    families() {
      const families = new Map<string, FamilyInfo>();
      for (const engine of engines) {
        const known = engine.families().filter(({ sensitive }) => sensitive || !silenced.engines.has(engine));
        for (const family of known) if (!families.has(family.id)) families.set(family.id, family);
      }
      return [...families.values()];
    },
  };
}
