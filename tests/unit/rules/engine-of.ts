import { compile } from '../../../lib/rules/compile.ts';
import { createEngine, type Engine } from '../../../lib/rules/engine.ts';
import { EMPTY_INPUT, type MatchInput } from '../../../lib/rules/match-input.ts';
import type { Family } from '../../../lib/rules/rule.ts';
import { familyOf, ruleOf } from './family.ts';

export function engineOf(...families: Family[]): Engine {
  const compiled = compile(families, { publisher: 'test', version: '1' });
  if (!compiled.ok) throw new Error(compiled.problems.map((problem) => problem.message).join('; '));
  return createEngine(compiled.value);
}

/** An engine that looks for these terms, in the title only. */
export function termEngine(terms: Record<string, unknown>): Engine {
  return engineOf(familyOf({ terms: { goods: terms }, rules: [ruleOf({ term: 'goods', in: ['title'] })] }));
}

export const input = (parts: Partial<MatchInput>): MatchInput => ({ ...EMPTY_INPUT, ...parts });

/** The stretches of the title that were found, as they stand there. */
export function wordsFound(engine: Engine, title: string): string[] {
  return engine
    .match(input({ title }))
    .flatMap((finding) => finding.spans.map((span) => title.slice(span.start, span.end)));
}
