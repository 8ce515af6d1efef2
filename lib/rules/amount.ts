/** Amounts as rules write them: "18 cm", "2 mg", "25 km/h", "30 %", 9000. */

import type { QuantityName } from './names.ts';
import { readQuantities } from './text/quantities.ts';
import { Scan } from './text/scan.ts';

const scan = new Scan();

/** In the base unit of the quantity, or null where the text has no such amount. A bare number is in the base unit of counts. */
export function parseAmount(amount: string | number, quantity: QuantityName): number | null {
  if (typeof amount === 'number')
    return quantity === 'count' || quantity === 'puffs' || quantity === 'age' ? amount : null;
  scan.read(amount);
  const found = readQuantities(scan, amount);
  const bare = quantity === 'count' || quantity === 'puffs' ? 'number' : quantity;
  return (
    found.find((entry) => entry.name === quantity)?.value ?? found.find((entry) => entry.name === bare)?.value ?? null
  );
}

export interface MoneyAmount {
  amount: number;
  currency: string;
}

/** "40 EUR" or "EUR 40"; null where it is neither. */
export function parseMoney(text: string): MoneyAmount | null {
  const match = /^(?:([A-Z]{3})\s*)?(\d{1,9}(?:[.,]\d{1,2})?)(?:\s*([A-Z]{3}))?$/u.exec(text.trim());
  const currency = match?.[1] ?? match?.[3];
  if (match === null || currency === undefined) return null;
  return { amount: Number(match[2]?.replace(',', '.')), currency };
}

/** "30 %" as 0.3; null where it is no percentage. */
export function parseShare(text: string | number): number | null {
  const match = /^(\d{1,3}(?:[.,]\d{1,2})?)\s*%$/u.exec(String(text).trim());
  return match === null ? null : Number(match[1]?.replace(',', '.')) / 100;
}

/** Three letters in one integer. */
export const currencyCode = (currency: string): number =>
  (currency.charCodeAt(0) << 16) | (currency.charCodeAt(1) << 8) | currency.charCodeAt(2);

/**
 * Euros for one unit, rounded, as of 2026. Only for telling a third of a price floor from a whole one: where exactness
 * matters, give the floor in each currency.
 */
export const EURO_RATES: ReadonlyMap<number, number> = new Map(
  Object.entries({
    EUR: 1,
    USD: 0.9,
    GBP: 1.15,
    CHF: 1.05,
    PLN: 0.23,
    CZK: 0.04,
    SEK: 0.09,
    DKK: 0.134,
    NOK: 0.086,
    RON: 0.2,
    HUF: 0.0025,
    CAD: 0.65,
    AUD: 0.58,
  }).map(([currency, rate]) => [currencyCode(currency), rate]),
);
