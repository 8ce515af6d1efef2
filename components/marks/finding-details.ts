import { i18n } from '#i18n';
import type { DescribedFinding } from '../../lib/rules/described-finding.ts';
import type { LegalBasis, OfficialNotice, Severity } from '../../lib/rules/finding.ts';
import { findingTitle, noticeRows, severityText } from '../finding-texts.ts';
import { EXCLAMATION, SEVERITY_SHAPES } from '../severity-shapes.ts';
import { element } from './element.ts';

const SVG = 'http://www.w3.org/2000/svg';

export function severityIcon(severity: Severity): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', SEVERITY_SHAPES[severity] + EXCLAMATION);
  svg.append(path);
  return svg;
}

function linked(text: string, url: string | null): string | HTMLElement {
  return url === null ? text : element('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, text);
}

function noticeList(notice: OfficialNotice): HTMLElement {
  const rows = noticeRows(notice).flatMap(({ label, text, url }) => [
    element('dt', {}, label),
    element('dd', {}, linked(text, url)),
  ]);
  return element('dl', {}, ...rows);
}

function legalBasis({ citation, url, checked }: LegalBasis): HTMLElement {
  const link = linked(citation, url);
  return element('li', {}, link, checked === null ? ` (${i18n.t('finding.unverified')})` : null);
}

/** One suspicion with all that a person needs to weigh it: reason, words, law, and who says so. */
export function findingDetails(finding: DescribedFinding): Node[] {
  const title = element('h2', {}, findingTitle(finding));
  if (finding.sensitive) return [title];
  const severity = element(
    'span',
    { class: `severity ${finding.severity}` },
    severityIcon(finding.severity),
    severityText(finding.severity, finding.visibility === 'experts'),
  );
  const parts: Node[] = [
    title,
    severity,
    element('h3', {}, i18n.t('finding.reason')),
    element('p', {}, finding.reason),
  ];
  if (finding.notice !== undefined) parts.push(noticeList(finding.notice));
  if (finding.words.length > 0) {
    const words = finding.words.map((word) => element('q', {}, word));
    parts.push(element('h3', {}, i18n.t('finding.words')), element('p', {}, ...words));
  }
  if (finding.legal.length > 0) {
    parts.push(element('h3', {}, i18n.t('finding.law')), element('ul', {}, ...finding.legal.map(legalBasis)));
  }
  const source = i18n.t('finding.source', [finding.rule, finding.publisher, finding.packVersion]);
  return [...parts, element('p', { class: 'note' }, source)];
}
