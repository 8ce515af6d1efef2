/** How findings are put into words, in the marks and in the popup alike. */
import { i18n } from '#i18n';
import type { DescribedFinding } from '../lib/rules/described-finding.ts';
import type { Severity } from '../lib/rules/finding.ts';

/** What a suspicion is called: neutral, and without a family, where the goods may be tied to the abuse of children. */
export function findingTitle(finding: DescribedFinding): string {
  return finding.sensitive ? i18n.t('mark.sensitive') : i18n.t('mark.suspected', [finding.label]);
}

export function severityText(severity: Severity, weak: boolean): string {
  const name = i18n.t(`severity.${severity}`);
  return weak ? i18n.t('finding.weak', [name]) : name;
}
