import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gtinNumber, hasCheckDigit } from '../../../lib/rules/alerts/gtin.ts';

it.each([
  ['5903039745056', 5_903_039_745_056],
  [' 5 903039 745056 ', 5_903_039_745_056],
  ['0689983181120', 689_983_181_120],
  ['689983181120', 689_983_181_120],
  ['96385074', 96_385_074],
  ['15903039745053', 15_903_039_745_053],
])('reads %s', (barcode, number) => {
  expect(gtinNumber(barcode)).toBe(number);
});

it.each([
  '',
  '5903039745057',
  '590303974505',
  'BCD25042500206593',
  '2012345678900',
  '0200590000000',
  '02023000000',
  '1000000000108',
  '1111111111116',
  '20000004',
  '59030397450561',
  '٥٩٠٣٠٣٩٧٤٥٠٥٦',
])('refuses %s', (barcode) => {
  expect(gtinNumber(barcode)).toBeNull();
});

it('accepts exactly one last digit of ten', () => {
  fc.assert(
    fc.property(fc.constantFrom(7, 11, 12, 13), fc.bigInt({ min: 0n, max: 10n ** 13n - 1n }), (length, number) => {
      const body = String(number).padStart(length, '0').slice(-length);
      expect([...'0123456789'].filter((digit) => hasCheckDigit(body + digit))).toHaveLength(1);
    }),
  );
});
