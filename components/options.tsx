import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { changeSettings, type Settings, settings } from '../lib/storage/settings.ts';
import { CountryField } from './country-field.tsx';
import { DeleteEverything } from './delete-everything.tsx';
import { EvidenceSettingsSection } from './evidence/settings-section.tsx';
import { AuthoritySection } from './publishers/authority-section.tsx';
import { PublishersSection } from './publishers/publishers-section.tsx';
import { useRulesChanged } from './publishers/use-rules-changed.ts';
import { ReportOptions } from './reports/report-options.tsx';
import { RoleChoice } from './role-choice.tsx';
import { useLoaded } from './use-loaded.ts';

export function Options() {
  const [loaded, reload] = useLoaded(() => settings.getValue(), 'settings');
  // An organisation's policy may have changed the settings with the rules.
  useRulesChanged(reload);
  const [saved, setSaved] = useState(false);
  /** How often everything was deleted: what holds state of its own begins anew. */
  const [deletions, setDeletions] = useState(0);
  if (loaded.state === 'loading') return null;
  if (loaded.state === 'failed') return <p role="alert">{i18n.t('popup.failed')}</p>;
  const chosen = loaded.value;
  const change = (changes: Partial<Settings>) => {
    void changeSettings(changes).then(() => {
      setSaved(true);
      reload();
    });
  };
  const startOver = () => {
    setDeletions(deletions + 1);
    setSaved(false);
    reload();
  };
  return (
    <>
      <h1>{i18n.t('options.heading')}</h1>
      <p>{i18n.t('options.privacy')}</p>
      <RoleChoice chosen={chosen.role} choose={(role) => change({ role })} />
      <CountryField chosen={chosen.jurisdiction} choose={(jurisdiction) => change({ jurisdiction })} />
      <AuthoritySection chosen={chosen} change={change} />
      <section aria-labelledby="identity">
        <h2 id="identity">{i18n.t('options.identity')}</h2>
        {chosen.identity === null ? (
          <p>{i18n.t('options.identityNone')}</p>
        ) : (
          <p>
            {i18n.t('options.identityKept', [
              [chosen.identity.name, chosen.identity.email].filter((part) => part !== '').join(', '),
            ])}{' '}
            <button type="button" onClick={() => change({ identity: null })}>
              {i18n.t('options.identityForget')}
            </button>
          </p>
        )}
      </section>
      <PublishersSection key={`rules ${deletions}`} />
      <ReportOptions key={`reports ${deletions}`} chosen={chosen} change={change} />
      <EvidenceSettingsSection key={`evidence ${deletions}`} settings={chosen} />
      <DeleteEverything deleted={startOver} />
      <p role="status" class="saved">
        {saved && i18n.t('options.saved')}
      </p>
    </>
  );
}
