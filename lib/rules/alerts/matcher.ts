/**
 * Recognises the goods of official alerts, in five ways of falling confidence (docs/alerts.md).
 *
 * Only the first two, the listing's own id and a barcode, say which goods these are; they are shown to everyone. Brand
 * and model, a telling code, and distinctive words are hints for people who will compare pictures: experts see them.
 */
import { type Engine, type FamilyInfo, SHOWN_TO_EVERYONE } from '../engine.ts';
import type { Explanation, Finding, Language, LegalBasis, PackRef, Span } from '../finding.ts';
import { IdSet } from '../id-set.ts';
import type { MatchInput } from '../match-input.ts';
import {
  ALERT_CATEGORY,
  ALERT_DATE,
  ALERT_SERIOUS,
  ALERT_WIDTH,
  ALERT_WORDS,
  type AlertPack,
  LEAST_WORDS,
  PHRASE_BRAND,
  PHRASE_CODE,
  PHRASE_MODEL,
} from './layout.ts';
import { ALERT_LABELS, alertReason, TIERS, type Tier } from './notice-texts.ts';
import { AlertRecords, noticeOf } from './records.ts';
import { Reader, type Sighting, type Sightings } from './sightings.ts';
import type { AlertSource } from './sources.ts';

export const ALERT_FAMILY = 'product_alert';

/** Below engine.ts's SHOWN_TO_EVERYONE for all but the first two. */
export const CONFIDENCE: Readonly<Record<Tier, number>> = {
  listing: 0.98,
  barcode: 0.9,
  model: 0.5,
  code: 0.4,
  words: 0.3,
};

/** Words between brand and model in a title. */
const NEAR = 8;
/** Share of an alert's distinctive words that the title must show. */
const WORDS_SHARE = 0.75;
/** Findings on one listing: the same goods are often notified many times. */
const MOST_FINDINGS = 3;

const DSA_CATEGORY = 'STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS';
const DSA_KEYWORD = 'KEYWORD_UNSAFE_PRODUCTS';

/** Law behind the sources. Not yet checked against the texts themselves. */
const LAW: Readonly<Record<AlertSource, LegalBasis>> = {
  'safety-gate': {
    citation: 'Regulation (EU) 2023/988 (GPSR), Art. 22 and 26',
    url: 'https://eur-lex.europa.eu/eli/reg/2023/988/oj',
    checked: null,
  },
  rappelconso: { citation: 'Code de la consommation, art. L. 423-3', url: null, checked: null },
};

interface Candidate {
  alert: number;
  tier: Tier;
  spans: Span[];
}

/** An engine beside that of rules: the same calls, findings and explanations. */
export function createAlertEngine(pack: AlertPack): Engine {
  const records = new AlertRecords(pack);
  const listings = new IdSet(pack);
  const reader = new Reader(pack);
  const { publisher, version, exported } = records.info();
  const ref: PackRef = { publisher, version };
  const column = (alert: number, index: number): number => pack.alerts[alert * ALERT_WIDTH + index] ?? 0;
  /** Scratch: how many distinctive words of each alert the title shows. */
  const seen = new Uint8Array(records.count);

  const rowsOf = function* (starts: Int32Array, values: Int32Array, row: number): Generator<number> {
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) yield values[at] ?? 0;
  };

  function byListing({ listing }: MatchInput): Candidate[] {
    const colon = listing?.indexOf(':') ?? -1;
    if (listing === null || colon < 1) return [];
    const row = listings.get(`listing ${listing.slice(0, colon)}`, listing.slice(colon + 1));
    if (row === null) return [];
    return [...rowsOf(pack.listingAlertStarts, pack.listingAlerts, row)].map((alert) => ({
      alert,
      tier: 'listing',
      spans: [],
    }));
  }

  function byBarcode({ barcodes }: Sightings): Candidate[] {
    return barcodes.flatMap(({ number, span }) => {
      const candidates: Candidate[] = [];
      for (let at = lowerBound(pack.barcodes, number); pack.barcodes[at] === number; at++)
        candidates.push({ alert: pack.barcodeAlerts[at] ?? 0, tier: 'barcode', spans: [span] });
      return candidates;
    });
  }

  function byModel({ phrases }: Sightings): Candidate[] {
    const brands = new Map<number, Sighting[]>();
    for (const sighting of phrases) {
      if (pack.phraseFlags[sighting.phrase] !== PHRASE_BRAND || sighting.accessory) continue;
      const places = brands.get(sighting.phrase) ?? [];
      places.push(sighting);
      brands.set(sighting.phrase, places);
    }
    if (brands.size === 0) return [];
    const candidates: Candidate[] = [];
    for (const model of phrases) {
      if (pack.phraseFlags[model.phrase] !== PHRASE_MODEL || (model.field === 'attribute' && model.accessory)) continue;
      for (const alert of rowsOf(pack.phraseAlertStarts, pack.phraseAlerts, model.phrase))
        for (const phrase of rowsOf(pack.alertBrandStarts, pack.alertBrands, alert)) {
          const brand = brands.get(phrase)?.find((place) => belongTogether(place, model));
          if (brand === undefined) continue;
          candidates.push({ alert, tier: 'model', spans: [brand.span, model.span] });
          break;
        }
    }
    return candidates;
  }

  const agreesOnKind = (alert: number, { kindWords }: Sightings): boolean => {
    const category = column(alert, ALERT_CATEGORY);
    if (category === 0) return false;
    for (const word of kindWords)
      for (const kind of rowsOf(pack.wordCategoryStarts, pack.wordCategories, word)) if (kind === category) return true;
    return false;
  };

  function byCode(sightings: Sightings): Candidate[] {
    return sightings.phrases.flatMap(({ phrase, span }) =>
      pack.phraseFlags[phrase] === PHRASE_CODE
        ? [...rowsOf(pack.phraseAlertStarts, pack.phraseAlerts, phrase)]
            .filter((alert) => agreesOnKind(alert, sightings))
            .map((alert): Candidate => ({ alert, tier: 'code', spans: [span] }))
        : [],
    );
  }

  function byWords(sightings: Sightings): Candidate[] {
    const { titleWords } = sightings;
    const touched: number[] = [];
    for (const word of titleWords.keys())
      for (const alert of rowsOf(pack.wordAlertStarts, pack.wordAlerts, word)) {
        if (seen[alert] === 0) touched.push(alert);
        seen[alert] = Math.min(255, (seen[alert] ?? 0) + 1);
      }
    const candidates: Candidate[] = [];
    for (const alert of touched) {
      const count = seen[alert] ?? 0;
      seen[alert] = 0;
      if (count < LEAST_WORDS || count < column(alert, ALERT_WORDS) * WORDS_SHARE) continue;
      if (!agreesOnKind(alert, sightings)) continue;
      const spans = [...titleWords].flatMap(([word, span]) =>
        [...rowsOf(pack.wordAlertStarts, pack.wordAlerts, word)].includes(alert) ? [span] : [],
      );
      candidates.push({ alert, tier: 'words', spans });
    }
    return candidates;
  }

  /** The surest way first, then serious risks, then the newest alert. */
  const order = (a: Candidate, b: Candidate): number =>
    TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) ||
    column(b.alert, ALERT_SERIOUS) - column(a.alert, ALERT_SERIOUS) ||
    column(b.alert, ALERT_DATE) - column(a.alert, ALERT_DATE) ||
    a.alert - b.alert;

  return {
    pack: ref,
    match(input) {
      if (records.count === 0) return [];
      const sightings = reader.read(input);
      const best = new Map<number, Candidate>();
      for (const candidate of [
        ...byListing(input),
        ...byBarcode(sightings),
        ...byModel(sightings),
        ...byCode(sightings),
        ...byWords(sightings),
      ])
        if (!best.has(candidate.alert)) best.set(candidate.alert, candidate);
      return [...best.values()]
        .sort(order)
        .slice(0, MOST_FINDINGS)
        .map(
          ({ alert, tier, spans }): Finding => ({
            rule: `${records.get(alert).id}:${tier}`,
            family: ALERT_FAMILY,
            severity: column(alert, ALERT_SERIOUS) === 1 ? 'high' : 'medium',
            confidence: CONFIDENCE[tier],
            visibility: CONFIDENCE[tier] >= SHOWN_TO_EVERYONE ? 'everyone' : 'experts',
            sensitive: false,
            spans: spans.sort((a, b) => (a.field === b.field ? a.start - b.start : a.field < b.field ? 1 : -1)),
            pack: ref,
            lowered: [],
          }),
        );
    },
    explain(rule: string, language: Language): Explanation | null {
      const colon = rule.lastIndexOf(':');
      const tier = TIERS.find((known) => known === rule.slice(colon + 1));
      const record = colon > 0 && tier !== undefined ? records.find(rule.slice(0, colon)) : null;
      if (record === null || tier === undefined) return null;
      const notice = noticeOf(record, language);
      return {
        label: ALERT_LABELS[language],
        reason: alertReason(tier, notice, language),
        legal: [
          { citation: `${notice.source} ${notice.number} (${notice.date})`, url: notice.link, checked: exported },
          LAW[record.source],
        ],
        dsaCategory: DSA_CATEGORY,
        dsaKeyword: DSA_KEYWORD,
        authorities: [],
        notice,
      };
    },
    families(): FamilyInfo[] {
      return [
        {
          id: ALERT_FAMILY,
          labels: ALERT_LABELS,
          severity: 'high',
          sensitive: false,
          dsaCategory: DSA_CATEGORY,
          dsaKeyword: DSA_KEYWORD,
          authorities: [],
        },
      ];
    },
  };
}

/** In a title, near each other and not one within the other; what the page itself calls brand or model is near anything. */
function belongTogether(brand: Sighting, model: Sighting): boolean {
  if (brand.field !== model.field || brand.index !== model.index) return true;
  if (brand.last < model.first) return model.first - brand.last <= NEAR + 1;
  return model.last < brand.first && brand.first - model.last <= NEAR + 1;
}

function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
