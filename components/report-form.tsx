import { useEffect, useRef, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { ask } from '../lib/ask-background.ts';
import { authorityName } from '../lib/authority/profile.ts';
import { listingKey } from '../lib/listing/key.ts';
import { checkReport, composeReport, UNCLASSIFIED_DSA } from '../lib/reports/builder.ts';
import { type FormContext, loadFormContext } from '../lib/reports/form-context.ts';
import { type Fault, formFaults } from '../lib/reports/form-faults.ts';
import { deleteReport, saveDraft } from '../lib/reports/history.ts';
import { queueReport } from '../lib/reports/outbox.ts';
import { REPORT_LIMITS } from '../lib/reports/report.ts';
import type { Draft, StoredReport, Subject } from '../lib/reports/stored-report.ts';
import { openDatabase } from '../lib/storage/database.ts';
import { rememberIdentity } from '../lib/storage/settings.ts';
import { CheckField, TextArea, TextField } from './fields.tsx';
import { CompletenessLine } from './page-view.tsx';
import { errorText, useLoaded } from './use-loaded.ts';

interface ReportFormProps {
  subject: Subject;
  back(): void;
  queued(id: string): void;
  reportChildProtection(): void;
}

const FAULT_TEXTS = {
  'good-faith': 'form.faultGoodFaith',
  explanation: 'form.faultExplanation',
  name: 'form.faultName',
  email: 'form.faultEmail',
  'email-shape': 'form.faultEmailShape',
} as const satisfies Record<Exclude<Fault['kind'], 'other'>, string>;

function faultText(fault: Fault): string {
  return fault.kind === 'other' ? fault.detail : i18n.t(FAULT_TEXTS[fault.kind]);
}

/** Firefox asks the person once before an add-on may send what it was made to send; elsewhere there is nothing to ask. */
async function maySend(): Promise<boolean> {
  if (!import.meta.env.FIREFOX) return true;
  return browser.permissions.request({
    data_collection: ['websiteContent', 'browsingActivity', 'personallyIdentifyingInfo'],
  } as Parameters<typeof browser.permissions.request>[0]);
}

export function ReportForm(props: ReportFormProps) {
  const [context] = useLoaded(() => loadFormContext(props.subject), listingKey(props.subject.listing.ref));
  if (context.state === 'loading') return <p role="status">{i18n.t('popup.loading')}</p>;
  if (context.state === 'failed') return <p role="alert">{i18n.t('form.notStored', [context.why])}</p>;
  return <LoadedForm {...props} context={context.value} />;
}

function LoadedForm({ context, back, queued, reportChildProtection }: ReportFormProps & { context: FormContext }) {
  const { families, settings, duplicates, subject } = context;
  const { listing } = subject;
  const [stored, setStored] = useState(context.report);
  const [faults, setFaults] = useState<string[]>([]);
  const [remember, setRemember] = useState(settings.identity !== null);
  const [saved, setSaved] = useState(false);
  const faultList = useRef<HTMLDivElement>(null);
  const { draft } = stored;
  const { identity } = settings.authority;
  const family = families.find((known) => known.family === draft.family);

  useEffect(() => {
    if (faults.length > 0) faultList.current?.focus();
  }, [faults]);

  const edit = (changes: Partial<Draft>) => {
    const changed: StoredReport = { ...stored, draft: { ...draft, ...changes }, changedAt: Date.now() };
    setStored(changed);
    openDatabase()
      .then((database) => saveDraft(database, changed))
      .then(
        () => setSaved(true),
        (error: unknown) => setFaults([i18n.t('form.notStored', [errorText(error)])]),
      );
  };

  const composed = composeReport({
    id: stored.id,
    createdAt: new Date(stored.createdAt),
    client: { name: 'Vigie', version: browser.runtime.getManifest().version },
    role: settings.role,
    language: browser.i18n.getUILanguage(),
    jurisdiction: settings.jurisdiction,
    subject,
    dsa: family === undefined ? UNCLASSIFIED_DSA : { category: family.dsaCategory, keyword: family.dsaKeyword },
    identity,
    draft,
  });

  const send = async () => {
    const checked = checkReport(composed, identity);
    const wrong = formFaults(composed, checked);
    if (wrong.length > 0 || !checked.ok) {
      setFaults(wrong.map(faultText));
      return;
    }
    try {
      if (!(await maySend())) {
        setFaults([i18n.t('form.sharing')]);
        return;
      }
      await queueReport(await openDatabase(), stored, JSON.stringify(checked.report));
      await rememberIdentity(remember ? { name: draft.name, email: draft.email } : null);
    } catch (error) {
      setFaults([i18n.t('form.notStored', [errorText(error)])]);
      return;
    }
    // The report is safe from here on: when the background cannot be told, its alarm finds the report.
    await ask('flush-outbox', null).catch(() => null);
    queued(stored.id);
  };

  /** The other path keeps nothing of a listing, so the draft with its title goes first. */
  const switchPath = async () => {
    await openDatabase()
      .then((database) => deleteReport(database, stored.id))
      .catch(() => undefined);
    reportChildProtection();
  };

  const labelled = (label: string, asked: string) => (asked === 'required' ? label : i18n.t('form.optional', [label]));

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      noValidate
    >
      <button type="button" class="link" onClick={back}>
        ← {i18n.t('form.back')}
      </button>
      <h2>{i18n.t('form.heading')}</h2>
      {duplicates[0] !== undefined && (
        <p class="notice" role="status">
          {i18n.t('form.duplicate', [
            new Date(duplicates[0].changedAt).toLocaleDateString(browser.i18n.getUILanguage()),
          ])}
        </p>
      )}
      {context.refusal !== null && (
        <p class="notice" role="status">
          {i18n.t('form.refusedBefore', [context.refusal])}
        </p>
      )}
      {faults.length > 0 && (
        <div class="faults" role="alert" tabIndex={-1} ref={faultList}>
          <p>{i18n.t('form.faults')}</p>
          <ul>
            {faults.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        </div>
      )}
      <dl class="facts">
        <dt>{i18n.t('form.listing')}</dt>
        <dd>
          {listing.title ?? i18n.t('popup.noTitle')}
          <br />
          <small>{composed.listings[0]?.url}</small>
        </dd>
        <dt>{i18n.t('form.to')}</dt>
        <dd>{authorityName(settings.authority, [browser.i18n.getUILanguage()])}</dd>
      </dl>
      {context.demonstration && <p class="note">{i18n.t('form.demonstration')}</p>}
      <CompletenessLine completeness={subject.completeness} />

      <label class="field">
        <span>{i18n.t('form.family')}</span>
        <select value={draft.family} onChange={(event) => edit({ family: event.currentTarget.value })}>
          {families.map(({ family: id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
          <option value="other">{i18n.t('form.familyOther')}</option>
        </select>
      </label>
      <TextArea
        label={i18n.t('form.explanation')}
        hint={i18n.t('form.explanationHint', [REPORT_LIMITS.explanation])}
        value={draft.explanation}
        max={REPORT_LIMITS.explanation}
        onInput={(explanation) => edit({ explanation })}
      />
      <CheckField
        label={i18n.t('form.differs')}
        checked={draft.differsFromTitle}
        onChange={(differsFromTitle) => edit({ differsFromTitle })}
      />
      {draft.differsFromTitle && (
        <TextArea
          label={i18n.t('form.differsText')}
          value={draft.differsText}
          max={REPORT_LIMITS.differsText}
          onInput={(differsText) => edit({ differsText })}
        />
      )}
      {identity.name !== 'never' && (
        <TextField
          label={labelled(i18n.t('form.name'), identity.name)}
          autocomplete="name"
          value={draft.name}
          max={REPORT_LIMITS.reporterName}
          onInput={(name) => edit({ name })}
        />
      )}
      {identity.email !== 'never' && (
        <TextField
          label={labelled(i18n.t('form.email'), identity.email)}
          inputMode="email"
          autocomplete="email"
          value={draft.email}
          max={REPORT_LIMITS.email}
          onInput={(email) => edit({ email })}
        />
      )}
      {(draft.name !== '' || draft.email !== '') && (
        <CheckField label={i18n.t('form.remember')} checked={remember} onChange={setRemember} />
      )}
      <fieldset>
        <legend>{i18n.t('form.leaveOut')}</legend>
        {subject.findings.length > 0 && (
          <CheckField
            label={i18n.t('form.includeFindings')}
            checked={!draft.withoutFindings}
            onChange={(include) => edit({ withoutFindings: !include })}
          />
        )}
        <CheckField
          label={i18n.t('form.includeReading')}
          checked={!draft.withoutReading}
          onChange={(include) => edit({ withoutReading: !include })}
        />
      </fieldset>
      <CheckField
        label={i18n.t('form.goodFaith')}
        checked={draft.goodFaith}
        onChange={(goodFaith) => edit({ goodFaith })}
      />
      <details class="preview">
        <summary>{i18n.t('form.preview')}</summary>
        <p class="note">{i18n.t('form.previewNote')}</p>
        <pre>{JSON.stringify(composed, null, 2)}</pre>
      </details>
      <div class="actions">
        <button type="submit" class="primary">
          {i18n.t('form.send')}
        </button>
        <button type="button" onClick={() => void switchPath()}>
          {i18n.t('popup.reportSensitive')}
        </button>
      </div>
      <p class="note" role="status">
        {saved && i18n.t('form.saved')}
      </p>
    </form>
  );
}
