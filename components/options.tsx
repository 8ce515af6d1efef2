import { useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { ask } from '../lib/ask-background.ts';
import { type LookUpResult, lookUpAuthority } from '../lib/authority/look-up.ts';
import { authorityName } from '../lib/authority/profile.ts';
import { ROLES, type Role } from '../lib/authority/roles.ts';
import { changeSettings, type Settings, settings } from '../lib/storage/settings.ts';
import { TextField } from './fields.tsx';
import { useLoaded } from './use-loaded.ts';

const ROLE_KEYS = {
  consumer: 'options.consumer',
  monitor: 'options.monitor',
  inspector: 'options.inspector',
} as const satisfies Record<Role, string>;

const LOOK_UP_FAULTS = {
  'bad-address': 'options.authorityBadAddress',
  unreachable: 'options.authorityUnreachable',
  'not-a-profile': 'options.authorityNotOne',
} as const;

function lookUpFault(result: Extract<LookUpResult, { ok: false }>): string {
  return result.fault === 'bad-address'
    ? i18n.t(LOOK_UP_FAULTS[result.fault])
    : i18n.t(LOOK_UP_FAULTS[result.fault], [result.address]);
}

function AuthoritySection({ chosen, change }: { chosen: Settings; change(changes: Partial<Settings>): void }) {
  const [address, setAddress] = useState(chosen.authority.intake?.endpoint ?? '');
  const [found, setFound] = useState<LookUpResult | null>(null);
  const language = [browser.i18n.getUILanguage()];
  return (
    <section aria-labelledby="authority">
      <h2 id="authority">{i18n.t('options.authority')}</h2>
      <p>{i18n.t('options.authorityInUse', [authorityName(chosen.authority, language)])}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void lookUpAuthority(address).then(setFound);
        }}
        noValidate
      >
        <TextField
          label={i18n.t('options.authorityAddress')}
          inputMode="url"
          value={address}
          max={2048}
          onInput={setAddress}
        />
        <button type="submit">{i18n.t('options.authorityCheck')}</button>
      </form>
      {found !== null && !found.ok && <p role="alert">{lookUpFault(found)}</p>}
      {found?.ok === true && (
        <div class="card" role="status">
          <p>
            <strong>{authorityName(found.profile, language)}</strong> ({found.profile.country})
            <br />
            <small>{found.profile.intake?.endpoint}</small>
          </p>
          <button
            type="button"
            class="primary"
            onClick={() => {
              change({ authority: found.profile });
              setFound(null);
            }}
          >
            {i18n.t('options.authorityAccept')}
          </button>
        </div>
      )}
    </section>
  );
}

function RulesSection() {
  const [rules] = useLoaded(() => ask('describe-rules', null), 'rules');
  return (
    <section aria-labelledby="rules">
      <h2 id="rules">{i18n.t('options.rules')}</h2>
      {rules.state === 'failed' && <p role="alert">{i18n.t('popup.failed')}</p>}
      {rules.state === 'loaded' &&
        (rules.value.ok ? (
          <p>{i18n.t('options.rulesVersion', [rules.value.version, rules.value.publisher, rules.value.families])}</p>
        ) : (
          <p role="alert">{i18n.t('options.rulesFailed', [rules.value.why])}</p>
        ))}
    </section>
  );
}

export function Options() {
  const [loaded, reload] = useLoaded(() => settings.getValue(), 'settings');
  const [saved, setSaved] = useState(false);
  if (loaded.state !== 'loaded') return null;
  const chosen = loaded.value;
  const change = (changes: Partial<Settings>) => {
    void changeSettings(changes).then(() => {
      setSaved(true);
      reload();
    });
  };
  return (
    <>
      <h1>{i18n.t('options.heading')}</h1>
      <p>{i18n.t('options.privacy')}</p>
      <fieldset>
        <legend>{i18n.t('options.role')}</legend>
        {ROLES.map((role) => (
          <label class="check" key={role}>
            <input type="radio" name="role" checked={chosen.role === role} onChange={() => change({ role })} />
            <span>{i18n.t(ROLE_KEYS[role])}</span>
          </label>
        ))}
      </fieldset>
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
      <RulesSection />
      <p role="status">{saved && i18n.t('options.saved')}</p>
    </>
  );
}
