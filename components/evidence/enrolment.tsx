import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { askForAccess, mayFetch } from '../../lib/access/host-access.ts';
import { authorityName } from '../../lib/authority/profile.ts';
import { askEnrolment, type EnrolmentAnswer, enrolmentState } from '../../lib/evidence/ask-enrolment.ts';
import { spkiOf } from '../../lib/evidence/keys.ts';
import { installationKeys } from '../../lib/evidence/library/installation-keys.ts';
import { agencyTokenFor } from '../../lib/storage/agency-token.ts';
import { openDatabase } from '../../lib/storage/database.ts';
import type { Settings } from '../../lib/storage/settings.ts';
import { AgencyTokenField } from '../agency-token-field.tsx';
import { TextField } from '../fields.tsx';
import { useLoaded } from '../use-loaded.ts';

const MAX_HOLDER = 200;

const STATES = {
  'not-asked': 'evidence.enrolment.notAsked',
  pending: 'evidence.enrolment.pending',
  enrolled: 'evidence.enrolment.enrolled',
  refused: 'evidence.enrolment.refused',
} as const;

const FAULTS = {
  'no-answer': 'evidence.enrolment.noAnswer',
  token: 'evidence.enrolment.token',
  'not-taken': 'evidence.enrolment.notTaken',
} as const;

async function mySpki() {
  return spkiOf((await installationKeys(await openDatabase())).signing);
}

/** Asks the inspector's authority to know this installation's signature. Nothing is asked before a button is pressed. */
export function EnrolmentForm({ settings, asked }: { settings: Settings; asked(): void }) {
  const intake = settings.authority.intake?.endpoint ?? null;
  const [token, reloadToken] = useLoaded(() => agencyTokenFor(intake ?? ''), intake ?? '');
  const [holder, setHolder] = useState('');
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<EnrolmentAnswer | { ok: false; fault: 'no-access' } | null>(null);
  if (settings.role !== 'inspector' || intake === null || token.state !== 'loaded') return null;
  const name = authorityName(settings.authority, navigator.languages);

  const withAccess = async (work: () => Promise<EnrolmentAnswer>) => {
    // Asked for before anything is awaited: browsers take the question only in answer to a press.
    const granting = askForAccess([intake]).catch(() => false);
    setBusy(true);
    const may = (await granting) || (await mayFetch(intake));
    setAnswer(may ? await work() : { ok: false, fault: 'no-access' });
    setBusy(false);
  };
  const words = () => {
    if (answer === null) return null;
    if (answer.ok) return i18n.t(STATES[answer.state], [name]);
    return answer.fault === 'no-access'
      ? i18n.t('evidence.enrolment.noAccess', [new URL(intake).host])
      : i18n.t(FAULTS[answer.fault], [name]);
  };
  return (
    <>
      <AgencyTokenField settings={settings} hasToken={token.value !== null} given={reloadToken} />
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void withAccess(async () => {
            const result = await askEnrolment(intake, token.value, await mySpki(), holder.trim());
            asked();
            return result;
          });
        }}
      >
        <TextField
          label={i18n.t('evidence.enrolment.holder')}
          hint={i18n.t('evidence.enrolment.holderHint', [name])}
          value={holder}
          max={MAX_HOLDER}
          onInput={setHolder}
        />
        <div class="actions">
          <button type="submit" disabled={busy || holder.trim() === '' || token.value === null}>
            {i18n.t('evidence.enrolment.ask')}
          </button>
          <button
            type="button"
            disabled={busy}
            onClick={() => void withAccess(async () => enrolmentState(intake, await mySpki()))}
          >
            {i18n.t('evidence.enrolment.check')}
          </button>
        </div>
        <p role={answer?.ok === false ? 'alert' : 'status'}>{words()}</p>
      </form>
    </>
  );
}
