import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no I, L, O, U, so that a reference survives a telephone. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `VG-` and 16 random characters (80 bits) in groups of four: knowing a reference is what lets one read its status. */
export function newReference(): string {
  const characters = [...randomBytes(16)].map((byte) => ALPHABET[byte % 32]).join('');
  return `VG-${characters.match(/.{4}/g)?.join('-')}`;
}
