import { i18n } from '#i18n';
import { REPORT_LIMITS } from '../../lib/reports/report-limits.ts';
import { CheckField, TextField } from '../fields.tsx';
import type { ReportFormState } from './use-report-form.ts';

/** Name and e-mail address, as the way out asks for them. */
export function ReporterFields({ form }: { form: ReportFormState }) {
  const { identity, draft, edit, remember, setRemember } = form;
  const labelled = (label: string, asked: string) => (asked === 'required' ? label : i18n.t('form.optional', [label]));
  return (
    <>
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
      {identity.name !== 'never' && (draft.name !== '' || draft.email !== '') && (
        <CheckField label={i18n.t('form.remember')} checked={remember} onChange={setRemember} />
      )}
    </>
  );
}
