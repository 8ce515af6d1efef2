/** Damage to good bytes, as fast-check values, so that what breaks a parser is shrunk to the least that does. */
import fc from 'fast-check';

export interface Change {
  kind: 'flip' | 'put' | 'cut' | 'drop' | 'double' | 'splice';
  /** Where, as a part of the length. */
  at: number;
  length: number;
  with: Uint8Array;
}

/** What parsers of text stumble over, and numbers at the edge. */
const TOKENS = [
  '{',
  '}',
  '[[[[[[[[',
  '"',
  '\\u0000',
  '\u202e',
  '\ud800',
  'null',
  '-1',
  '1e999',
  '0.1',
  '4294967296',
  '__proto__',
  'constructor',
  '../',
  '<script>',
  '</script>',
  '\r\n',
  '\n',
  ',',
  ':',
  '&#x110000;',
  '%00',
  'javascript:',
  '\ufeff',
].map((token) => new TextEncoder().encode(token)); // prettier-ignore
const WORDS = [0, 1, 0x7f, 0xff, 0xffff, 0x7fffffff, 0xffffffff].map(
  (word) => new Uint8Array(new Uint32Array([word]).buffer),
);

const part = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
export const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(
      'flip' as const,
      'put' as const,
      'cut' as const,
      'drop' as const,
      'double' as const,
      'splice' as const,
    ),
    at: part,
    length: fc.integer({ min: 1, max: 64 }),
    with: fc.oneof(fc.constantFrom(...TOKENS, ...WORDS), fc.uint8Array({ minLength: 1, maxLength: 8 })),
  }),
  { minLength: 1, maxLength: 8 },
);

const joined = (...parts: Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const bytes of parts) {
    whole.set(bytes, at);
    at += bytes.length;
  }
  return whole;
};

/** `bytes` with the changes; `other` is what a splice takes its end from. */
export function damaged(bytes: Uint8Array, list: readonly Change[], other: Uint8Array): Uint8Array<ArrayBuffer> {
  let result = new Uint8Array(bytes);
  for (const change of list) {
    const at = Math.floor(change.at * result.length);
    const [before, after] = [result.subarray(0, at), result.subarray(at)];
    switch (change.kind) {
      case 'flip':
        if (at < result.length) result[at] = (result[at] ?? 0) ^ (change.with[0] || 1);
        break;
      case 'put':
        result = joined(before, change.with, after);
        break;
      case 'cut':
        result = new Uint8Array(before);
        break;
      case 'drop':
        result = joined(before, after.subarray(change.length));
        break;
      case 'double':
        result = joined(before, after.subarray(0, change.length), after);
        break;
      case 'splice':
        result = joined(before, other.subarray(Math.floor(change.at * other.length)));
    }
  }
  return result;
}
