/**
 * Hashes of words.
 *
 * The engine never compares strings: a word is known by two 32-bit polynomial hashes of its folded letters. The hash of
 * two words joined follows from theirs by one multiplication, so looking for words that were taken apart ("switch
 * blade") costs hardly more than looking for words.
 *
 * Two odd multipliers give 64 bits. A pack keeps the second half of each form's hash and finds its place by the first:
 * about one word in 10^10 that is not in the vocabulary is taken for one that is. A seller who searches for one on
 * purpose gains a mark on their own listing.
 */

export const BASE_1 = 0x01000193;
export const BASE_2 = 0x5bd1e995;

/** Longest stretch, in folded letters, that has a hash; longer words are known to no pack. */
export const LONGEST_WORD = 64;

function powers(base: number): Int32Array {
  const table = new Int32Array(LONGEST_WORD + 1);
  table[0] = 1;
  for (let i = 1; i <= LONGEST_WORD; i++) table[i] = Math.imul(table[i - 1] ?? 1, base);
  return table;
}

export const POWERS_1 = powers(BASE_1);
export const POWERS_2 = powers(BASE_2);

export interface WordHash {
  h1: number;
  h2: number;
}

/** Hash of a folded word, both halves as signed 32-bit integers. */
export function hashWord(word: string): WordHash {
  let h1 = 0;
  let h2 = 0;
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    h1 = (Math.imul(h1, BASE_1) + code) | 0;
    h2 = (Math.imul(h2, BASE_2) + code) | 0;
  }
  return { h1, h2 };
}

/** First half of the hash of the folded letters `from` to `to`. */
export function hash1(codes: Uint16Array, from: number, to: number): number {
  let hash = 0;
  for (let at = from; at < to; at++) hash = (Math.imul(hash, BASE_1) + (codes[at] ?? 0)) | 0;
  return hash;
}

/** Second half. */
export function hash2(codes: Uint16Array, from: number, to: number): number {
  let hash = 0;
  for (let at = from; at < to; at++) hash = (Math.imul(hash, BASE_2) + (codes[at] ?? 0)) | 0;
  return hash;
}

/** Spreads a first half over 32 bits, for a table of slots. */
export function spread(h1: number): number {
  let h = Math.imul(h1 ^ (h1 >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Where a search of a table of so many slots begins. */
export const slotFor = (h1: number, slots: number): number => Math.floor((spread(h1) * slots) / 2 ** 32);

export const FILTER_MULTIPLIER = 0x9e3779b1;

/**
 * Where a filter of 2^(32 - shift) bits keeps a first half: at bit `address >>> shift`, and at a second bit in the same
 * 32-bit word, so that one look tells.
 */
export function filterAddress(h1: number): number {
  return Math.imul(h1 ^ (h1 >>> 15), FILTER_MULTIPLIER);
}

/** Both bits, in their word `address >>> shift >>> 5`. */
export function filterMask(address: number, shift: number): number {
  return (1 << (address >>> shift)) | (1 << address);
}

/** The `shift` of `filterMask` for a filter of so many 32-bit words, a power of two. */
export const filterShift = (words: number): number => 32 - (Math.log2(words) + 5);
