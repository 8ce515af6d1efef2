/** Digits and signs that stand for letters ("kn1fe", "t4ser", "$tun"). */
import { BASE_1, BASE_2, type WordHash } from './hash.ts';
import type { Scan } from './scan.ts';

/** What each stands for, most likely first. */
const STANDS_FOR: ReadonlyMap<number, string> = new Map(
  (
    [
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
      ['€', 'e'],
      ['£', 'l'],
    ] as const
  ).map(([sign, letters]) => [sign.charCodeAt(0), letters]),
);

const SHORTEST = 4;
const LONGEST = 24;
/** Two readings of a sign double the spellings; this many are tried. */
const MOST_SPELLINGS = 8;

/**
 * Hashes of the words that a stretch of folded letters, digits and signs may spell. Empty where it is plainly no
 * disguise: too short, too long, or without a letter.
 */
export function disguisedSpellings(scan: Scan, from: number, to: number): WordHash[] {
  const length = to - from;
  if (length < SHORTEST || length > LONGEST) return [];
  let letters = 0;
  let spellings: WordHash[] = [{ h1: 0, h2: 0 }];
  for (let at = from; at < to; at++) {
    const code = scan.codes[at] ?? 0;
    const readings = STANDS_FOR.get(code);
    if (readings === undefined) {
      letters++;
      spellings = spellings.map((hash) => extend(hash, code));
      continue;
    }
    const next: WordHash[] = [];
    for (const reading of readings) for (const hash of spellings) next.push(extend(hash, reading.charCodeAt(0)));
    spellings = next.slice(0, MOST_SPELLINGS);
  }
  return letters >= 1 ? spellings : [];
}

const extend = ({ h1, h2 }: WordHash, code: number): WordHash => ({
  h1: (Math.imul(h1, BASE_1) + code) | 0,
  h2: (Math.imul(h2, BASE_2) + code) | 0,
});
