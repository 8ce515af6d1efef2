import { i18n } from '#i18n';
import { authorityName } from '../../lib/authority/profile.ts';
import type { PublisherDescription } from '../../lib/sync/describe-publishers.ts';
import { interfaceLanguage } from '../interface-language.ts';

const DAY = 24 * 3600_000;

/** 64 hexadecimal digits in groups that an eye can compare. */
export const fingerprintText = (fingerprint: string): string => fingerprint.replace(/(.{4})(?=.)/g, '$1 ');

export function publisherName({ publisher, profile, origin }: PublisherDescription): string {
  if (origin === 'package') return i18n.t('publishers.builtIn');
  return profile === null ? publisher : authorityName(profile, [interfaceLanguage()]);
}

/** Whole days since the publisher's newest publication was made. */
export const daysOld = ({ age }: Pick<PublisherDescription, 'age'>): number => Math.floor((age ?? 0) / DAY);

export const hostOf = (address: string): string => URL.parse(address)?.host ?? address;
