/** Terms as rules write them: folded as the engine folds titles, checked, and in all their forms for hashing. */
import { SHORTEST_PART } from './pack-layout.ts';
import { LONGEST_WORD } from './text/hash.ts';
import { inflect } from './text/inflect.ts';
import { Scan, WORD_DIGITS, WORD_LETTERS } from './text/scan.ts';

/** Words of one term. */
export const LONGEST_TERM = 8;

const scan = new Scan();

/** The folded word without repetitions: "kniiffe" and "knife" give "knife". */
export const collapse = (word: string): string => word.replace(/(.)\1+/gu, '$1');

export interface RawWord {
  text: string;
  letters: boolean;
  compound: boolean;
}

/** Folds a term as the engine folds titles. `~` before a word asks for compounds. */
export function foldTerm(term: string): RawWord[] {
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
export const withoutUmlauts = (term: string): string =>
  term
    .normalize('NFC')
    .replace(/ä/gu, 'ae')
    .replace(/ö/gu, 'oe')
    .replace(/ü/gu, 'ue')
    .replace(/Ä/gu, 'Ae')
    .replace(/Ö/gu, 'Oe')
    .replace(/Ü/gu, 'Ue');

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
