import { i18n } from '#i18n';
import type { EvidenceFile } from '../../lib/evidence/item.ts';
import type { ComposedReport } from '../../lib/reports/builder.ts';
import type { Made } from '../../lib/reports/senders/sender.ts';

/** The exact bytes, or what they would be once the form is complete; laid out for reading, which changes no word. */
function exact(composed: ComposedReport, preview: Made<string> | null): string {
  const value: unknown = preview?.ok === true ? JSON.parse(preview.value) : composed;
  return JSON.stringify(value, null, 2);
}

/** A report in words: what an agent will read first. */
function Summary({ composed, familyLabel, files }: Omit<Props, 'preview'>) {
  const { reporter, evidence, findings, legalBasis, listings, explanation } = composed;
  const words = [...new Set(findings.flatMap((finding) => finding.words))];
  return (
    <dl class="facts">
      <dt>{i18n.t('form.family')}</dt>
      <dd>{familyLabel}</dd>
      {listings.map(({ ref, url, title, price, seller, variant, differsText }) => (
        <>
          <dt>{i18n.t('form.listing')}</dt>
          <dd>
            {[title, price?.low.text, seller?.name, variant?.name].filter((part) => part != null).join(' · ')}
            <br />
            <small>
              {ref.id} · {url}
            </small>
            {differsText !== null && <p>{i18n.t('popup.labelled', [i18n.t('form.differsText'), differsText])}</p>}
          </dd>
        </>
      ))}
      {explanation !== '' && (
        <>
          <dt>{i18n.t('form.explanation')}</dt>
          <dd>{explanation}</dd>
        </>
      )}
      {words.length > 0 && (
        <>
          <dt>{i18n.t('finding.words')}</dt>
          <dd>{words.join(', ')}</dd>
        </>
      )}
      {legalBasis.length > 0 && (
        <>
          <dt>{i18n.t('finding.law')}</dt>
          <dd>{legalBasis.map(({ citation }) => citation).join('; ')}</dd>
        </>
      )}
      {evidence.length > 0 && <dt>{i18n.t('form.evidence')}</dt>}
      {evidence.map(({ sha256 }) => (
        <dd key={sha256}>
          {files.find((file) => file.sha256 === sha256)?.name}
          <br />
          <small>
            SHA-256 <code class="hash">{sha256}</code>
          </small>
        </dd>
      ))}
      <dt>{i18n.t('preview.reporter')}</dt>
      <dd>
        {reporter === null
          ? i18n.t('preview.nobody')
          : [reporter.name, reporter.email].filter((part) => part !== null).join(', ')}
      </dd>
    </dl>
  );
}

interface Props {
  composed: ComposedReport;
  familyLabel: string;
  preview: Made<string> | null;
  /** Of the captures that may go along, for their names. */
  files: readonly EvidenceFile[];
}

export function ReportPreview({ composed, familyLabel, preview, files }: Props) {
  return (
    <details class="preview">
      <summary>{i18n.t('form.preview')}</summary>
      <Summary composed={composed} familyLabel={familyLabel} files={files} />
      <p class="note">{i18n.t('form.previewNote')}</p>
      <pre>{exact(composed, preview)}</pre>
    </details>
  );
}
