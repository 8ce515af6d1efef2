/** What each way out is called, as keys of the locales. */
import { i18n } from '#i18n';
import { authorityName } from '../../lib/authority/profile.ts';
import type { CarriedField, CarriedWord, SenderId } from '../../lib/reports/senders/sender.ts';
import type { Settings } from '../../lib/storage/settings.ts';
import { interfaceLanguage } from '../interface-language.ts';

/** The name of a way out, as the person chooses it. */
export function senderName(sender: SenderId, { authority }: Settings): string {
  switch (sender) {
    case 'vigie-intake':
      return authorityName(authority, [interfaceLanguage()]);
    case 'signalconso':
      return i18n.t('sender.signalConso');
    case 'dsa-notice':
      return i18n.t('sender.dsaNotice');
    case 'pharos-sheet':
      return i18n.t('sender.pharos');
  }
}

const FIELD_KEYS = {
  reason: 'carried.fieldReason',
  links: 'carried.fieldLinks',
  category: 'carried.fieldCategory',
  seenAt: 'carried.fieldSeenAt',
  site: 'carried.fieldSite',
  law: 'carried.fieldLaw',
  comment: 'carried.fieldComment',
  whole: 'carried.fieldWhole',
} as const satisfies Record<CarriedField['label'], string>;

export function fieldName({ label, max }: CarriedField): string {
  const name = i18n.t(FIELD_KEYS[label]);
  return max === null ? name : i18n.t('carried.atMost', [name, max]);
}

const WORD_KEYS = {
  intro: 'carried.intro',
  reasons: 'carried.reasons',
  links: 'carried.links',
  identifier: 'carried.identifier',
  differs: 'carried.differs',
  law: 'carried.law',
  goodFaith: 'carried.goodFaith',
  reporter: 'carried.reporter',
  family: 'carried.family',
} as const satisfies Record<CarriedWord, string>;

export function phrase(key: CarriedWord, parts: string[] = []): string {
  // `i18n.t` types each key by its number of parts, which here is the senders' business.
  const text = i18n.t as (key: string, parts: string[]) => string;
  return text(WORD_KEYS[key], parts);
}
