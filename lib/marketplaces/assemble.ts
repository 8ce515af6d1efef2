/** From an adapter's specification to an adapter: judging what was read, the same way for every marketplace. */

import { LIMITS } from '../listing/limits.ts';
import type { Completeness, FieldName, Listing, Reading } from '../listing/listing.ts';
import type { Adapter, AdapterSpec, CardSite, GoesOn, KnownLinks, Page, PageReading } from './adapter.ts';
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

/** How complete one listing is, measured by what its kind carries on this marketplace. */
export function completenessOf(
  listing: Listing,
  carries: readonly FieldName[],
  reason: string | null = null,
): Completeness {
  const lacking = carries.filter((field) => isEmpty(listing[field]));
  if (lacking.length === 0 && reason === null) return { verdict: 'complete', lacking: [], reason: null };
  return { verdict: 'partial', lacking, reason: reason ?? `no-${lacking[0] ?? 'field'}` };
}

function verdict(kind: Completeness['verdict'], reason: string): Completeness {
  return { verdict: kind, lacking: [], reason };
}

interface Judged {
  completeness: Completeness;
  listings: Listing[];
}

function judgeProduct(spec: AdapterSpec, page: Page, cards: () => CardSite[]): Judged {
  const ref = spec.refOf(page.url);
  if (ref === null) return { completeness: verdict('not-a-listing', 'no-product-in-address'), listings: [] };
  const { draft, ref: named, reason } = spec.product(page, ref);
  const rendered = first(page.document, spec.selectors.rendered) !== null;
  if (draft.has('title')) {
    const listing = draft.listing(named, 'product');
    const completeness = completenessOf(listing, spec.carries.product, reason);
    return { completeness, listings: [listing, ...cards().map((site) => site.listing)] };
  }
  if (spec.blocked(page)) return { completeness: verdict('blocked', 'anti-bot-page'), listings: [] };
  if (first(page.document, spec.selectors.gone) !== null) {
    return { completeness: verdict('not-ready', 'page-says-not-found'), listings: [] };
  }
  if (!rendered) return { completeness: verdict('not-ready', reason ?? 'not-rendered'), listings: [] };
  const completeness = { ...verdict('unreadable', reason ?? 'no-title'), lacking: [...spec.carries.product] };
  return { completeness, listings: cards().map((site) => site.listing) };
}

function judgeGrid(spec: AdapterSpec, page: Page, cards: () => CardSite[]): Judged {
  const sites = cards();
  const listings = sites.length > 0 ? sites.map((site) => site.listing) : spec.stateCards(page);
  if (listings.length === 0) {
    if (/^\/([a-z]{2}(-[a-z]{2})?\/?)?$/i.test(page.url.pathname))
      return { completeness: verdict('not-a-listing', 'home-page'), listings };
    if (spec.blocked(page)) return { completeness: verdict('blocked', 'anti-bot-page'), listings };
    return { completeness: verdict('not-ready', 'no-cards'), listings };
  }
  const lacking = spec.carries.card.filter((field) => listings.some((listing) => isEmpty(listing[field])));
  const completeness: Completeness =
    lacking.length === 0
      ? { verdict: 'complete', lacking: [], reason: null }
      : { verdict: 'partial', lacking, reason: 'cards-lack-fields' };
  return { completeness, listings };
}

function readWithSites(spec: AdapterSpec, page: Page, known?: KnownLinks, goesOn?: GoesOn): PageReading {
  const kind = spec.pageKind(page.url);
  let sites: CardSite[] = [];
  const cards = () => {
    sites = spec.cards(page.document, page, known, goesOn);
    return sites;
  };
  const judged =
    kind === 'product'
      ? judgeProduct(spec, page, cards)
      : kind === 'grid'
        ? judgeGrid(spec, page, cards)
        : {
            completeness: verdict('not-a-listing', spec.shareLink(page.url) ? 'share-link' : 'other-page'),
            listings: [],
          };
  const listings = judged.listings.slice(0, LIMITS.listings);
  const reading: Reading = { marketplace: spec.id, page: kind, url: addressOf(page.url), ...judged, listings };
  return { reading, sites };
}

export function defineAdapter(spec: AdapterSpec): Adapter {
  return {
    ...spec,
    read: (page) => readWithSites(spec, page).reading,
    readWithSites: (page, known, goesOn) => readWithSites(spec, page, known, goesOn),
    titleElement: (document) => first(document, spec.selectors.title)?.element ?? null,
  };
}
