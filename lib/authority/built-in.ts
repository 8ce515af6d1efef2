import { AUTHORITY_SCHEMA, type AuthorityProfile } from './profile.ts';
import { INTAKE_PROTOCOL } from './well-known.ts';

/**
 * The demonstration authority that `npm start` runs on this machine: what a fresh installation reports to, so that nobody
 * sends anything to a real authority by accident. No public authority offers an intake of this protocol yet.
 */
export const DEMONSTRATION_AUTHORITY: AuthorityProfile = {
  schema: AUTHORITY_SCHEMA,
  name: {
    en: 'Demonstration authority (this machine)',
    fr: 'Autorité de démonstration (cet ordinateur)',
    de: 'Vorführbehörde (dieser Rechner)',
    es: 'Autoridad de demostración (este equipo)',
    it: 'Autorità dimostrativa (questo computer)',
    nl: 'Demonstratieautoriteit (deze computer)',
    pl: 'Organ demonstracyjny (ten komputer)',
  },
  country: 'FR',
  remit: { families: ['*'] },
  intake: { endpoint: 'http://127.0.0.1:8787', protocol: INTAKE_PROTOCOL, tokenRoles: [] },
  identity: { name: 'optional', email: 'optional' },
  privacyNotice: null,
  packs: [],
  keys: [],
};

/** An authority on this very machine: nothing sent to it leaves. */
export function isDemonstration(authority: AuthorityProfile): boolean {
  const host = URL.parse(authority.intake?.endpoint ?? '')?.hostname;
  return host === '127.0.0.1' || host === 'localhost' || host === '[::1]';
}
