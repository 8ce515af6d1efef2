/** The result of matching: what one rule saw on one listing. Plain data; it crosses from background to page and popup. */

export type Severity = 'low' | 'medium' | 'high' | 'critical';

/** `experts`: a weak finding, shown to monitors and inspectors only. */
export type Visibility = 'everyone' | 'experts';

/** A stretch of a field's original text, in UTF-16 code units, `end` exclusive. */
export interface Span {
  /** `title`, `description`, `category`, `seller`, `brand`, `variant`, `attribute`. */
  field: string;
  /** Index among the field's values (variants, attributes); 0 for single-valued fields. */
  index: number;
  start: number;
  end: number;
}

export interface PackRef {
  publisher: string;
  /** Dotted or dated version, as the publisher wrote it. */
  version: string;
}

export interface Finding {
  rule: string;
  family: string;
  severity: Severity;
  /** 0 to 1. */
  confidence: number;
  visibility: Visibility;
  /** Child-protection finding: `spans` is empty and nothing of the words may be shown or kept. */
  sensitive: boolean;
  spans: Span[];
  pack: PackRef;
  /** Exceptions that lowered the confidence, by their id in the rule. */
  lowered: string[];
}

export interface LegalBasis {
  citation: string;
  /** https link to the text, or null. */
  url: string | null;
  /** Day on which the citation was checked against its source (`YYYY-MM-DD`), or null: unverified. */
  checked: string | null;
}

/** The official act that a finding rests on: an authority's alert or recall, or its decision on a listing. */
export interface OfficialNotice {
  /** Whose it is, as a person knows it: "EU Safety Gate", "RappelConso", or the authority that decided. */
  source: string;
  /** As the authority writes it, e.g. `SR/01709/26`. */
  number: string;
  /** `YYYY-MM-DD`. */
  date: string;
  /** The goods that it names, in the authority's words; null for a decision on a listing. */
  product: string | null;
  /** Null where the notice does not say. */
  risk: string | null;
  measure: string | null;
  /** https link to the notice, or null. */
  link: string | null;
}

/** What a person is told about a finding, in one language. */
export interface Explanation {
  label: string;
  reason: string;
  legal: LegalBasis[];
  /** DSA Transparency Database codes, e.g. `STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS`. */
  dsaCategory: string;
  dsaKeyword: string | null;
  /** Competent authorities by route id, e.g. `signalconso`. */
  authorities: string[];
  /** Only for findings that come from an official notice. */
  notice?: OfficialNotice;
}

/** Interface languages; packs carry texts in these. */
export const LANGUAGES = ['en', 'fr', 'de', 'es', 'it', 'pl', 'nl'] as const;
export type Language = (typeof LANGUAGES)[number];
