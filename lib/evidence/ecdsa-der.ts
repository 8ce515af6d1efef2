/**
 * ECDSA signatures in the two spellings in use: WebCrypto's r and s one after the other (IEEE P1363), and the DER of
 * RFC 3279 §2.2.3 that openssl reads. Files hold DER, so that anyone can check them without Vigie.
 */
import type { Bytes } from '../sync/trust/encoding.ts';

const SEQUENCE = 0x30;
const INTEGER = 0x02;

function integer(bytes: Uint8Array): number[] {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const digits = [...bytes.subarray(start)];
  // A leading 1 bit would make it negative.
  if ((digits[0] ?? 0) >= 0x80) digits.unshift(0);
  return [INTEGER, digits.length, ...digits];
}

/** @param raw r and s of the same length, at most 48 bytes each (P-384). */
export function toDer(raw: Uint8Array): Bytes {
  const half = raw.length / 2;
  const body = [...integer(raw.subarray(0, half)), ...integer(raw.subarray(half))];
  return Uint8Array.from([SEQUENCE, body.length, ...body]);
}

/** The number at `at`, padded to `size`, and where it ends; null unless it is positive and in its shortest form. */
function readInteger(der: Uint8Array, at: number, size: number): { bytes: Bytes; end: number } | null {
  const length = der[at + 1] ?? 0;
  const end = at + 2 + length;
  if (der[at] !== INTEGER || length === 0 || end > der.length) return null;
  const digits = der.subarray(at + 2, end);
  const [first = 0, second = 0] = digits;
  if (first >= 0x80 || (first === 0 && (length === 1 || second < 0x80))) return null;
  const magnitude = first === 0 ? digits.subarray(1) : digits;
  if (magnitude.length > size) return null;
  const bytes = new Uint8Array(size);
  bytes.set(magnitude, size - magnitude.length);
  return { bytes, end };
}

/** Null for anything but the one DER spelling of a signature. @param size bytes of r and of s: 32 for P-256. */
export function fromDer(der: Uint8Array, size: number): Bytes | null {
  if (der[0] !== SEQUENCE || der[1] !== der.length - 2 || der.length > 2 + 0x7f) return null;
  const r = readInteger(der, 2, size);
  const s = r === null ? null : readInteger(der, r.end, size);
  if (r === null || s === null || s.end !== der.length) return null;
  const raw = new Uint8Array(2 * size);
  raw.set(r.bytes);
  raw.set(s.bytes, size);
  return raw;
}
