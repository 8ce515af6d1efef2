/** Examples of rules as inputs of the engine. */
import type { Finding } from '../../lib/rules/finding.ts';
import { EMPTY_INPUT, type MatchInput } from '../../lib/rules/match-input.ts';
import type { Example, Family } from '../../lib/rules/rule.ts';

export function inputOfExample(example: Example): MatchInput {
  const { panel } = example;
  return {
    ...EMPTY_INPUT,
    listing: example.listing ?? null,
    title: example.title,
    description: example.description ?? null,
    category: example.category ?? null,
    seller: example.seller ?? null,
    brand: example.brand ?? null,
    variants: example.variants ?? [],
    attributes: example.attributes ?? [],
    price: example.price ?? null,
    highestPrice: example.price ?? null,
    currency: example.currency ?? null,
    previousPrice: example['previous-price'] ?? null,
    discountPercent: example.discount ?? null,
    trader: example.trader ?? 'unknown',
    shipsFrom: example['ships-from'] ?? null,
    panel: panel === undefined ? null : 'shown',
    manufacturer: panel?.manufacturer ?? null,
    responsiblePerson: panel?.['responsible-person'] ?? null,
    realSellerId: panel?.['real-seller'] ?? null,
  };
}

export interface PlacedExample {
  family: Family;
  rule: string;
  example: Example;
  kind: 'match' | 'ignore';
  /** Path of the example in the family's data. */
  path: (string | number)[];
}

export function examplesOf(family: Family): PlacedExample[] {
  return family.rules.flatMap((rule, ruleIndex) =>
    (['match', 'ignore'] as const).flatMap((kind) =>
      (rule.examples?.[kind] ?? []).map((example, index) => ({
        family,
        rule: rule.id,
        example,
        kind,
        path: ['rules', ruleIndex, 'examples', kind, index],
      })),
    ),
  );
}

/** What is wrong with the findings on an example, or null. */
export function exampleFault({ example, kind, rule }: PlacedExample, findings: readonly Finding[]): string | null {
  const own = findings.find((finding) => finding.rule === rule);
  const others = findings.map((finding) => finding.rule).join(', ') || 'nothing';
  if (kind === 'match') {
    if (own === undefined) return `must be found by ${rule}, and was not (found: ${others})`;
    if (example.visibility !== undefined && own.visibility !== example.visibility)
      return `must be shown to ${example.visibility}, and is shown to ${own.visibility} (confidence ${own.confidence})`;
    return null;
  }
  return own === undefined ? null : `must be ignored by ${rule}, and was found with confidence ${own.confidence}`;
}
