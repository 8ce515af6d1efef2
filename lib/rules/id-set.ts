/**
 * An exact set of marketplace ids, each with a number, as sorted arrays.
 *
 * No hash and no filter: a seller who is accused must not be so by a collision. Below a million ids the exact set is
 * also small and quick: a lookup is a binary search in one array, and storing is writing the arrays.
 *
 * An id belongs to a *space* ("listing aliexpress", "seller joom"): equal digits on two marketplaces are two ids. In its
 * space it has one of three forms, decided by its characters alone, each with its own array:
 * - digits that a double holds exactly (AliExpress, Shein): Float64;
 * - 24 lower-case hex digits (Joom): three Uint32;
 * - anything else of up to 128 characters: UTF-8 bytes.
 */
import { allBelow, areRowStarts, type Tables } from './sectioned-bytes.ts';

export interface IdEntry {
  space: string;
  id: string;
  value: number;
}

export const ID_SET_SECTIONS = [
  /** Names of the spaces, one a line. */
  ['idSpaces', Uint8Array],
  /** Per space: first row and number of rows in each of the three forms. */
  ['idRanges', Int32Array],
  ['idDecimals', Float64Array],
  ['idDecimalValues', Uint32Array],
  ['idHexes', Uint32Array],
  ['idHexValues', Uint32Array],
  ['idTextStarts', Int32Array],
  ['idTexts', Uint8Array],
  ['idTextValues', Uint32Array],
] as const;

export type IdSetTables = Tables<typeof ID_SET_SECTIONS>;

export const LONGEST_ID = 128;
const RANGE_WIDTH = 6;
const HEX = /^[0-9a-f]{24}$/u;

/** The number that an id of digits is, or null where a double would not give the same digits back. */
function decimalOf(id: string): number | null {
  if (id.length > 16 || id.length === 0) return null;
  let number = 0;
  for (let i = 0; i < id.length; i++) {
    const digit = id.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return null;
    number = number * 10 + digit;
  }
  if (id.length > 1 && id.charCodeAt(0) === 48) return null;
  return number <= Number.MAX_SAFE_INTEGER ? number : null;
}

const hexWords = (id: string): [number, number, number] => [
  Number.parseInt(id.slice(0, 8), 16),
  Number.parseInt(id.slice(8, 16), 16),
  Number.parseInt(id.slice(16, 24), 16),
];

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

const encoder = new TextEncoder();

/** Why an id cannot be a member, or null. A lone surrogate has no UTF-8 of its own. */
export function idProblem(id: string): string | null {
  if (id === '') return 'is empty';
  if (id.length > LONGEST_ID) return `has ${id.length} characters; at most ${LONGEST_ID} are allowed`;
  return id.isWellFormed() ? null : 'is not well-formed Unicode';
}

interface Rows {
  decimals: { key: number; value: number }[];
  hexes: { key: string; value: number }[];
  texts: { key: Uint8Array; value: number }[];
}

/** Entries whose id `idProblem` refuses are left out; of two entries for one id the first counts. */
export function buildIdSet(entries: Iterable<IdEntry>): IdSetTables {
  const spaces = new Map<string, Rows>();
  for (const { space, id, value } of entries) {
    if (idProblem(id) !== null || /\n/u.test(space)) continue;
    let rows = spaces.get(space);
    if (rows === undefined) {
      rows = { decimals: [], hexes: [], texts: [] };
      spaces.set(space, rows);
    }
    const decimal = decimalOf(id);
    if (decimal !== null) rows.decimals.push({ key: decimal, value });
    else if (HEX.test(id)) rows.hexes.push({ key: id, value });
    else rows.texts.push({ key: encoder.encode(id), value });
  }
  const decimals: Rows['decimals'] = [];
  const hexes: Rows['hexes'] = [];
  const texts: Rows['texts'] = [];
  const ranges: number[] = [];
  const names = [...spaces.keys()].sort();
  for (const name of names) {
    const rows = spaces.get(name);
    if (rows === undefined) continue;
    ranges.push(
      ...append(decimals, rows.decimals, (a, b) => a.key - b.key),
      ...append(hexes, rows.hexes, (a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)),
      ...append(texts, rows.texts, (a, b) => compareBytes(a.key, b.key)),
    );
  }
  const textStarts = new Int32Array(texts.length + 1);
  texts.forEach(({ key }, index) => {
    textStarts[index + 1] = (textStarts[index] ?? 0) + key.length;
  });
  const textBytes = new Uint8Array(textStarts[texts.length] ?? 0);
  texts.forEach(({ key }, index) => {
    textBytes.set(key, textStarts[index] ?? 0);
  });
  const idHexes = new Uint32Array(hexes.length * 3);
  hexes.forEach(({ key }, index) => {
    idHexes.set(hexWords(key), index * 3);
  });
  return {
    idSpaces: encoder.encode(names.join('\n')),
    idRanges: Int32Array.from(ranges),
    idDecimals: Float64Array.from(decimals, ({ key }) => key),
    idDecimalValues: Uint32Array.from(decimals, ({ value }) => value),
    idHexes,
    idHexValues: Uint32Array.from(hexes, ({ value }) => value),
    idTextStarts: textStarts,
    idTexts: textBytes,
    idTextValues: Uint32Array.from(texts, ({ value }) => value),
  };
}

/** Appends sorted rows, each id once; first row and number of rows. */
function append<T>(all: T[], rows: T[], compare: (a: T, b: T) => number): [number, number] {
  const first = all.length;
  // Sorting is stable: the first entry of an id stays first.
  for (const row of rows.sort(compare)) {
    const last = all.length > first ? all[all.length - 1] : undefined;
    if (last === undefined || compare(last, row) !== 0) all.push(row);
  }
  return [first, all.length - first];
}

/** What is wrong with the tables of a decoded set, in words, or null. Values must be below `values`. */
export function checkIdSet(tables: IdSetTables, values: number): string | null {
  const decimals = tables.idDecimals.length;
  const hexes = tables.idHexValues.length;
  const texts = tables.idTextValues.length;
  if (tables.idDecimalValues.length !== decimals || tables.idHexes.length !== hexes * 3) return 'its ids are cut';
  if (!areRowStarts(tables.idTextStarts, texts, tables.idTexts.length)) return 'its ids are cut';
  for (const numbers of [tables.idDecimalValues, tables.idHexValues, tables.idTextValues])
    if (!allBelow(numbers, values)) return 'an id points nowhere';
  const { idRanges } = tables;
  if (idRanges.length % RANGE_WIDTH !== 0) return 'its ids are out of order';
  const limits = [decimals, hexes, texts];
  for (let at = 0; at < idRanges.length; at += 2) {
    const first = idRanges[at] ?? -1;
    const count = idRanges[at + 1] ?? -1;
    if (first < 0 || count < 0 || first + count > (limits[(at / 2) % 3] ?? 0)) return 'its ids are out of order';
  }
  return null;
}

export class IdSet {
  private readonly tables: IdSetTables;
  private readonly spaces: ReadonlyMap<string, number>;

  /** @param tables built here, or decoded and found sound by `checkIdSet`. */
  constructor(tables: IdSetTables) {
    this.tables = tables;
    const names = new TextDecoder().decode(tables.idSpaces).split('\n');
    const count = tables.idRanges.length / RANGE_WIDTH;
    this.spaces = new Map(names.slice(0, count).map((name, index) => [name, index * RANGE_WIDTH]));
  }

  get size(): number {
    return this.tables.idDecimals.length + this.tables.idHexValues.length + this.tables.idTextValues.length;
  }

  /** The number of a member, or null for an id that is not one. */
  get(space: string, id: string): number | null {
    const range = this.spaces.get(space);
    if (range === undefined || idProblem(id) !== null) return null;
    const { tables } = this;
    const first = (form: number): number => tables.idRanges[range + form * 2] ?? 0;
    const end = (form: number): number => first(form) + (tables.idRanges[range + form * 2 + 1] ?? 0);
    const decimal = decimalOf(id);
    if (decimal !== null) {
      const row = search(first(0), end(0), (at) => decimal - (tables.idDecimals[at] ?? 0));
      return row < 0 ? null : (tables.idDecimalValues[row] ?? null);
    }
    if (HEX.test(id)) {
      const [a, b, c] = hexWords(id);
      const { idHexes } = tables;
      const row = search(
        first(1),
        end(1),
        (at) => a - (idHexes[at * 3] ?? 0) || b - (idHexes[at * 3 + 1] ?? 0) || c - (idHexes[at * 3 + 2] ?? 0),
      );
      return row < 0 ? null : (tables.idHexValues[row] ?? null);
    }
    const bytes = encoder.encode(id);
    const { idTexts, idTextStarts } = tables;
    const row = search(first(2), end(2), (at) =>
      compareBytes(bytes, idTexts.subarray(idTextStarts[at] ?? 0, idTextStarts[at + 1] ?? 0)),
    );
    return row < 0 ? null : (tables.idTextValues[row] ?? null);
  }
}

/** Row in `from … to - 1` for which `compare` is 0, else -1. */
function search(from: number, to: number, compare: (row: number) => number): number {
  let low = from;
  let high = to - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const order = compare(middle);
    if (order === 0) return middle;
    if (order < 0) high = middle - 1;
    else low = middle + 1;
  }
  return -1;
}
