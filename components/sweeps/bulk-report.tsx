import { i18n } from '#i18n';
import type { AttachableCapture } from '../../lib/evidence/attachable.ts';
import type { ComposedReport } from '../../lib/reports/builder.ts';
import { REPORT_LIMITS } from '../../lib/reports/report-limits.ts';
import type { QueueEntry } from '../../lib/sweeps/sweep.ts';
import { CheckField, SelectField, TextArea, TextField } from '../fields.tsx';
import { plural } from '../plural.ts';
import { EvidenceChoice } from '../reports/evidence-choice.tsx';
import { ReportState } from '../reports/report-state.tsx';
import { useBulkReport } from './use-bulk-report.ts';
import type { OpenSweep } from './use-sweep.ts';

interface Props {
  open: OpenSweep;
  entries: readonly QueueEntry[];
  /** `done`: the reports were queued. */
  close(done: boolean): void;
}

function namesOf({ evidence }: ComposedReport, captures: readonly AttachableCapture[]): string[] {
  const files = captures.flatMap((capture) => capture.files);
  return evidence.map(({ sha256 }) => files.find((file) => file.sha256 === sha256)?.name ?? sha256);
}

export function BulkReport({ open, entries, close }: Props) {
  const form = useBulkReport(open, entries);
  const { ground, draft, edit, reports, captures, faults, sent, send } = form;
  if (sent !== null) {
    return (
      <>
        <h2>{i18n.t('sweep.bulk.sent', [sent.length])}</h2>
        <div role="status">
          {sent.map((report) => (
            <article key={report.id} class="card">
              <h3>
                {plural(
                  'sweep.bulk.line',
                  report.listings.length,
                  reports.find(({ stored }) => stored.id === report.id)?.label ?? '',
                )}
              </h3>
              <ReportState report={report} />
            </article>
          ))}
        </div>
        <button type="button" class="primary" onClick={() => close(true)}>
          {i18n.t('receipt.done')}
        </button>
      </>
    );
  }
  const identity = ground?.chosen.authority.identity;
  const leftOver = reports.reduce((sum, one) => sum + one.leftOver, 0);
  const missing = ground === null ? 0 : entries.length - ground.subjects.length;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <button type="button" class="link" onClick={() => close(false)}>
        ‹ {i18n.t('form.back')}
      </button>
      <h2>{plural('sweep.bulk.heading', entries.length)}</h2>
      {faults.length > 0 && (
        <div class="faults" role="alert">
          <p>{i18n.t('form.faults')}</p>
          <ul>
            {faults.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        </div>
      )}
      {missing > 0 && <p class="notice">{i18n.t('sweep.bulk.leftOut', [missing])}</p>}
      <SelectField
        label={i18n.t('sweep.bulk.by')}
        value={draft.by}
        options={[
          { value: 'family', label: i18n.t('sweep.bulk.byFamily') },
          { value: 'seller', label: i18n.t('sweep.bulk.bySeller') },
        ]}
        onChange={(by) => edit({ by: by === 'seller' ? 'seller' : 'family' })}
      />
      <TextArea
        label={i18n.t('form.explanation')}
        hint={i18n.t('form.explanationHint', [REPORT_LIMITS.explanation])}
        value={draft.explanation}
        max={REPORT_LIMITS.explanation}
        onInput={(explanation) => edit({ explanation })}
      />
      {identity !== undefined && identity.name !== 'never' && (
        <TextField
          label={i18n.t('form.name')}
          autocomplete="name"
          value={draft.name}
          max={REPORT_LIMITS.reporterName}
          onInput={(name) => edit({ name })}
        />
      )}
      {identity !== undefined && identity.email !== 'never' && (
        <TextField
          label={i18n.t('form.email')}
          inputMode="email"
          autocomplete="email"
          value={draft.email}
          max={REPORT_LIMITS.email}
          onInput={(email) => edit({ email })}
        />
      )}
      <EvidenceChoice captures={captures} evidence={form.evidence} attach={form.attach} titled />
      {leftOver > 0 && <p class="notice">{i18n.t('sweep.bulk.leftOver', [leftOver, REPORT_LIMITS.evidence])}</p>}
      <CheckField
        label={i18n.t('form.goodFaith')}
        checked={draft.goodFaith}
        onChange={(goodFaith) => edit({ goodFaith })}
      />
      <details class="preview">
        <summary>{plural('sweep.bulk.preview', reports.length)}</summary>
        <p class="note">{i18n.t('form.previewNote')}</p>
        {reports.map(({ label, stored, composed }) => (
          <section key={stored.id}>
            <h3>{plural('sweep.bulk.line', composed.listings.length, label)}</h3>
            {composed.evidence.length > 0 && (
              <p>
                {i18n.t('form.evidence')}: {namesOf(composed, captures).join(', ')}
              </p>
            )}
            <pre>{JSON.stringify(composed, null, 2)}</pre>
          </section>
        ))}
      </details>
      <div class="actions">
        <button type="submit" class="primary" disabled={reports.length === 0}>
          {plural('sweep.bulk.send', reports.length)}
        </button>
      </div>
    </form>
  );
}
