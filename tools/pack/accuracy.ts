/**
 * The accuracy of a rule directory over labelled and ordinary titles, by family and language.
 *
 * Corpora are a directory of JSON Lines files by others: `labelled.jsonl` (rows with `guess`: positive, near-miss,
 * unsure), files of official recalls and of a weapons distributor (not ordinary), and ordinary titles. Nothing of them
 * is copied into the report but ids and counts.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Engine } from '../../lib/rules/engine.ts';
import type { Finding } from '../../lib/rules/finding.ts';
import { UsageError } from '../command-line.ts';
import { inputOf } from '../commands/match.ts';
import { readCorpus } from './corpus.ts';
import { exampleFault, examplesOf, inputOfExample } from './examples.ts';
import type { Source } from './source.ts';

/** Files of a corpora directory that are no ordinary titles. */
const NOT_ORDINARY = /^(?:labelled|recalls-|moteng-)/u;

export interface Tally {
  titles: number;
  everyone: number;
  experts: number;
}

export interface OrdinaryResult extends Tally {
  file: string;
}

/** A mark shown to everyone among ordinary titles. */
export interface OrdinaryMark {
  id: string;
  families: string[];
  reviewed: boolean;
}

export interface LabelledResult {
  positives: number;
  found: number;
  foundByEveryone: number;
  nearMisses: number;
  nearMissesEveryone: number;
  nearMissesExperts: number;
  byKind: Map<string, { positives: number; found: number; nearMisses: number; marked: number }>;
}

export interface ExampleResult {
  family: string;
  /** By language: examples as they must be, of how many. */
  match: Map<string, [number, number]>;
  ignore: Map<string, [number, number]>;
}

export interface Accuracy {
  ordinary: OrdinaryResult[];
  byFamily: Map<string, Tally>;
  byLanguage: Map<string, Tally & { false: number }>;
  marks: OrdinaryMark[];
  labelled: LabelledResult;
}

const visibleTo = (findings: readonly Finding[]): 'everyone' | 'experts' | null =>
  findings.length === 0 ? null : findings.some((finding) => finding.visibility === 'everyone') ? 'everyone' : 'experts';

/** Ids of marks that a person looked at and found right: first word of each line, `#` begins a comment. */
export async function readReviewed(file: string): Promise<Set<string>> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return new Set(
    text
      .split('\n')
      .map((line) => line.replace(/#.*/u, '').trim().split(/\s+/u)[0] ?? '')
      .filter((id) => id !== ''),
  );
}

export async function measureAccuracy(
  engine: Engine,
  directory: string,
  reviewed: ReadonlySet<string>,
): Promise<Accuracy> {
  const files = (await readdir(directory).catch(() => [])).filter((file) => file.endsWith('.jsonl')).sort();
  if (!files.includes('labelled.jsonl'))
    throw new UsageError(`"${directory}" has no labelled.jsonl; give the directory of corpora.`);
  const { labelled, takenOut } = await measureLabelled(engine, path.join(directory, 'labelled.jsonl'));
  const accuracy: Accuracy = { ordinary: [], byFamily: new Map(), byLanguage: new Map(), marks: [], labelled };
  for (const file of files.filter((name) => !NOT_ORDINARY.test(name))) {
    const tally: OrdinaryResult = { file, titles: 0, everyone: 0, experts: 0 };
    for await (const row of readCorpus(path.join(directory, file))) {
      if (takenOut.has(row.id)) continue;
      const findings = engine.match({ ...inputOf(row.raw, TITLE_ONLY) });
      count(accuracy, tally, row.id, row.lang, findings, reviewed);
    }
    accuracy.ordinary.push(tally);
  }
  return accuracy;
}

/** Descriptions and categories of the corpora are another text; the bars speak of titles. */
const TITLE_ONLY: ReadonlySet<string> = new Set(['title']);

function count(
  accuracy: Accuracy,
  tally: Tally,
  id: string,
  lang: string,
  findings: readonly Finding[],
  reviewed: ReadonlySet<string>,
): void {
  const language = accuracy.byLanguage.get(lang) ?? { titles: 0, everyone: 0, experts: 0, false: 0 };
  accuracy.byLanguage.set(lang, language);
  tally.titles++;
  language.titles++;
  const visible = visibleTo(findings);
  if (visible === null) return;
  tally[visible]++;
  language[visible]++;
  const families = new Set(findings.map((finding) => finding.family));
  for (const family of families) {
    const own = accuracy.byFamily.get(family) ?? { titles: 0, everyone: 0, experts: 0 };
    accuracy.byFamily.set(family, own);
    own[visibleTo(findings.filter((finding) => finding.family === family)) ?? 'experts']++;
  }
  if (visible !== 'everyone') return;
  const shown = new Set(
    findings.filter((finding) => finding.visibility === 'everyone').map((finding) => finding.family),
  );
  if (!reviewed.has(id)) language.false++;
  accuracy.marks.push({ id, families: [...shown], reviewed: reviewed.has(id) });
}

async function measureLabelled(
  engine: Engine,
  file: string,
): Promise<{ labelled: LabelledResult; takenOut: Set<string> }> {
  const labelled: LabelledResult = {
    positives: 0,
    found: 0,
    foundByEveryone: 0,
    nearMisses: 0,
    nearMissesEveryone: 0,
    nearMissesExperts: 0,
    byKind: new Map(),
  };
  const takenOut = new Set<string>();
  for await (const row of readCorpus(file)) {
    const { guess, family } = row.raw;
    if (guess !== 'near-miss') takenOut.add(row.id);
    if (guess !== 'near-miss' && guess !== 'positive') continue;
    const kind = labelled.byKind.get(String(family)) ?? { positives: 0, found: 0, nearMisses: 0, marked: 0 };
    labelled.byKind.set(String(family), kind);
    const visible = visibleTo(engine.match(inputOf(row.raw, TITLE_ONLY)));
    if (guess === 'positive') {
      labelled.positives++;
      kind.positives++;
      if (visible !== null) {
        labelled.found++;
        kind.found++;
      }
      if (visible === 'everyone') labelled.foundByEveryone++;
    } else {
      labelled.nearMisses++;
      kind.nearMisses++;
      if (visible === 'everyone') {
        labelled.nearMissesEveryone++;
        kind.marked++;
      } else if (visible === 'experts') labelled.nearMissesExperts++;
    }
  }
  return { labelled, takenOut };
}

export function measureExamples(engine: Engine, sources: readonly Source[]): ExampleResult[] {
  return sources.map(({ family }) => {
    const result: ExampleResult = { family: family.family, match: new Map(), ignore: new Map() };
    for (const placed of examplesOf(family)) {
      const cell = result[placed.kind].get(placed.example.lang) ?? [0, 0];
      cell[1]++;
      if (exampleFault(placed, engine.match(inputOfExample(placed.example))) === null) cell[0]++;
      result[placed.kind].set(placed.example.lang, cell);
    }
    return result;
  });
}
