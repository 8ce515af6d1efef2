/** Compiles alerts into the tables that the matcher reads. What their words are worth is counted in word-census.ts. */
import { buildIdSet, type IdEntry } from '../id-set.ts';
import { joinTexts } from '../sectioned-bytes.ts';
import { powerOfTwo, rows } from '../table-rows.ts';
import { hashWord, spread } from '../text/hash.ts';
import { type Alert, alertId, compareAlerts } from './alert.ts';
import { gtinNumber } from './gtin.ts';
import {
  ALERT_CATEGORY,
  ALERT_DATE,
  ALERT_SERIOUS,
  ALERT_WIDTH,
  ALERT_WORDS,
  type AlertPack,
  LONGEST_PHRASE,
  PHRASE_BRAND,
  PHRASE_CODE,
  PHRASE_MODEL,
} from './layout.ts';
import { brandPhrase, foldWords, isPlaceholderBrand, isTellingCode, joinedModel, modelPhrase } from './phrases.ts';
import { isVehicle, WordCensus } from './word-census.ts';

export interface AlertPackOptions {
  publisher: string;
  version: string;
  /** Day on which the sources' exports were taken, `YYYY-MM-DD`, or null where that is not known. */
  exported: string | null;
}

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
  private readonly census: WordCensus;
  private readonly words = new Map<string, number>();
  private readonly phrases = new Map<string, Phrase>();
  private readonly phraseNumbers = new Map<Phrase, number>();
  private readonly categories = new Map<string, number>();

  constructor(alerts: readonly Alert[]) {
    this.alerts = alerts;
    this.census = new WordCensus(alerts);
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
      for (const key of new Set(alert.listings)) append(listings, key, index);
    });
    const distinctive = new Map<number, number[]>();
    alerts.forEach((_, index) => {
      const words = this.census.distinctiveOf(index);
      columns[index * ALERT_WIDTH + ALERT_WORDS] = words.length;
      for (const word of words) append(distinctive, this.word(word), index);
    });
    const kinds = new Map<number, number[]>();
    for (const [word, categories] of this.census.kinds(alerts.map(({ category }) => this.category(category))))
      kinds.set(this.word(word), categories);
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
    const { usedOtherwise } = this.census;
    const brands = isVehicle(alert)
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

function append<K>(lists: Map<K, number[]>, key: K, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

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
