/** What an engine marks in a file of titles: marks per 10,000 by family, with samples. */
import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { Engine } from '../../lib/rules/engine.ts';
import type { Finding } from '../../lib/rules/finding.ts';
import { UsageError } from '../command-line.ts';
import { inputOf } from '../commands/match.ts';
import { readLines } from './lines.ts';

export interface CorpusRow {
  id: string;
  title: string;
  lang: string;
  raw: Record<string, unknown>;
}

/** Rows of a JSON Lines file that have a title. @throws UsageError with the line number. */
export async function* readCorpus(file: string): AsyncGenerator<CorpusRow> {
  let number = 0;
  const input = createReadStream(file);
  try {
    for await (const line of readLines(input)) {
      number++;
      if (line.text.trim() === '') continue;
      const value: unknown = JSON.parse(line.text);
      if (typeof value !== 'object' || value === null) throw new SyntaxError('not an object');
      const raw: Record<string, unknown> = Object.fromEntries(Object.entries(value));
      const { id, title, lang } = raw;
      if (typeof title !== 'string') continue;
      yield { id: String(id ?? number), title, lang: typeof lang === 'string' ? lang : '?', raw };
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unreadable';
    throw new UsageError(`"${file}"${number > 0 ? `, line ${number}` : ''}: ${reason}.`);
  }
}

export interface FamilyMarks {
  everyone: number;
  experts: number;
  samples: { id: string; title: string; findings: Finding[] }[];
}

export interface CorpusReport {
  file: string;
  titles: number;
  /** Titles with any finding. */
  everyone: number;
  experts: number;
  families: Map<string, FamilyMarks>;
}

export async function corpusReport(engine: Engine, file: string, samples: number): Promise<CorpusReport> {
  const report: CorpusReport = { file, titles: 0, everyone: 0, experts: 0, families: new Map() };
  for await (const row of readCorpus(file)) {
    report.titles++;
    const findings = engine.match(inputOf(row.raw, null));
    if (findings.length === 0) continue;
    if (findings.some((finding) => finding.visibility === 'everyone')) report.everyone++;
    else report.experts++;
    for (const family of new Set(findings.map((finding) => finding.family))) {
      const own = findings.filter((finding) => finding.family === family);
      const marks = report.families.get(family) ?? { everyone: 0, experts: 0, samples: [] };
      if (own.some((finding) => finding.visibility === 'everyone')) marks.everyone++;
      else marks.experts++;
      const sensitive = own.some((finding) => finding.sensitive);
      if (marks.samples.length < samples && !sensitive)
        marks.samples.push({ id: row.id, title: row.title, findings: own });
      report.families.set(family, marks);
    }
  }
  return report;
}

const per10000 = (count: number, of: number): string => (of === 0 ? '–' : ((10_000 * count) / of).toFixed(1));

export function formatCorpusReport(report: CorpusReport): string {
  const { titles } = report;
  const lines = [
    `${path.basename(report.file)}: ${titles} titles; marked per 10,000: ${per10000(report.everyone, titles)} for everyone, ${per10000(report.experts, titles)} for experts only`,
  ];
  const families = [...report.families].sort(([, a], [, b]) => b.everyone - a.everyone || b.experts - a.experts);
  for (const [family, marks] of families) {
    lines.push(
      `  ${family}: ${per10000(marks.everyone, titles)} everyone (${marks.everyone}), ${per10000(marks.experts, titles)} experts (${marks.experts})`,
    );
    for (const { id, title, findings } of marks.samples) {
      const rules = findings.map((finding) => `${finding.rule} ${finding.confidence}`).join(', ');
      const words = findings.flatMap((finding) =>
        finding.spans.filter((span) => span.field === 'title').map((span) => title.slice(span.start, span.end)),
      );
      lines.push(
        `    ${id} [${rules}] ${title.slice(0, 140)}${words.length > 0 ? ` « ${[...new Set(words)].join(' | ')} »` : ''}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}
