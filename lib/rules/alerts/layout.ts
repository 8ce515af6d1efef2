/** The tables of a compiled alert pack; `compile.ts` fills them, `pack.ts` writes and proves them, `matcher.ts` reads. */
import { ID_SET_SECTIONS } from '../id-set.ts';
import type { SectionedFormat, Tables } from '../sectioned-bytes.ts';

/** Columns of an alert. */
export const ALERT_DATE = 0;
export const ALERT_CATEGORY = 1;
/** Distinctive words that it has; 0 where its words are not looked for. */
export const ALERT_WORDS = 2;
export const ALERT_SERIOUS = 3;
export const ALERT_WIDTH = 4;

/** What a phrase is to the alerts filed under it. */
export const PHRASE_BRAND = 1;
export const PHRASE_MODEL = 2;
/** A long code that needs no brand beside it. */
export const PHRASE_CODE = 4;

/** Columns of a posting of a word: the phrase, and the word's place in it. */
export const POSTING_WIDTH = 2;
export const LONGEST_PHRASE = 8;

/** Distinctive words that an alert must have, and a title must show, before words alone count. */
export const LEAST_WORDS = 3;

const ALERT_SECTIONS = [
  ['info', Uint8Array],
  /** Words in open addressing by the first half of their hash: second half, and the word (-1: free). */
  ['slotKeys', Int32Array],
  ['slotWord', Int32Array],
  /** Word → (phrase, place): each phrase once, under its rarest word. */
  ['wordPhraseStarts', Int32Array],
  ['wordPhrases', Int32Array],
  ['phraseWordStarts', Int32Array],
  ['phraseWords', Int32Array],
  ['phraseFlags', Uint8Array],
  /** Phrase → alerts that have it as a model. */
  ['phraseAlertStarts', Int32Array],
  ['phraseAlerts', Int32Array],
  /** Alert → phrases that are its brands. */
  ['alertBrandStarts', Int32Array],
  ['alertBrands', Int32Array],
  /** Word → alerts that it is distinctive of. */
  ['wordAlertStarts', Int32Array],
  ['wordAlerts', Int32Array],
  /** Word → categories whose goods it names. */
  ['wordCategoryStarts', Int32Array],
  ['wordCategories', Int32Array],
  ['alerts', Int32Array],
  /** Barcodes as numbers, ascending; the same number may follow itself with another alert. */
  ['barcodes', Float64Array],
  ['barcodeAlerts', Int32Array],
  /** Value of a listing id → its alerts. */
  ['listingAlertStarts', Int32Array],
  ['listingAlerts', Int32Array],
  /** One JSON array an alert, in the order of their ids. */
  ['textStarts', Int32Array],
  ['texts', Uint8Array],
  ...ID_SET_SECTIONS,
] as const;

export type AlertPack = Tables<typeof ALERT_SECTIONS>;

export const ALERT_FORMAT: SectionedFormat<typeof ALERT_SECTIONS> = {
  noun: 'alert pack',
  magic: 'VGAL',
  format: 1,
  engine: 1,
  largest: 32 * 1024 * 1024,
  sections: ALERT_SECTIONS,
};
