/**
 * Barcodes (GTIN-8, -12, -13, -14; GS1 General Specifications, sections 1.4 and 7.9) as one number each.
 *
 * The barcode field of official alerts holds whatever stood on the parcel: platform SKUs ("BCD25042500206593"), numbers
 * that a seller made up, codes of a shop's own scales. Two thirds of what is not a barcode fails the check digit or the
 * length; the rest is caught here by its prefix or by its look.
 */

/** Whether the last digit is the check digit of those before it. */
export function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length - 1; i++) {
    const weight = (digits.length - i) % 2 === 0 ? 3 : 1;
    sum += (digits.charCodeAt(i) - 48) * weight;
  }
  return (10 - (sum % 10)) % 10 === digits.charCodeAt(digits.length - 1) - 48;
}

export const isGtinLength = (length: number): boolean => length === 8 || (length >= 12 && length <= 14);

/**
 * Numbers that name no goods worldwide: restricted circulation (prefixes 02, 04, 20–29: shop scales, company-internal),
 * refund receipts and coupons (980–984, 99), and codes that somebody made up (one digit six times in a row).
 */
function namesNoGoods(thirteen: string): boolean {
  return /^(?:0?2|04|98[0-4]|99)/u.test(thirteen) || /(\d)\1{5}/u.test(thirteen.replace(/^0+/u, ''));
}

/**
 * The number of a barcode: its digits read as one, so that a UPC with a leading zero is the same number. Null for what
 * is no barcode of goods.
 */
export function gtinNumber(barcode: string): number | null {
  const digits = barcode.replace(/^[\s'"#]+|[\s'".,;]+$/gu, '').replace(/(?<=\d)[ \u00a0](?=\d)/gu, '');
  if (!/^\d+$/u.test(digits) || !isGtinLength(digits.length) || !hasCheckDigit(digits)) return null;
  // An eight-digit code has prefixes of its own: 0 and 2 are for use inside a shop.
  if (digits.length === 8) return /^[02]/u.test(digits) || /(\d)\1{4}/u.test(digits) ? null : Number(digits);
  const thirteen = digits.length === 14 ? digits.slice(1) : digits.padStart(13, '0');
  return namesNoGoods(thirteen) ? null : Number(digits);
}
