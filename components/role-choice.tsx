import { i18n } from '#i18n';
import { ROLES, type Role } from '../lib/authority/roles.ts';

const ROLE_KEYS = {
  consumer: 'options.consumer',
  monitor: 'options.monitor',
  inspector: 'options.inspector',
} as const satisfies Record<Role, string>;

export function RoleChoice({ chosen, choose }: { chosen: Role; choose(role: Role): void }) {
  return (
    <fieldset>
      <legend>{i18n.t('options.role')}</legend>
      {ROLES.map((role) => (
        <label class="check" key={role}>
          <input type="radio" name="role" checked={chosen === role} onChange={() => choose(role)} />
          <span>{i18n.t(ROLE_KEYS[role])}</span>
        </label>
      ))}
    </fieldset>
  );
}
