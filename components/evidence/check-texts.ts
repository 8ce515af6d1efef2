import { i18n } from '#i18n';
import type { CheckFault, CheckName } from '../../lib/evidence/verify/check.ts';

const CHECK_KEYS = {
  container: 'verify.check.container',
  version: 'verify.check.version',
  list: 'verify.check.list',
  'list-signature': 'verify.check.listSignature',
  hash: 'verify.check.hash',
  'container-bytes': 'verify.check.containerBytes',
  'web-archive': 'verify.check.webArchive',
  custody: 'verify.check.custody',
  case: 'verify.check.case',
  manifest: 'verify.check.manifest',
  'manifest-signature': 'verify.check.manifestSignature',
  'manifest-files': 'verify.check.manifestFiles',
  'manifest-custody': 'verify.check.manifestCustody',
  'time-stamp': 'verify.check.timeStamp',
} as const satisfies Record<CheckName, string>;

const FAULT_KEYS = {
  'not-a-zip': 'verify.fault.notAZip',
  'too-many-files': 'verify.fault.tooManyFiles',
  'same-name-twice': 'verify.fault.sameNameTwice',
  compressed: 'verify.fault.compressed',
  outside: 'verify.fault.outside',
  'unsafe-name': 'verify.fault.unsafeName',
  missing: 'verify.fault.missing',
  'not-listed': 'verify.fault.notListed',
  unreadable: 'verify.fault.unreadable',
  'newer-version': 'verify.fault.newerVersion',
  changed: 'verify.fault.changed',
  'bad-signature': 'verify.fault.badSignature',
  'chain-broken': 'verify.fault.chainBroken',
  'log-cut': 'verify.fault.logCut',
  'not-sealed': 'verify.fault.notSealed',
  'does-not-agree': 'verify.fault.doesNotAgree',
  'not-a-time-stamp': 'verify.fault.notATimeStamp',
  'other-bytes': 'verify.fault.otherBytes',
  expired: 'verify.fault.expired',
  untrusted: 'verify.fault.untrusted',
} as const satisfies Record<CheckFault, string>;

export const checkText = (check: CheckName): string => i18n.t(CHECK_KEYS[check]);
export const faultText = (fault: CheckFault): string => i18n.t(FAULT_KEYS[fault]);
