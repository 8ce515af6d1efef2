/** Terms that hit many ordinary titles: each term alone as a rule, over a corpus. */
import { compile } from '../../lib/rules/compile.ts';
import { createEngine } from '../../lib/rules/engine.ts';
import { EMPTY_INPUT } from '../../lib/rules/match-input.ts';
import type { Family } from '../../lib/rules/rule.ts';
import { readCorpus } from './corpus.ts';
import type { Source, SourceProblem } from './source.ts';

/** Hits per 10,000 titles from which a term is called broad. */
const BROAD = 10;
/** Titles below which a share says nothing. */
const LEAST_TITLES = 500;

interface TermAt {
  source: Source;
  path: (string | number)[];
  term: string;
  list: string;
}

export async function broadTerms(sources: readonly Source[], corpora: readonly string[]): Promise<SourceProblem[]> {
  const terms: TermAt[] = [];
  const families: Family[] = [];
  for (const source of sources) {
    if (source.family.sensitive === true) continue;
    for (const [list, { byLanguage, exact }] of Object.entries(source.family.terms ?? {}))
      for (const [language, words] of Object.entries(byLanguage))
        words.forEach((term, index) => {
          const id = `t${terms.length}`;
          terms.push({ source, path: ['terms', list, language, index], term, list });
          families.push({
            ...source.family,
            family: id,
            terms: { t: { exact, hashed: [], byLanguage: { [language]: [term] } } },
            conditions: undefined,
            floors: undefined,
            unless: undefined,
            rules: [{ id, confidence: 1, reason: { en: id }, when: { term: 't', in: ['title'] } }],
          });
        });
  }
  const compiled = compile(families, { publisher: 'lint', version: '0' });
  if (!compiled.ok) return [];
  const engine = createEngine(compiled.value);
  const hits = new Map<string, number>();
  let titles = 0;
  for (const file of corpora)
    for await (const row of readCorpus(file)) {
      titles++;
      for (const finding of engine.match({ ...EMPTY_INPUT, title: row.title }))
        hits.set(finding.rule, (hits.get(finding.rule) ?? 0) + 1);
    }
  if (titles < LEAST_TITLES) return [];
  return terms.flatMap(({ source, path, term, list }, index) => {
    const share = ((hits.get(`t${index}`) ?? 0) * 10_000) / titles;
    return share < BROAD
      ? []
      : [
          {
            file: source.file,
            ...source.at(path),
            message: `the term "${term}" (${list}) stands in ${share.toFixed(0)} of 10,000 ordinary titles; never let it decide alone, require another sign near it`,
          },
        ];
  });
}
