/**
 * Folding of single characters: compatibility forms, case, diacritics, invisible characters, look-alike letters.
 *
 * Unicode normalisation of a whole string loses where each character came from, and spans must point into the
 * original text. So folding works one code point at a time, through a table for the first 640 code points and a cache
 * for the rest, and leaves the bookkeeping to the scanner. What NFKC would compose across code points (a letter and
 * its combining accent) is moot here, since combining marks are dropped from either form.
 */
import { LATIN_FOLDS, LOOK_ALIKES } from './confusables.ts';

/** Ends a word. */
export const SEPARATOR = 0;
/** A letter (or digit, ideograph …) with one folded code. */
export const LETTER = 1;
export const DIGIT = 2;
/** Drops out of the text without ending a word: combining marks, zero-width and direction characters, soft hyphen. */
export const IGNORED = 3;
/** A character of a script written without spaces; each is a word of its own. */
export const IDEOGRAPH = 4;
/** A letter of another script that looks like a Latin one. */
export const LOOK_ALIKE = 5;
/** Folds to several characters. */
export const SEVERAL = 6;
/** A letter of a script other than Latin, without a Latin double. */
export const FOREIGN = 7;

export interface Folded {
  kind: number;
  /** Folded code of a one-code result. */
  code: number;
  /** Latin code that a look-alike resembles, else 0. */
  latin: number;
  /** Result of several characters, each ASCII or itself folded. */
  several: string;
}

const folded = (kind: number, code = 0, latin = 0, several = ''): Folded => ({ kind, code, latin, several });
const SEPARATING = folded(SEPARATOR);
const DROPPED = folded(IGNORED);

type Ranges = readonly (readonly [number, number])[];

const inRanges = (codePoint: number, ranges: Ranges): boolean =>
  ranges.some(([from, to]) => codePoint >= from && codePoint <= to);

/** Marks that only decorate a base letter. Vowel signs of Indic scripts and Thai are not among them: they are letters. */
const DECORATION: Ranges = [
  [0x300, 0x36f],
  [0x483, 0x489],
  [0x591, 0x5bd],
  [0x5bf, 0x5c7],
  [0x610, 0x61a],
  [0x64b, 0x65f],
  [0x670, 0x670],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x20d0, 0x20ff],
  [0x3099, 0x309a],
  [0xfe00, 0xfe0f],
  [0xfe20, 0xfe2f],
];
/** Zero width, direction, fillers, variation and tag characters. */
const INVISIBLE: Ranges = [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffb],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];
const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc]/u;
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;
const DIGIT_CHARACTER = /\p{Nd}/u;

/** Decimal digits of every script stand in blocks of ten that begin at a multiple of 10 counted from a zero. */
function digitValue(codePoint: number): number {
  let zero = codePoint;
  while (codePoint - zero < 9 && DIGIT_CHARACTER.test(String.fromCodePoint(zero - 1))) zero--;
  return codePoint - zero;
}

function foldUncached(codePoint: number): Folded {
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return SEPARATING;
  const character = String.fromCodePoint(codePoint);
  if (inRanges(codePoint, DECORATION) || inRanges(codePoint, INVISIBLE)) return DROPPED;
  const latin = LOOK_ALIKES.get(codePoint);
  if (latin !== undefined) {
    const native = character.normalize('NFKD').toLowerCase().charCodeAt(0);
    return folded(LOOK_ALIKE, native, latin.charCodeAt(0));
  }
  const direct = LATIN_FOLDS.get(codePoint);
  if (direct !== undefined)
    return direct.length === 1 ? folded(LETTER, direct.charCodeAt(0)) : folded(SEVERAL, 0, 0, direct);
  const parts = [...character.normalize('NFKD').toLowerCase().normalize('NFKD')].filter(
    (part) => !inRanges(part.codePointAt(0) ?? 0, DECORATION),
  );
  const [part] = parts;
  if (part === undefined) return DROPPED;
  if (parts.length > 1) return foldSeveral(codePoint, character, parts);
  const code = part.codePointAt(0) ?? 0;
  if (code !== codePoint) return fold(code);
  if (DIGIT_CHARACTER.test(part)) return folded(DIGIT, 48 + digitValue(code));
  if (!WORD_CHARACTER.test(part)) return SEPARATING;
  // Two halves of a surrogate pair make one code here; codes only need to be distinct, and 16 bits of mixing are.
  const short = code > 0xffff ? ((code & 0xffff) ^ 0x8000) | 0 : code;
  return folded(WITHOUT_SPACES.test(part) ? IDEOGRAPH : code < 0x250 ? LETTER : FOREIGN, short);
}

function foldSeveral(codePoint: number, character: string, parts: string[]): Folded {
  // Hangul syllables decompose into two or three jamo, always the same way.
  const text = parts.join('');
  const usable = parts.every((part) => (part.codePointAt(0) ?? 0) !== codePoint);
  return usable && character !== text ? folded(SEVERAL, 0, 0, text) : SEPARATING;
}

const CACHE_LIMIT = 8192;
const cache = new Map<number, Folded>();

/** Folds any code point; a lone surrogate separates words. */
export function fold(codePoint: number): Folded {
  const known = cache.get(codePoint);
  if (known !== undefined) return known;
  const result = foldUncached(codePoint);
  // A hostile text may hold every code point there is.
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(codePoint, result);
  return result;
}

/** Code points below this are folded by `FAST_KIND` and `FAST_CODE`. */
export const FAST_LIMIT = 0x280;
export const FAST_KIND = new Uint8Array(FAST_LIMIT);
export const FAST_CODE = new Uint16Array(FAST_LIMIT);

for (let code = 0; code < FAST_LIMIT; code++) {
  const lower = code >= 65 && code <= 90 ? code + 32 : code;
  if (code < 128) {
    FAST_KIND[code] = lower >= 97 && lower <= 122 ? LETTER : code >= 48 && code <= 57 ? DIGIT : SEPARATOR;
    FAST_CODE[code] = lower;
  }
}
for (let code = 128; code < FAST_LIMIT; code++) {
  const { kind, code: result } = fold(code);
  FAST_KIND[code] = kind;
  FAST_CODE[code] = result;
}
