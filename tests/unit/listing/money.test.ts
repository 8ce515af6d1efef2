import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPriceText, moneyOf, parsePrice, parsePriceRange, rangeOf } from '../../../lib/listing/money.ts';

const shown: [string, number, string | null][] = [
  ['PKR1,542', 1542, 'PKR'],
  ['PKR13,487.97', 13487.97, 'PKR'],
  ['21,09 €', 21.09, 'EUR'],
  ['€21,09', 21.09, 'EUR'],
  ['US $12.34', 12.34, 'USD'],
  ['$12.34', 12.34, null],
  ['1.234,56 zł', 1234.56, 'PLN'],
  ['1 234,56 zł', 1234.56, 'PLN'],
  ['1\u202f234,56\u00a0€', 1234.56, 'EUR'],
  ["CHF 1'234.50", 1234.5, 'CHF'],
  ['CHF 1’234.50', 1234.5, 'CHF'],
  ['R$ 1.234,56', 1234.56, 'BRL'],
  ['MX$1,234.50', 1234.5, 'MXN'],
  ['¥1,980', 1980, null],
  ['JP¥1,980', 1980, 'JPY'],
  ['₩12,900', 12900, 'KRW'],
  ['₫1.234.567', 1234567, 'VND'],
  ['₹1,23,456.78', 123456.78, 'INR'],
  ['1.234 Kč', 1234, 'CZK'],
  ['12.345 KWD', 12.345, 'KWD'],
  ['0.125 €', 0.125, 'EUR'],
  ['1 234,50 ₽', 1234.5, 'RUB'],
  ['١٬٢٣٤٫٥٠ ر.س', 1234.5, 'SAR'],
  ['۱۲۳٬۴۵۶ ریال', 123456, 'IRR'],
  ['12,34 kr', 12.34, null],
  ['Price $12.49', 12.49, null],
  ['1542. PKR', 1542, 'PKR'],
];

describe('parsePrice', () => {
  it.each(shown)('reads %s', (text, amount, currency) => {
    expect(parsePrice(text)).toMatchObject({ amount, currency });
  });

  it('uses the currency that the page gives elsewhere for a shared sign or none', () => {
    expect(parsePrice('$12.34', 'CAD')).toMatchObject({ amount: 12.34, currency: 'CAD' });
    expect(parsePrice('12,34', 'EUR')).toMatchObject({ amount: 12.34, currency: 'EUR' });
    expect(parsePrice('€12,34', 'USD')).toMatchObject({ currency: 'EUR' });
  });

  it.each(['', 'free', '4.9', '1,000+ sold', '-61%', '$', 'EUR', '€ -61%', 'PKR', null, undefined, {}, ['€1']])(
    'gives null for %j',
    (text) => {
      expect(parsePrice(text)).toBeNull();
    },
  );

  it('gives null for an amount beyond reason', () => {
    expect(parsePrice(`€${'9'.repeat(60)}`)).toBeNull();
  });
});

describe('parsePriceRange', () => {
  it.each([
    ['US $1.73 - 4.05', 1.73, 4.05, 'USD'],
    ['PKR 144 - 1,341', 144, 1341, 'PKR'],
    ['12,40 € – 15,00 €', 12.4, 15, 'EUR'],
    ['€3~€5', 3, 5, 'EUR'],
  ])('reads the range %s', (text, low, high, currency) => {
    expect(parsePriceRange(text)).toEqual({
      low: { amount: low, currency, text },
      high: { amount: high, currency, text },
    });
  });

  it('does not take a bulk offer, a former price or a percentage for the end of a range', () => {
    for (const text of ['PKR1,542 PKR1,457 from 10', '€12 -50% €24', '€5 - €3']) {
      const range = parsePriceRange(text);
      expect(range?.high).toEqual(range?.low);
    }
  });
});

describe('isPriceText', () => {
  it.each(['PKR1,378.43', '21,09 €', 'US $1.73 - 4.05', '$7', '1 234,50 ₽'])('%s is a price', (text) => {
    expect(isPriceText(text)).toBe(true);
  });
  it.each(['PKR', '4.9', '-61%', '69 sold', 'Free over €20', '€20 off', '5 pcs €3', '3,99€3,99€', '€1 €2 €3', ''])(
    '%s is none',
    (text) => {
      expect(isPriceText(text)).toBe(false);
    },
  );
});

describe('moneyOf', () => {
  it('takes machine values as they are', () => {
    expect(moneyOf('1542.', 'PKR')).toEqual({ amount: 1542, currency: 'PKR', text: '1542.' });
    expect(moneyOf(12.34, 'EUR', '12,34€')).toEqual({ amount: 12.34, currency: 'EUR', text: '12,34€' });
    // A decimal point, never a thousands separator.
    expect(moneyOf('1.234', 'EUR')?.amount).toBe(1.234);
  });
  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 1e12, '1,5', '', ' ', 'x', null, undefined, {}])(
    'refuses %j',
    (value) => {
      expect(moneyOf(value, 'EUR')).toBeNull();
    },
  );
  it('keeps no currency that is no code', () => {
    expect(moneyOf(1, '<b>')?.currency).toBeNull();
  });
});

describe('rangeOf', () => {
  it('spans prices of one currency and refuses a mixture', () => {
    const one = { amount: 1, currency: 'EUR', text: '1' };
    const two = { amount: 2, currency: 'EUR', text: '2' };
    expect(rangeOf([two, null, one])).toEqual({ low: one, high: two });
    expect(rangeOf([one, { ...two, currency: 'USD' }])).toBeNull();
    expect(rangeOf([null])).toBeNull();
  });
});

/** Locales of the marketplaces' sites and the separators, digits and signs that they bring. */
const LOCALES = [
  'en-US en-GB en-IN en-ZA de-DE de-CH de-AT fr-FR fr-CH fr-CA es-ES es-MX it-IT nl-NL pl-PL pt-BR pt-PT ro-RO cs-CZ',
  'sv-SE da-DK fi-FI hu-HU bg-BG el-GR ru-RU uk-UA tr-TR he-IL ar-EG ar-SA ar-AE fa-IR hi-IN bn-BD th-TH vi-VN id-ID ja-JP ko-KR',
]
  .join(' ')
  .split(' ');
const CURRENCIES = ['EUR', 'USD', 'GBP', 'PLN', 'PKR', 'CZK', 'JPY', 'SAR', 'INR', 'CHF'];

describe('parsePrice against Intl.NumberFormat', () => {
  it.each(LOCALES)('reads what %s prints', (locale) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99_999_999 }),
        fc.constantFrom(...CURRENCIES),
        fc.constantFrom('code' as const, 'symbol' as const),
        (cents, currency, currencyDisplay) => {
          const format = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay });
          const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
          const amount = digits === 0 ? Math.ceil(cents / 100) : cents / 100;
          const text = format.format(amount);
          const money = parsePrice(text, currency);
          expect(money?.amount, text).toBe(amount);
          expect(money?.currency, text).toBe(currency);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('never throws and never reads an amount from text without digits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const money = parsePrice(text, 'EUR');
        if (!/\p{Nd}/u.test(text)) expect(money).toBeNull();
        else if (money !== null) expect(money.amount).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
