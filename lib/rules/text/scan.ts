/**
 * One pass over a field's text: folded letters, the words they form, and where each came from.
 *
 * All results live in typed arrays that grow once and are reused for the next field, so scanning allocates nothing.
 * Folded letters of all words stand one after another without separators, with the hashes of all prefixes beside them:
 * the hash of a word, of two joined neighbours or of the tail of a compound is a difference of two prefix hashes
 * (see hash.ts).
 *
 * A word ends at a separator and where letters meet digits: "18cm" is the words 18 and cm, "uv5r" uv, 5 and r. What
 * stood between two words is kept as the *gap*, for those who need to know that they were glued or dotted.
 */
import {
  DIGIT,
  FAST_CODE,
  FAST_KIND,
  FAST_LIMIT,
  FOREIGN,
  fold,
  IDEOGRAPH,
  IGNORED,
  LETTER,
  LOOK_ALIKE,
  SEPARATOR,
  SEVERAL,
} from './fold.ts';
import { BASE_1, BASE_2, LONGEST_WORD, POWERS_1, POWERS_2 } from './hash.ts';

export const WORD_LETTERS = 1;
export const WORD_DIGITS = 2;
export const WORD_IDEOGRAPH = 3;
/** One sign that stands for a letter inside a word, as in "sh!rt" or "$ale". */
export const WORD_SIGN = 4;

/** What stood between a word and the one before it. */
export const GAP_NONE = 0;
export const GAP_SPACE = 1;
/** One character that is not a space. */
export const GAP_SIGN = 2;
export const GAP_WIDE = 3;

/** Characters of one field that are read; the rest is ignored. */
export const LONGEST_TEXT = 65_536;

/** Signs that stand for a letter inside a word, and spaces of one width or another, by code. */
const SIGN_FOR_LETTER = new Uint8Array(FAST_LIMIT);
for (const sign of '@$!£') SIGN_FOR_LETTER[sign.charCodeAt(0)] = 1;
const isSpace = (code: number): boolean =>
  code === 32 ||
  (code >= 9 && code <= 13) ||
  code === 0xa0 ||
  (code >= 0x2000 && code <= 0x200a) ||
  code === 0x202f ||
  code === 0x3000;

export class Scan {
  /** Folded letters and digits. */
  codes = new Uint16Array(512);
  /** Original position of each folded letter: start, and end exclusive. */
  starts = new Int32Array(512);
  ends = new Int32Array(512);
  /** Hashes of the first n folded letters. */
  prefix1 = new Int32Array(513);
  prefix2 = new Int32Array(513);
  private latin = new Uint16Array(512);
  length = 0;

  /** Words: stretch of folded letters, kind, gap before. */
  from = new Int32Array(128);
  to = new Int32Array(128);
  kind = new Uint8Array(128);
  gap = new Uint8Array(128);
  /** 1 where two equal letters follow one another. */
  doubled = new Uint8Array(128);
  /** The character of a one-character gap. */
  gapCode = new Uint16Array(128);
  count = 0;

  /** How many words have one letter, and whether any is of digits or a sign: whether the slower looks are worth it. */
  singles = 0;
  mixed = false;

  private state = 0;
  private wordFrom = 0;
  private hasLatin = false;
  private hasLookAlike = false;
  private hasForeign = false;
  private hasDouble = 0;
  private lastCode = 0;
  private gapLength = 0;
  private gapSign = 0;

  /** Reads a text, at most `LONGEST_TEXT` characters of it. Never throws; lone surrogates separate words. */
  read(text: string): void {
    const end = Math.min(text.length, LONGEST_TEXT);
    this.length = 0;
    this.count = 0;
    this.singles = 0;
    this.mixed = false;
    this.state = 0;
    this.gapLength = 0;
    this.gapSign = 0;
    // A character folds to at most 18 (U+FDFA); growing inside the loop would cost more than this guess.
    if (this.codes.length < end + 32) this.growLetters(Math.ceil(end * 1.25) + 64);
    for (let i = 0; i < end; i++) {
      const unit = text.charCodeAt(i);
      if (unit < FAST_LIMIT) {
        const kind = FAST_KIND[unit] ?? SEPARATOR;
        if (kind === LETTER) {
          if (this.state !== WORD_LETTERS) this.open(WORD_LETTERS);
          this.hasLatin = true;
          this.push(FAST_CODE[unit] ?? 0, i, i + 1);
        } else if (kind === SEPARATOR) {
          if (this.state !== 0) this.close();
          if (SIGN_FOR_LETTER[unit] === 1 && this.signStandsForLetter(text, i, end)) this.sign(unit, i);
          else {
            this.gapLength++;
            this.gapSign = unit;
          }
        } else this.slow(unit, i, i + 1);
        continue;
      }
      let codePoint = unit;
      let width = 1;
      if (unit >= 0xd800 && unit < 0xdc00 && i + 1 < end) {
        const low = text.charCodeAt(i + 1);
        if (low >= 0xdc00 && low < 0xe000) {
          codePoint = ((unit - 0xd800) << 10) + (low - 0xdc00) + 0x10000;
          width = 2;
        }
      }
      this.slow(codePoint, i, i + width);
      i += width - 1;
    }
    if (this.state !== 0) this.close();
  }

  /** First half of the hash of the folded letters `from` to `to`, at most `LONGEST_WORD` of them. */
  hash1(from: number, to: number): number {
    return ((this.prefix1[to] ?? 0) - Math.imul(this.prefix1[from] ?? 0, POWERS_1[to - from] ?? 0)) | 0;
  }

  hash2(from: number, to: number): number {
    return ((this.prefix2[to] ?? 0) - Math.imul(this.prefix2[from] ?? 0, POWERS_2[to - from] ?? 0)) | 0;
  }

  /** Folded text of a stretch, for the compiler and for messages; the engine never builds it. */
  textOf(from: number, to: number): string {
    return String.fromCharCode(...this.codes.subarray(from, Math.min(to, from + LONGEST_WORD)));
  }

  private slow(codePoint: number, start: number, end: number): void {
    const result = fold(codePoint);
    switch (result.kind) {
      case IGNORED:
        // The mark belongs to the letter before it, so that a highlight covers both.
        if (this.state !== 0 && this.length > 0) this.ends[this.length - 1] = end;
        return;
      case DIGIT:
        if (this.state !== WORD_DIGITS) this.open(WORD_DIGITS);
        this.push(result.code, start, end);
        return;
      case LETTER:
        if (this.state !== WORD_LETTERS) this.open(WORD_LETTERS);
        this.hasLatin = true;
        this.push(result.code, start, end);
        return;
      case FOREIGN:
        if (this.state !== WORD_LETTERS) this.open(WORD_LETTERS);
        this.hasForeign = true;
        this.push(result.code, start, end);
        return;
      case LOOK_ALIKE:
        if (this.state !== WORD_LETTERS) this.open(WORD_LETTERS);
        this.hasLookAlike = true;
        this.latin[this.length] = result.latin;
        this.push(result.code, start, end);
        return;
      case IDEOGRAPH:
        this.open(WORD_IDEOGRAPH);
        this.push(result.code, start, end);
        this.close();
        return;
      case SEVERAL:
        for (const part of result.several) this.slow(part.codePointAt(0) ?? 0, start, end);
        return;
      default:
        if (this.state !== 0) this.close();
        this.gapLength++;
        this.gapSign = codePoint;
    }
  }

  private push(code: number, start: number, end: number): void {
    const n = this.length;
    if (n >= this.codes.length) this.growLetters(n * 2);
    this.codes[n] = code;
    this.starts[n] = start;
    this.ends[n] = end;
    this.prefix1[n + 1] = (Math.imul(this.prefix1[n] ?? 0, BASE_1) + code) | 0;
    this.prefix2[n + 1] = (Math.imul(this.prefix2[n] ?? 0, BASE_2) + code) | 0;
    if (code === this.lastCode) this.hasDouble = 1;
    this.lastCode = code;
    this.length = n + 1;
  }

  private open(kind: number): void {
    if (this.state !== 0) this.close();
    this.state = kind;
    this.wordFrom = this.length;
    this.hasLatin = false;
    this.hasLookAlike = false;
    this.hasForeign = false;
    this.hasDouble = 0;
    this.lastCode = 0;
  }

  private close(): void {
    const n = this.count;
    if (n >= this.from.length) this.growWords(n * 2);
    if (this.hasLookAlike) {
      if (this.hasLatin || !this.hasForeign) this.latinise();
      else this.latin.fill(0, this.wordFrom, this.length);
    }
    const from = this.wordFrom;
    this.from[n] = from;
    this.to[n] = this.length;
    this.kind[n] = this.state;
    this.doubled[n] = this.hasDouble;
    this.gap[n] =
      this.gapLength === 0 ? GAP_NONE : this.gapLength > 1 ? GAP_WIDE : isSpace(this.gapSign) ? GAP_SPACE : GAP_SIGN;
    this.gapCode[n] = this.gapLength === 1 ? this.gapSign : 0;
    if (this.state === WORD_LETTERS) {
      if (this.length - from === 1) this.singles++;
    } else if (this.state !== WORD_IDEOGRAPH) this.mixed = true;
    this.count = n + 1;
    this.state = 0;
    this.gapLength = 0;
    this.gapSign = 0;
  }

  /**
   * A word with Latin letters, or one made of look-alikes only, is read as Latin throughout; a word that holds a letter
   * without a double, and none of Latin, is in its own script and stays there.
   */
  private latinise(): void {
    for (let n = this.wordFrom; n < this.length; n++) {
      const latin = this.latin[n] ?? 0;
      if (latin !== 0) this.codes[n] = latin;
      this.latin[n] = 0;
      const code = this.codes[n] ?? 0;
      if (n > this.wordFrom && code === this.codes[n - 1]) this.hasDouble = 1;
      this.prefix1[n + 1] = (Math.imul(this.prefix1[n] ?? 0, BASE_1) + code) | 0;
      this.prefix2[n + 1] = (Math.imul(this.prefix2[n] ?? 0, BASE_2) + code) | 0;
    }
  }

  private signStandsForLetter(text: string, at: number, end: number): boolean {
    if (at + 1 >= end || FAST_KIND[text.charCodeAt(at + 1)] !== LETTER) return false;
    if (at === 0) return text.charCodeAt(0) !== 33;
    const before = text.charCodeAt(at - 1);
    return FAST_KIND[before] === LETTER || (text.charCodeAt(at) !== 33 && isSpace(before));
  }

  private sign(code: number, at: number): void {
    this.open(WORD_SIGN);
    this.push(code, at, at + 1);
    this.close();
  }

  private growLetters(size: number): void {
    this.codes = grown(this.codes, new Uint16Array(size));
    this.latin = grown(this.latin, new Uint16Array(size));
    this.starts = grown(this.starts, new Int32Array(size));
    this.ends = grown(this.ends, new Int32Array(size));
    this.prefix1 = grown(this.prefix1, new Int32Array(size + 1));
    this.prefix2 = grown(this.prefix2, new Int32Array(size + 1));
  }

  private growWords(size: number): void {
    this.from = grown(this.from, new Int32Array(size));
    this.to = grown(this.to, new Int32Array(size));
    this.kind = grown(this.kind, new Uint8Array(size));
    this.gap = grown(this.gap, new Uint8Array(size));
    this.doubled = grown(this.doubled, new Uint8Array(size));
    this.gapCode = grown(this.gapCode, new Uint16Array(size));
  }
}

function grown<T extends Uint8Array | Uint16Array | Int32Array>(old: T, next: T): T {
  next.set(old);
  return next;
}
