/**
 * What the alerts' own words say, counted over the pack.
 *
 * A word that few alerts use is *distinctive* of those that do; several of them together say which goods are meant. A
 * word that alerts of one category use far more often than others names the *kind* of goods ("doll", "lampe"); weak
 * matches must agree with the listing on it. A word that alerts on other brands use is no brand by itself.
 */
import { FUNCTION_WORDS } from '../text/function-words.ts';
import { ORDINARY_WORDS } from '../text/ordinary-words.ts';
import { WORD_LETTERS } from '../text/scan.ts';
import type { Alert } from './alert.ts';
import { LEAST_WORDS } from './layout.ts';
import { foldWords, isPlaceholderBrand } from './phrases.ts';

const SHORTEST_DISTINCTIVE = 4;
/** Share of the alerts that may use a distinctive word, and the number that always may. */
const RARE_SHARE = 0.001;
const RARE_COUNT = 3;
/** Alerts of other brands that use a brand's word before it counts as ordinary. */
const USED_OTHERWISE = 3;
/** A word names a category's goods if so many of its alerts use it, so much more often than alerts do in general. */
const KIND_COUNT = 3;
const KIND_SHARE = 0.01;
const KIND_LIFT = 2;
const SHORTEST_KIND = 3;

const VEHICLES = new Set(['vehicles', 'vehicules', 'automobiles', 'motos']);
const FOOD = new Set(['alimentation', 'food', 'aliments']);

const isOf = (category: string | null, kinds: ReadonlySet<string>): boolean =>
  category !== null && foldWords(category).some((word) => kinds.has(word.text));

/** No marketplace sells them, and floor mats, stickers and toys of every make bear their names. */
export const isVehicle = ({ category }: Alert): boolean => isOf(category, VEHICLES);

const lettersOf = (texts: readonly string[]): Set<string> =>
  new Set(texts.flatMap((text) => foldWords(text).flatMap((word) => (word.kind === WORD_LETTERS ? [word.text] : []))));

const count = <K>(counts: Map<K, number>, key: K): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

export class WordCensus {
  private readonly alerts: readonly Alert[];
  private readonly names: readonly ReadonlySet<string>[];
  private readonly brands: readonly ReadonlySet<string>[];
  /** How many alerts use a word at all; how many outside their own brand. */
  private readonly uses = new Map<string, number>();
  private readonly otherUses = new Map<string, number>();

  constructor(alerts: readonly Alert[]) {
    this.alerts = alerts;
    this.names = alerts.map((alert) => lettersOf(alert.names));
    this.brands = alerts.map((alert) => lettersOf(alert.brands.filter((brand) => !isPlaceholderBrand(brand))));
    alerts.forEach((_, index) => {
      const brands = this.brands[index] ?? new Set();
      for (const word of this.names[index] ?? []) if (!brands.has(word)) count(this.otherUses, word);
      for (const word of this.wordsOf(index)) count(this.uses, word);
    });
  }

  private wordsOf(alert: number): Set<string> {
    return new Set([...(this.names[alert] ?? []), ...(this.brands[alert] ?? [])]);
  }

  /** Whether alerts on other brands' goods use the word as well. */
  readonly usedOtherwise = (word: string): boolean => (this.otherUses.get(word) ?? 0) >= USED_OTHERWISE;

  /**
   * Distinctive words of an alert; none where they would be too few, nor for food and vehicles, after which everything
   * is shaped and named.
   */
  distinctiveOf(alert: number): string[] {
    const category = this.alerts[alert]?.category ?? null;
    if (isOf(category, FOOD) || isOf(category, VEHICLES)) return [];
    const most = Math.max(RARE_COUNT, Math.floor(this.alerts.length * RARE_SHARE));
    const rare = [...this.wordsOf(alert)].filter(
      (word) =>
        word.length >= SHORTEST_DISTINCTIVE &&
        (this.uses.get(word) ?? 0) <= most &&
        !ORDINARY_WORDS.has(word) &&
        !FUNCTION_WORDS.has(word),
    );
    return rare.length < LEAST_WORDS ? [] : rare;
  }

  /** Word → categories whose goods it names. @param categories of each alert, 0 for none. */
  kinds(categories: readonly number[]): Map<string, number[]> {
    const inAll = new Map<string, number>();
    const inCategory = new Map<number, Map<string, number>>();
    const sizes = new Map<number, number>();
    categories.forEach((category, alert) => {
      count(sizes, category);
      const counts = inCategory.get(category) ?? new Map<string, number>();
      inCategory.set(category, counts);
      for (const word of this.names[alert] ?? []) {
        count(inAll, word);
        count(counts, word);
      }
    });
    const kinds = new Map<string, number[]>();
    for (const [category, counts] of inCategory) {
      if (category === 0) continue;
      const size = sizes.get(category) ?? 1;
      for (const [word, used] of counts) {
        if (word.length < SHORTEST_KIND || FUNCTION_WORDS.has(word)) continue;
        if (used < KIND_COUNT || used < size * KIND_SHARE) continue;
        if (used / size < (KIND_LIFT * (inAll.get(word) ?? 0)) / categories.length) continue;
        kinds.set(word, [...(kinds.get(word) ?? []), category]);
      }
    }
    return kinds;
  }
}
