/**
 * The one price parser, for every currency and separator that the marketplaces print.
 *
 * Two kinds of prices reach it. *Machine* values come from state and JSON-LD: a number, or digits with a decimal point
 * (`1542.`, `12.34`); `moneyOf` takes them as they are. *Printed* prices are for people, and the same characters mean
 * different things: `1.234` is one thousand in Warsaw and one and a bit in New York. `parsePrice` decides so: with both
 * separators present the later one is decimal; a separator that occurs more than once groups; a single separator
 * followed by exactly three digits groups, unless a zero stands before it or the currency has three decimals; else it
 * is decimal. Text in which no number stands beside a currency gives null where a currency is required: a field is
 * right or absent.
 */

import { LIMITS } from './limits.ts';
import type { Money, PriceRange } from './listing.ts';
import { cleanText } from './text.ts';

/** Signs that mean one currency wherever they stand, each followed by its code; of two that overlap the longer first. */
const SIGNS =
  'US$ USD|US $ USD|CLP$ CLP|CA$ CAD|C$ CAD|AU$ AUD|A$ AUD|NZ$ NZD|MX$ MXN|R$ BRL|HK$ HKD|NT$ TWD|S$ SGD|JP¥ JPY|' +
  'JP￥ JPY|CN¥ CNY|€ EUR|£ GBP|zł PLN|Kč CZK|Ft HUF|lei RON|лв BGN|₽ RUB|руб RUB|₺ TRY|₴ UAH|₩ KRW|₪ ILS|฿ THB|' +
  '₫ VND|₹ INR|₱ PHP|₦ NGN|₸ KZT|د.إ AED|ر.س SAR|د.م MAD|ج.م EGP|ریال IRR';
/** Signs that several countries share: they show that a number is a price, not in which currency. */
const SHARED_SIGNS = '$|¥|￥|kr|Rs|R |TL|Fr.';
const CODES =
  'AED ARS AUD BDT BGN BHD BRL CAD CHF CLP CNY COP CZK DKK DZD EGP EUR GBP GEL HKD HUF IDR ILS INR IQD IRR ISK JOD ' +
  'JPY KES KRW KWD KZT LBP LKR MAD MMK MXN MYR NGN NOK NPR NZD OMR PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB ' +
  'TND TRY TWD UAH USD UYU UZS VND ZAR';
const THREE_DECIMALS = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'OMR', 'TND']);
/** Code points of the zeros of digit blocks in use in the marketplaces' languages and in `Intl` output. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0x1040, 0xff10];
const LARGEST = 1e12;

interface Patterns {
  sign: RegExp;
  sharedSign: RegExp;
  anySign: RegExp;
  /** Matches every text that shows a currency, and some that do not. */
  hint: RegExp;
  codeOf: Map<string, string>;
}

/** Made at the first price, not when the script starts: most pages of a marketplace show none. */
let made: Patterns | null = null;

function patterns(): Patterns {
  if (made !== null) return made;
  const codeOf = new Map(SIGNS.split('|').map((entry) => [entry.slice(0, -4), entry.slice(-3)]));
  const literal = (signs: string) => signs.replace(/[$.]/g, '\\$&');
  const own = literal([...codeOf.keys()].join('|'));
  const shared = literal(SHARED_SIGNS);
  made = {
    sign: new RegExp(own),
    sharedSign: new RegExp(shared),
    anySign: new RegExp(`${own}|${shared.replace(' ', '')}`, 'g'),
    hint: new RegExp(`[A-Z]{3}|${own}|${shared}`),
    codeOf,
  };
  return made;
}

function asciiDigits(text: string): string {
  if (!/[\u02bc\u0660-\u1049\u2019\uff10-\uff19]/.test(text)) return text;
  return text
    .replace(
      /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\u1040-\u1049\uff10-\uff19]/g,
      (digit) => {
        const code = digit.charCodeAt(0);
        const zero = ZEROS.find((start) => code >= start && code < start + 10) ?? code;
        return String(code - zero);
      },
    )
    .replace(/\u066b/g, '.')
    .replace(/\u066c/g, ',')
    .replace(/[\u2019\u02bc]/g, "'");
}

interface Shown {
  code: string | null;
  shown: boolean;
}

const isCode = (code: string) => CODES.includes(code);

function currencyOf(text: string): Shown {
  const { hint, sign, sharedSign, codeOf } = patterns();
  if (!hint.test(text)) return { code: null, shown: false };
  // PKR1,542 has no boundary between code and digits, so letters are taken as runs.
  for (const [code] of text.matchAll(/[A-Z]{3}(?![A-Za-z])/g)) if (isCode(code)) return { code, shown: true };
  const own = sign.exec(text)?.[0];
  return own === undefined
    ? { code: null, shown: sharedSign.test(text) }
    : { code: codeOf.get(own) ?? null, shown: true };
}

/** `digits`: a run of digits with separators, as printed. */
function amountOf(digits: string, currency: string | null): number | null {
  const run = digits.replace(/[\s']/g, '').replace(/[.,]+$/, '');
  const comma = run.lastIndexOf(',');
  const dot = run.lastIndexOf('.');
  const last = Math.max(comma, dot);
  let decimal = last;
  if (last !== -1) {
    const separator = run[last] ?? '';
    const fraction = run.length - last - 1;
    const mixed = comma !== -1 && dot !== -1;
    const repeated = run.indexOf(separator) !== last;
    const grouping = fraction === 3 && !/^0/.test(run) && !THREE_DECIMALS.has(currency ?? '');
    if (repeated || (!mixed && grouping)) decimal = -1;
  }
  const whole = (decimal === -1 ? run : run.slice(0, decimal)).replace(/[.,]/g, '');
  const amount = Number(decimal === -1 ? whole : `${whole || '0'}.${run.slice(decimal + 1)}`);
  return Number.isFinite(amount) && amount < LARGEST ? amount : null;
}

// Digits joined by single separators; a space groups only before three digits, so "1 2,50" is two numbers.
const NUMBER = /\d+(?:[.,']\d+|[ \u00a0\u202f]\d{3}(?!\d))*[.,]?/g;
const BETWEEN_RANGE = /^[^\d.,]{0,8}[-–—~][^\d.,]{0,8}$/;

/** Every price in a printed text, in order, at most four; percentages are no prices. */
function pricesIn(text: string, currency: string | null): { money: Money; start: number; end: number }[] {
  const found: { money: Money; start: number; end: number }[] = [];
  for (const match of text.matchAll(NUMBER)) {
    const start = match.index;
    const end = start + match[0].length;
    if (/^\s?[%٪]/.test(text.slice(end, end + 2)) || found.length === 4) continue;
    const amount = amountOf(match[0], currency);
    if (amount !== null) found.push({ money: { amount, currency, text: '' }, start, end });
  }
  return found;
}

function printed(text: unknown): string | null {
  const clean = cleanText(text, 400);
  return clean === null ? null : asciiDigits(clean);
}

/**
 * The price that a printed text shows: `PKR1,542`, `21,09 €`, `US $1.73 - 4.05`. Null when the text holds no number, or
 * no sign or code of a currency while the page names none either.
 * @param currency ISO 4217 code that the page gives elsewhere, for texts with a shared sign (`$`, `kr`) or none.
 */
export function parsePriceRange(text: unknown, currency: string | null = null): PriceRange | null {
  const shown = printed(text);
  if (shown === null) return null;
  const sign = currencyOf(shown);
  if (currency === null && !sign.shown) return null;
  const [first, second] = pricesIn(shown, sign.code ?? currency);
  if (first === undefined) return null;
  const original = cleanText(text, LIMITS.moneyText) ?? '';
  const low = { ...first.money, text: original };
  if (second === undefined || !BETWEEN_RANGE.test(shown.slice(first.end, second.start))) return { low, high: low };
  const high = { ...second.money, text: original };
  return high.amount < low.amount ? { low, high: low } : { low, high };
}

export function parsePrice(text: unknown, currency: string | null = null): Money | null {
  return parsePriceRange(text, currency)?.low ?? null;
}

/** Whether a text holds a digit of any script. The property is asked only where a text leaves the scripts without own digits. */
export function hasDigit(text: string): boolean {
  return /\d/.test(text) || (/[\u0660-\uffff]/.test(text) && /\p{Nd}/u.test(text));
}

/** Whether a text is a price and nothing else, the test for a price element whose class name means nothing. */
export function isPriceText(text: string): boolean {
  // Nearly every text is turned away here, before anything is normalised.
  if (text.length > 40 || !hasDigit(text) || /[%٪]/.test(text) || !currencyOf(text).shown) return false;
  const shown = printed(text);
  if (shown === null || (shown !== text && !currencyOf(shown).shown)) return false;
  const [first, second, third] = shown.matchAll(NUMBER);
  if (first === undefined || third !== undefined) return false;
  // Two numbers are one price only as the ends of a range; "€3.99€5.99" is a price and a former one.
  const between = second === undefined ? '-' : shown.slice(first.index + first[0].length, second.index);
  if (!BETWEEN_RANGE.test(between)) return false;
  const rest = shown
    .replace(NUMBER, '')
    .replace(/[A-Z]{3}(?![A-Za-z])/g, (code) => (isCode(code) ? '' : code))
    .replace(patterns().anySign, '');
  return /^[\s.\-–—~]*$/.test(rest);
}

/**
 * A price from state or JSON-LD.
 * @param value a number, or digits with a decimal point (a trailing point is tolerated: AliExpress, 2025-06).
 * @param text what the page prints for it, if known.
 */
export function moneyOf(value: unknown, currency: unknown, text?: unknown): Money | null {
  const amount =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && /^\d+(\.\d*)?$/.test(value.trim())
        ? Number(value)
        : Number.NaN;
  if (!Number.isFinite(amount) || amount < 0 || amount >= LARGEST) return null;
  const code = typeof currency === 'string' && /^[A-Z]{3}$/.test(currency) ? currency : null;
  return { amount, currency: code, text: cleanText(text ?? value, LIMITS.moneyText) ?? String(amount) };
}

/** The range of several prices in one currency; null for none, or for a mixture that no range can express. */
export function rangeOf(prices: readonly (Money | null)[]): PriceRange | null {
  const known = prices.filter((price) => price !== null);
  const [first] = known;
  if (first === undefined || known.some((price) => price.currency !== first.currency)) return null;
  return known.reduce<PriceRange>(
    (range, price) => ({
      low: price.amount < range.low.amount ? price : range.low,
      high: price.amount > range.high.amount ? price : range.high,
    }),
    { low: first, high: first },
  );
}
