/** Digits and signs that stand for letters ("kn1fe", "t4ser", "$tun"). */
import { BASE_1, BASE_2 } from './hash.ts';
import type { Scan } from './scan.ts';

/** What each stands for; two where it may be either. */
const STANDS_FOR: readonly (readonly [string, string])[] = [
  ['0', 'o'],
  ['1', 'il'],
  ['2', 'z'],
  ['3', 'e'],
  ['4', 'a'],
  ['5', 's'],
  ['6', 'bg'],
  ['7', 't'],
  ['8', 'b'],
  ['9', 'gq'],
  ['@', 'a'],
  ['$', 's'],
  ['!', 'il'],
  ['£', 'l'],
];

/** By code below 256: the first reading, and the second or 0. */
const FIRST = new Uint8Array(256);
const SECOND = new Uint8Array(256);
for (const [sign, readings] of STANDS_FOR) {
  FIRST[sign.charCodeAt(0)] = readings.charCodeAt(0);
  SECOND[sign.charCodeAt(0)] = readings.length > 1 ? readings.charCodeAt(1) : 0;
}

const SHORTEST = 4;
const LONGEST = 24;
/** Signs with two readings that are tried both ways. */
const MOST_AMBIGUOUS = 3;

/**
 * What a stretch of glued words may spell, as hashes. One is read at a time and remembered by its place only, so that
 * the numbers of ordinary titles cost no memory, and one half of a hash where that decides.
 */
export class Spellings {
  private scan: Scan | null = null;
  private from = 0;
  private to = 0;

  /**
   * Takes the words `first` to `last` (exclusive), which stand glued together; how many spellings they have. None where
   * it is plainly no disguise: too short, too long, or without a letter.
   */
  read(scan: Scan, first: number, last: number): number {
    const from = scan.from[first] ?? 0;
    const to = scan.to[last - 1] ?? 0;
    const length = to - from;
    if (length < SHORTEST || length > LONGEST) return 0;
    const { codes } = scan;
    let letters = 0;
    let ambiguous = 0;
    for (let at = from; at < to; at++) {
      const code = codes[at] ?? 0;
      if (code > 255 || FIRST[code] === 0) letters++;
      else if (SECOND[code] !== 0) ambiguous++;
    }
    if (letters === 0) return 0;
    this.scan = scan;
    this.from = from;
    this.to = to;
    return 1 << Math.min(MOST_AMBIGUOUS, ambiguous);
  }

  /** First half of the hash of one spelling: bit n of `choice` takes the second reading of the nth ambiguous sign. */
  hash1(choice: number): number {
    return this.hash(choice, BASE_1);
  }

  /** Second half. */
  hash2(choice: number): number {
    return this.hash(choice, BASE_2);
  }

  private hash(choice: number, base: number): number {
    const { scan, to } = this;
    if (scan === null) return 0;
    const { codes } = scan;
    let hash = 0;
    let bits = choice;
    for (let at = this.from; at < to; at++) {
      let code = codes[at] ?? 0;
      if (code < 256) {
        const second = SECOND[code] ?? 0;
        if (second !== 0) {
          code = (bits & 1) === 1 ? second : (FIRST[code] ?? 0);
          bits >>>= 1;
        } else if (FIRST[code] !== 0) code = FIRST[code] ?? 0;
      }
      hash = (Math.imul(hash, base) + code) | 0;
    }
    return hash;
  }
}
