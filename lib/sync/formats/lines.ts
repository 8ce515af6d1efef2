/**
 * Records as lines: what packs and deltas have in common. A line is `{"id":"<kind>/<name>",…}` in UTF-8 and ends in a
 * line feed; lines stand in ascending order of their ids (by code unit), each id once. The id comes first and needs no
 * escaping, so that lines can be sorted, compared and merged without parsing them.
 */
import { failure, type Result, success } from '../../rules/result.ts';
import type { Bytes } from '../trust/encoding.ts';

export interface Line {
  id: string;
  /** Without its line feed. */
  text: string;
}

/** UTF-16 code units of one line. A family of rules is written by hand and has less than a megabyte. */
const MAX_LINE = 1024 * 1024;
const MAX_LINES = 600_000;

const ID = /^[a-z]{1,20}\/[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$/;
const LINE = /^\{"id":"([a-z]{1,20}\/[A-Za-z0-9][A-Za-z0-9._:-]{0,119})",/;

export const isLineId = (id: string): boolean => ID.test(id);

/** The texts of lines, in order. */
export function splitText(bytes: Uint8Array): Result<string[]> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return failure('is not UTF-8');
  }
  if (text === '') return success([]);
  if (!text.endsWith('\n')) return failure('does not end in a line feed');
  const texts = text.slice(0, -1).split('\n');
  if (texts.length > MAX_LINES) return failure(`has ${texts.length} lines; at most ${MAX_LINES} are read`);
  const long = texts.findIndex((line) => line.length > MAX_LINE);
  return long < 0 ? success(texts) : failure(`line ${long + 1} is longer than ${MAX_LINE} characters`);
}

/** @param first number of the first text in its file, for messages. */
export function readLines(texts: readonly string[], first = 1): Result<Line[]> {
  const lines: Line[] = [];
  let previous = '';
  for (const [index, text] of texts.entries()) {
    const id = LINE.exec(text)?.[1];
    if (id === undefined) return failure(`line ${index + first} does not begin with {"id":"<kind>/<name>",`);
    if (id <= previous) return failure(`line ${index + first}: "${id}" must not stand after "${previous}"`);
    previous = id;
    lines.push({ id, text });
  }
  return success(lines);
}

/** The lines as bytes; sorts them. */
export function writeLines(lines: readonly Line[]): Bytes {
  const sorted = [...lines].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return new TextEncoder().encode(sorted.map(({ text }) => `${text}\n`).join(''));
}
