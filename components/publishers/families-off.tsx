import { i18n } from '#i18n';
import { ask } from '../../lib/messages/ask-background.ts';
import type { FamilyName } from '../../lib/messages/messages.ts';
import { switchOff } from '../../lib/storage/rule-choices.ts';
import { CheckField } from '../fields.tsx';
import { plural } from '../plural.ts';

/** Which kinds of goods are looked for. What protects children always is, so it is not offered. */
export function FamiliesOff({
  families,
  off,
  changed,
}: {
  families: readonly FamilyName[];
  off: readonly string[];
  changed(): void;
}) {
  const toggle = async (family: string, on: boolean) => {
    await switchOff('family', family, !on);
    await ask('reload-rules', null);
    changed();
  };
  const sorted = families.filter(({ sensitive }) => !sensitive).sort((a, b) => a.label.localeCompare(b.label));
  const count = sorted.filter(({ family }) => off.includes(family)).length;
  return (
    <details>
      <summary>
        {i18n.t('publishers.families')}
        {count > 0 && ` (${plural('publishers.familiesOff', count)})`}
      </summary>
      <p class="note">{i18n.t('publishers.familiesNote')}</p>
      <ul class="plain columns">
        {sorted.map(({ family, label }) => (
          <li key={family}>
            <CheckField label={label} checked={!off.includes(family)} onChange={(on) => void toggle(family, on)} />
          </li>
        ))}
      </ul>
    </details>
  );
}
