/**
 * `vigie match`: findings for titles in JSON Lines, one line out for each line in, in order.
 *
 * A line that cannot be read gets a sentence on stderr and `{"id": null, "error": …}` on stdout in its place, so that
 * output lines still pair with input lines; all other lines are matched, and the exit status is 2.
 */
import { stat } from 'node:fs/promises';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Engine } from '../../lib/rules/engine.ts';
import { EMPTY_INPUT, type MatchInput } from '../../lib/rules/match-input.ts';
import { LONGEST_TEXT } from '../../lib/rules/text/scan.ts';
import { UsageError } from '../command-line.ts';
import { holdMemory } from '../memory.ts';
import { type Line, readChunks, readLineBatches } from '../pack/lines.ts';
import { loadEngine } from '../pack/load.ts';

const USAGE = 'usage: vigie match [--pack FILE] [--field title] FILE.jsonl   ("-" reads standard input)';

type Row = Record<string, unknown>;

const FIELDS = ['title', 'description', 'category', 'seller', 'brand'] as const;

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** "12.34", 12.34 or "US $12.34": the number in it. */
function priceOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : null;
  const match = /\d+(?:[.,]\d{1,2})?/u.exec(textOf(value)?.slice(0, 40) ?? '');
  return match === null ? null : Number(match[0].replace(',', '.'));
}

export function inputOf(row: Row, only: ReadonlySet<string> | null): MatchInput {
  const field = (name: (typeof FIELDS)[number]): string | null =>
    only === null || only.has(name) ? textOf(row[name]) : null;
  return {
    ...EMPTY_INPUT,
    title: field('title'),
    description: field('description'),
    category: field('category'),
    seller: field('seller'),
    brand: field('brand'),
    price: priceOf(row.price),
    currency: textOf(row.currency),
  };
}

function outputLine(engine: Engine, row: Row, only: ReadonlySet<string> | null): string {
  const findings = engine.match(inputOf(row, only));
  const id = row.id ?? null;
  if (findings.length === 0) return `{"id":${JSON.stringify(id)},"findings":[]}\n`;
  return `${JSON.stringify({
    id,
    findings: findings.map(({ rule, family, confidence, severity, visibility, spans }) => ({
      rule,
      family,
      confidence,
      severity,
      visibility,
      spans,
    })),
  })}\n`;
}

function parseRow(line: string): Row | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return `is not JSON (${error instanceof Error ? error.message : 'unreadable'})`;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'is JSON, but not an object such as {"id": "1", "title": "…"}';
  const row = value as Row;
  if (typeof row.title !== 'string') return 'has no "title" text';
  return row;
}

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parse(args);
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError(`give one file of JSON Lines; ${USAGE}`);
  const unknown = values.field?.find((name) => !FIELDS.some((field) => field === name));
  if (unknown !== undefined) throw new UsageError(`there is no field "${unknown}"; fields are ${FIELDS.join(', ')}.`);
  if (file !== '-') {
    const entry = await stat(file).catch(() => null);
    if (entry === null || !entry.isFile()) throw new UsageError(`"${file}" is not a readable file.`);
  }
  const engine = await loadEngine(values.pack);
  const output = new Output(engine, values.field === undefined ? null : new Set(values.field));
  const worked = holdMemory();
  for await (const lines of readLineBatches(file === '-' ? process.stdin : readChunks(file))) {
    for (const line of lines) {
      output.line(line);
      worked(line.text.length);
      if (output.text.length > 64 * 1024) {
        await write(output.text);
        output.text = '';
      }
    }
  }
  await write(output.text);
  return output.bad > 0 ? 2 : 0;
}

/** Gathers the lines to write. */
class Output {
  text = '';
  bad = 0;
  private readonly engine: Engine;
  private readonly only: ReadonlySet<string> | null;
  private number = 0;

  constructor(engine: Engine, only: ReadonlySet<string> | null) {
    this.engine = engine;
    this.only = only;
  }

  line({ text, tooLong, limit }: Line): void {
    this.number++;
    if (text.trim() === '' && !tooLong) return;
    const row = tooLong ? `has more than ${limit} characters` : parseRow(text);
    if (typeof row === 'string') {
      this.bad++;
      process.stderr.write(`vigie match: line ${this.number} ${row}; it was skipped, the other lines were matched.\n`);
      this.text += `${JSON.stringify({ id: null, error: `line ${this.number} ${row}` })}\n`;
      return;
    }
    for (const name of FIELDS) {
      const length = textOf(row[name])?.length ?? 0;
      if (length > LONGEST_TEXT)
        process.stderr.write(
          `vigie match: line ${this.number}: the ${name} has ${length} characters; only the first ${LONGEST_TEXT} were read.\n`,
        );
    }
    this.text += outputLine(this.engine, row, this.only);
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { pack: { type: 'string' }, field: { type: 'string', multiple: true } },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : 'bad arguments'}; ${USAGE}`);
  }
}

/** Waits when the reader is slower, so that output does not pile up in memory. */
function write(text: string): Promise<void> {
  if (text === '' || process.stdout.write(text)) return Promise.resolve();
  return new Promise((resolve) => {
    process.stdout.once('drain', () => resolve());
  });
}
