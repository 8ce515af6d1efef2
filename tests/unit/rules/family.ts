/** Small families for tests of the rule language. */
import { type Family, familySchema } from '../../../lib/rules/rule.ts';

/** A family with these terms and this condition in one rule; other parts by default. */
export function familyOf(parts: Record<string, unknown>): Family {
  return familySchema.parse({
    family: 'test-family',
    labels: { en: 'Test goods', fr: 'Objet de test' },
    severity: 'high',
    jurisdictions: ['EU'],
    dsa: { category: 'STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS', keyword: null },
    authorities: ['signalconso'],
    legal: [{ citation: 'Regulation (EU) 1/2000', url: null, checked: null }],
    ...parts,
  });
}

export function ruleOf(when: unknown, parts: Record<string, unknown> = {}): Record<string, unknown> {
  return { id: 'test-rule', confidence: 0.9, reason: { en: 'Named in the title.' }, when, ...parts };
}
