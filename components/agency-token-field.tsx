import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { needsToken } from '../lib/authority/profile.ts';
import { isToken, setAgencyToken } from '../lib/storage/agency-token.ts';
import type { Settings } from '../lib/storage/settings.ts';
import { CheckField, SecretField } from './fields.tsx';

interface Props {
  settings: Settings;
  hasToken: boolean;
  given(): void;
}

/** The token of the inspector's agency, asked for where the authority wants one and none is at hand. */
export function AgencyTokenField({ settings, hasToken, given }: Props) {
  const { authority, role } = settings;
  const [secret, setSecret] = useState('');
  const [remember, setRemember] = useState(false);
  const endpoint = authority.intake?.endpoint ?? '';
  if (role !== 'inspector' || hasToken) return null;
  const keep = async () => {
    await setAgencyToken({ authority: endpoint, secret }, remember);
    given();
  };
  return (
    <fieldset>
      <legend>{i18n.t('token.heading')}</legend>
      <p class="note">{i18n.t(needsToken(authority, role) ? 'token.needed' : 'token.optional')}</p>
      <SecretField
        label={i18n.t('token.label')}
        value={secret}
        max={512}
        onInput={(typed) => setSecret(typed.trim())}
      />
      <CheckField label={i18n.t('token.remember')} checked={remember} onChange={setRemember} />
      {secret !== '' && !isToken(secret) && <p role="alert">{i18n.t('token.fault')}</p>}
      <button type="button" disabled={!isToken(secret)} onClick={() => void keep()}>
        {i18n.t('token.use')}
      </button>
    </fieldset>
  );
}
