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

/** Hashes of what a stretch may spell; reused, so that the numbers of ordinary titles cost no memory. */
export class Spellings {
  readonly h1 = new Int32Array(1 << MOST_AMBIGUOUS);
  readonly h2 = new Int32Array(1 << MOST_AMBIGUOUS);
  count = 0;

  /**
   * Reads the words `first` to `last` (exclusive), which stand glued together. No spelling where it is plainly no
   * disguise: too short, too long, or without a letter.
   */
  read(scan: Scan, first: number, last: number): void {
    this.count = 0;
    const from = scan.from[first] ?? 0;
    const to = scan.to[last - 1] ?? 0;
    const length = to - from;
    if (length < SHORTEST || length > LONGEST) return;
    let letters = 0;
    let ambiguous = 0;
    for (let at = from; at < to; at++) {
      const code = scan.codes[at] ?? 0;
      if (code > 255 || FIRST[code] === 0) letters++;
      else if (SECOND[code] !== 0) ambiguous++;
    }
    if (letters === 0) return;
    this.count = 1 << Math.min(MOST_AMBIGUOUS, ambiguous);
    for (let choice = 0; choice < this.count; choice++) this.spell(scan, from, to, choice);
  }

  /** One way to read the signs: bit n of `choice` takes the second reading of the nth ambiguous one. */
  private spell(scan: Scan, from: number, to: number, choice: number): void {
    let h1 = 0;
    let h2 = 0;
    let bits = choice;
    for (let at = from; at < to; at++) {
      let code = scan.codes[at] ?? 0;
      const second = code > 255 ? 0 : (SECOND[code] ?? 0);
      const reading = code > 255 ? 0 : (FIRST[code] ?? 0);
      if (second !== 0) {
        code = (bits & 1) === 1 ? second : reading;
        bits >>>= 1;
      } else if (reading !== 0) code = reading;
      h1 = (Math.imul(h1, BASE_1) + code) | 0;
      h2 = (Math.imul(h2, BASE_2) + code) | 0;
    }
    this.h1[choice] = h1;
    this.h2[choice] = h2;
  }
}
