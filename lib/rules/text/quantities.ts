/**
 * Quantities with their units, read from a scanned text: "18 cm", "0,5mW", "10x20x30 cm", "9K puffs", "lot de 50".
 *
 * Only rules whose terms were found ask for quantities, so this may be slower than the scan itself. Numbers follow the
 * habits of titles, not a grammar: a comma or point before exactly three digits groups thousands, any other is decimal.
 */
import type { QuantityName } from '../names.ts';
import { GAP_NONE, GAP_SIGN, GAP_SPACE, type Scan, WORD_DIGITS, WORD_LETTERS } from './scan.ts';
import { COUNT_BEFORE, HEIGHT_WORDS, OTHER_EXTENT_WORDS, PUFF_WORDS, SIGN_UNITS, UNITS } from './units.ts';

export interface Quantity {
  /** `number` is any number, whatever follows it. */
  name: QuantityName | 'number';
  /** In the base unit of the quantity, see units.ts. */
  value: number;
  /** Words covered, `lastWord` inclusive. */
  firstWord: number;
  lastWord: number;
  /** Position in the original text. */
  start: number;
  end: number;
}

interface NumberAt {
  value: number;
  firstWord: number;
  lastWord: number;
}

/** Numbers of one text that are read; a text with more is a table, not an offer. */
const MOST_NUMBERS = 200;

export function readQuantities(scan: Scan, text: string): Quantity[] {
  const found: Quantity[] = [];
  let pending: NumberAt[] = [];
  for (let word = 0; word < scan.count && found.length < MOST_NUMBERS * 4; word++) {
    if (scan.kind[word] !== WORD_DIGITS) continue;
    const number = readNumber(scan, word);
    word = number.lastWord;
    add(scan, found, 'number', number.value, number, number.lastWord);
    pending.push(number);
    const unitWord = number.lastWord + 1;
    if (!readUnit(scan, text, found, pending, unitWord)) {
      const next = connected(scan, unitWord);
      if (next !== null && pending.length < 6) {
        word = next - 1;
        continue;
      }
      readCountBefore(scan, found, number);
    }
    pending = [];
  }
  return found;
}

/** "12", "1,5", "9.000", "9k". */
function readNumber(scan: Scan, word: number): NumberAt {
  let digits = wordText(scan, word);
  let last = word;
  let decimals = '';
  while (
    last + 1 < scan.count &&
    scan.kind[last + 1] === WORD_DIGITS &&
    scan.gap[last + 1] === GAP_SIGN &&
    (scan.gapCode[last + 1] === 44 || scan.gapCode[last + 1] === 46) &&
    decimals === ''
  ) {
    const more = wordText(scan, last + 1);
    if (more.length === 3 && digits.length <= (last === word ? 3 : 12) && !digits.startsWith('0')) digits += more;
    else decimals = more;
    last++;
  }
  let value = Number(decimals === '' ? digits : `${digits}.${decimals}`);
  if (last + 1 < scan.count && scan.gap[last + 1] === GAP_NONE && wordText(scan, last + 1) === 'k') {
    value *= 1000;
    last++;
  }
  return { value: Number.isFinite(value) ? value : Number.MAX_VALUE, firstWord: word, lastWord: last };
}

function readUnit(scan: Scan, text: string, found: Quantity[], numbers: NumberAt[], word: number): boolean {
  const last = numbers.at(-1);
  if (last === undefined) return false;
  const after = text.charAt(endOf(scan, last.lastWord));
  const bySign =
    SIGN_UNITS.get(after) ??
    (after === ' ' && text.charAt(endOf(scan, last.lastWord) + 1) === '%' ? SIGN_UNITS.get('%') : undefined);
  if (bySign !== undefined) {
    for (const number of numbers)
      for (const unit of bySign) add(scan, found, unit.name, number.value * unit.factor, number, last.lastWord);
    return true;
  }
  if (word >= scan.count || scan.kind[word] !== WORD_LETTERS) return false;
  const gap = scan.gap[word];
  if (gap !== GAP_NONE && gap !== GAP_SPACE && !(gap === GAP_SIGN && scan.gapCode[word] === 45)) return false;
  let name = wordText(scan, word);
  let lastWord = word;
  const joint = joinedUnit(scan, name, word);
  if (joint !== null) {
    name = joint;
    lastWord = word + 1;
  }
  const units = UNITS.get(name);
  if (units === undefined || misread(scan, text, name, word, last.value)) {
    if (!PUFF_WORDS.has(name)) return false;
    add(scan, found, 'puffs', last.value, last, lastWord);
    return true;
  }
  for (const number of numbers)
    for (const unit of units) {
      if (unit.name === 'height' && !mayBeHeight(scan, number.firstWord, lastWord)) continue;
      add(scan, found, unit.name, number.value * unit.factor, number, lastWord);
    }
  return true;
}

/** "mg/ml", "km/h", "fl oz": two words, one unit. */
function joinedUnit(scan: Scan, first: string, word: number): string | null {
  if (word + 1 >= scan.count || scan.kind[word + 1] !== WORD_LETTERS) return null;
  const second = wordText(scan, word + 1);
  const name = scan.gapCode[word + 1] === 47 ? `${first}/${second}` : `${first} ${second}`;
  return UNITS.has(name) ? name : null;
}

/** "4G", "2 in 1", "2 V neck", "size 3 M": letters that are a unit elsewhere. */
function misread(scan: Scan, text: string, name: string, word: number, value: number): boolean {
  const glued = scan.gap[word] === GAP_NONE;
  const original = text.charAt(scan.starts[scan.from[word] ?? 0] ?? 0);
  if (name === 'g') return original === 'G' && value <= 6;
  if (name === 'm') return original === 'M' && !glued;
  const next = word + 1 < scan.count ? wordText(scan, word + 1) : '';
  if (name === 'v') return next === 'neck';
  if (name === 'in')
    return !glued && (scan.kind[word + 1] === WORD_DIGITS || next.length <= 3 || scan.gapCode[word] === 45);
  return false;
}

/** The number that follows in "10x20", "10 - 20", "3 to 6"; null where none does. */
function connected(scan: Scan, word: number): number | null {
  if (word >= scan.count) return null;
  if (scan.kind[word] === WORD_DIGITS) {
    const code = scan.gapCode[word];
    const wide = scan.gap[word] !== GAP_NONE && scan.gap[word] !== GAP_SPACE;
    return wide &&
      (code === 0 || code === 45 || code === 42 || code === 0xd7 || code === 126 || code === 0x2013 || code === 47)
      ? word
      : null;
  }
  if (word + 1 >= scan.count || scan.kind[word + 1] !== WORD_DIGITS) return null;
  return CONNECTORS.has(wordText(scan, word)) ? word + 1 : null;
}

const CONNECTORS = new Set(['x', 'to', 'a', 'bis', 'al', 'do', 'tot', 'por', 'per']);

function readCountBefore(scan: Scan, found: Quantity[], number: NumberAt): void {
  for (let back = 1; back <= 2; back++) {
    const word = number.firstWord - back;
    if (word < 0) return;
    const name = wordText(scan, word);
    if (COUNT_BEFORE.has(name)) add(scan, found, 'count', number.value, number, number.lastWord);
    else if (PUFF_WORDS.has(name) && back === 1) add(scan, found, 'puffs', number.value, number, number.lastWord);
    else if (back === 1 && !OF.has(name)) return;
  }
}

const OF = new Set(['of', 'de', 'di', 'da', 'von', 'van', 'mit', 'po', 'con', 'with']);

function mayBeHeight(scan: Scan, first: number, last: number): boolean {
  for (const word of [first - 1, first - 2, last + 1]) {
    if (word < 0 || word >= scan.count) continue;
    const name = wordText(scan, word);
    if (HEIGHT_WORDS.has(name)) return true;
    if (OTHER_EXTENT_WORDS.has(name)) return false;
  }
  return true;
}

function add(
  scan: Scan,
  found: Quantity[],
  name: Quantity['name'],
  value: number,
  number: NumberAt,
  lastWord: number,
): void {
  const start = scan.starts[scan.from[number.firstWord] ?? 0] ?? 0;
  found.push({ name, value, firstWord: number.firstWord, lastWord, start, end: endOf(scan, lastWord) });
}

const wordText = (scan: Scan, word: number): string => scan.textOf(scan.from[word] ?? 0, scan.to[word] ?? 0);
const endOf = (scan: Scan, word: number): number => scan.endOf((scan.to[word] ?? 1) - 1);
