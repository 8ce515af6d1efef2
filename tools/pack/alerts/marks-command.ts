/** `vigie pack alert-marks CORPORA [--into FILE]`: how often alerts mark ordinary titles, and how often their own goods. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type { Alert } from '../../../lib/rules/alerts/alert.ts';
import { compileAlerts } from '../../../lib/rules/alerts/compile.ts';
import { createAlertEngine } from '../../../lib/rules/alerts/matcher.ts';
import { TIERS, type Tier } from '../../../lib/rules/alerts/notice-texts.ts';
import type { Engine } from '../../../lib/rules/engine.ts';
import { EMPTY_INPUT } from '../../../lib/rules/match-input.ts';
import { UsageError } from '../../command-line.ts';
import { inputOf } from '../../commands/match.ts';
import { parseArguments } from '../arguments.ts';
import { readCorpus } from '../corpus.ts';
import { corpusAlerts } from './corpus-alerts.ts';

const NOT_ORDINARY = /^(?:labelled|recalls-|moteng-)/u;
const BEGIN = '<!-- measured: vigie pack alert-marks -->';
const END = '<!-- end of measured -->';

interface Marks {
  titles: number;
  everyone: number;
  experts: number;
  /** Titles by the surest way in which they were marked. */
  tiers: Map<Tier, number>;
  samples: string[];
}

const tierOf = (rule: string): Tier => TIERS.find((tier) => rule.endsWith(`:${tier}`)) ?? 'words';

/** Ids of titles that a person judged to be illicit goods, or was not sure about. */
async function judged(file: string): Promise<Set<string>> {
  const ids = new Set<string>();
  for await (const row of readCorpus(file)) if (row.raw.guess !== 'near-miss') ids.add(row.id);
  return ids;
}

async function ordinaryMarks(engine: Engine, directory: string): Promise<Map<string, Marks>> {
  const files = (await readdir(directory).catch(() => [])).filter((name) => name.endsWith('.jsonl')).sort();
  if (!files.includes('labelled.jsonl'))
    throw new UsageError(`"${directory}" has no labelled.jsonl; give the directory of corpora.`);
  const takenOut = await judged(path.join(directory, 'labelled.jsonl'));
  const byFile = new Map<string, Marks>();
  for (const file of files.filter((name) => !NOT_ORDINARY.test(name))) {
    const marks: Marks = { titles: 0, everyone: 0, experts: 0, tiers: new Map(), samples: [] };
    for await (const row of readCorpus(path.join(directory, file))) {
      if (takenOut.has(row.id)) continue;
      marks.titles++;
      const [first] = engine.match(inputOf(row.raw, null));
      if (first === undefined) continue;
      marks[first.visibility]++;
      const tier = tierOf(first.rule);
      marks.tiers.set(tier, (marks.tiers.get(tier) ?? 0) + 1);
      const words = first.spans.map(({ start, end }) => row.title.slice(start, end)).join(' | ');
      marks.samples.push(`${row.id} [${first.rule}] ${row.title.slice(0, 150)} « ${words} »`);
    }
    byFile.set(file, marks);
  }
  return byFile;
}

/** Whether a listing with an alert's own name, brand and first model is found. */
function ownMarks(engine: Engine, alerts: readonly Alert[]): Map<Tier | 'none', number> {
  const found = new Map<Tier | 'none', number>();
  for (const { names, brands, models, category } of alerts) {
    const title = [...new Set([brands[0] ?? '', names[0] ?? '', models[0] ?? ''])].join(' ');
    const [first] = engine.match({ ...EMPTY_INPUT, title, category });
    const tier = first === undefined ? 'none' : tierOf(first.rule);
    found.set(tier, (found.get(tier) ?? 0) + 1);
  }
  return found;
}

const per10000 = (count: number, of: number): string => (of === 0 ? '–' : ((10_000 * count) / of).toFixed(2));

function report(
  alerts: readonly Alert[],
  byFile: ReadonlyMap<string, Marks>,
  own: ReadonlyMap<Tier | 'none', number>,
): string {
  const all = [...byFile.values()];
  const sum = (of: (marks: Marks) => number): number => all.reduce((total, marks) => total + of(marks), 0);
  const titles = sum((marks) => marks.titles);
  const row = (name: string, count: number, everyone: number, experts: number): string =>
    `| ${name} | ${count} | ${everyone} | ${experts} | ${per10000(experts, count)} |`;
  const tiers = TIERS.filter((tier) => tier !== 'listing')
    .map((tier) => `${tier} ${sum((marks) => marks.tiers.get(tier) ?? 0)}`)
    .join(', ');
  const foundOwn = TIERS.map((tier) => `${tier} ${own.get(tier) ?? 0}`).join(', ');
  return [
    `${alerts.length} alerts against ${titles} ordinary titles:`,
    '',
    '| titles of | titles | shown to everyone | experts only | experts, per 10,000 |',
    '| --- | --- | --- | --- | --- |',
    ...[...byFile].map(([file, marks]) =>
      row(path.basename(file, '.jsonl'), marks.titles, marks.everyone, marks.experts),
    ),
    row(
      'all',
      titles,
      sum((marks) => marks.everyone),
      sum((marks) => marks.experts),
    ),
    '',
    `Marked by: ${tiers}.`,
    `Of the alerts themselves, written as a title of brand, name and first model, found by: ${foundOwn}, not found ${own.get('none') ?? 0}.`,
    '',
  ].join('\n');
}

async function insert(file: string, text: string): Promise<void> {
  const page = await readFile(file, 'utf8').catch((error: Error) => {
    throw new UsageError(`"${file}" cannot be read: ${error.message}`);
  });
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new UsageError(`"${file}" has no place for the figures ("${BEGIN}" … "${END}").`);
  await writeFile(file, `${page.slice(0, begin + BEGIN.length)}\n${text}${page.slice(end)}`);
}

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, {
    into: { type: 'string' },
    samples: { type: 'string', default: '0' },
  });
  const [corpora] = positionals;
  if (corpora === undefined) throw new UsageError('usage: vigie pack alert-marks CORPORA [--into FILE] [--samples N]');
  const alerts = await corpusAlerts(corpora).catch(() => {
    throw new UsageError(`"${corpora}" is no directory of corpora.`);
  });
  const engine = createAlertEngine(compileAlerts(alerts, { publisher: 'corpora', version: '0', exported: null }));
  const byFile = await ordinaryMarks(engine, corpora);
  const text = report(alerts, byFile, ownMarks(engine, alerts));
  if (values.into === undefined) process.stdout.write(text);
  else await insert(values.into, text);
  for (const marks of byFile.values())
    for (const sample of marks.samples.slice(0, Number(values.samples) || 0)) process.stderr.write(`${sample}\n`);
  return [...byFile.values()].some((marks) => marks.everyone > 0) ? 1 : 0;
}
