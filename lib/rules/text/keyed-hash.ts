/**
 * HalfSipHash-2-4 with 64 bits of output (Aumasson and Bernstein, the 32-bit variant of SipHash), over the word hashes
 * of a term. It keeps the words of sensitive families out of sight: the pack holds the key and the results, not the
 * words. Whoever holds the pack can still test a guess; nobody can read, grep or index the list.
 */
import type { WordHash } from './hash.ts';

export interface HashKey {
  k0: number;
  k1: number;
}

const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

/** Keyed hash of a sequence of words, from their unkeyed hashes; both halves unsigned. */
export function keyedHash(key: HashKey, words: readonly WordHash[]): WordHash {
  let v0 = key.k0 | 0;
  let v1 = (key.k1 ^ 0xee) | 0;
  let v2 = (0x6c796765 ^ key.k0) | 0;
  let v3 = (0x74656462 ^ key.k1) | 0;
  const round = (): void => {
    v0 = (v0 + v1) | 0;
    v1 = rotate(v1, 5) ^ v0;
    v0 = rotate(v0, 16);
    v2 = (v2 + v3) | 0;
    v3 = rotate(v3, 8) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = rotate(v3, 7) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = rotate(v1, 13) ^ v2;
    v2 = rotate(v2, 16);
  };
  const absorb = (block: number): void => {
    v3 ^= block;
    round();
    round();
    v0 ^= block;
  };
  for (const { h1, h2 } of words) {
    absorb(h1);
    absorb(h2);
  }
  absorb((words.length * 8) << 24);
  v2 ^= 0xee;
  for (let i = 0; i < 4; i++) round();
  const h1 = (v1 ^ v3) >>> 0;
  v1 ^= 0xdd;
  for (let i = 0; i < 4; i++) round();
  return { h1, h2: (v1 ^ v3) >>> 0 };
}

/** Sixteen bits of a word under the key: a bitmap of these spares nearly all words the keyed hash. */
export function keyedPrefilter(k0: number, k1: number, h1: number, h2: number): number {
  return Math.imul(Math.imul(h1 ^ k0, 0x9e3779b1) ^ h2 ^ k1, 0x85ebca6b) >>> 16;
}
