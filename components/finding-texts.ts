/** How findings are put into words, in the marks and in the popup alike. */
import { i18n } from '#i18n';
import type { DescribedFinding } from '../lib/rules/described-finding.ts';
import type { OfficialNotice, Severity } from '../lib/rules/finding.ts';

/** What a suspicion is called: neutral, and without a family, where the goods may be tied to the abuse of children. */
export function findingTitle(finding: DescribedFinding): string {
  return finding.sensitive ? i18n.t('mark.sensitive') : i18n.t('mark.suspected', [finding.label]);
}

export function severityText(severity: Severity, weak: boolean): string {
  const name = i18n.t(`severity.${severity}`);
  return weak ? i18n.t('finding.weak', [name]) : name;
}

/** An official notice as rows of a list: what each is, what it says, and where it leads. */
export function noticeRows({ source, number, date, product, risk, measure, link }: OfficialNotice): NoticeRow[] {
  const rows: [string, string | null, string | null][] = [
    [i18n.t('notice.number'), `${source} ${number} (${date})`, link],
    [i18n.t('notice.product'), product, null],
    [i18n.t('notice.risk'), risk, null],
    [i18n.t('notice.measure'), measure, null],
  ];
  return rows.flatMap(([label, text, url]) => (text === null ? [] : [{ label, text, url }]));
}

export interface NoticeRow {
  label: string;
  text: string;
  /** https link, or null. */
  url: string | null;
}
