/**
 * What a careful reviewer would say about rule files. Errors keep a pack from being trusted (faults of form, missing
 * law, examples or English texts); warnings are advice (missing translations, unused or too broad terms, clauses that
 * can never or always hold).
 */
import { compile, SHARED } from '../../lib/rules/compile.ts';
import { visitLists } from '../../lib/rules/compile-condition.ts';
import { LANGUAGES } from '../../lib/rules/finding.ts';
import type { Condition, Family, Rule } from '../../lib/rules/rule.ts';
import { broadTerms } from './broad-terms.ts';
import { locateProblem, readSources, type Source, type SourceProblem } from './source.ts';

export interface LintResult {
  errors: SourceProblem[];
  warnings: SourceProblem[];
  families: number;
}

/** Examples a family needs, and languages among them. */
const LEAST_EXAMPLES = 6;
const LEAST_LANGUAGES = 3;

export async function lintDirectory(directory: string, corpora: readonly string[]): Promise<LintResult> {
  const rules = await readSources(directory);
  const { sources, shared, problems } = rules;
  const result: LintResult = { errors: [...problems], warnings: [], families: sources.length };
  const compiled = compile(
    sources.map((source) => source.family),
    { publisher: 'lint', version: '0' },
    shared?.data,
  );
  if (!compiled.ok) result.errors.push(...compiled.problems.map((problem) => locateProblem(rules, problem)));
  for (const source of sources) lintFamily(source, result);
  if (shared !== null) {
    const named = JSON.stringify(sources.map((source) => source.family));
    for (const list of Object.keys(shared.data))
      if (!named.includes(`"${SHARED}/${list}"`))
        result.warnings.push({
          file: shared.file,
          ...shared.at(['terms', list]),
          message: `no rule uses the shared list "${list}"; use it or take it out`,
        });
  }
  if (corpora.length > 0) result.warnings.push(...(await broadTerms(sources, corpora)));
  return result;
}

function lintFamily(source: Source, result: LintResult): void {
  const { family, file } = source;
  const error = (path: (string | number)[], message: string): void => {
    result.errors.push({ file, ...source.at(path), message });
  };
  const warn = (path: (string | number)[], message: string): void => {
    result.warnings.push({ file, ...source.at(path), message });
  };
  lintTranslations(family, warn);
  lintExamples(family, error);
  lintTerms(family, error, warn);
  family.rules.forEach((rule, index) => {
    lintLogic(rule.when, ['rules', index, 'when'], warn);
    lintExceptions(rule, ['rules', index], warn);
  });
}

type Say = (path: (string | number)[], message: string) => void;

function lintTranslations(family: Family, warn: Say): void {
  const missing = (texts: Record<string, string | undefined>): string[] =>
    LANGUAGES.filter((language) => texts[language] === undefined);
  const check = (texts: Record<string, string | undefined>, path: (string | number)[], what: string): void => {
    const languages = missing(texts);
    if (languages.length > 0)
      warn(path, `the ${what} is missing in ${languages.join(', ')}; people who read those see it in English`);
  };
  check(family.labels, ['labels'], 'label');
  family.rules.forEach((rule, index) => {
    check(rule.reason, ['rules', index, 'reason'], `reason of ${rule.id}`);
    if (rule.label !== undefined) check(rule.label, ['rules', index, 'label'], `label of ${rule.id}`);
  });
}

function lintExamples(family: Family, error: Say): void {
  for (const kind of ['match', 'ignore'] as const) {
    const examples = family.rules.flatMap((rule) => rule.examples?.[kind] ?? []);
    const languages = new Set(examples.map((example) => example.lang));
    const word = kind === 'match' ? 'it must find' : 'it must ignore';
    if (examples.length < LEAST_EXAMPLES)
      error(
        ['rules'],
        `the family has ${examples.length} examples that ${word}; it needs ${LEAST_EXAMPLES}, in ${LEAST_LANGUAGES} languages`,
      );
    else if (languages.size < LEAST_LANGUAGES)
      error(
        ['rules'],
        `the examples that ${word} are in ${[...languages].join(', ')} only; add some in other languages, ${LEAST_LANGUAGES} in all`,
      );
  }
  family.rules.forEach((rule, index) => {
    if ((rule.examples?.match ?? []).length === 0)
      error(['rules', index], `the rule ${rule.id} has no example that it must find; add one under examples: match:`);
  });
}

function lintTerms(family: Family, error: Say, warn: Say): void {
  const used = new Map<string, { for: boolean; against: boolean }>();
  for (const rule of family.rules) {
    const add = (list: string, against: boolean): void => {
      const use = used.get(list) ?? { for: false, against: false };
      if (against) use.against = true;
      else use.for = true;
      used.set(list, use);
    };
    visitLists(rule.when, family, false, add);
    for (const exception of [...(family.unless ?? []), ...(rule.unless ?? [])])
      visitLists(exception.when, family, true, add);
  }
  for (const [name, list] of Object.entries(family.terms ?? {})) {
    const use = used.get(name);
    if (use === undefined) warn(['terms', name], `no rule uses the term list "${name}"; use it or take it out`);
    if (family.sensitive === true && use?.for === true && list.hashed.length === 0)
      error(
        ['terms', name],
        `"${name}" is readable, and a sensitive family may only hold hashed terms for what it looks for; see "vigie pack hash-terms"`,
      );
    for (const [language, terms] of Object.entries(list.byLanguage)) {
      const seen = new Set<string>();
      terms.forEach((term, index) => {
        const key = term.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
        if (seen.has(key)) warn(['terms', name, language, index], `the term "${term}" is there twice`);
        seen.add(key);
        if (
          use?.for === true &&
          !list.exact &&
          [...key].length <= 3 &&
          !/\s/u.test(key) &&
          /^\p{Script=Latin}+$/u.test(key)
        )
          warn(
            ['terms', name, language, index],
            `the term "${term}" has ${[...key].length} letters and may be part of many titles; use a longer one, or require another sign beside it`,
          );
      });
    }
  }
  for (const name of Object.keys(family.conditions ?? {})) {
    const uses = JSON.stringify([
      family.rules.map((rule) => [rule.when, rule.unless]),
      family.unless,
      family.conditions,
    ]).includes(`"use":${JSON.stringify(name)}`);
    if (!uses) warn(['conditions', name], `no rule uses the condition "${name}"; use it or take it out`);
  }
}

/** Clauses that contradict one another, say nothing, or can never be reached. */
function lintLogic(condition: Condition, path: (string | number)[], warn: Say): void {
  if ('all' in condition) {
    const positive = condition.all.map((child) => JSON.stringify(child));
    condition.all.forEach((child, index) => {
      if ('none' in child)
        for (const barred of child.none)
          if (positive.includes(JSON.stringify(barred)))
            warn(
              [...path, 'all', index],
              'asks for a thing and for its absence at once, so it can never hold; take one out',
            );
      if (positive.indexOf(positive[index] ?? '') < index)
        warn([...path, 'all', index], 'repeats a clause before it; take it out');
    });
  }
  if ('any' in condition) {
    const children = condition.any.map((child) => JSON.stringify(child));
    const singles = new Set(
      condition.any.flatMap((child) => ('term' in child && child.in === undefined ? [child.term] : [])),
    );
    condition.any.forEach((child, index) => {
      if (children.indexOf(children[index] ?? '') < index)
        warn([...path, 'any', index], 'repeats a clause before it; take it out');
      const parts: Condition[] =
        'all' in child
          ? child.all
          : 'near' in child && !('quantity' in child)
            ? child.near.map((term) => ({ term }))
            : [];
      if (parts.some((part) => 'term' in part && singles.has(part.term)))
        warn(
          [...path, 'any', index],
          'is never needed: another alternative holds whenever this does; take it out or narrow the other',
        );
    });
    if (condition.any.length === 1)
      warn([...path, 'any'], '"any" of one clause is that clause; write it alone or add another');
  }
  const children = (key: string, list: readonly Condition[]): void => {
    list.forEach((child, index) => {
      lintLogic(child, [...path, key, index], warn);
    });
  };
  if ('all' in condition) children('all', condition.all);
  if ('any' in condition) children('any', condition.any);
  if ('none' in condition) children('none', condition.none);
}

function lintExceptions(rule: Rule, path: (string | number)[], warn: Say): void {
  const when = JSON.stringify(rule.when);
  rule.unless?.forEach((exception, index) => {
    const at = [...path, 'unless', index];
    const clause = JSON.stringify(exception.when);
    const always =
      clause === when || ('all' in rule.when && rule.when.all.some((child) => JSON.stringify(child) === clause));
    if (always && exception.effect === 'cancel')
      warn(at, `the exception ${exception.id} holds whenever the rule does, so the rule never finds anything`);
    const barred = 'all' in rule.when ? rule.when.all.flatMap((child) => ('none' in child ? child.none : [])) : [];
    if (barred.some((child) => JSON.stringify(child) === clause))
      warn(at, `the exception ${exception.id} can never apply: the rule's own "none" already excludes it`);
    if (exception.effect !== 'cancel' && rule.confidence - exception.effect.lower < 0.05)
      warn(
        at,
        `the exception ${exception.id} lowers the confidence below 0.05, which drops the finding; write effect: cancel`,
      );
    lintLogic(exception.when, [...at, 'when'], warn);
  });
}
