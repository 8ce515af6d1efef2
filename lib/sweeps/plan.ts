/** The plan of a campaign: the results pages that a sweep opens, in the order in which it opens them. */
import type { MarketplaceId } from '../listing/listing.ts';
import { sameWords, searchAddressesOf } from '../marketplaces/search-address.ts';
import type { Campaign } from './campaign.ts';

/** One results page, as it is planned and as a visit says which one it was. */
export interface SweepPage {
  marketplace: MarketplaceId;
  /** ISO 3166 alpha-2. */
  country: string;
  language: string;
  words: string;
  /** From 1. */
  page: number;
}

export interface PlannedPage extends SweepPage {
  key: string;
  address: string;
  /** The page has no address of its own: its cards come when the one before it is scrolled on. */
  byScrolling: boolean;
}

/** A marketplace that has no results pages for a country, or that this Vigie cannot search. */
export interface NoPlace {
  marketplace: MarketplaceId;
  country: string;
}

export const pageKey = ({ marketplace, country, language, words, page }: SweepPage): string =>
  JSON.stringify([marketplace, country, language, words, page]);

/** All pages of one query on one site stand together, so that a person scrolls and pages on without jumping about. */
export function planOf(campaign: Pick<Campaign, 'queries' | 'marketplaces' | 'countries' | 'pages'>): PlannedPage[] {
  const planned: PlannedPage[] = [];
  for (const marketplace of campaign.marketplaces) {
    const addresses = searchAddressesOf(marketplace);
    if (addresses === null) continue;
    for (const country of campaign.countries) {
      for (const { language, words } of campaign.queries) {
        for (let page = 1; page <= campaign.pages; page++) {
          const address = addresses.addressOf({ words, country, page });
          if (address === null) continue;
          const place = { marketplace, country, language, words, page };
          planned.push({
            ...place,
            key: pageKey(place),
            address,
            byScrolling: addresses.paging === 'scroll' && page > 1,
          });
        }
      }
    }
  }
  return planned;
}

/** The combinations of a campaign that have no page to open, for the person to know before they start. */
export function noPlaces({ marketplaces, countries }: Pick<Campaign, 'marketplaces' | 'countries'>): NoPlace[] {
  return marketplaces.flatMap((marketplace) => {
    const addresses = searchAddressesOf(marketplace);
    return countries
      .filter((country) => addresses === null || addresses.addressOf({ words: 'x', country, page: 1 }) === null)
      .map((country) => ({ marketplace, country }));
  });
}

/**
 * Whether the address that a tab shows is the planned page. Shops rewrite addresses, so one that cannot be read as a search
 * is `unknown`; one that plainly searches for something else is `other`.
 */
export function showsPage(planned: SweepPage, shown: string): 'same' | 'other' | 'unknown' {
  const url = URL.parse(shown);
  const addresses = searchAddressesOf(planned.marketplace);
  const search = url === null || addresses === null ? null : addresses.searchIn(url);
  if (search === null || addresses === null) return 'unknown';
  const samePage = addresses.paging === 'scroll' || search.page === planned.page;
  return sameWords(search.words, planned.words) && samePage ? 'same' : 'other';
}
