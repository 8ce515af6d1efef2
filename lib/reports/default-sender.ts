/**
 * Which way out a report takes unless the person says otherwise. The family decides: the authority in the settings where
 * the family is in its remit and it takes reports, else what the family's own authorities take, else the platform.
 */
import type { AuthorityProfile, IdentityPolicy } from '../authority/profile.ts';
import type { SenderId } from './senders/sender.ts';

export interface WaysOut {
  authority: AuthorityProfile;
  /** Base address of a SignalConso-shaped endpoint, where one is configured. */
  signalConso: string | null;
}

export function isInRemit({ remit }: Pick<AuthorityProfile, 'remit'>, family: string): boolean {
  return remit.families.includes('*') || remit.families.includes(family);
}

/** The ways that can be taken now: no endpoint, no wire. */
export function possibleSenders({ authority, signalConso }: WaysOut): SenderId[] {
  return [
    ...(authority.intake === null ? [] : (['vigie-intake'] as const)),
    ...(signalConso === null ? [] : (['signalconso'] as const)),
    'dsa-notice',
    'pharos-sheet',
  ];
}

/** @param authorities ids of the authorities that the family's rules name, the most competent first. */
export function defaultSender(family: string, authorities: readonly string[], ways: WaysOut): SenderId {
  if (ways.authority.intake !== null && isInRemit(ways.authority, family)) return 'vigie-intake';
  for (const authority of authorities) {
    if (authority === 'signalconso' && ways.signalConso !== null) return 'signalconso';
    if (authority === 'pharos') return 'pharos-sheet';
  }
  return 'dsa-notice';
}

/** Base address that a sender delivers to; empty for what the person carries. */
export function destinationOf(sender: SenderId, { authority, signalConso }: WaysOut): string {
  if (sender === 'vigie-intake') return authority.intake?.endpoint ?? '';
  return sender === 'signalconso' ? (signalConso ?? '') : '';
}

/** Whether the way out asks for name and e-mail address. */
export function identityPolicyOf(sender: SenderId, { authority }: WaysOut): IdentityPolicy {
  switch (sender) {
    case 'vigie-intake':
      return authority.identity;
    case 'signalconso':
      return { name: 'required', email: 'required' };
    // DSA Art. 16(2)(c) asks for both; a platform must take a notice without them all the same.
    case 'dsa-notice':
      return { name: 'optional', email: 'optional' };
    case 'pharos-sheet':
      return { name: 'never', email: 'never' };
  }
}
