/**
 * Which brands, models and codes of an alert may be looked for in titles, as sequences of folded words.
 *
 * What is refused here is what floods: placeholders for a missing brand, brands made of ordinary words only, models that
 * are sizes, years or standards.
 */
import { FUNCTION_WORDS } from '../text/function-words.ts';
import { ORDINARY_WORDS } from '../text/ordinary-words.ts';
import { GAP_NONE, Scan, WORD_DIGITS, WORD_LETTERS } from '../text/scan.ts';
import { UNITS } from '../text/units.ts';
import { LONGEST_PHRASE } from './layout.ts';
import { PLACEHOLDER_BRANDS } from './trade-words.ts';

/** Letters and digits of a code that is recognised without its hyphens. */
const SHORTEST_JOINED = 5;

export interface FoldedWord {
  text: string;
  kind: number;
  /** Written together with the word before it ("e89"). */
  glued: boolean;
}

const scan = new Scan();

export function foldWords(text: string): FoldedWord[] {
  scan.read(text);
  return Array.from({ length: scan.count }, (_, index) => ({
    text: scan.textOf(scan.from[index] ?? 0, scan.to[index] ?? 0),
    kind: scan.kind[index] ?? 0,
    glued: index > 0 && scan.gap[index] === GAP_NONE,
  }));
}

/** Words as the everyday ones are: of trade, of grammar, or by themselves too short to say anything. */
export const isOrdinary = (word: string, usedOtherwise: (word: string) => boolean): boolean =>
  word.length < 2 || ORDINARY_WORDS.has(word) || FUNCTION_WORDS.has(word) || usedOtherwise(word);

const texts = (words: readonly FoldedWord[]): string[] => words.map((word) => word.text);

export function isPlaceholderBrand(brand: string): boolean {
  const words = texts(foldWords(brand));
  return words.length === 0 || PLACEHOLDER_BRANDS.has(words.join(' '));
}

/**
 * The words of a brand that may be looked for, or null.
 *
 * @param usedOtherwise whether alerts on goods of other brands use the word too.
 */
export function brandPhrase(brand: string, usedOtherwise: (word: string) => boolean): string[] | null {
  if (isPlaceholderBrand(brand)) return null;
  const words = foldWords(brand);
  if (words.length > LONGEST_PHRASE) return null;
  const letters = words.filter((word) => word.kind !== WORD_DIGITS);
  if (letters.reduce((sum, word) => sum + word.text.length, 0) < 3) return null;
  return letters.every((word) => isOrdinary(word.text, usedOtherwise)) ? null : texts(words);
}

/** Standards and regulations that stand in model fields. */
const STANDARD = new Set([
  'en',
  'iso',
  'iec',
  'din',
  'ce',
  'astm',
  'reach',
  'rohs',
  'ref',
  'art',
  'no',
  'nr',
  'model',
  'modele',
  'type',
  'size',
  'lot',
  'batch',
  'sn',
  'sku',
]);

/**
 * The words of a model that may be looked for beside its brand, or null: a code with a digit in it, or a name of words
 * that are not all ordinary.
 */
export function modelPhrase(model: string, usedOtherwise: (word: string) => boolean): string[] | null {
  const words = foldWords(model);
  while (words.length > 1 && words[0]?.kind === WORD_LETTERS && STANDARD.has(words[0].text)) words.shift();
  if (words.length === 0 || words.length > LONGEST_PHRASE) return null;
  const digits = words.filter((word) => word.kind === WORD_DIGITS);
  const letters = words.filter((word) => word.kind === WORD_LETTERS && !UNITS.has(word.text));
  if (digits.length === 0)
    return letters.some((word) => word.text.length >= 4 && !isOrdinary(word.text, usedOtherwise)) ? texts(words) : null;
  if (letters.length > 0) return texts(words).join('').length >= 3 ? texts(words) : null;
  // Only digits, perhaps with a unit: a number of four digits that is no year, or a longer one; never a measure.
  if (words.length !== digits.length) return null;
  const number = texts(words).join('');
  return number.length >= 4 && !/^(?:19|20)\d\d$/u.test(number) ? texts(words) : null;
}

/** The same code written without its hyphens: "QJC21" for "Q-JC21"; null where that is no other sequence of words. */
export function joinedModel(model: string): string[] | null {
  const joined = model.replace(/(?<=[\p{L}\d])[-_./\u2010\u2011](?=[\p{L}\d])/gu, '');
  if (joined === model || joined.length < SHORTEST_JOINED || !/\p{L}/u.test(joined) || !/\d/u.test(joined)) return null;
  return texts(foldWords(joined));
}

/**
 * Whether a model or SKU is so long and mixed that it says by itself which goods these are: nine characters or more, at
 * least five of them digits, and letters before them. A bare number is none, however long: that may be anybody's.
 */
export function isTellingCode(code: string): boolean {
  const compact = code.trim();
  if (!/^[A-Za-z0-9][A-Za-z0-9._/-]*$/u.test(compact)) return false;
  const digits = compact.replace(/\D/gu, '').length;
  return compact.length >= 9 && digits >= 5 && /[A-Za-z]/u.test(compact) && foldWords(compact).length <= LONGEST_PHRASE;
}
