/**
 * Compiles alerts into the tables that the matcher reads.
 *
 * What is rare is counted over the pack's own alerts, twice. A word that few alerts use is *distinctive* of those that
 * do; several of them together say which goods are meant. A word that alerts of one category use far more often than
 * others names the *kind* of goods ("doll", "lampe"); weak matches must agree with the listing on it.
 */
import { buildIdSet, type IdEntry } from '../id-set.ts';
import { joinTexts } from '../sectioned-bytes.ts';
import { FUNCTION_WORDS } from '../text/function-words.ts';
import { hashWord, spread } from '../text/hash.ts';
import { WORD_LETTERS } from '../text/scan.ts';
import { powerOfTwo, rows } from '../vocabulary.ts';
import { type Alert, alertId, compareAlerts } from './alert.ts';
import { gtinNumber } from './gtin.ts';
import {
  ALERT_CATEGORY,
  ALERT_DATE,
  ALERT_SERIOUS,
  ALERT_WIDTH,
  ALERT_WORDS,
  type AlertPack,
  LEAST_WORDS,
  LONGEST_PHRASE,
  PHRASE_BRAND,
  PHRASE_CODE,
  PHRASE_MODEL,
} from './layout.ts';
import { ORDINARY_WORDS } from './ordinary-words.ts';
import { brandPhrase, foldWords, isPlaceholderBrand, isTellingCode, joinedModel, modelPhrase } from './phrases.ts';

export interface AlertPackOptions {
  publisher: string;
  version: string;
  /** Day on which the sources' exports were taken, `YYYY-MM-DD`, or null where that is not known. */
  exported: string | null;
}

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

/** Sold nowhere that Vigie looks, but on whose names everything is written: cake-shaped toys, mats "for" a car. */
const NOT_BY_WORDS = new Set(['alimentation', 'food', 'aliments', 'vehicles', 'vehicules', 'automobiles', 'motos']);
const VEHICLES = new Set(['vehicles', 'vehicules', 'automobiles', 'motos']);

const encoder = new TextEncoder();

/** Alerts in the order of the pack; of two with the same source and number the newer one. */
export function sortAlerts(alerts: Iterable<Alert>): Alert[] {
  const byId = new Map<string, Alert>();
  for (const alert of alerts) {
    const id = alertId(alert);
    const known = byId.get(id);
    if (known === undefined || known.date <= alert.date) byId.set(id, alert);
  }
  return [...byId.values()].sort(compareAlerts);
}

export function compileAlerts(source: Iterable<Alert>, options: AlertPackOptions): AlertPack {
  const alerts = sortAlerts(source);
  return new AlertCompiler(alerts).tables(options);
}

interface Phrase {
  words: number[];
  flags: number;
  alerts: number[];
}

class AlertCompiler {
  private readonly alerts: readonly Alert[];
  /** Words of each alert's names, and of its brands. */
  private readonly nameWords: Set<string>[] = [];
  private readonly brandWords: Set<string>[] = [];
  private readonly words = new Map<string, number>();
  private readonly phrases = new Map<string, Phrase>();
  private readonly phraseNumbers = new Map<Phrase, number>();
  /** How many alerts name their goods with a word that is not of their own brand. */
  private readonly otherUse = new Map<string, number>();
  private readonly categories = new Map<string, number>();

  constructor(alerts: readonly Alert[]) {
    this.alerts = alerts;
    for (const alert of alerts) {
      const names = lettersOf(alert.names);
      const brands = lettersOf(alert.brands.filter((brand) => !isPlaceholderBrand(brand)));
      this.nameWords.push(names);
      this.brandWords.push(brands);
      for (const word of names) if (!brands.has(word)) this.otherUse.set(word, (this.otherUse.get(word) ?? 0) + 1);
    }
  }

  tables({ publisher, version, exported }: AlertPackOptions): AlertPack {
    const { alerts } = this;
    const columns = new Int32Array(alerts.length * ALERT_WIDTH);
    const brandsOf: number[][] = [];
    const barcodes: { number: number; alert: number }[] = [];
    const listings = new Map<string, number[]>();
    alerts.forEach((alert, index) => {
      columns[index * ALERT_WIDTH + ALERT_DATE] = Number(alert.date.replaceAll('-', ''));
      columns[index * ALERT_WIDTH + ALERT_CATEGORY] = this.category(alert.category);
      columns[index * ALERT_WIDTH + ALERT_SERIOUS] = alert.serious ? 1 : 0;
      brandsOf.push(this.addPhrases(alert, index));
      for (const number of new Set(alert.barcodes.map(gtinNumber)))
        if (number !== null) barcodes.push({ number, alert: index });
      for (const key of new Set(alert.listings)) listings.set(key, [...(listings.get(key) ?? []), index]);
    });
    const distinctive = this.distinctiveWords(columns);
    const kinds = this.kindWords();
    barcodes.sort((a, b) => a.number - b.number || a.alert - b.alert);
    const [listingAlertStarts, listingAlerts] = rows([...listings.values()]);
    const [alertBrandStarts, alertBrands] = rows(brandsOf);
    const { starts, bytes } = joinTexts(alerts.map(textOf));
    const phraseTables = this.phraseTables();
    const perWord = (lists: ReadonlyMap<number, number[]>) =>
      rows(Array.from({ length: this.words.size }, (_, word) => lists.get(word) ?? []));
    const [wordAlertStarts, wordAlerts] = perWord(distinctive);
    const [wordCategoryStarts, wordCategories] = perWord(kinds);
    return {
      info: encoder.encode(JSON.stringify([publisher, version, exported])),
      ...this.slots(),
      ...phraseTables,
      alertBrandStarts,
      alertBrands,
      wordAlertStarts,
      wordAlerts,
      wordCategoryStarts,
      wordCategories,
      alerts: columns,
      barcodes: Float64Array.from(barcodes, ({ number }) => number),
      barcodeAlerts: Int32Array.from(barcodes, ({ alert }) => alert),
      listingAlertStarts,
      listingAlerts,
      textStarts: starts,
      texts: bytes,
      ...buildIdSet(listingEntries(listings.keys())),
    };
  }

  /** 0 where there is none. */
  private category(name: string | null): number {
    if (name === null) return 0;
    const key = foldWords(name)
      .map((word) => word.text)
      .join(' ');
    const known = this.categories.get(key);
    if (known !== undefined) return known;
    const number = this.categories.size + 1;
    this.categories.set(key, number);
    return number;
  }

  private word(text: string): number {
    const known = this.words.get(text);
    if (known !== undefined) return known;
    const number = this.words.size;
    this.words.set(text, number);
    return number;
  }

  /** Files an alert's models and codes under it; its brand phrases. */
  private addPhrases(alert: Alert, index: number): number[] {
    const usedOtherwise = (word: string): boolean => (this.otherUse.get(word) ?? 0) >= USED_OTHERWISE;
    const brands = isOf(alert.category, VEHICLES)
      ? []
      : alert.brands.flatMap((brand) => {
          const words = brandPhrase(brand, usedOtherwise);
          return words === null ? [] : [this.phrase(words, PHRASE_BRAND)];
        });
    if (brands.length > 0) {
      for (const model of alert.models) {
        const words = modelPhrase(model, usedOtherwise);
        if (words === null) continue;
        this.file(words, PHRASE_MODEL, index);
        const joined = joinedModel(model);
        if (joined !== null) this.file(joined, PHRASE_MODEL, index);
      }
    }
    for (const code of [...alert.models, ...alert.barcodes])
      if (isTellingCode(code) && gtinNumber(code) === null)
        this.file(
          foldWords(code).map((word) => word.text),
          PHRASE_CODE,
          index,
        );
    return [...new Set(brands)];
  }

  private phrase(words: readonly string[], flag: number): number {
    return this.phraseRecord(words, flag)[0];
  }

  private file(words: readonly string[], flag: number, alert: number): void {
    const [, phrase] = this.phraseRecord(words, flag);
    if (phrase.alerts.at(-1) !== alert) phrase.alerts.push(alert);
  }

  private phraseRecord(words: readonly string[], flag: number): [number, Phrase] {
    // A phrase that is a brand here and a model there is two phrases: their alerts differ.
    const key = `${flag} ${words.slice(0, LONGEST_PHRASE).join(' ')}`;
    let phrase = this.phrases.get(key);
    if (phrase === undefined) {
      phrase = { words: words.slice(0, LONGEST_PHRASE).map((word) => this.word(word)), flags: flag, alerts: [] };
      this.phrases.set(key, phrase);
      this.phraseNumbers.set(phrase, this.phraseNumbers.size);
    }
    return [this.phraseNumbers.get(phrase) ?? 0, phrase];
  }

  private phraseTables() {
    const phrases = [...this.phrases.values()];
    const use = new Map<number, number>();
    for (const { words } of phrases) for (const word of words) use.set(word, (use.get(word) ?? 0) + 1);
    const postings: number[][] = Array.from({ length: this.words.size }, () => []);
    phrases.forEach(({ words }, number) => {
      let place = 0;
      words.forEach((word, at) => {
        if ((use.get(word) ?? 0) < (use.get(words[place] ?? 0) ?? 0)) place = at;
      });
      postings[words[place] ?? 0]?.push(number, place);
    });
    const [wordPhraseStarts, wordPhrases] = rows(postings);
    const [phraseWordStarts, phraseWords] = rows(phrases.map(({ words }) => words));
    const [phraseAlertStarts, phraseAlerts] = rows(phrases.map((phrase) => phrase.alerts));
    return {
      wordPhraseStarts,
      wordPhrases,
      phraseWordStarts,
      phraseWords,
      phraseFlags: Uint8Array.from(phrases, ({ flags }) => flags),
      phraseAlertStarts,
      phraseAlerts,
    };
  }

  /** Word → alerts it is distinctive of; writes each alert's number of them. */
  private distinctiveWords(columns: Int32Array): Map<number, number[]> {
    const use = new Map<string, number>();
    const own = this.alerts.map(
      (_, index) => new Set([...(this.nameWords[index] ?? []), ...(this.brandWords[index] ?? [])]),
    );
    for (const words of own) for (const word of words) use.set(word, (use.get(word) ?? 0) + 1);
    const most = Math.max(RARE_COUNT, Math.floor(this.alerts.length * RARE_SHARE));
    const lists = new Map<number, number[]>();
    own.forEach((words, alert) => {
      if (isOf(this.alerts[alert]?.category ?? null, NOT_BY_WORDS)) return;
      const rare = [...words].filter(
        (word) =>
          word.length >= SHORTEST_DISTINCTIVE &&
          (use.get(word) ?? 0) <= most &&
          !ORDINARY_WORDS.has(word) &&
          !FUNCTION_WORDS.has(word),
      );
      if (rare.length < LEAST_WORDS) return;
      columns[alert * ALERT_WIDTH + ALERT_WORDS] = rare.length;
      for (const word of rare) {
        const number = this.word(word);
        const list = lists.get(number) ?? [];
        list.push(alert);
        lists.set(number, list);
      }
    });
    return lists;
  }

  /** Word → categories whose goods it names. */
  private kindWords(): Map<number, number[]> {
    const inAll = new Map<string, number>();
    const inCategory = new Map<number, Map<string, number>>();
    const sizes = new Map<number, number>();
    this.alerts.forEach((alert, index) => {
      const category = this.category(alert.category);
      sizes.set(category, (sizes.get(category) ?? 0) + 1);
      const counts = inCategory.get(category) ?? new Map<string, number>();
      inCategory.set(category, counts);
      for (const word of this.nameWords[index] ?? []) {
        inAll.set(word, (inAll.get(word) ?? 0) + 1);
        counts.set(word, (counts.get(word) ?? 0) + 1);
      }
    });
    const lists = new Map<number, number[]>();
    for (const [category, counts] of inCategory) {
      if (category === 0) continue;
      const size = sizes.get(category) ?? 1;
      for (const [word, count] of counts) {
        if (word.length < 3 || FUNCTION_WORDS.has(word)) continue;
        if (count < KIND_COUNT || count < size * KIND_SHARE) continue;
        if (count / size < (KIND_LIFT * (inAll.get(word) ?? 0)) / this.alerts.length) continue;
        const number = this.word(word);
        lists.set(number, [...(lists.get(number) ?? []), category]);
      }
    }
    return lists;
  }

  /** Open addressing, at most half full. Called after every word is known. */
  private slots() {
    const size = powerOfTwo(Math.max(16, this.words.size * 2));
    const slotKeys = new Int32Array(size);
    const slotWord = new Int32Array(size).fill(-1);
    for (const [text, word] of this.words) {
      const { h1, h2 } = hashWord(text);
      let slot = spread(h1) & (size - 1);
      while (slotWord[slot] !== -1) slot = (slot + 1) & (size - 1);
      slotKeys[slot] = h2;
      slotWord[slot] = word;
    }
    return { slotKeys, slotWord };
  }
}

const lettersOf = (texts: readonly string[]): Set<string> =>
  new Set(texts.flatMap((text) => foldWords(text).flatMap((word) => (word.kind === WORD_LETTERS ? [word.text] : []))));

const isOf = (category: string | null, kinds: ReadonlySet<string>): boolean =>
  category !== null && foldWords(category).some((word) => kinds.has(word.text));

function* listingEntries(keys: Iterable<string>): Generator<IdEntry> {
  let value = 0;
  for (const key of keys) {
    const colon = key.indexOf(':');
    yield { space: `listing ${key.slice(0, colon)}`, id: key.slice(colon + 1), value };
    value++;
  }
}

/** What `explain` tells; the order is that of matcher's `AlertRecord`. */
function textOf(alert: Alert): Uint8Array {
  const { source, number, date, names, brands, riskTypes, risk, measureTypes, measure, link } = alert;
  const brand = brands.filter((name) => !isPlaceholderBrand(name)).join(', ');
  const product = brand === '' ? names.join(' – ') : `${names.join(' – ')} (${brand})`;
  return encoder.encode(
    JSON.stringify([alertId(alert), source, number, date, product, riskTypes, risk, measureTypes, measure, link]),
  );
}
