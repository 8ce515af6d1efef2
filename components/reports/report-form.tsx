import { useEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { type AttachableCapture, attachableCaptures } from '../../lib/evidence/attachable.ts';
import { listingKey } from '../../lib/listing/key.ts';
import type { ListingKey } from '../../lib/listing/listing.ts';
import { type FormContext, type FormTarget, loadFormContext } from '../../lib/reports/form-context.ts';
import { REPORT_LIMITS } from '../../lib/reports/report-limits.ts';
import { openDatabase } from '../../lib/storage/database.ts';
import { AgencyTokenField } from '../agency-token-field.tsx';
import { useEvidence } from '../evidence/use-evidence.ts';
import { CheckField, SelectField, TextArea } from '../fields.tsx';
import { useLoaded } from '../use-loaded.ts';
import { AlreadyReported } from './already-reported.tsx';
import { CarriedTexts } from './carried-texts.tsx';
import { EvidenceChoice } from './evidence-choice.tsx';
import { InspectorFields } from './inspector-fields.tsx';
import { ReportParts } from './report-parts.tsx';
import { ReportPreview } from './report-preview.tsx';
import { ReportedListings } from './reported-listings.tsx';
import { ReporterFields } from './reporter-fields.tsx';
import { SenderChoice } from './sender-choice.tsx';
import { useReportForm } from './use-report-form.ts';

interface ReportFormProps {
  target: FormTarget;
  back(): void;
  /** The report is safe: queued, or its texts are kept. */
  sent(id: string): void;
}

function keyOf(target: FormTarget): string {
  return 'report' in target ? target.report : target.subjects.map(({ listing }) => listingKey(listing.ref)).join(' ');
}

export function ReportForm(props: ReportFormProps) {
  const [context, reload] = useLoaded(() => loadFormContext(props.target), keyOf(props.target));
  if (context.state === 'loading') return <p role="status">{i18n.t('popup.loading')}</p>;
  if (context.state === 'failed') return <p role="alert">{i18n.t('form.notStored', [context.why])}</p>;
  return <LoadedForm {...props} context={context.value} reload={reload} />;
}

async function capturesOf(listings: readonly ListingKey[]): Promise<AttachableCapture[]> {
  return attachableCaptures(await openDatabase(), listings, REPORT_LIMITS.evidenceBytes);
}

function Faults({ faults }: { faults: readonly string[] }) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (faults.length > 0) list.current?.focus();
  }, [faults]);
  if (faults.length === 0) return null;
  return (
    <div class="faults" role="alert" tabIndex={-1} ref={list}>
      <p>{i18n.t('form.faults')}</p>
      <ul>
        {faults.map((fault) => (
          <li key={fault}>{fault}</li>
        ))}
      </ul>
    </div>
  );
}

function LoadedForm({ context, back, sent, reload }: ReportFormProps & { context: FormContext; reload(): void }) {
  const listings = context.report.listings;
  const [library] = useEvidence(() => capturesOf(listings), listings.join(' '));
  const captures = library.state === 'loaded' ? library.value : [];
  const form = useReportForm(context, captures);
  const { families, settings, duplicates } = context;
  const { stored, draft, composed, edit, sender, texts } = form;
  const { subjects } = stored;
  const isConsumer = settings.role === 'consumer';
  const authority = sender === 'vigie-intake' ? (settings.authority.intake?.endpoint ?? null) : null;
  const parts = <ReportParts subjects={subjects} draft={draft} evidence={composed.evidence.length} edit={edit} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void form.send().then((id) => id !== null && sent(id));
      }}
      noValidate
    >
      <button type="button" class="link" onClick={back}>
        ‹ {i18n.t('form.back')}
      </button>
      <h2>{subjects.length === 1 ? i18n.t('form.heading') : i18n.t('form.headingMany', [subjects.length])}</h2>
      {context.refusal !== null && (
        <p class="notice" role="status">
          {i18n.t('form.refusedBefore', [context.refusal])}
        </p>
      )}
      <Faults faults={form.faults} />
      <ReportedListings
        subjects={subjects}
        composed={composed}
        draft={draft}
        role={settings.role}
        edit={edit}
        remove={form.remove}
      />
      <SelectField
        label={i18n.t('form.family')}
        value={draft.family}
        options={[
          ...families.map(({ family, label }) => ({ value: family, label })),
          { value: 'other', label: i18n.t('form.familyOther') },
        ]}
        // Codes and way out follow the family unless they are chosen anew.
        onChange={(family) => edit({ family, dsa: null, sender: null })}
      />
      <TextArea
        label={i18n.t('form.explanation')}
        hint={i18n.t('form.explanationHint', [REPORT_LIMITS.explanation])}
        value={draft.explanation}
        max={REPORT_LIMITS.explanation}
        onInput={(explanation) => edit({ explanation })}
      />
      <SenderChoice
        settings={settings}
        suggested={form.suggested}
        chosen={sender}
        authorities={form.family?.authorities ?? []}
        jurisdiction={composed.jurisdiction}
        choose={(chosen) => edit({ sender: chosen })}
      />
      {context.demonstration && sender === 'vigie-intake' && <p class="note">{i18n.t('form.demonstration')}</p>}
      <AlreadyReported
        duplicates={duplicates}
        authority={authority}
        refs={subjects.map(({ listing }) => listing.ref)}
      />
      {settings.role === 'inspector' && (
        <InspectorFields draft={draft} dsa={composed.dsa} jurisdiction={composed.jurisdiction} edit={edit} />
      )}
      {sender === 'vigie-intake' && (
        <AgencyTokenField settings={context.settings} hasToken={context.hasToken} given={reload} />
      )}
      {sender === 'vigie-intake' && (
        <EvidenceChoice captures={captures} evidence={stored.evidence} attach={form.attach} />
      )}
      <ReporterFields form={form} />
      {isConsumer ? (
        <details>
          <summary>{i18n.t('form.leaveOut')}</summary>
          {parts}
        </details>
      ) : (
        parts
      )}
      <CheckField
        label={i18n.t('form.goodFaith')}
        checked={draft.goodFaith}
        onChange={(goodFaith) => edit({ goodFaith })}
      />
      {texts === null ? (
        <ReportPreview
          composed={composed}
          familyLabel={form.familyLabel}
          preview={form.preview}
          files={captures.flatMap(({ files }) => files)}
        />
      ) : (
        <details class="preview">
          <summary>{i18n.t('form.previewTexts')}</summary>
          <CarriedTexts texts={texts} />
        </details>
      )}
      <div class="actions">
        <button type="submit" class="primary">
          {i18n.t(sender === 'dsa-notice' || sender === 'pharos-sheet' ? 'form.prepare' : 'form.send')}
        </button>
      </div>
      <p class="note" role="status">
        {form.saved && i18n.t('form.saved')}
      </p>
    </form>
  );
}
