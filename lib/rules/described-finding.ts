import type { Listing } from '../listing/listing.ts';
import type { Explanation, Finding, Severity, Visibility } from './finding.ts';
import { fieldText, matchInputOf } from './match-input.ts';

/** A finding in words of one language: what the mark on the page and the popup show. */
export interface DescribedFinding extends Explanation {
  rule: string;
  family: string;
  severity: Severity;
  confidence: number;
  visibility: Visibility;
  sensitive: boolean;
  /** The words found, cut from the page's own text; empty for a sensitive finding. */
  words: string[];
  publisher: string;
  packVersion: string;
}

const MAX_WORDS = 8;
const MAX_WORD_LENGTH = 80;

/** The distinct words that made the rule hit, in the order found. */
export function wordsFound(listing: Listing, finding: Finding): string[] {
  if (finding.sensitive) return [];
  const input = matchInputOf(listing);
  const words = new Map<string, string>();
  for (const span of finding.spans) {
    const word = fieldText(input, span)?.slice(span.start, span.end).trim().slice(0, MAX_WORD_LENGTH);
    if (word !== undefined && word !== '' && !words.has(word.toLowerCase())) words.set(word.toLowerCase(), word);
    if (words.size === MAX_WORDS) break;
  }
  return [...words.values()];
}

export function describeFinding(listing: Listing, finding: Finding, explanation: Explanation): DescribedFinding {
  return {
    ...explanation,
    rule: finding.rule,
    family: finding.family,
    severity: finding.severity,
    confidence: finding.confidence,
    visibility: finding.visibility,
    sensitive: finding.sensitive,
    words: wordsFound(listing, finding),
    publisher: finding.pack.publisher,
    packVersion: finding.pack.version,
  };
}
