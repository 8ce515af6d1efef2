/** Reading single fields of official exports, whose writers are many: nulls, objects for names, lists in one string. */
import { cleanText, cut } from '../../../lib/listing/text.ts';
import { ALERT_LIMITS } from '../../../lib/rules/alerts/alert.ts';
import type { ExportRecord } from './export-file.ts';

export const isObject = (value: unknown): value is ExportRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const object = (value: unknown): ExportRecord => (isObject(value) ? value : {});
export const objects = (value: unknown): ExportRecord[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** One line of visible text, cut at a word; null for what is none. */
export function line(value: unknown, max: number): string | null {
  const text = cleanText(value, max * 4);
  if (text === null || text.length <= max) return text;
  const short = cut(text, max - 1);
  const space = short.lastIndexOf(' ');
  return `${space > max / 2 ? short.slice(0, space) : short}…`;
}

/** Name of a coded value: `{ key, name }`, `{ code }`, or the text itself. */
export const nameOf = (value: unknown): string => {
  const { name, key, code } = object(value);
  for (const candidate of [value, name, key, code]) if (typeof candidate === 'string') return candidate;
  return '';
};

/** A date or moment in ISO form: its day; null for anything else. */
export function day(value: unknown): string | null {
  const match = typeof value === 'string' ? /^(\d{4}-\d{2}-\d{2})(?:$|[T ])/u.exec(value.trim()) : null;
  const iso = match?.[1] ?? null;
  return iso !== null && !Number.isNaN(Date.parse(iso)) && new Date(iso).toISOString().startsWith(iso) ? iso : null;
}

/** Parts of a list in one string; a comma between digits is a decimal comma. */
export const splitList = (text: string): string[] => text.split(/[;|\n\r\t]+|,(?!\d)|(?<!\d),/u);

/** Clean, distinct, at most so many. */
export function distinct(values: Iterable<unknown>, max: number): string[] {
  const found = new Map<string, string>();
  for (const value of values) {
    const text = cleanText(value, max * 4);
    if (text !== null && text.length <= max && !found.has(text.toLowerCase())) found.set(text.toLowerCase(), text);
    if (found.size === ALERT_LIMITS.list) break;
  }
  return [...found.values()];
}

/** Brands of a field: "KWS, PPT", "Opel/Vauxhall", "Brixo (Cuba)". */
export const brandsOf = (texts: Iterable<string>): string[] =>
  distinct(
    [...texts].flatMap((text) => splitList(text.replace(/\([^()]*\)/gu, ' ')).flatMap((part) => part.split(/\/| - /u))),
    ALERT_LIMITS.brand,
  );

export const modelsOf = (texts: Iterable<string>): string[] =>
  distinct([...texts].flatMap(splitList), ALERT_LIMITS.model);

/** Barcodes of a field that may hold several, with spaces as printed left in. */
export const barcodesOf = (texts: Iterable<string>): string[] =>
  distinct(
    [...texts].flatMap((text) => {
      const parts = text.split(/[;|\n\r\t,/]+/u).map((part) => part.trim());
      // "5903039745056 5903039745063": two codes, not one with a space.
      return parts.flatMap((part) => (part.split(' ').every((word) => word.length >= 8) ? part.split(' ') : [part]));
    }),
    40,
  );
