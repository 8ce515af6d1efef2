/**
 * One pass over a field's text: folded letters, the words they form, and where each came from.
 *
 * All results live in typed arrays that grow once and are reused for the next field, so scanning allocates nothing.
 * Folded letters of all words stand one after another without separators, so that two neighbours joined, or a run of
 * single letters, are stretches of them like a word is. The first half of each word's hash is made on the way; the
 * second half only for words that pass a filter (see hash.ts).
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
import { BASE_1, hash1, hash2, LONGEST_WORD } from './hash.ts';

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

/** Room for a long title or a short description; longer texts make the arrays grow, which costs more than the memory. */
const LETTERS = 8192;
const WORDS = 2048;

/** Characters that the table does not decide. */
const OTHER = -1;

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
  codes = new Uint16Array(LETTERS);
  /** Original position of each folded letter. */
  starts = new Int32Array(LETTERS);
  /** Code units beyond the first that belong to it: the second half of a pair, marks and invisible characters after it. */
  private extra = new Uint16Array(LETTERS);
  private extraUsed = false;
  private latin = new Uint16Array(LETTERS);
  length = 0;

  /** Words: stretch of folded letters, first half of the hash, kind, gap before. */
  from = new Int32Array(WORDS);
  to = new Int32Array(WORDS);
  h1 = new Int32Array(WORDS);
  kind = new Uint8Array(WORDS);
  gap = new Uint8Array(WORDS);
  /** 1 where two equal letters follow one another. */
  doubled = new Uint8Array(WORDS);
  /** The character of a one-character gap. */
  gapCode = new Uint16Array(WORDS);
  count = 0;

  /** How many words have one letter, and whether any is of digits or a sign: whether the slower looks are worth it. */
  singles = 0;
  mixed = false;

  /** What the columns hold. */
  private text = '';

  private state = 0;
  private wordFrom = 0;
  private hash = 0;
  private lastCode = 0;
  private hasDouble = 0;
  private hasLatin = false;
  private hasLookAlike = false;
  private hasForeign = false;
  private gapLength = 0;
  private gapSign = 0;

  /**
   * Reads a text, at most `LONGEST_TEXT` characters of it; one that was just read is not read again. Never throws; lone
   * surrogates separate words.
   */
  read(text: string): void {
    if (text === this.text) return;
    this.text = text;
    const end = Math.min(text.length, LONGEST_TEXT);
    if (this.extraUsed) this.extra.fill(0, 0, this.length);
    this.extraUsed = false;
    this.length = 0;
    this.count = 0;
    this.singles = 0;
    this.mixed = false;
    this.state = 0;
    this.gapLength = 0;
    this.gapSign = 0;
    let at = 0;
    while (at < end) {
      const unit = text.charCodeAt(at);
      const kind = unit < FAST_LIMIT ? FAST_KIND[unit] : OTHER;
      if (kind === LETTER) at = this.letters(text, at, end);
      else if (kind === SEPARATOR) {
        if (this.state !== 0) this.close();
        if (SIGN_FOR_LETTER[unit] === 1 && signStandsForLetter(text, at, end)) this.sign(unit, at);
        else {
          this.gapLength++;
          this.gapSign = unit;
        }
        at++;
      } else if (kind === DIGIT) {
        if (this.state !== WORD_DIGITS) this.open(WORD_DIGITS);
        this.push(FAST_CODE[unit] ?? 0, at, 1);
        at++;
      } else {
        const codePoint = text.codePointAt(at) ?? 0;
        const width = codePoint > 0xffff && at + 1 < end ? 2 : 1;
        this.slow(width === 1 ? unit : codePoint, at, width);
        at += width;
      }
    }
    if (this.state !== 0) this.close();
  }

  /** Where the original text of a folded letter ends, exclusive. */
  endOf(letter: number): number {
    return (this.starts[letter] ?? 0) + 1 + (this.extra[letter] ?? 0);
  }

  /** First half of the hash of the folded letters `from` to `to`. */
  hash1(from: number, to: number): number {
    return hash1(this.codes, from, to);
  }

  /** Second half. */
  hash2(from: number, to: number): number {
    return hash2(this.codes, from, to);
  }

  /** Folded text of a stretch, for the compiler and for messages; the engine never builds it. */
  textOf(from: number, to: number): string {
    return String.fromCharCode(...this.codes.subarray(from, Math.min(to, from + LONGEST_WORD)));
  }

  /** The common case, a run of plain Latin letters, in one tight loop; where it ends. */
  private letters(text: string, first: number, end: number): number {
    if (this.state !== WORD_LETTERS) this.open(WORD_LETTERS);
    this.hasLatin = true;
    let n = this.length;
    if (n + end - first > this.codes.length) this.growLetters(Math.ceil((n + end - first) * 1.25) + 64);
    const { codes, starts } = this;
    let hash = this.hash;
    let last = this.lastCode;
    let at = first;
    for (; at < end; at++) {
      const unit = text.charCodeAt(at);
      if (unit >= FAST_LIMIT || FAST_KIND[unit] !== LETTER) break;
      const code = FAST_CODE[unit] ?? 0;
      if (code === last) this.hasDouble = 1;
      last = code;
      codes[n] = code;
      starts[n] = at;
      hash = (Math.imul(hash, BASE_1) + code) | 0;
      n++;
    }
    this.hash = hash;
    this.lastCode = last;
    this.length = n;
    return at;
  }

  private slow(codePoint: number, start: number, width: number): void {
    const result = fold(codePoint);
    switch (result.kind) {
      case IGNORED:
        // The mark belongs to the letter before it, so that a highlight covers both.
        if (this.state !== 0 && this.length > 0) {
          const letter = this.length - 1;
          this.extra[letter] = Math.min(0xffff, start + width - (this.starts[letter] ?? 0) - 1);
          this.extraUsed = true;
        }
        return;
      case DIGIT:
        if (this.state !== WORD_DIGITS) this.open(WORD_DIGITS);
        this.push(result.code, start, width);
        return;
      case LETTER:
        if (this.state !== WORD_LETTERS) this.open(WORD_LETTERS);
        this.hasLatin = true;
        this.push(result.code, start, width);
        return;
      case FOREIGN:
        if (this.state !== WORD_LETTERS) this.open(WORD_LETTERS);
        this.hasForeign = true;
        this.push(result.code, start, width);
        return;
      case LOOK_ALIKE:
        if (this.state !== WORD_LETTERS) this.open(WORD_LETTERS);
        this.hasLookAlike = true;
        this.push(result.code, start, width);
        this.latin[this.length - 1] = result.latin;
        return;
      case IDEOGRAPH:
        this.open(WORD_IDEOGRAPH);
        this.push(result.code, start, width);
        this.close();
        return;
      case SEVERAL:
        for (const part of result.several) this.slow(part.codePointAt(0) ?? 0, start, width);
        return;
      default:
        if (this.state !== 0) this.close();
        this.gapLength++;
        this.gapSign = codePoint;
    }
  }

  private push(code: number, start: number, width: number): void {
    const n = this.length;
    if (n >= this.codes.length) this.growLetters(n * 2);
    this.codes[n] = code;
    this.starts[n] = start;
    if (width > 1) {
      this.extra[n] = width - 1;
      this.extraUsed = true;
    }
    this.hash = (Math.imul(this.hash, BASE_1) + code) | 0;
    if (code === this.lastCode) this.hasDouble = 1;
    this.lastCode = code;
    this.length = n + 1;
  }

  private open(kind: number): void {
    if (this.state !== 0) this.close();
    this.state = kind;
    this.wordFrom = this.length;
    this.hash = 0;
    this.lastCode = 0;
    this.hasDouble = 0;
    this.hasLatin = false;
    this.hasLookAlike = false;
    this.hasForeign = false;
  }

  private close(): void {
    const n = this.count;
    if (n >= this.from.length) this.growWords(n * 2);
    if (this.hasLookAlike) {
      if (this.hasLatin || !this.hasForeign) this.latinise();
      else this.latin.fill(0, this.wordFrom, this.length);
    }
    const from = this.wordFrom;
    const gap = this.gapLength;
    this.from[n] = from;
    this.to[n] = this.length;
    this.h1[n] = this.hash;
    this.kind[n] = this.state;
    this.doubled[n] = this.hasDouble;
    this.gap[n] = gap === 0 ? GAP_NONE : gap > 1 ? GAP_WIDE : isSpace(this.gapSign) ? GAP_SPACE : GAP_SIGN;
    this.gapCode[n] = gap === 1 ? this.gapSign : 0;
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
      if (n > this.wordFrom && this.codes[n] === this.codes[n - 1]) this.hasDouble = 1;
    }
    this.hash = this.hash1(this.wordFrom, this.length);
  }

  private sign(code: number, at: number): void {
    this.open(WORD_SIGN);
    this.push(code, at, 1);
    this.close();
  }

  private growLetters(size: number): void {
    this.codes = grown(this.codes, new Uint16Array(size));
    this.latin = grown(this.latin, new Uint16Array(size));
    this.extra = grown(this.extra, new Uint16Array(size));
    this.starts = grown(this.starts, new Int32Array(size));
  }

  private growWords(size: number): void {
    this.from = grown(this.from, new Int32Array(size));
    this.to = grown(this.to, new Int32Array(size));
    this.h1 = grown(this.h1, new Int32Array(size));
    this.kind = grown(this.kind, new Uint8Array(size));
    this.gap = grown(this.gap, new Uint8Array(size));
    this.doubled = grown(this.doubled, new Uint8Array(size));
    this.gapCode = grown(this.gapCode, new Uint16Array(size));
  }
}

/** "$ale", "sh!rt", "pist0l@": a sign glued to letters, at the beginning or end only one that is rarely punctuation. */
function signStandsForLetter(text: string, at: number, end: number): boolean {
  const exclamation = text.charCodeAt(at) === 33;
  const before = at === 0 ? SEPARATOR : FAST_KIND[text.charCodeAt(at - 1)];
  const after = at + 1 >= end ? SEPARATOR : FAST_KIND[text.charCodeAt(at + 1)];
  if (before === LETTER) return after === LETTER || (after === SEPARATOR && !exclamation);
  return after === LETTER && !exclamation && (at === 0 || isSpace(text.charCodeAt(at - 1)));
}

function grown<T extends Uint8Array | Uint16Array | Int32Array>(old: T, next: T): T {
  next.set(old);
  return next;
}
