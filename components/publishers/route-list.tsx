import { i18n } from '#i18n';
import { routesOf } from '../../lib/authority/routes.ts';
import { inLanguage } from '../../lib/authority/words.ts';
import { interfaceLanguage } from '../interface-language.ts';

const IDENTITY_KEYS = {
  required: 'routes.nameRequired',
  optional: 'routes.nameOptional',
  never: 'routes.nameNever',
} as const;

/** The authorities of the person's country that take reports by their own channels. */
export function RouteList({ country }: { country: string }) {
  const routes = routesOf(country);
  if (routes.length === 0) return null;
  const language = interfaceLanguage();
  return (
    <details>
      <summary>{i18n.t('routes.heading')}</summary>
      <p class="note">{i18n.t('routes.note')}</p>
      <ul class="plain">
        {routes.map(({ id, name, takes, channel, identity, checked }) => (
          <li key={id} class="card">
            <h3>{inLanguage(name, language)}</h3>
            <p>
              {inLanguage(takes, language)}
              {checked === null && ` (${i18n.t('routes.unverified')})`}
            </p>
            <p class="note">
              {channel.kind === 'form' ? (
                <a href={channel.url} target="_blank" rel="noreferrer">
                  {channel.url}
                </a>
              ) : (
                i18n.t('routes.noChannel')
              )}
              {identity.name !== 'unknown' && (
                <>
                  {' · '}
                  {i18n.t(IDENTITY_KEYS[identity.name])}
                  {identity.checked === null && ` (${i18n.t('routes.unverified')})`}
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </details>
  );
}
