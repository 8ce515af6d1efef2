/**
 * Queries suggested for a campaign, from the rules' own words for the goods. Only what names the goods neutrally is taken:
 * the term lists that a rule looks for by themselves, in the languages that they are written in. Of a sensitive family,
 * nothing is ever suggested, and its words are hashed and could not be.
 */
import { CHILD_PROTECTION_FAMILIES } from '../reports/child-protection-families.ts';
import type { Condition, Family } from '../rules/rule.ts';
import type { CampaignQuery } from './campaign.ts';

/** By family, by language. */
export type Suggestions = Record<string, Record<string, string[]>>;

export const TERMS_PER_LANGUAGE = 3;
/** Lists that hold names of goods, where a family has them. */
const NAMES = ['noun', 'direct', 'certain', 'name'];
/** Lists of words that hide the goods, or that tell honest goods apart. */
const NOT_NAMES = /trap|harmless|not-|euphemism|covert|no-|accessory|hard|strength|brand|child|baby|youth/;

/** The lists that a condition asks for outright, in the order of the rule. */
function wanted(condition: Condition): string[] {
  if ('term' in condition) return [condition.term];
  if ('all' in condition) return condition.all.flatMap(wanted);
  if ('any' in condition) return condition.any.flatMap(wanted);
  return 'near' in condition && Array.isArray(condition.near) ? condition.near.slice(0, 1) : [];
}

function listsOf(family: Family): string[] {
  const lists = Object.keys(family.terms ?? {});
  const names = NAMES.filter((name) => lists.includes(name));
  if (names.length > 0) return names.slice(0, 1);
  const asked = [...family.rules]
    .sort((a, b) => b.confidence - a.confidence)
    .flatMap(({ when }) => wanted(when))
    .filter((list) => lists.includes(list) && !NOT_NAMES.test(list));
  return asked.slice(0, 1);
}

export function suggestionsOf(families: readonly Family[]): Suggestions {
  const suggestions: Suggestions = {};
  for (const family of families) {
    if (family.sensitive === true || CHILD_PROTECTION_FAMILIES.includes(family.family)) continue;
    const byLanguage: Record<string, string[]> = {};
    for (const list of listsOf(family)) {
      for (const [language, terms] of Object.entries(family.terms?.[list]?.byLanguage ?? {})) {
        // `~` marks a part of compounds, which is no word to search for.
        const words = terms.filter((term) => !term.includes('~') && term.length >= 4);
        if (language !== '*' && words.length > 0) byLanguage[language] = words.slice(0, TERMS_PER_LANGUAGE);
      }
    }
    if (Object.keys(byLanguage).length > 0) suggestions[family.family] = byLanguage;
  }
  return suggestions;
}

export function suggestedQueries(
  suggestions: Suggestions,
  families: readonly string[],
  languages: readonly string[],
): CampaignQuery[] {
  return families
    .filter((family) => !CHILD_PROTECTION_FAMILIES.includes(family) && Object.hasOwn(suggestions, family))
    .flatMap((family) =>
      languages.flatMap((language) => (suggestions[family]?.[language] ?? []).map((words) => ({ language, words }))),
    );
}
