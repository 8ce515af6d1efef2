/** What became of a tick, in words. */
import { i18n } from '#i18n';
import type { CartAnswer } from '../../lib/reports/cart.ts';

const CART_KEYS = {
  in: 'cart.in',
  out: 'cart.out',
  full: 'tick.full',
  'child-protection': 'tick.childProtection',
  failed: 'tick.failed',
} as const satisfies Record<CartAnswer, string>;

export function cartText(answer: CartAnswer): string {
  return i18n.t(CART_KEYS[answer]);
}

export function isCartAnswer(text: string | null): text is CartAnswer {
  return text !== null && Object.hasOwn(CART_KEYS, text);
}
