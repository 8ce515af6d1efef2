/**
 * Families to a pack: numbers the term lists, rules and conditions, and lays them out as pack.ts describes.
 *
 * A rule is filed under term lists too: those of which at least one must have been found for its condition to hold.
 * The engine then evaluates only the rules whose lists were hit; a rule without such a list (a structural check, an
 * exact identifier) is evaluated for every listing.
 */
import { type Conditions, compileConditions, visitLists } from './compile-condition.ts';
import type { Severity } from './finding.ts';
import { HashedTermsTable } from './hashed-terms-table.ts';
import { type CompiledPack, RULE_WIDTH } from './pack-layout.ts';
import { failure, type Result, success } from './result.ts';
import type { Family, SharedTerms, TermList } from './rule.ts';
import { joinTexts } from './sectioned-bytes.ts';
import { rows } from './table-rows.ts';
import { termProblem } from './term-text.ts';
import { Vocabulary } from './vocabulary.ts';

export interface PackInfo {
  publisher: string;
  version: string;
}

/** Something that keeps families from being compiled; `path` leads into the family's data. */
export interface CompileProblem {
  family: string;
  path: (string | number)[];
  message: string;
}

export const SEVERITIES: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

const encoder = new TextEncoder();

/** Name under which problems in the shared term lists are reported. */
export const SHARED = 'traps';

/** @param shared term lists that every family may name as `traps/<list>`; only those that are named are compiled. */
export function compile(
  families: readonly Family[],
  info: PackInfo,
  shared: SharedTerms = {},
): Result<CompiledPack, CompileProblem> {
  const problems: CompileProblem[] = [];
  const vocabulary = new Vocabulary();
  const hashed = new HashedTermsTable();
  const listIds = new Map<string, number>();
  const ruleIds = new Map<string, string>();
  const familyIds = new Set<string>();

  const conditions: Conditions = { nodes: [], numbers: [], floors: [] };
  const ruleRecords: number[] = [];
  const exceptionRecords: number[] = [];
  const rulesOfList: number[][] = [];
  const alwaysRules: number[] = [];
  const familyTexts: string[] = [];
  const ruleTexts: string[] = [];

  families.forEach((family, familyIndex) => {
    const report = (path: (string | number)[], message: string): void => {
      problems.push({ family: family.family, path, message });
    };
    if (familyIds.has(family.family))
      report(['family'], `the family "${family.family}" is there twice; give one another id`);
    familyIds.add(family.family);
    const lists = new Map<string, number>();
    const against = listsAgainst(family);
    for (const [name, list] of Object.entries(family.terms ?? {})) {
      const id = listIds.size;
      listIds.set(`${family.family} ${name}`, id);
      lists.set(name, id);
      rulesOfList.push([]);
      addTerms(vocabulary, list, id, against.has(name), ['terms', name], report);
      if (list.hashed.length > 0) {
        if (family.key === undefined)
          report(['terms', name, 'hashed'], 'hashed terms need the "key" they were made with');
        else hashed.add(family.key, list.hashed, id);
      }
    }
    for (const name of sharedListsOf(family)) {
      const list = shared[name];
      if (list === undefined) continue;
      const known = listIds.get(`${SHARED} ${name}`);
      const id = known ?? listIds.size;
      lists.set(`${SHARED}/${name}`, id);
      if (known !== undefined) continue;
      listIds.set(`${SHARED} ${name}`, id);
      rulesOfList.push([]);
      addTerms(vocabulary, list, id, true, ['terms', name], (path, message) => {
        problems.push({ family: SHARED, path, message });
      });
    }
    const floorLists = new Map<string, number>();
    for (const brand of Object.keys(family.floors ?? {})) {
      const id = listIds.size;
      listIds.set(`${family.family} floor ${brand}`, id);
      floorLists.set(brand, id);
      rulesOfList.push([]);
      const fault = termProblem(brand);
      if (fault === null) vocabulary.add(brand, '*', id, true);
      else report(['floors', brand], `the brand "${brand}" ${fault}`);
    }
    const compiler = compileConditions(family, lists, floorLists, conditions, report, (list) =>
      vocabulary.commonnessOf(list),
    );

    const everyRule = (family.unless ?? []).map((exception, index) => ({
      node: compiler.condition(exception.when, ['unless', index, 'when']),
      exception,
    }));

    family.rules.forEach((rule, ruleIndex) => {
      const path = ['rules', ruleIndex];
      const elsewhere = ruleIds.get(rule.id);
      if (elsewhere !== undefined)
        report([...path, 'id'], `the rule id "${rule.id}" is already used in ${elsewhere}; ids are unique in a pack`);
      ruleIds.set(rule.id, family.family);
      const id = ruleRecords.length / RULE_WIDTH;
      const node = compiler.condition(rule.when, [...path, 'when']);
      const first = exceptionRecords.length / 2;
      const own = (rule.unless ?? []).map((exception, index) => ({
        node: compiler.condition(exception.when, [...path, 'unless', index, 'when']),
        exception,
      }));
      const exceptions = [...everyRule, ...own];
      for (const { node: at, exception } of exceptions)
        exceptionRecords.push(
          at,
          exception.effect === 'cancel' ? 0 : Math.max(1, Math.round(exception.effect.lower * 1000)),
        );
      ruleRecords.push(
        familyIndex,
        SEVERITIES.indexOf(rule.severity ?? family.severity),
        Math.round(rule.confidence * 1000),
        node,
        first,
        exceptions.length,
        family.sensitive === true ? 1 : 0,
      );
      const triggers = compiler.triggers(rule.when);
      if (triggers === null) alwaysRules.push(id);
      else for (const list of triggers) rulesOfList[list]?.push(id);
      ruleTexts.push(
        JSON.stringify({
          id: rule.id,
          label: rule.label,
          reason: rule.reason,
          exceptions: exceptions.map(({ exception }) => exception.id),
        }),
      );
    });
    familyTexts.push(
      JSON.stringify({
        id: family.family,
        labels: family.labels,
        severity: family.severity,
        sensitive: family.sensitive === true,
        jurisdictions: family.jurisdictions,
        dsaCategory: family.dsa.category,
        dsaKeyword: family.dsa.keyword,
        authorities: family.authorities,
        legal: family.legal,
      }),
    );
  });
  if (problems.length > 0) return failure(...problems);

  const [listRuleStarts, listRules] = rows(rulesOfList);
  const textsOfFamilies = joinTexts(familyTexts.map((text) => encoder.encode(text)));
  const textsOfRules = joinTexts(ruleTexts.map((text) => encoder.encode(text)));
  return success({
    info: encoder.encode(JSON.stringify({ publisher: info.publisher, version: info.version })),
    sample: encoder.encode(sampleOf(families)),
    ...vocabulary.tables((list) => (rulesOfList[list]?.length ?? 0) > 0),
    listRuleStarts,
    listRules,
    alwaysRules: Int32Array.from(alwaysRules),
    rules: Int32Array.from(ruleRecords),
    exceptions: Int32Array.from(exceptionRecords),
    nodes: Int32Array.from(conditions.nodes),
    numbers: Float64Array.from(conditions.numbers),
    floors: Int32Array.from(conditions.floors),
    ...hashed.tables(),
    familyTextStarts: textsOfFamilies.starts,
    familyTexts: textsOfFamilies.bytes,
    ruleTextStarts: textsOfRules.starts,
    ruleTexts: textsOfRules.bytes,
  });
}

/** A few words for a new engine to run through: terms that anybody may read, one of several words if there is one. */
function sampleOf(families: readonly Family[]): string {
  const terms = families
    .filter(({ sensitive }) => sensitive !== true)
    .flatMap(({ terms = {} }) => Object.values(terms).flatMap(({ byLanguage }) => Object.values(byLanguage).flat()));
  const phrase = terms.find((term) => /\s/u.test(term));
  return [terms[0], phrase].filter((term) => term !== undefined).join(', ');
}

/** Lists that only exceptions name: what speaks for a listing is recognised in more disguises than what speaks against. */
function listsAgainst(family: Family): Set<string> {
  const goods = new Set<string>();
  const exceptions = new Set<string>();
  const add = (list: string, against: boolean): void => {
    (against ? exceptions : goods).add(list);
  };
  for (const rule of family.rules) visitLists(rule.when, family, false, add);
  for (const exception of [...(family.unless ?? []), ...family.rules.flatMap((rule) => rule.unless ?? [])])
    visitLists(exception.when, family, true, add);
  return new Set([...exceptions].filter((list) => !goods.has(list)));
}

/** Shared lists that a family's conditions name. */
function sharedListsOf(family: Family): Set<string> {
  const named = new Set<string>();
  JSON.stringify(
    [family.rules.map((rule) => [rule.when, rule.unless]), family.conditions, family.unless],
    (_, value: unknown) => {
      if (typeof value === 'string' && value.startsWith(`${SHARED}/`)) named.add(value.slice(SHARED.length + 1));
      return value;
    },
  );
  return named;
}

function addTerms(
  vocabulary: Vocabulary,
  list: TermList,
  id: number,
  lenient: boolean,
  path: (string | number)[],
  report: (path: (string | number)[], message: string) => void,
): void {
  for (const [language, terms] of Object.entries(list.byLanguage))
    terms.forEach((term, index) => {
      const fault = termProblem(term);
      if (fault === null) vocabulary.add(term, language, id, list.exact, lenient);
      else report([...path, language, index], `the term "${term}" ${fault}; use a longer one`);
    });
}
