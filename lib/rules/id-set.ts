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
import { allBelow, areRowStarts, joinTexts, type Tables } from './sectioned-bytes.ts';

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

/** Ids of one space by form, each with its number. */
interface Members {
  decimals: Map<number, number>;
  hexes: Map<string, number>;
  texts: Map<string, number>;
}

/** Entries whose id `idProblem` refuses are left out; of two entries for one id the first counts. */
export function buildIdSet(entries: Iterable<IdEntry>): IdSetTables {
  const spaces = membersBySpace(entries);
  const names = [...spaces.keys()].sort();
  const ranges: number[] = [];
  const decimals: Float64Array[] = [];
  const hexes: string[] = [];
  const texts: Uint8Array[] = [];
  const values: [decimals: number[], hexes: number[], texts: number[]] = [[], [], []];
  for (const name of names) {
    const members = spaces.get(name);
    if (members === undefined) continue;
    const sortedDecimals = Float64Array.from(members.decimals.keys()).sort();
    const sortedHexes = [...members.hexes.keys()].sort();
    const sortedTexts = [...members.texts]
      .map(([id, value]) => ({ bytes: encoder.encode(id), value }))
      .sort((a, b) => compareBytes(a.bytes, b.bytes));
    ranges.push(values[0].length, sortedDecimals.length);
    ranges.push(values[1].length, sortedHexes.length);
    ranges.push(values[2].length, sortedTexts.length);
    decimals.push(sortedDecimals);
    for (const id of sortedDecimals) values[0].push(members.decimals.get(id) ?? 0);
    for (const id of sortedHexes) {
      hexes.push(id);
      values[1].push(members.hexes.get(id) ?? 0);
    }
    for (const { bytes, value } of sortedTexts) {
      texts.push(bytes);
      values[2].push(value);
    }
  }
  const idDecimals = new Float64Array(values[0].length);
  let at = 0;
  for (const part of decimals) {
    idDecimals.set(part, at);
    at += part.length;
  }
  const idHexes = new Uint32Array(hexes.length * 3);
  hexes.forEach((id, index) => {
    idHexes.set(hexWords(id), index * 3);
  });
  const { starts, bytes } = joinTexts(texts);
  return {
    idSpaces: encoder.encode(names.join('\n')),
    idRanges: Int32Array.from(ranges),
    idDecimals,
    idDecimalValues: Uint32Array.from(values[0]),
    idHexes,
    idHexValues: Uint32Array.from(values[1]),
    idTextStarts: starts,
    idTexts: bytes,
    idTextValues: Uint32Array.from(values[2]),
  };
}

function membersBySpace(entries: Iterable<IdEntry>): Map<string, Members> {
  const spaces = new Map<string, Members>();
  for (const { space, id, value } of entries) {
    if (idProblem(id) !== null) continue;
    let members = spaces.get(space);
    if (members === undefined) {
      if (space.includes('\n')) continue;
      members = { decimals: new Map(), hexes: new Map(), texts: new Map() };
      spaces.set(space, members);
    }
    const decimal = decimalOf(id);
    if (decimal !== null) addOnce(members.decimals, decimal, value);
    else addOnce(HEX.test(id) ? members.hexes : members.texts, id, value);
  }
  return spaces;
}

function addOnce<K>(members: Map<K, number>, key: K, value: number): void {
  if (!members.has(key)) members.set(key, value);
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
