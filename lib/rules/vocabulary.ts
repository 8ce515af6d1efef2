/**
 * Builds the part of a pack that knows words: forms, the words they belong to, and the terms filed under them.
 *
 * A *form* is a string of folded letters, known by its hash. A *word* is what stands at one place of a term: the set of
 * its forms. A *term* is a sequence of words, and belongs to one or more term lists. Each term is filed once, under the
 * word that the fewest other terms use, so that a title full of everyday words checks next to nothing.
 */

import { commonnessOfWord } from './commonness.ts';
import {
  FORM_ANCHOR,
  FORM_COLLAPSED,
  FORM_COLLAPSED_PART,
  FORM_HEAD,
  FORM_PLAIN,
  FORM_TAIL,
  FORM_WAKING,
  POSTING_WAKES,
  SHORTEST_COLLAPSED,
  SHORTEST_COLLAPSED_IN_PHRASE,
  SHORTEST_PART,
  WORD_COMPOUND,
  WORD_IN_PHRASE,
} from './pack-layout.ts';
import { powerOfTwo, rows } from './table-rows.ts';
import { collapse, foldTerm, withoutUmlauts } from './term-text.ts';
import { filterAddress, filterMask, filterShift, hashWord, LONGEST_WORD, slotFor } from './text/hash.ts';
import { inflect } from './text/inflect.ts';

/** Letters of a term of several words written as one. */
const SHORTEST_JOINED = 6;

/** Words run together keep the endings that a compound would have, elsewhere at most a plural. */
const joinedForms = (joined: string, language: string): string[] =>
  language === 'de' || language === 'nl' ? inflect(joined, language, false) : inflect(joined, '*', false);

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
  private readonly wordCommonness: number[] = [];
  private readonly listCommonness: number[] = [];
  private partLengths = 0;

  get termCount(): number {
    return this.termWords.length;
  }

  /** How often titles hold a term of a list, estimated; only good for comparing lists. */
  commonnessOf(list: number): number {
    return this.listCommonness[list] ?? 0;
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
      this.listCommonness[list] =
        this.commonnessOf(list) + Math.min(...words.map((word) => commonnessOfWord(word.text))) / words.length;
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
    this.wordCommonness.push(Math.max(...forms.map(commonnessOfWord)));
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

  /**
   * The tables of pack.ts that this class fills.
   *
   * @param wakes whether rules are filed under a list.
   */
  tables(wakes: (list: number) => boolean) {
    const usage = new Int32Array(this.wordForms.length);
    for (const words of this.termWords) for (const word of words) usage[word] = (usage[word] ?? 0) + 1;
    // Filing a term under a word costs as much as the word is common in titles. What many terms use is likelier to be
    // common than it looks, with whatever its most ambiguous form may stand for.
    const cost = (word: number): number => {
      let most = 0;
      for (const form of this.wordForms[word] ?? []) {
        let terms = 0;
        for (const other of form.words) terms += usage[other] ?? 0;
        most = Math.max(most, terms);
      }
      return most * (this.wordCommonness[word] ?? 1);
    };
    const postings: number[][] = this.wordForms.map(() => []);
    this.termWords.forEach((words, term) => {
      let anchor = 0;
      let least = Number.POSITIVE_INFINITY;
      words.forEach((word, index) => {
        const own = cost(word);
        if (own < least) {
          least = own;
          anchor = index;
        }
      });
      const word = words[anchor] ?? 0;
      const waking = [...(this.termLists[term] ?? [])].some(wakes);
      postings[word]?.push(term, anchor | (waking ? POSTING_WAKES : 0));
      for (const form of this.wordForms[word] ?? []) form.flags |= FORM_ANCHOR | (waking ? FORM_WAKING : 0);
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

  /** Open addressing, a quarter of it free: the filters keep most unknown words away from it. */
  private slots() {
    const size = Math.max(16, Math.ceil(this.forms.size * ROOM));
    const slotKeys = new Int32Array(size);
    const slotFlags = new Uint8Array(size);
    const words: number[][] = Array.from({ length: size }, () => NO_WORDS);
    for (const [text, form] of this.forms) {
      const { h1, h2 } = hashWord(text);
      let slot = slotFor(h1, size);
      while (slotFlags[slot] !== 0) slot = (slot + 1) % size;
      slotKeys[slot] = h2;
      slotFlags[slot] = form.flags;
      words[slot] = form.words;
    }
    const waking = [...this.forms].filter(([, form]) => (form.flags & FORM_WAKING) !== 0).map(([text]) => text);
    const [slotWordStarts, slotWords] = rows(words);
    return {
      slotKeys,
      slotFlags,
      slotWordStarts,
      slotWords,
      formFilter: filterOf(this.forms.keys(), this.forms.size),
      wakingFilter: filterOf(waking, waking.length),
      headFilter: filterOf(this.heads, this.heads.size),
      tailFilter: filterOf(this.tails, this.tails.size),
    };
  }
}

/** Slots a form. */
const ROOM = 4 / 3;

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
