/**
 * The evasion suite: what sellers do to words so that filters miss them, applied mechanically to texts.
 *
 * Each transformation changes every word it can (or one letter a word, as named) and leaves the rest of the listing
 * alone. Deterministic, so that a rule's result does not change from run to run. The tables here are the sellers'
 * side; they are not shared with the normaliser, which must find its own way back.
 */

export interface Evasion {
  id: string;
  /** What is done, for the report. */
  what: string;
  apply(text: string): string;
}

const WORD = /\p{L}{4,}/gu;
const eachWord = (text: string, change: (word: string) => string): string => text.replace(WORD, change);

const CYRILLIC: Record<string, string> = {
  a: 'а',
  c: 'с',
  e: 'е',
  o: 'о',
  p: 'р',
  x: 'х',
  y: 'у',
  i: 'і',
  A: 'А',
  B: 'В',
  C: 'С',
  E: 'Е',
  H: 'Н',
  K: 'К',
  M: 'М',
  O: 'О',
  P: 'Р',
  T: 'Т',
  X: 'Х',
};
const GREEK: Record<string, string> = {
  o: 'ο',
  v: 'ν',
  a: 'α',
  i: 'ι',
  A: 'Α',
  B: 'Β',
  E: 'Ε',
  H: 'Η',
  I: 'Ι',
  K: 'Κ',
  M: 'Μ',
  N: 'Ν',
  O: 'Ο',
  P: 'Ρ',
  T: 'Τ',
  X: 'Χ',
};
const DIGITS: Record<string, string> = {
  o: '0',
  i: '1',
  e: '3',
  a: '4',
  s: '5',
  O: '0',
  I: '1',
  E: '3',
  A: '4',
  S: '5',
};
const SIGNS: Record<string, string> = { a: '@', s: '$', A: '@', S: '$' };

const byTable =
  (table: Record<string, string>) =>
  (text: string): string =>
    [...text].map((letter) => table[letter] ?? letter).join('');

/** Replaces the first letter of each word that the table knows. */
const oneByTable =
  (table: Record<string, string>) =>
  (text: string): string =>
    eachWord(text, (word) => {
      const letters = [...word];
      const at = letters.findIndex((letter, index) => index > 0 && table[letter] !== undefined);
      if (at >= 0) letters[at] = table[letters[at] ?? ''] ?? '';
      return letters.join('');
    });

/** a–z and A–Z moved to a block of mathematical letters; others stay. */
const shifted =
  (small: number, capital: number) =>
  (text: string): string =>
    [...text]
      .map((letter) => {
        const code = letter.codePointAt(0) ?? 0;
        if (code >= 97 && code <= 122) return String.fromCodePoint(small + code - 97);
        if (code >= 65 && code <= 90) return String.fromCodePoint(capital + code - 65);
        return letter;
      })
      .join('');

const middle = (word: string): number => Math.floor(word.length / 2);

export const EVASIONS: readonly Evasion[] = [
  { id: 'upper-case', what: 'all capitals', apply: (text) => text.toUpperCase() },
  { id: 'no-diacritics', what: 'diacritics left out', apply: (text) => text.normalize('NFD').replace(/\p{M}/gu, '') },
  { id: 'decomposed', what: 'letters and accents as separate code points', apply: (text) => text.normalize('NFD') },
  {
    id: 'stacked-marks',
    what: 'a combining mark on every third letter',
    apply: (text) =>
      eachWord(text, (word) =>
        [...word].map((letter, index) => (index % 3 === 1 ? `${letter}\u0335` : letter)).join(''),
      ),
  },
  {
    id: 'zero-width',
    what: 'zero-width spaces inside words',
    apply: (text) => eachWord(text, (word) => [...word].join('\u200b')),
  },
  {
    id: 'soft-hyphen',
    what: 'a soft hyphen inside words',
    apply: (text) => eachWord(text, (word) => `${word.slice(0, 2)}\u00ad${word.slice(2)}`),
  },
  { id: 'full-width', what: 'full-width letters', apply: shifted(0xff41, 0xff21) },
  { id: 'mathematical', what: 'mathematical bold letters', apply: shifted(0x1d41a, 0x1d400) },
  { id: 'circled', what: 'circled letters', apply: shifted(0x24d0, 0x24b6) },
  { id: 'cyrillic', what: 'Cyrillic look-alikes throughout', apply: byTable(CYRILLIC) },
  { id: 'cyrillic-one', what: 'one Cyrillic look-alike a word', apply: oneByTable(CYRILLIC) },
  { id: 'greek', what: 'Greek look-alikes throughout', apply: byTable(GREEK) },
  { id: 'digit-one', what: 'one digit for a letter in each word', apply: oneByTable(DIGITS) },
  { id: 'digits', what: 'digits for letters throughout', apply: (text) => eachWord(text, byTable(DIGITS)) },
  { id: 'signs', what: '@ and $ for a and s, one a word', apply: oneByTable(SIGNS) },
  { id: 'spaced', what: 'words spaced out', apply: (text) => eachWord(text, (word) => [...word].join(' ')) },
  { id: 'dotted', what: 'words dotted', apply: (text) => eachWord(text, (word) => [...word].join('.')) },
  {
    id: 'hyphenated',
    what: 'words spelled with hyphens',
    apply: (text) => eachWord(text, (word) => [...word].join('-')),
  },
  {
    id: 'dot-inside',
    what: 'one dot inside words',
    apply: (text) => eachWord(text, (word) => `${word.slice(0, middle(word))}.${word.slice(middle(word))}`),
  },
  {
    id: 'doubled-one',
    what: 'one letter doubled in each word',
    apply: (text) =>
      eachWord(text, (word) => `${word.slice(0, middle(word))}${word.charAt(middle(word))}${word.slice(middle(word))}`),
  },
  {
    id: 'doubled',
    what: 'all letters of words doubled',
    apply: (text) => eachWord(text, (word) => [...word].map((letter) => letter + letter).join('')),
  },
  { id: 'glued', what: 'words joined by underscores', apply: (text) => text.replace(/(?<=\p{L}) (?=\p{L})/gu, '_') },
];
