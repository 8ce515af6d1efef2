import { i18n } from '#i18n';
import type { CustodyAction } from '../../lib/evidence/custody.ts';
import type { CaptureKind } from '../../lib/evidence/item.ts';
import type { ComparedField } from '../../lib/evidence/library/compare.ts';
import type { ItemState } from '../../lib/evidence/library/stored.ts';
import type { TraderStatus } from '../../lib/listing/listing.ts';
import { interfaceLanguage } from '../interface-language.ts';

export const KIND_KEYS = {
  'full-page': 'evidence.kind.fullPage',
  'visible-area': 'evidence.kind.visibleArea',
  element: 'evidence.kind.element',
} as const satisfies Record<CaptureKind, string>;

export const STATE_KEYS = {
  capturing: 'evidence.state.capturing',
  interrupted: 'evidence.state.interrupted',
  captured: 'evidence.state.captured',
  sealed: 'evidence.state.sealed',
} as const satisfies Record<ItemState, string>;

export const ACTION_KEYS = {
  captured: 'evidence.action.captured',
  interrupted: 'evidence.action.interrupted',
  sealed: 'evidence.action.sealed',
  'time-stamped': 'evidence.action.timeStamped',
  viewed: 'evidence.action.viewed',
  noted: 'evidence.action.noted',
  annotated: 'evidence.action.annotated',
  redacted: 'evidence.action.redacted',
  exported: 'evidence.action.exported',
  sent: 'evidence.action.sent',
  deleted: 'evidence.action.deleted',
  restored: 'evidence.action.restored',
} as const satisfies Record<CustodyAction, string>;

export const COMPARED_KEYS = {
  title: 'field.title',
  price: 'field.price',
  previousPrice: 'field.previousPrice',
  seller: 'field.seller',
  sellerId: 'evidence.compare.sellerId',
  trader: 'evidence.compare.trader',
  brand: 'field.brand',
  description: 'field.description',
  shipsFrom: 'field.shipsFrom',
  variants: 'field.variants',
  pictures: 'field.imageUrls',
} as const satisfies Record<ComparedField, string>;

const TRADER_KEYS = {
  trader: 'evidence.compare.traderIs',
  private: 'evidence.compare.privateIs',
  unknown: 'evidence.compare.traderUnsaid',
} as const satisfies Record<TraderStatus, string>;

/** What one side of a comparison says of a field: what the page said, and only a status in words of Vigie's own. */
export function comparedText(field: ComparedField, value: string | null): string | null {
  if (field !== 'trader' || value === null) return value;
  return Object.hasOwn(TRADER_KEYS, value) ? i18n.t(TRADER_KEYS[value as TraderStatus]) : value;
}

/** With seconds: evidence is a matter of them. */
export function momentText(iso: string): string {
  return new Date(iso).toLocaleString(interfaceLanguage(), { dateStyle: 'medium', timeStyle: 'medium' });
}

export function sizeText(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = bytes < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(interfaceLanguage(), {
    style: 'unit',
    unit: units[step] ?? 'byte',
    maximumFractionDigits: step === 0 ? 0 : 1,
  }).format(bytes / 1000 ** step);
}

/** The title of an item, or what stands for it. */
export function titleText(title: string | null): string {
  return title === null || title === '' ? i18n.t('popup.noTitle') : title;
}
