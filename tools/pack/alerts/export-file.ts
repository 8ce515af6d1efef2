/**
 * Records of an official export: a JSON array, an object that holds one ("records", "results", "content", "data"), one
 * record alone, JSON Lines, or the Safety Gate's weekly XML. Each comes with the line that it begins on, for messages.
 */
import { readFile } from 'node:fs/promises';
import { DOMParser } from 'linkedom';
import { UsageError } from '../../command-line.ts';
import { lineOfItems } from './json-lines-of.ts';

export type ExportRecord = Record<string, unknown>;

export interface PlacedRecord {
  /** Line of the file, from 1. */
  line: number;
  /** Null where there is something that is no record; `why` says what. */
  record: ExportRecord | null;
  why: string;
}

const LISTS = ['records', 'results', 'content', 'data', 'notifications'] as const;

const isRecord = (value: unknown): value is ExportRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const placed = (value: unknown, line: number): PlacedRecord =>
  isRecord(value)
    ? { line, record: value, why: '' }
    : { line, record: null, why: `is ${value === null ? 'null' : typeof value}, not a record` };

/** @throws UsageError if the file cannot be read, or holds no records at all. */
export async function readExport(file: string): Promise<PlacedRecord[]> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new UsageError(`"${file}" cannot be read: ${error.message}`);
  });
  const body = text.replace(/^\ufeff/u, '');
  const records = body.trimStart().startsWith('<') ? readXml(body) : readJson(body);
  if (records === null)
    throw new UsageError(
      `"${file}" is no export of alerts: give a JSON file with a list of records, JSON Lines, or the weekly XML.`,
    );
  return records;
}

function readJson(text: string): PlacedRecord[] | null {
  const value = parse(text);
  if (value === undefined) return readJsonLines(text);
  if (Array.isArray(value)) return withLines(value, text, null);
  if (!isRecord(value)) return null;
  for (const name of LISTS) {
    const list = value[name];
    if (Array.isArray(list)) return withLines(list, text, name);
  }
  return [placed(value, 1)];
}

function withLines(list: readonly unknown[], text: string, name: string | null): PlacedRecord[] {
  const lines = lineOfItems(text, name);
  return list.map((item, index) => placed(item, lines[index] ?? 1));
}

function readJsonLines(text: string): PlacedRecord[] | null {
  const records: PlacedRecord[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const value = parse(line);
    records.push(
      value === undefined ? { line: index + 1, record: null, why: 'is not JSON' } : placed(value, index + 1),
    );
  }
  return records.some(({ record }) => record !== null) ? records : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The weekly report: one `notifications` element an alert, its fields as children. */
function readXml(text: string): PlacedRecord[] | null {
  const document = new DOMParser().parseFromString(text, 'text/xml');
  const elements = [...document.querySelectorAll('notifications')].filter((element) => element.children.length > 0);
  if (elements.length === 0) return null;
  const starts = [...text.matchAll(/<notifications[\s>]/gu)].map(
    ({ index }) => text.slice(0, index).split('\n').length,
  );
  return elements.map((element, index) =>
    placed(
      Object.fromEntries([...element.children].map((child) => [child.tagName, child.textContent?.trim() ?? ''])),
      starts[index] ?? 1,
    ),
  );
}
