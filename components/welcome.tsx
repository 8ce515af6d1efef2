import { useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { changeSettings, type Settings, settings } from '../lib/storage/settings.ts';
import { CountryField } from './country-field.tsx';
import { AuthoritySection } from './publishers/authority-section.tsx';
import { RoleChoice } from './role-choice.tsx';
import { useLoaded } from './use-loaded.ts';

async function closeOwnTab(): Promise<void> {
  const tab = await browser.tabs.getCurrent();
  if (tab?.id !== undefined) await browser.tabs.remove(tab.id);
}

/** What a person sees once, after installing: what Vigie does, what it never sends, and the three choices. */
export function Welcome() {
  const [loaded, reload] = useLoaded(() => settings.getValue(), 'settings');
  const [saved, setSaved] = useState(false);
  if (loaded.state === 'loading') return null;
  if (loaded.state === 'failed') return <p role="alert">{i18n.t('popup.failed')}</p>;
  const chosen = loaded.value;
  // Stored at once, so that closing the page at any moment loses nothing.
  const change = (changes: Partial<Settings>) =>
    void changeSettings(changes).then(() => {
      setSaved(true);
      reload();
    });
  return (
    <>
      <h1>{i18n.t('welcome.heading')}</h1>
      <p>{i18n.t('welcome.lead')}</p>
      <div class="actions">
        <button type="button" onClick={() => void closeOwnTab()}>
          {i18n.t('welcome.skip')}
        </button>
      </div>
      <section aria-labelledby="does">
        <h2 id="does">{i18n.t('welcome.does')}</h2>
        <ul>
          <li>{i18n.t('welcome.marks')}</li>
          <li>{i18n.t('welcome.reports')}</li>
          <li>{i18n.t('welcome.follows')}</li>
        </ul>
      </section>
      <section aria-labelledby="never">
        <h2 id="never">{i18n.t('welcome.never')}</h2>
        <ul>
          <li>{i18n.t('welcome.neverLooks')}</li>
          <li>{i18n.t('welcome.neverName')}</li>
          <li>{i18n.t('welcome.neverCounts')}</li>
        </ul>
      </section>
      <section aria-labelledby="you">
        <h2 id="you">{i18n.t('welcome.you')}</h2>
        <CountryField chosen={chosen.jurisdiction} choose={(jurisdiction) => change({ jurisdiction })} />
        <RoleChoice chosen={chosen.role} choose={(role) => change({ role })} />
      </section>
      <AuthoritySection chosen={chosen} change={change} note={i18n.t('welcome.authorityNote')} />
      <p class="note">{i18n.t('welcome.where')}</p>
      <div class="actions">
        <button type="button" class="primary" onClick={() => void closeOwnTab()}>
          {i18n.t('welcome.start')}
        </button>
        <span role="status">{saved && i18n.t('options.saved')}</span>
      </div>
    </>
  );
}
