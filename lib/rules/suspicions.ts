/** From a reading to what one person is to see of it. */
import { listingKey } from '../listing/key.ts';
import type { Listing, ListingKey } from '../listing/listing.ts';
import { type DescribedFinding, describeFinding } from './described-finding.ts';
import { LANGUAGES, type Language } from './finding.ts';
import { matchInputOf } from './match-input.ts';
import type { Matcher } from './matcher.ts';

export interface Suspicion {
  listing: ListingKey;
  findings: DescribedFinding[];
}

export interface Viewer {
  language: Language;
  /** Monitors and inspectors see weak findings too. */
  seesWeak: boolean;
}

/** The interface language for a BCP 47 tag: one that packs carry texts in, English where there is none. */
export function languageOf(tag: string): Language {
  const base = tag.toLowerCase().split('-')[0];
  return LANGUAGES.find((language) => language === base) ?? 'en';
}

function findingsOf(matcher: Matcher, listing: Listing, viewer: Viewer): DescribedFinding[] {
  return matcher.match(matchInputOf(listing)).flatMap((finding) => {
    if (finding.visibility === 'experts' && !viewer.seesWeak) return [];
    const explanation = matcher.explain(finding, viewer.language);
    return explanation === null ? [] : [describeFinding(listing, finding, explanation)];
  });
}

/** One entry a listing with findings; listings without are left out. */
export function suspicionsIn(matcher: Matcher, listings: readonly Listing[], viewer: Viewer): Suspicion[] {
  return listings.flatMap((listing) => {
    const findings = findingsOf(matcher, listing, viewer);
    return findings.length === 0 ? [] : [{ listing: listingKey(listing.ref), findings }];
  });
}

/** Splits off what the person hid: by listing, the rules hidden there. */
export function withoutHidden(
  suspicions: readonly Suspicion[],
  hiddenRules: ReadonlyMap<string, ReadonlySet<string>>,
): { shown: Suspicion[]; hidden: number } {
  let hidden = 0;
  const shown = suspicions.flatMap(({ listing, findings }) => {
    const rules = hiddenRules.get(listing);
    const visible = rules === undefined ? findings : findings.filter(({ rule }) => !rules.has(rule));
    hidden += findings.length - visible.length;
    return visible.length === 0 ? [] : [{ listing, findings: visible }];
  });
  return { shown, hidden };
}
