/**
 * Listings and sellers that an authority has named in a decision: an exact set, so that every mark can be answered for
 * with the decision's reference and date.
 *
 * Up to half a million ids in sorted arrays (id-set.ts), used from their stored bytes in place; the texts of decisions
 * stay UTF-8 until somebody asks.
 */
import type { Engine, FamilyInfo } from './engine.ts';
import type { Explanation, Finding, Language, PackRef } from './finding.ts';
import { buildIdSet, checkIdSet, ID_SET_SECTIONS, type IdEntry, IdSet, idProblem } from './id-set.ts';
import { KNOWN_LISTING_LABELS, knownListingReason } from './known-listing-texts.ts';
import type { MatchInput } from './match-input.ts';
import { failure, type Result, success } from './result.ts';
import {
  areRowStarts,
  type BytesProblem,
  decodeSections,
  encodeSections,
  joinTexts,
  type SectionedFormat,
  type Tables,
} from './sectioned-bytes.ts';

export type KnownKind = 'listing' | 'seller';

/** What an authority decided, and where one can read it. */
export interface Decision {
  authority: string;
  /** The authority's own reference, unique in the pack, at most 100 characters. */
  reference: string;
  /** `YYYY-MM-DD`. */
  date: string;
  /** https link to the decision, or null. */
  link: string | null;
}

export interface KnownId {
  kind: KnownKind;
  /** Adapter id, e.g. `aliexpress`. */
  marketplace: string;
  /** As the marketplace writes it. */
  id: string;
  /** Reference of the decision. */
  decision: string;
}

const SECTIONS = [
  ['info', Uint8Array],
  ['decisionStarts', Int32Array],
  ['decisions', Uint8Array],
  ...ID_SET_SECTIONS,
] as const;

export type KnownListings = Tables<typeof SECTIONS>;

/** Changes with whatever gives the tables their meaning. */
export const KNOWN_LISTINGS_ENGINE = 1;

const FORMAT: SectionedFormat<typeof SECTIONS> = {
  noun: 'list of known listings',
  magic: 'VGKL',
  format: 1,
  engine: KNOWN_LISTINGS_ENGINE,
  largest: 32 * 1024 * 1024,
  sections: SECTIONS,
};

export const MOST_KNOWN_IDS = 500_000;
const LONGEST_REFERENCE = 100;
const MOST_DECISIONS = 65_536;
export const KNOWN_LISTING_FAMILY = 'known_listing';

const space = (kind: KnownKind, marketplace: string): string => `${kind} ${marketplace}`;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The list, or one sentence for each decision or id that cannot be in it. Ids that stand in it twice are kept once. */
export function buildKnownListings(
  decisions: readonly Decision[],
  ids: readonly KnownId[],
  info: PackRef,
): Result<KnownListings> {
  const problems: string[] = [];
  const rows = new Map<string, number>();
  for (const [index, decision] of decisions.entries()) {
    const fault = decisionFault(decision);
    if (fault !== null) problems.push(`decision ${index + 1} ("${decision.reference.slice(0, 100)}") ${fault}`);
    else if (rows.has(decision.reference))
      problems.push(`decision ${index + 1} has the reference "${decision.reference}" of an earlier one`);
    else rows.set(decision.reference, rows.size);
  }
  if (rows.size > MOST_DECISIONS)
    problems.push(`there are ${rows.size} decisions; at most ${MOST_DECISIONS} are allowed`);
  if (ids.length > MOST_KNOWN_IDS) problems.push(`there are ${ids.length} ids; at most ${MOST_KNOWN_IDS} are allowed`);
  if (problems.length > 0) return failure(...problems);
  const entries: IdEntry[] = [];
  for (const [index, { kind, marketplace, id, decision }] of ids.entries()) {
    const value = rows.get(decision);
    const fault = idProblem(id) ?? (/^[a-z][a-z0-9-]*$/u.test(marketplace) ? null : 'names no marketplace');
    if (fault !== null) problems.push(`id ${index + 1} ("${id.slice(0, 40)}") ${fault}`);
    else if (value === undefined)
      problems.push(`id ${index + 1} ("${id}") names the decision "${decision}", which is not there`);
    else entries.push({ space: space(kind, marketplace), id, value });
  }
  if (problems.length > 0) return failure(...problems);
  const texts = decisions.map(({ authority, reference, date, link }) =>
    encoder.encode(JSON.stringify([authority, reference, date, link])),
  );
  const { starts, bytes } = joinTexts(texts);
  return success({
    info: encoder.encode(JSON.stringify([info.publisher, info.version])),
    decisionStarts: starts,
    decisions: bytes,
    ...buildIdSet(entries),
  });
}

function decisionFault({ authority, reference, date, link }: Decision): string | null {
  if (reference === '' || reference.length > LONGEST_REFERENCE)
    return `needs a reference of 1 to ${LONGEST_REFERENCE} characters`;
  if (authority === '' || authority.length > 200) return 'needs the name of the authority, at most 200 characters';
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(date)) return 'needs its date as YYYY-MM-DD';
  if (link !== null && !isHttps(link)) return 'has a link that is no https address of at most 500 characters';
  return null;
}

const isHttps = (link: string): boolean => link.length <= 500 && link.startsWith('https://') && URL.canParse(link);

export const encodeKnownListings = (list: KnownListings): Uint8Array<ArrayBuffer> => encodeSections(FORMAT, list);

/** Lays the list over its stored bytes. Never throws. */
export function decodeKnownListings(bytes: Uint8Array): Result<KnownListings, BytesProblem> {
  const decoded = decodeSections(FORMAT, bytes);
  if (!decoded.ok) return decoded;
  const list = decoded.value;
  const decisions = list.decisionStarts.length - 1;
  const fault = areRowStarts(list.decisionStarts, decisions, list.decisions.length)
    ? checkIdSet(list, decisions)
    : 'its decisions are cut';
  return fault === null
    ? decoded
    : failure<BytesProblem>({ kind: 'damaged', message: `the ${FORMAT.noun} is damaged: ${fault}` });
}

function strings(bytes: Uint8Array): (string | null)[] {
  try {
    const value: unknown = JSON.parse(decoder.decode(bytes));
    return Array.isArray(value) ? value.map((item) => (typeof item === 'string' ? item.slice(0, 500) : null)) : [];
  } catch {
    return [];
  }
}

export interface KnownListingEngine extends Engine {
  /** How many ids the list holds. */
  readonly size: number;
  /** The decision on an id, or null where there is none. */
  decisionOn(kind: KnownKind, marketplace: string, id: string): Decision | null;
}

/** An engine beside that of rules: the same calls, findings and explanations. */
export function createKnownListingEngine(list: KnownListings): KnownListingEngine {
  const ids = new IdSet(list);
  const [publisher, version] = strings(list.info);
  const pack: PackRef = { publisher: publisher ?? '', version: version ?? '' };
  let byReference: Map<string, number> | null = null;

  const decision = (row: number): Decision => {
    const { decisions, decisionStarts } = list;
    const [authority, reference, date, link] = strings(
      decisions.subarray(decisionStarts[row] ?? 0, decisionStarts[row + 1] ?? 0),
    );
    return {
      authority: authority ?? '',
      reference: reference ?? '',
      date: date ?? '',
      link: link !== undefined && link !== null && isHttps(link) ? link : null,
    };
  };
  const find = (kind: KnownKind, marketplace: string, id: string): Decision | null => {
    const row = ids.get(space(kind, marketplace), id);
    return row === null ? null : decision(row);
  };
  const finding = (kind: KnownKind, { reference }: Decision): Finding => ({
    rule: `known-listing:${kind}:${reference}`,
    family: KNOWN_LISTING_FAMILY,
    severity: 'high',
    confidence: 1,
    visibility: 'everyone',
    sensitive: false,
    spans: [],
    pack,
    lowered: [],
  });

  return {
    pack,
    size: ids.size,
    decisionOn: find,
    match({ listing, sellerId, realSellerId }: MatchInput): Finding[] {
      const colon = listing?.indexOf(':') ?? -1;
      if (listing === null || colon < 1) return [];
      const marketplace = listing.slice(0, colon);
      const onListing = find('listing', marketplace, listing.slice(colon + 1));
      let onSeller: Decision | null = null;
      for (const id of [realSellerId, sellerId]) if (id !== null) onSeller ??= find('seller', marketplace, id);
      return [
        ...(onListing === null ? [] : [finding('listing', onListing)]),
        ...(onSeller === null ? [] : [finding('seller', onSeller)]),
      ];
    },
    explain(rule: string, language: Language): Explanation | null {
      const parts = /^known-listing:(listing|seller):(.+)$/su.exec(rule);
      const reference = parts?.[2];
      if (reference === undefined) return null;
      byReference ??= new Map(
        Array.from({ length: list.decisionStarts.length - 1 }, (_, row) => [decision(row).reference, row]),
      );
      const row = byReference.get(reference);
      if (row === undefined) return null;
      const { authority, date, link } = decision(row);
      return {
        label: KNOWN_LISTING_LABELS[language],
        reason: knownListingReason(parts?.[1] === 'seller', authority, reference, date, language),
        legal: [{ citation: `${authority}: ${reference} (${date})`.slice(0, 300), url: link, checked: null }],
        dsaCategory: 'STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS',
        dsaKeyword: 'KEYWORD_PROHIBITED_PRODUCTS',
        authorities: [],
        notice: { source: authority, number: reference, date, product: null, risk: null, measure: null, link },
      };
    },
    families(): FamilyInfo[] {
      return [
        {
          id: KNOWN_LISTING_FAMILY,
          labels: KNOWN_LISTING_LABELS,
          severity: 'high',
          sensitive: false,
          dsaCategory: 'STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS',
          dsaKeyword: 'KEYWORD_PROHIBITED_PRODUCTS',
          authorities: [],
        },
      ];
    },
  };
}
