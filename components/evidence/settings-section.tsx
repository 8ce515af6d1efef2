import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { askForAccess } from '../../lib/access/host-access.ts';
import { enrolmentCode, spkiOf } from '../../lib/evidence/keys.ts';
import { changeEvidenceSettings, evidenceSettings, readAuthorities } from '../../lib/evidence/settings.ts';
import { ask } from '../../lib/messages/ask-background.ts';
import { openDatabase } from '../../lib/storage/database.ts';
import type { Settings } from '../../lib/storage/settings.ts';
import { TextArea } from '../fields.tsx';
import { useLoaded } from '../use-loaded.ts';
import { EnrolmentForm } from './enrolment.tsx';
import { openLibrary } from './open-library.ts';

async function load() {
  const database = await openDatabase();
  const [{ timeStampAuthorities }, keys] = await Promise.all([
    evidenceSettings.getValue(),
    database.get('keys', 'installation'),
  ]);
  return {
    authorities: timeStampAuthorities.join('\n'),
    code: keys === undefined ? null : await enrolmentCode(await spkiOf(keys.signing)),
  };
}

/** An authority that allows no cross-origin requests, as most, can be asked only with the browser's permission. */
const permit = async (addresses: readonly string[]): Promise<boolean> =>
  addresses.length === 0 || askForAccess(addresses);

function AuthoritiesForm({ stored }: { stored: string }) {
  const [text, setText] = useState(stored);
  const [outcome, setOutcome] = useState<{ ok: boolean; words: string } | null>(null);
  const save = async () => {
    const read = readAuthorities(text);
    if (!read.ok) return setOutcome({ ok: false, words: i18n.t('evidence.settings.badLine', [read.line]) });
    // Asked for before anything is awaited: browsers take the question only in answer to a click.
    const granting = permit(read.addresses).catch(() => false);
    await changeEvidenceSettings({ timeStampAuthorities: read.addresses });
    const granted = await granting;
    setOutcome({ ok: granted, words: i18n.t(granted ? 'evidence.settings.saved' : 'evidence.settings.denied') });
    await ask('seal-evidence', null);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      noValidate
    >
      <TextArea
        label={i18n.t('evidence.settings.authorities')}
        hint={i18n.t('evidence.settings.authoritiesHint')}
        value={text}
        max={10_000}
        onInput={setText}
      />
      <div class="actions">
        <button type="submit">{i18n.t('evidence.settings.save')}</button>
        <button type="button" onClick={() => void openLibrary()}>
          {i18n.t('evidence.settings.library')}
        </button>
      </div>
      {outcome !== null && <p role={outcome.ok ? 'status' : 'alert'}>{outcome.words}</p>}
    </form>
  );
}

export function EvidenceSettingsSection({ settings }: { settings: Settings }) {
  const [loaded, reload] = useLoaded(load, 'evidence-settings');
  if (loaded.state === 'loading') return null;
  if (loaded.state === 'failed') return <p role="alert">{i18n.t('evidence.failed', [loaded.why])}</p>;
  const { authorities, code } = loaded.value;
  return (
    <section aria-labelledby="evidence">
      <h2 id="evidence">{i18n.t('evidence.settings.heading')}</h2>
      <AuthoritiesForm stored={authorities} />
      <p>
        <strong>{i18n.t('evidence.settings.key')}</strong> <code>{code ?? '–'}</code>
      </p>
      <p class="note">{i18n.t('evidence.settings.keyHint')}</p>
      <EnrolmentForm settings={settings} asked={reload} />
    </section>
  );
}
