/**
 * Builds the part of a pack that knows words: forms, the words they belong to, and the terms filed under them.
 *
 * A *form* is a string of folded letters, known by its hash. A *word* is what stands at one place of a term: the set of
 * its forms. A *term* is a sequence of words, and belongs to one or more term lists. Each term is filed once, under the
 * word that the fewest other terms use, so that a title full of everyday words checks next to nothing.
 */

import {
  FORM_ANCHOR,
  FORM_COLLAPSED,
  FORM_COLLAPSED_PART,
  FORM_HEAD,
  FORM_PLAIN,
  FORM_TAIL,
  WORD_COMPOUND,
  WORD_IN_PHRASE,
} from './pack-layout.ts';
import { filterAddress, filterMask, filterShift, hashWord, LONGEST_WORD, spread } from './text/hash.ts';
import { inflect } from './text/inflect.ts';
import { Scan, WORD_DIGITS, WORD_LETTERS } from './text/scan.ts';

/** Words of one term. */
export const LONGEST_TERM = 8;
/** Letters that a word without its doubled letters must keep to be looked up so: alone, and beside other words. */
export const SHORTEST_COLLAPSED = 5;
export const SHORTEST_COLLAPSED_IN_PHRASE = 3;
/** Letters of a compound part. */
export const SHORTEST_PART = 4;
/** Letters of a term of several words written as one. */
const SHORTEST_JOINED = 6;

const scan = new Scan();

/** The folded word without repetitions: "kniiffe" and "knife" give "knife". */
export const collapse = (word: string): string => word.replace(/(.)\1+/gu, '$1');

interface RawWord {
  text: string;
  letters: boolean;
  compound: boolean;
}

/** Folds a term as the engine folds titles. `~` before a word asks for compounds. */
function foldTerm(term: string): RawWord[] {
  const words: RawWord[] = [];
  for (const chunk of term.split(/\s+/u)) {
    const compound = chunk.startsWith('~');
    const text = compound ? chunk.slice(1) : chunk;
    scan.read(text);
    for (let i = 0; i < scan.count; i++) {
      const kind = scan.kind[i];
      words.push({
        text: scan.textOf(scan.from[i] ?? 0, scan.to[i] ?? 0),
        letters: kind === WORD_LETTERS,
        compound: compound && kind === WORD_LETTERS,
      });
      if (kind === WORD_DIGITS)
        words[words.length - 1] = { text: words.at(-1)?.text ?? '', letters: false, compound: false };
    }
  }
  return words;
}

/** German without umlauts: "Schalldaempfer". */
const withoutUmlauts = (term: string): string =>
  term
    .normalize('NFC')
    .replace(/ä/gu, 'ae')
    .replace(/ö/gu, 'oe')
    .replace(/ü/gu, 'ue')
    .replace(/Ä/gu, 'Ae')
    .replace(/Ö/gu, 'Oe')
    .replace(/Ü/gu, 'Ue');

/** Words run together keep the endings that a compound would have, elsewhere at most a plural. */
const joinedForms = (joined: string, language: string): string[] =>
  language === 'de' || language === 'nl' ? inflect(joined, language, false) : inflect(joined, '*', false);

/** What is wrong with a term, or null: one that would match everything, or nothing. */
export function termProblem(term: string): string | null {
  const words = foldTerm(term);
  if (words.length === 0) return 'has no letters or digits';
  if (words.length > LONGEST_TERM) return `has ${words.length} words; at most ${LONGEST_TERM} are allowed`;
  if (words.some((word) => word.text.length > LONGEST_WORD / 2)) return 'has a word of more than 32 letters';
  const ideographs = words.every((word) => !word.letters && !/^\d+$/u.test(word.text));
  if (words.length === 1 && !ideographs && (words[0]?.text.length ?? 0) < 2)
    return 'is a single letter and would match everything';
  // "1/2-28" is a thread size and stays; "88" is in every second title.
  if (words.length === 1 && /^\d+$/u.test(words[0]?.text ?? '')) return 'is only a number and would match everything';
  if (words.some((word) => word.compound && word.text.length < SHORTEST_PART))
    return `has a "~" before fewer than ${SHORTEST_PART} letters`;
  return null;
}

/** All sequences of forms of a term, joined by spaces: what `hash-terms` hashes. The last word inflects, as the first. */
export function termForms(term: string, language: string): string[][] {
  const words = foldTerm(term);
  let sequences: string[][] = [[]];
  words.forEach((word, index) => {
    const inflects = word.letters && (index === words.length - 1 || index === 0);
    const forms = inflects ? inflect(word.text, language, words.length > 1) : [word.text];
    sequences = sequences.flatMap((sequence) => forms.map((form) => [...sequence, form])).slice(0, 200);
  });
  return sequences;
}

interface Form {
  /** Folded letters. */
  length: number;
  flags: number;
  words: number[];
}

export class Vocabulary {
  private readonly forms = new Map<string, Form>();
  private readonly words = new Map<string, number>();
  private readonly wordForms: Form[][] = [];
  private readonly wordFlags: number[] = [];
  private readonly heads = new Set<string>();
  private readonly tails = new Set<string>();
  private readonly terms = new Map<string, number>();
  private readonly termWords: number[][] = [];
  private readonly termLists: Set<number>[] = [];
  private partLengths = 0;

  get termCount(): number {
    return this.termWords.length;
  }

  /**
   * Adds a term to a list, in all spellings that its language gives it.
   *
   * @param lenient short words are recognised with doubled letters even if they stand alone.
   */
  add(term: string, language: string, list: number, exact: boolean, lenient = false): void {
    const spellings = new Set([term]);
    if (language === 'de' || language === '*') spellings.add(withoutUmlauts(term));
    for (const spelling of spellings) {
      const words = foldTerm(spelling);
      const phrase = words.length > 1;
      this.addTerm(
        words.map((word) =>
          this.word(
            exact || !word.letters ? [word.text] : inflect(word.text, language, phrase),
            word.compound,
            phrase || lenient,
          ),
        ),
        list,
      );
      const joined = words.map((word) => word.text).join('');
      if (
        phrase &&
        words.every((word) => word.letters) &&
        joined.length >= SHORTEST_JOINED &&
        joined.length <= LONGEST_WORD / 2
      )
        this.addTerm(
          [this.word(exact ? [joined] : joinedForms(joined, language), words.at(-1)?.compound ?? false, lenient)],
          list,
        );
    }
  }

  private addTerm(words: number[], list: number): void {
    const key = words.join(' ');
    let term = this.terms.get(key);
    if (term === undefined) {
      term = this.termWords.length;
      this.terms.set(key, term);
      this.termWords.push(words);
      this.termLists.push(new Set());
    }
    this.termLists[term]?.add(list);
  }

  private word(forms: string[], compound: boolean, phrase: boolean): number {
    const key = `${compound ? '~' : ''}${phrase ? '+' : ''}${[...forms].sort().join(' ')}`;
    const known = this.words.get(key);
    if (known !== undefined) return known;
    const word = this.wordForms.length;
    this.words.set(key, word);
    const own: Form[] = [];
    this.wordForms.push(own);
    this.wordFlags.push((compound ? WORD_COMPOUND : 0) | (phrase ? WORD_IN_PHRASE : 0));
    forms.forEach((form, index) => {
      const part = compound && form.length >= SHORTEST_PART;
      own.push(this.form(form, word, FORM_PLAIN | (part ? FORM_TAIL | (index === 0 ? FORM_HEAD : 0) : 0)));
      if (part) this.addPart(form, index === 0);
      const short = collapse(form);
      if (short.length < (phrase ? SHORTEST_COLLAPSED_IN_PHRASE : SHORTEST_COLLAPSED)) return;
      const shortPart = compound && short.length >= SHORTEST_PART;
      own.push(this.form(short, word, FORM_COLLAPSED | (shortPart ? FORM_COLLAPSED_PART : 0)));
      if (shortPart) this.addPart(short, index === 0);
    });
    return word;
  }

  private addPart(form: string, head: boolean): void {
    this.partLengths |= 1 << Math.min(31, form.length);
    this.tails.add(form.slice(-SHORTEST_PART));
    if (head) this.heads.add(form.slice(0, SHORTEST_PART));
  }

  private form(text: string, word: number, flags: number): Form {
    let form = this.forms.get(text);
    if (form === undefined) {
      form = { length: text.length, flags: 0, words: [] };
      this.forms.set(text, form);
    }
    form.flags |= flags;
    if (form.words.at(-1) !== word) form.words.push(word);
    return form;
  }

  /** The tables of pack.ts that this class fills. */
  tables() {
    const usage = new Int32Array(this.wordForms.length);
    for (const words of this.termWords) for (const word of words) usage[word] = (usage[word] ?? 0) + 1;
    // A word is as common as the terms that its most ambiguous form may stand for. What is common in titles the compiler
    // cannot know, but long words are rarer than short ones (Zipf's law of abbreviation).
    const commonness = (word: number): number => {
      let most = 0;
      for (const form of this.wordForms[word] ?? []) {
        let terms = 0;
        for (const other of form.words) terms += usage[other] ?? 0;
        most = Math.max(most, terms);
      }
      const length = this.wordForms[word]?.[0]?.length ?? 1;
      return most / (length * length);
    };
    const postings: number[][] = this.wordForms.map(() => []);
    this.termWords.forEach((words, term) => {
      let anchor = 0;
      let least = Number.POSITIVE_INFINITY;
      words.forEach((word, index) => {
        const common = commonness(word);
        if (common < least) {
          least = common;
          anchor = index;
        }
      });
      const word = words[anchor] ?? 0;
      postings[word]?.push(term, anchor);
      for (const form of this.wordForms[word] ?? []) form.flags |= FORM_ANCHOR;
    });
    const [wordPostingStarts, postingTable] = rows(postings);
    const [termWordStarts, termWords] = rows(this.termWords);
    const [termListStarts, termLists] = rows(this.termLists.map((lists) => [...lists]));
    return {
      ...this.slots(),
      wordFlags: Uint8Array.from(this.wordFlags),
      wordPostingStarts,
      postings: postingTable,
      termWordStarts,
      termWords,
      termListStarts,
      termLists,
      partLengths: Uint32Array.of(this.partLengths >>> 0),
    };
  }

  /** Open addressing up to four fifths full: the filters keep most unknown words away from it. */
  private slots() {
    const size = powerOfTwo(Math.max(16, this.forms.size * 1.25));
    const slotKeys = new Int32Array(size);
    const slotFlags = new Uint8Array(size);
    const words: number[][] = Array.from({ length: size }, () => NO_WORDS);
    for (const [text, form] of this.forms) {
      const { h1, h2 } = hashWord(text);
      let slot = spread(h1) & (size - 1);
      while (slotFlags[slot] !== 0) slot = (slot + 1) & (size - 1);
      slotKeys[slot] = h2;
      slotFlags[slot] = form.flags;
      words[slot] = form.words;
    }
    const anchors = [...this.forms].filter(([, form]) => (form.flags & FORM_ANCHOR) !== 0).map(([text]) => text);
    const [slotWordStarts, slotWords] = rows(words);
    return {
      slotKeys,
      slotFlags,
      slotWordStarts,
      slotWords,
      formFilter: filterOf(this.forms.keys(), this.forms.size),
      anchorFilter: filterOf(anchors, anchors.length),
      headFilter: filterOf(this.heads, this.heads.size),
      tailFilter: filterOf(this.tails, this.tails.size),
    };
  }
}

const NO_WORDS: number[] = [];

/** At least 12 bits a word, two of them set, so that about one word in forty passes by chance. */
function filterOf(words: Iterable<string>, count: number): Uint32Array<ArrayBuffer> {
  const filter = new Uint32Array(powerOfTwo(Math.max(64, (count * 12) / 32)));
  const shift = filterShift(filter.length);
  for (const word of words) {
    const address = filterAddress(hashWord(word).h1);
    const index = (address >>> shift) >>> 5;
    filter[index] = (filter[index] ?? 0) | filterMask(address, shift);
  }
  return filter;
}

export const powerOfTwo = (least: number): number => 2 ** Math.ceil(Math.log2(least));

/** Rows of different lengths as one array and its row starts. */
export function rows(lists: readonly (readonly number[])[]): [Int32Array<ArrayBuffer>, Int32Array<ArrayBuffer>] {
  const starts = new Int32Array(lists.length + 1);
  let total = 0;
  lists.forEach((list, index) => {
    starts[index] = total;
    total += list.length;
  });
  starts[lists.length] = total;
  const values = new Int32Array(total);
  let at = 0;
  for (const list of lists)
    for (const value of list) {
      values[at] = value;
      at++;
    }
  return [starts, values];
}
