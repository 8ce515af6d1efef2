/** From an adapter's specification to an adapter: judging what was read, the same way for every marketplace. */

import { LIMITS } from '../listing/limits.ts';
import type { Completeness, FieldName, Listing, Reading } from '../listing/listing.ts';
import type { Adapter, AdapterSpec, CardSite, CardSites, GoesOn, KnownLinks, Page, PageReading } from './adapter.ts';
import { first } from './selectors.ts';

/** The address without fragment, cut to what a reading may hold. */
export function addressOf(url: URL): string {
  const bare = new URL(url.href);
  bare.hash = '';
  if (bare.href.length > LIMITS.url) bare.search = '';
  return bare.href.slice(0, LIMITS.url);
}

function isEmpty(value: Listing[FieldName]): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function verdict(kind: Completeness['verdict'], reason: string | null, lacking: FieldName[] = []): Completeness {
  return { verdict: kind, lacking, reason };
}

/** What was read is complete, unless something lacks or there is a reason to call it partial all the same. */
function judgeFields(lacking: FieldName[], reason: string | null): Completeness {
  return reason === null ? verdict('complete', null) : verdict('partial', reason, lacking);
}

/** How complete one listing is, measured by what its kind carries on this marketplace. */
export function completenessOf(
  listing: Listing,
  carries: readonly FieldName[],
  reason: string | null = null,
): Completeness {
  const lacking = carries.filter((field) => isEmpty(listing[field]));
  return judgeFields(lacking, reason ?? (lacking[0] === undefined ? null : `no-${lacking[0]}`));
}

interface Judged {
  completeness: Completeness;
  listings: Listing[];
}

function judged(kind: Completeness['verdict'], reason: string): Judged {
  return { completeness: verdict(kind, reason), listings: [] };
}

function judgeProduct(spec: AdapterSpec, page: Page, cards: () => Listing[]): Judged {
  const { carries, selectors } = spec;
  const ref = spec.refOf(page.url);
  if (ref === null) return judged('not-a-listing', 'no-product-in-address');
  const { draft, ref: named, reason } = spec.product(page, ref);
  if (draft.has('title')) {
    const listing = draft.listing(named, 'product');
    return { completeness: completenessOf(listing, carries.product, reason), listings: [listing, ...cards()] };
  }
  if (spec.blocked(page)) return judged('blocked', 'anti-bot-page');
  if (first(page.document, selectors.gone) !== null) return judged('not-ready', 'page-says-not-found');
  if (first(page.document, selectors.rendered) === null) return judged('not-ready', reason ?? 'not-rendered');
  return { completeness: verdict('unreadable', reason ?? 'no-title', [...carries.product]), listings: cards() };
}

function judgeGrid(spec: AdapterSpec, page: Page, cards: () => Listing[]): Judged {
  const shown = cards();
  const listings = shown.length > 0 ? shown : spec.stateCards(page);
  if (listings.length === 0) {
    if (/^\/([a-z]{2}(-[a-z]{2})?\/?)?$/i.test(page.url.pathname)) return judged('not-a-listing', 'home-page');
    return spec.blocked(page) ? judged('blocked', 'anti-bot-page') : judged('not-ready', 'no-cards');
  }
  const lacking = spec.carries.card.filter((field) => listings.some((listing) => isEmpty(listing[field])));
  return { completeness: judgeFields(lacking, lacking.length === 0 ? null : 'cards-lack-fields'), listings };
}

/** The reading of a page that offers no goods, which its address alone tells. */
export function otherPage({ id, shareLink }: Pick<AdapterSpec, 'id' | 'shareLink'>, url: URL): Reading {
  const completeness = verdict('not-a-listing', shareLink(url) ? 'share-link' : 'other-page');
  return { marketplace: id, page: 'other', url: addressOf(url), completeness, listings: [] };
}

/** Takes cards for as long as there are any and `goesOn` says so. */
export function take(cards: CardSites, goesOn?: GoesOn): CardSite[] {
  const sites: CardSite[] = [];
  do {
    const { value } = cards.next();
    if (!value) break;
    sites.push(value);
  } while (goesOn?.() !== false);
  return sites;
}

function readWithSites(spec: AdapterSpec, page: Page, known?: KnownLinks, goesOn?: GoesOn): PageReading {
  const kind = spec.pageKind(page.url);
  if (kind === 'other') return { reading: otherPage(spec, page.url), sites: [] };
  let sites: CardSite[] = [];
  let rest: CardSites | undefined;
  const cards = () => {
    rest = spec.cards(page.document, page, known);
    sites = take(rest, goesOn);
    return sites.map(({ listing }) => listing);
  };
  const { completeness, listings } = (kind === 'product' ? judgeProduct : judgeGrid)(spec, page, cards);
  const reading: Reading = {
    marketplace: spec.id,
    page: kind,
    url: addressOf(page.url),
    completeness,
    listings: listings.slice(0, LIMITS.listings),
  };
  return { reading, sites, rest };
}

/* @__NO_SIDE_EFFECTS__ */
export function defineAdapter(spec: AdapterSpec): Adapter {
  return {
    ...spec,
    linkRefOf: spec.linkRefOf ?? spec.refOf,
    read: (page) => readWithSites(spec, page).reading,
    readWithSites: (page, known, goesOn) => readWithSites(spec, page, known, goesOn),
    titleElement: (document) => first(document, spec.selectors.title)?.element ?? null,
  };
}
