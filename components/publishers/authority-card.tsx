import { i18n } from '#i18n';
import { type AuthorityProfile, authorityName } from '../../lib/authority/profile.ts';
import { ask } from '../../lib/messages/ask-background.ts';
import type { Offer } from '../../lib/sync/add-authority.ts';
import { interfaceLanguage } from '../interface-language.ts';
import { useLoaded } from '../use-loaded.ts';
import { OfferDetails } from './offer-details.tsx';

const ASKED_KEYS = {
  optional: 'options.askedOptional',
  required: 'options.askedRequired',
  never: 'options.askedNever',
} as const satisfies Record<AuthorityProfile['identity']['name'], string>;

function Remit({ families }: { families: readonly string[] }) {
  const [names] = useLoaded(() => ask('list-families', null), 'families');
  if (families.includes('*')) return <>{i18n.t('options.remitAll')}</>;
  const labels = new Map(names.state === 'loaded' ? names.value.map(({ family, label }) => [family, label]) : []);
  const texts = families.map((family) => labels.get(family) ?? family);
  return <>{new Intl.ListFormat(interfaceLanguage(), { type: 'conjunction' }).format(texts)}</>;
}

/** What an authority says about itself, for the person to accept or not. */
export function AuthorityCard({
  profile,
  offers,
  accept,
}: {
  profile: AuthorityProfile;
  offers: readonly Offer[];
  accept(): void;
}) {
  const { intake, identity, privacyNotice, remit, country } = profile;
  const hasFreshRules = offers.some((offer) => offer.ok && !offer.known);
  const isOfUse = intake !== null || hasFreshRules;
  return (
    <div class="card">
      <h3>
        {authorityName(profile, [interfaceLanguage()])} ({country})
      </h3>
      <dl class="facts">
        <dt>{i18n.t('options.remit')}</dt>
        <dd>
          <Remit families={remit.families} />
        </dd>
        <dt>{i18n.t('options.takesReports')}</dt>
        <dd>{intake === null ? i18n.t('options.takesNone') : intake.endpoint}</dd>
        {intake !== null && (
          <>
            <dt>{i18n.t('options.asksName')}</dt>
            <dd>{i18n.t(ASKED_KEYS[identity.name])}</dd>
            <dt>{i18n.t('options.asksEmail')}</dt>
            <dd>{i18n.t(ASKED_KEYS[identity.email])}</dd>
          </>
        )}
        <dt>{i18n.t('options.privacyNotice')}</dt>
        <dd>
          {privacyNotice === null ? (
            i18n.t('options.noPrivacyNotice')
          ) : (
            <a href={privacyNotice} target="_blank" rel="noreferrer">
              {privacyNotice}
            </a>
          )}
        </dd>
      </dl>
      {offers.map((offer) => (
        <OfferDetails key={offer.address} offer={offer} />
      ))}
      {isOfUse && (
        <button type="button" class="primary" onClick={accept}>
          {i18n.t(intake === null ? 'options.rulesAccept' : 'options.authorityAccept')}
        </button>
      )}
    </div>
  );
}
