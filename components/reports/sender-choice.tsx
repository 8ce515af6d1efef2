import { i18n } from '#i18n';
import { routesFor } from '../../lib/authority/routes.ts';
import { inLanguage } from '../../lib/authority/words.ts';
import { possibleSenders } from '../../lib/reports/default-sender.ts';
import { senderOf } from '../../lib/reports/senders/registry.ts';
import type { SenderId } from '../../lib/reports/senders/sender.ts';
import type { Settings } from '../../lib/storage/settings.ts';
import { SelectField } from '../fields.tsx';
import { interfaceLanguage } from '../interface-language.ts';
import { senderName } from './sender-texts.ts';

interface Props {
  settings: Settings;
  /** The way that the family suggests. */
  suggested: SenderId;
  chosen: SenderId;
  /** Ids of the authorities that the family names. */
  authorities: readonly string[];
  jurisdiction: string;
  choose(sender: SenderId): void;
}

/** Where the report goes, and who is competent for such goods. */
export function SenderChoice({ settings, suggested, chosen, authorities, jurisdiction, choose }: Props) {
  const language = interfaceLanguage();
  const competent = routesFor(authorities, jurisdiction);
  const options = possibleSenders(settings).map((sender) => {
    const name = senderName(sender, settings);
    return { value: sender, label: sender === suggested ? i18n.t('sender.suggested', [name]) : name };
  });
  return (
    <>
      <SelectField
        label={i18n.t('form.to')}
        value={chosen}
        options={options}
        onChange={(value) => choose(value as SenderId)}
      />
      {senderOf(chosen).kind === 'text' && <p class="note">{i18n.t('sender.textNote')}</p>}
      {competent.length > 0 && (
        <details>
          <summary>{i18n.t('sender.competent')}</summary>
          <ul>
            {competent.map((route) => (
              <li key={route.id}>
                {route.channel.kind === 'form' ? (
                  <a href={route.channel.url} target="_blank" rel="noopener noreferrer">
                    {inLanguage(route.name, language)}
                  </a>
                ) : (
                  inLanguage(route.name, language)
                )}
                : {inLanguage(route.takes, language)}
                {route.checked === null && ` (${i18n.t('sender.unverified')})`}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
