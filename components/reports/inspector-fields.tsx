import { i18n } from '#i18n';
import { CHILD_PROTECTION_KEYWORDS } from '../../lib/reports/child-protection-families.ts';
import { DSA_CATEGORIES, DSA_KEYWORD_OTHER, DSA_TAXONOMY, type DsaCategory } from '../../lib/reports/dsa-taxonomy.ts';
import type { Draft } from '../../lib/reports/stored-report.ts';
import { SelectField, TextArea, TextField } from '../fields.tsx';

/** The database's own codes without their common beginnings: inspectors know them, and they are the same in every language. */
function codeName(code: string): string {
  return code
    .replace(/^(?:STATEMENT_CATEGORY|KEYWORD)_/, '')
    .replaceAll('_', ' ')
    .toLowerCase();
}

function isCategory(category: string): category is DsaCategory {
  return (DSA_CATEGORIES as readonly string[]).includes(category);
}

function keywordsOf(category: string): string[] {
  const keywords: readonly string[] = isCategory(category) ? DSA_TAXONOMY[category] : [];
  return [...keywords.filter((keyword) => !CHILD_PROTECTION_KEYWORDS.includes(keyword)), DSA_KEYWORD_OTHER];
}

interface Props {
  draft: Draft;
  dsa: { category: string; keyword: string | null };
  jurisdiction: string;
  edit(changes: Partial<Draft>): void;
}

/** What only an inspector sets: codes, law and country. */
export function InspectorFields({ draft, dsa, jurisdiction, edit }: Props) {
  return (
    <fieldset>
      <legend>{i18n.t('inspector.heading')}</legend>
      <SelectField
        label={i18n.t('inspector.category')}
        value={dsa.category}
        options={DSA_CATEGORIES.map((code) => ({ value: code, label: codeName(code) }))}
        onChange={(category) => edit({ dsa: { category, keyword: null } })}
      />
      <SelectField
        label={i18n.t('inspector.keyword')}
        value={dsa.keyword ?? ''}
        options={[
          { value: '', label: '–' },
          ...keywordsOf(dsa.category).map((code) => ({ value: code, label: codeName(code) })),
        ]}
        onChange={(keyword) => edit({ dsa: { category: dsa.category, keyword: keyword === '' ? null : keyword } })}
      />
      <TextField
        label={i18n.t('inspector.jurisdiction')}
        hint={i18n.t('inspector.jurisdictionHint')}
        value={jurisdiction}
        max={2}
        onInput={(country) => edit({ jurisdiction: country.toUpperCase() })}
      />
      <TextArea
        label={i18n.t('inspector.law')}
        hint={i18n.t('inspector.lawHint')}
        value={draft.legalBasis}
        max={5000}
        onInput={(legalBasis) => edit({ legalBasis })}
      />
    </fieldset>
  );
}
