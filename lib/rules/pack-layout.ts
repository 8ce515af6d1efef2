/** The tables of a compiled pack and the meaning of their columns; `pack.ts` writes and reads them. */

import type { Tables } from './sectioned-bytes.ts';

export const FORMAT_VERSION = 2;
export const ENGINE_VERSION = 3;

/** Largest pack that is read. */
export const LARGEST_PACK = 32 * 1024 * 1024;

/** Columns of a rule record. */
export const RULE_FAMILY = 0;
export const RULE_SEVERITY = 1;
/** Confidence in thousandths. */
export const RULE_CONFIDENCE = 2;
export const RULE_NODE = 3;
export const RULE_EXCEPTIONS = 4;
export const RULE_EXCEPTION_COUNT = 5;
export const RULE_SENSITIVE = 6;
export const RULE_WIDTH = 7;

/** Columns of an exception record: condition, thousandths to subtract (0 cancels). */
export const EXCEPTION_NODE = 0;
export const EXCEPTION_LOWER = 1;
export const EXCEPTION_WIDTH = 2;

/** What a form may be found as: a word as it stands. */
export const FORM_PLAIN = 1;
/** The end, or the beginning, of a longer word. */
export const FORM_TAIL = 2;
export const FORM_HEAD = 4;
/** A word after its doubled letters were made single, whole or as a part of a compound. */
export const FORM_COLLAPSED = 8;
export const FORM_COLLAPSED_PART = 16;
/** Terms are filed under a word of this form; others only stand beside such words. */
export const FORM_ANCHOR = 32;
/** Some of these terms are in a waking list: one that rules are filed under. */
export const FORM_WAKING = 64;

/** A posting is a term and the place of the word in it, in the low bits; the flag says that the term is in a waking list. */
export const POSTING_PLACE = 15;
export const POSTING_WAKES = 16;

/** What a word allows: parts of compounds; short words without their doubled letters (it stands in a phrase). */
export const WORD_COMPOUND = 1;
export const WORD_IN_PHRASE = 2;

/** Letters that a word without its doubled letters must keep to be looked up so: alone, and beside other words. */
export const SHORTEST_COLLAPSED = 5;
export const SHORTEST_COLLAPSED_IN_PHRASE = 3;
/** Letters of a compound part. */
export const SHORTEST_PART = 4;

/** Columns of a group of hashed terms (one a sensitive family). */
export const HASHED_K0 = 0;
export const HASHED_K1 = 1;
export const HASHED_FIRST = 2;
export const HASHED_COUNT = 3;
export const HASHED_WORDS = 4;
export const HASHED_WIDTH = 5;
/** Words of 32 bits in a group's prefilter (sixteen bits of address). */
export const HASHED_FILTER_WORDS = 2048;
/** Columns of a hashed term, sorted by the two halves: hash, number of words, list. */
export const HASHED_TERM_WIDTH = 4;

/** Operators of condition nodes: `[op, end, …]`, children following; `end` is the index after the whole subtree. */
export const OP = {
  all: 1,
  any: 2,
  none: 3,
  /** list, fields */
  term: 4,
  /** fields, within, ordered, count, list… */
  near: 5,
  /** quantity, fields, least, leastStrict, most, mostStrict, ofList, nearList, within (-1 where absent) */
  quantity: 6,
  /** nameList, valueList */
  attribute: 7,
  /** least, leastStrict, most, mostStrict, currency (0 any) */
  price: 8,
  /** least, leastStrict, most, mostStrict, firstFloor, floorCount */
  floor: 9,
  /** status */
  seller: 10,
  /** count, country… */
  shipsFrom: 11,
  /** count, (hash1, hash2)… */
  listing: 12,
  /** structure */
  structure: 13,
} as const;

/** Columns of a floor record: list of the brand's names, currency, index of the amount. */
export const FLOOR_WIDTH = 3;

/** In the order of the file. */
export const SECTIONS = [
  ['info', Uint8Array],
  /** A few of the pack's own terms, in UTF-8: what a new engine runs through before the first listing. */
  ['sample', Uint8Array],
  /** Forms, in open addressing by the first half of their hash: second half, flags (0: free), words. */
  ['slotKeys', Int32Array],
  ['slotFlags', Uint8Array],
  ['slotWordStarts', Int32Array],
  ['slotWords', Int32Array],
  /**
   * Bloom filters of two bits in one word over first halves (hash.ts): all forms; those that may wake a rule; the first, and the last,
   * four letters of compound parts.
   */
  ['formFilter', Uint32Array],
  ['wakingFilter', Uint32Array],
  ['headFilter', Uint32Array],
  ['tailFilter', Uint32Array],
  ['wordFlags', Uint8Array],
  ['wordPostingStarts', Int32Array],
  ['postings', Int32Array],
  ['termWordStarts', Int32Array],
  ['termWords', Int32Array],
  ['termListStarts', Int32Array],
  ['termLists', Int32Array],
  ['listRuleStarts', Int32Array],
  ['listRules', Int32Array],
  ['alwaysRules', Int32Array],
  ['rules', Int32Array],
  ['exceptions', Int32Array],
  ['nodes', Int32Array],
  ['numbers', Float64Array],
  ['floors', Int32Array],
  ['hashedGroups', Int32Array],
  ['hashedTerms', Int32Array],
  ['hashedFilters', Uint32Array],
  /** Lengths of compound parts: bit n for n letters, n up to 31. */
  ['partLengths', Uint32Array],
  ['familyTextStarts', Int32Array],
  ['familyTexts', Uint8Array],
  ['ruleTextStarts', Int32Array],
  ['ruleTexts', Uint8Array],
] as const;

export type CompiledPack = Tables<typeof SECTIONS>;
