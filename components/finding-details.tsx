import { i18n } from '#i18n';
import type { DescribedFinding } from '../lib/rules/described-finding.ts';
import type { LegalBasis, Severity } from '../lib/rules/finding.ts';
import { SeverityIcon } from './severity-icon.tsx';

/** What a suspicion is called: neutral, and without a family, where the goods may be tied to the abuse of children. */
export function findingTitle(finding: DescribedFinding): string {
  return finding.sensitive ? i18n.t('mark.sensitive') : i18n.t('mark.suspected', [finding.label]);
}

export function severityName(severity: Severity): string {
  return i18n.t(`severity.${severity}`);
}

export function SeverityTag({ severity, weak }: { severity: Severity; weak: boolean }) {
  return (
    <span class={`severity ${severity}`}>
      <SeverityIcon severity={severity} />
      {weak ? i18n.t('finding.weak', [severityName(severity)]) : severityName(severity)}
    </span>
  );
}

function LegalBasisItem({ citation, url, checked }: LegalBasis) {
  return (
    <li>
      {url === null ? (
        citation
      ) : (
        <a href={url} target="_blank" rel="noopener noreferrer">
          {citation}
        </a>
      )}
      {checked === null && <> ({i18n.t('finding.unverified')})</>}
    </li>
  );
}

/** One suspicion with all that a person needs to weigh it: reason, words, law, and who says so. */
export function FindingDetails({ finding }: { finding: DescribedFinding }) {
  if (finding.sensitive) return <h2>{findingTitle(finding)}</h2>;
  return (
    <section class="finding">
      <h2>{findingTitle(finding)}</h2>
      <SeverityTag severity={finding.severity} weak={finding.visibility === 'experts'} />
      <h3>{i18n.t('finding.reason')}</h3>
      <p>{finding.reason}</p>
      {finding.words.length > 0 && (
        <>
          <h3>{i18n.t('finding.words')}</h3>
          <p>
            {finding.words.map((word) => (
              <q key={word}>{word}</q>
            ))}
          </p>
        </>
      )}
      {finding.legal.length > 0 && (
        <>
          <h3>{i18n.t('finding.law')}</h3>
          <ul>
            {finding.legal.map((basis) => (
              <LegalBasisItem key={basis.citation} {...basis} />
            ))}
          </ul>
        </>
      )}
      <p class="note">{i18n.t('finding.source', [finding.rule, finding.publisher, finding.packVersion])}</p>
    </section>
  );
}
