/** One clear sentence for everything that can keep rules from coming. */
import { i18n } from '#i18n';
import type { AddingFault } from '../../lib/sync/add-authority.ts';
import type { PolicyFault } from '../../lib/sync/apply-policy.ts';

type AnyFault = AddingFault | PolicyFault['fault'];

const KEYS = {
  malformed: 'ruleFault.malformed',
  'too-large': 'ruleFault.tooLarge',
  signatures: 'ruleFault.signatures',
  'keys-changed': 'ruleFault.keysChanged',
  'root-version': 'ruleFault.rootVersion',
  'root-expired': 'ruleFault.rootExpired',
  'other-publisher': 'ruleFault.otherPublisher',
  rollback: 'ruleFault.rollback',
  equivocation: 'ruleFault.equivocation',
  'head-expired': 'ruleFault.headExpired',
  mixed: 'ruleFault.mixed',
  'wrong-length': 'ruleFault.altered',
  'wrong-hash': 'ruleFault.altered',
  'newer-format': 'ruleFault.newerFormat',
  'empty-pack': 'ruleFault.emptyPack',
  unreachable: 'ruleFault.unreachable',
  timeout: 'ruleFault.timeout',
  'broken-off': 'ruleFault.brokenOff',
  redirect: 'ruleFault.redirect',
  'web-page': 'ruleFault.webPage',
  status: 'ruleFault.status',
  'bad-address': 'ruleFault.badAddress',
  missing: 'ruleFault.missing',
  'no-access': 'ruleFault.noAccess',
  'storage-full': 'ruleFault.storageFull',
  'storage-failed': 'ruleFault.storageFailed',
  'does-not-compile': 'ruleFault.doesNotCompile',
  'keys-differ': 'ruleFault.keysDiffer',
  reserved: 'ruleFault.reserved',
  'other-fingerprint': 'ruleFault.otherFingerprint',
} as const satisfies Record<AnyFault['kind'], string>;

/** @param time milliseconds since the epoch. */
const dayText = (time: number): string => new Date(time).toLocaleDateString([], { dateStyle: 'long' });

export function faultText(fault: AnyFault): string {
  switch (fault.kind) {
    case 'status':
      return i18n.t('ruleFault.status', [fault.status]);
    case 'head-expired':
      return i18n.t('ruleFault.headExpired', [dayText(fault.since)]);
    case 'root-expired':
      return i18n.t('ruleFault.rootExpired', [dayText(fault.since)]);
    case 'other-publisher':
      return i18n.t('ruleFault.otherPublisher', [fault.offered]);
    default:
      return i18n.t(KEYS[fault.kind]);
  }
}
