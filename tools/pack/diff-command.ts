/** `vigie pack diff OLD NEW --corpus FILE`: what would newly be marked, no longer, or shown to others. */
import process from 'node:process';
import type { Engine } from '../../lib/rules/engine.ts';
import { UsageError } from '../command-line.ts';
import { inputOf } from '../commands/match.ts';
import { parseArguments } from './arguments.ts';
import { readCorpus } from './corpus.ts';
import { loadEngine } from './load.ts';

type Change = 'newly' | 'no longer' | 'shown to others';

interface Changed {
  id: string;
  title: string;
  rule: string;
  change: Change;
  detail: string;
}

const PRINTED = 20;

function compare(before: Engine, after: Engine, raw: Record<string, unknown>, id: string, title: string): Changed[] {
  const input = inputOf(raw, null);
  const old = new Map(before.match(input).map((finding) => [finding.rule, finding]));
  const changes: Changed[] = [];
  for (const finding of after.match(input)) {
    const known = old.get(finding.rule);
    old.delete(finding.rule);
    const shown = finding.sensitive ? '(not shown)' : title;
    if (known === undefined)
      changes.push({ id, title: shown, rule: finding.rule, change: 'newly', detail: finding.visibility });
    else if (known.visibility !== finding.visibility)
      changes.push({
        id,
        title: shown,
        rule: finding.rule,
        change: 'shown to others',
        detail: `${known.visibility} → ${finding.visibility}`,
      });
  }
  for (const finding of old.values())
    changes.push({
      id,
      title: finding.sensitive ? '(not shown)' : title,
      rule: finding.rule,
      change: 'no longer',
      detail: finding.visibility,
    });
  return changes;
}

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, {
    corpus: { type: 'string', multiple: true },
    all: { type: 'boolean', default: false },
  });
  const [oldSource, newSource] = positionals;
  if (oldSource === undefined || newSource === undefined || values.corpus === undefined)
    throw new UsageError(
      'usage: vigie pack diff OLD NEW --corpus FILE   (OLD and NEW: pack files or directories of rules)',
    );
  const before = await loadEngine(oldSource);
  const after = await loadEngine(newSource);
  const changes: Changed[] = [];
  let titles = 0;
  for (const file of values.corpus)
    for await (const row of readCorpus(file)) {
      titles++;
      changes.push(...compare(before, after, row.raw, row.id, row.title));
    }
  for (const change of ['newly', 'no longer', 'shown to others'] as const) {
    const own = changes.filter((entry) => entry.change === change);
    process.stdout.write(`${change}: ${own.length} findings in ${titles} titles\n`);
    const byRule = Map.groupBy(own, (entry) => entry.rule);
    for (const [rule, entries] of [...byRule].sort(([, a], [, b]) => b.length - a.length)) {
      process.stdout.write(`  ${rule}: ${entries.length}\n`);
      for (const { id, title, detail } of values.all ? entries : entries.slice(0, PRINTED))
        process.stdout.write(`    ${id} [${detail}] ${title.slice(0, 140)}\n`);
    }
  }
  return 0;
}
