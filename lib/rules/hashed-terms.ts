/**
 * Terms of sensitive families, known by keyed hash only (keyed-hash.ts). A prefilter of sixteen bits turns away all but
 * one word in a hundred; what passes is hashed under the key, alone and with the words after it.
 */
import { maySpellOneWord } from './joined-words.ts';
import {
  type CompiledPack,
  HASHED_COUNT,
  HASHED_FILTER_WORDS,
  HASHED_FIRST,
  HASHED_K0,
  HASHED_K1,
  HASHED_TERM_WIDTH,
  HASHED_WIDTH,
  HASHED_WORDS,
} from './pack-layout.ts';
import { LONGEST_WORD, POWERS_1, POWERS_2, type WordHash } from './text/hash.ts';
import { keyedHash, keyedPrefilter } from './text/keyed-hash.ts';
import type { Scan } from './text/scan.ts';

/** A term found: its list, and the words it covers. */
export interface HashedHit {
  list: number;
  fromWord: number;
  toWord: number;
}

export class HashedTerms {
  /** What was found since it was last emptied. */
  readonly found: HashedHit[] = [];
  private readonly pack: CompiledPack;
  private readonly scan: Scan;

  constructor(pack: CompiledPack, scan: Scan) {
    this.pack = pack;
    this.scan = scan;
  }

  /** Every word, and every two neighbours that may spell one. The second half of a hash is made once a word. */
  lookAtWords(): void {
    const { scan } = this;
    const { from, to, h1, count } = scan;
    let second = -1;
    let secondOf = -1;
    for (let word = 0; word < count; word++) {
      const start = from[word] ?? 0;
      const end = to[word] ?? 0;
      if (end - start > LONGEST_WORD) continue;
      const first = h1[word] ?? 0;
      const own = secondOf === word ? second : scan.hash2(start, end);
      this.lookUp(first, own, word, word + 1);
      if (!maySpellOneWord(scan, word)) continue;
      const next = word + 1;
      const nextEnd = to[next] ?? 0;
      second = scan.hash2(end, nextEnd);
      secondOf = next;
      const length = nextEnd - end;
      this.lookUp(
        (Math.imul(first, POWERS_1[length] ?? 0) + (h1[next] ?? 0)) | 0,
        (Math.imul(own, POWERS_2[length] ?? 0) + second) | 0,
        word,
        word + 2,
      );
    }
  }

  /** Terms that begin with a word of these hashes, which stands from `fromWord` to `toWord`. */
  lookUp(h1: number, h2: number, fromWord: number, toWord: number): void {
    const { hashedGroups, hashedFilters } = this.pack;
    for (let at = 0, filter = 0; at < hashedGroups.length; at += HASHED_WIDTH, filter += HASHED_FILTER_WORDS) {
      const bit = keyedPrefilter(hashedGroups[at + HASHED_K0] ?? 0, hashedGroups[at + HASHED_K1] ?? 0, h1, h2);
      if ((((hashedFilters[filter + (bit >>> 5)] ?? 0) >>> (bit & 31)) & 1) === 1)
        this.lookUpIn(at, { h1, h2 }, fromWord, toWord);
    }
  }

  private lookUpIn(group: number, begin: WordHash, fromWord: number, toWord: number): void {
    const { scan } = this;
    const { hashedGroups } = this.pack;
    const key = { k0: hashedGroups[group + HASHED_K0] ?? 0, k1: hashedGroups[group + HASHED_K1] ?? 0 };
    const most = hashedGroups[group + HASHED_WORDS] ?? 1;
    const words = [begin];
    for (let to = toWord; words.length <= most; to++) {
      const { h1, h2 } = keyedHash(key, words);
      this.find(group, h1 | 0, h2 | 0, fromWord, to);
      if (to >= scan.count) break;
      const next = scan.from[to] ?? 0;
      const end = scan.to[to] ?? 0;
      if (end - next > LONGEST_WORD) break;
      words.push({ h1: scan.h1[to] ?? 0, h2: scan.hash2(next, end) });
    }
  }

  private find(group: number, h1: number, h2: number, fromWord: number, toWord: number): void {
    const { hashedGroups, hashedTerms } = this.pack;
    const first = hashedGroups[group + HASHED_FIRST] ?? 0;
    const last = first + (hashedGroups[group + HASHED_COUNT] ?? 0);
    let low = first;
    let high = last;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((hashedTerms[middle * HASHED_TERM_WIDTH] ?? 0) < h1) low = middle + 1;
      else high = middle;
    }
    for (; low < last && hashedTerms[low * HASHED_TERM_WIDTH] === h1; low++)
      if (hashedTerms[low * HASHED_TERM_WIDTH + 1] === h2)
        this.found.push({ list: hashedTerms[low * HASHED_TERM_WIDTH + 3] ?? 0, fromWord, toWord });
  }
}
