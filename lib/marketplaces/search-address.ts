/**
 * Addresses of results pages, and what an address searches for: the one place that knows how each marketplace writes them.
 *
 * Sources, all published code and captures of others, none checked against the live sites:
 * - AliExpress `/w/wholesale-<words-with-dashes>.html?page=N` (code of 2026-01), the older `/wholesale?SearchText=`, hosts by
 *   market and the stamp `gatewayAdapt=glo2<iso3>` (code of 2026-08), aliexpress.us for the United States (capture of 2023).
 * - Shein `/pdsearch/<words>/?page=N` (code of 2026-09), a host a market (capture of 2026, catalogue code).
 * - Joom `/<language>/search/q.<words>` (code of 2024), languages en, ru, de, fr, pl, sk, tr, pt-br; one endless page, so
 *   its further pages are reached by scrolling, and no address of a market: prices follow the person's account.
 */
import type { MarketplaceId } from '../listing/listing.ts';

export interface Search {
  words: string;
  /** ISO 3166 alpha-2. */
  country: string;
  /** From 1. */
  page: number;
}

export interface SearchAddresses {
  /** Null where the marketplace has no address for that country. */
  addressOf(search: Search): string | null;
  /** What an address of this marketplace searches for; null for any other page. */
  searchIn(url: URL): { words: string; page: number } | null;
  /** `address`: each page has an address of its own. `scroll`: further results come when the page is scrolled. */
  paging: 'address' | 'scroll';
}

/** Words as two addresses may write them alike: `Couteau-de Poche` and `couteau de poche`. */
export function sameWords(one: string, other: string): boolean {
  const plain = (words: string) =>
    words
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  return plain(one) === plain(other);
}

/** A path's or query's piece decoded, or as it stands when it is no valid escape. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function pageIn(url: URL): number {
  const page = Number(url.searchParams.get('page') ?? '1');
  return Number.isInteger(page) && page >= 1 && page <= 1000 ? page : 1;
}

/** Sub-domain of aliexpress.com by country, as in `aliexpress-address.ts`, with the stamp that names the market. */
const ALIEXPRESS: Readonly<Record<string, [host: string, stamp: string]>> = {
  BR: ['pt', 'bra'],
  DE: ['de', 'deu'],
  ES: ['es', 'esp'],
  FR: ['fr', 'fra'],
  IL: ['he', 'isr'],
  IT: ['it', 'ita'],
  JP: ['ja', 'jpn'],
  KR: ['ko', 'kor'],
  NL: ['nl', 'nld'],
  PL: ['pl', 'pol'],
  PT: ['pt', 'prt'],
  TH: ['th', 'tha'],
  TR: ['tr', 'tur'],
  VN: ['vi', 'vnm'],
};

function aliexpressHost(country: string): { host: string; stamp: string | null } | null {
  if (country === 'US') return { host: 'www.aliexpress.us', stamp: null };
  const market = Object.hasOwn(ALIEXPRESS, country) ? ALIEXPRESS[country] : undefined;
  return market === undefined ? null : { host: `${market[0]}.aliexpress.com`, stamp: `glo2${market[1]}` };
}

const aliexpress: SearchAddresses = {
  paging: 'address',
  addressOf({ words, country, page }) {
    const market = aliexpressHost(country);
    if (market === null) return null;
    const dashed = words.trim().split(/\s+/u).map(encodeURIComponent).join('-');
    const url = new URL(`https://${market.host}/w/wholesale-${dashed}.html`);
    if (market.stamp !== null) url.searchParams.set('gatewayAdapt', market.stamp);
    url.searchParams.set('SearchText', words);
    if (page > 1) url.searchParams.set('page', String(page));
    return url.href;
  },
  searchIn(url) {
    if (!/^\/(?:w\/)?wholesale(?:[/-]|$)/.test(url.pathname)) return null;
    const dashed = /\/wholesale-([^/]*?)(?:\.html)?$/.exec(url.pathname)?.[1];
    const words = url.searchParams.get('SearchText') ?? (dashed === undefined ? null : decoded(dashed));
    return words === null ? null : { words: words.replace(/[-+]/g, ' '), page: pageIn(url) };
  },
};

/** Hosts that are not `<country>.shein.com`. */
const SHEIN_HOSTS: Readonly<Record<string, string>> = {
  GB: 'www.shein.co.uk',
  SE: 'www.shein.se',
  MX: 'www.shein.com.mx',
  CO: 'shein.com.co',
};
/** Markets with a host of their own; the others of the EU share `eur` (Bulgarian, English) and `roe`. */
const SHEIN_MARKETS = 'BR CA CH DE ES FR IL IT JP KR MA MY NL PL PT TH TR US ZA'.split(' ');
const SHEIN_EUROPE = 'AT BE BG CY CZ DK EE FI GR HR HU IE LT LU LV MT SI SK'.split(' ');

function sheinHost(country: string): string | null {
  if (Object.hasOwn(SHEIN_HOSTS, country)) return SHEIN_HOSTS[country] ?? null;
  if (SHEIN_MARKETS.includes(country)) return `${country.toLowerCase()}.shein.com`;
  if (country === 'RO') return 'roe.shein.com';
  return SHEIN_EUROPE.includes(country) ? 'eur.shein.com' : null;
}

const shein: SearchAddresses = {
  paging: 'address',
  addressOf({ words, country, page }) {
    const host = sheinHost(country);
    if (host === null) return null;
    return `https://${host}/pdsearch/${encodeURIComponent(words)}/${page > 1 ? `?page=${page}` : ''}`;
  },
  searchIn(url) {
    const words = /^\/(?:[a-z]{2}\/)?pdsearch\/([^/]+)/.exec(url.pathname)?.[1];
    return words === undefined ? null : { words: decoded(words), page: pageIn(url) };
  },
};

/** The language whose pages a person of that country reads; English where Joom has none. */
const JOOM_LANGUAGES: Readonly<Record<string, string>> = {
  AT: 'de',
  BE: 'fr',
  BR: 'pt-br',
  CH: 'de',
  DE: 'de',
  FR: 'fr',
  LU: 'fr',
  PL: 'pl',
  PT: 'pt-br',
  SK: 'sk',
  TR: 'tr',
};

const joom: SearchAddresses = {
  paging: 'scroll',
  addressOf({ words, country }) {
    const language = Object.hasOwn(JOOM_LANGUAGES, country) ? JOOM_LANGUAGES[country] : 'en';
    return `https://www.joom.com/${language}/search/q.${encodeURIComponent(words)}`;
  },
  searchIn(url) {
    const words = /^\/(?:[a-z]{2}(?:-[a-z]{2})?\/)?search\/q\.([^/]+)/i.exec(url.pathname)?.[1];
    return words === undefined ? null : { words: decoded(words), page: 1 };
  },
};

const BY_MARKETPLACE: Readonly<Record<MarketplaceId, SearchAddresses>> = { aliexpress, joom, shein };

export function searchAddressesOf(marketplace: MarketplaceId): SearchAddresses | null {
  return Object.hasOwn(BY_MARKETPLACE, marketplace) ? (BY_MARKETPLACE[marketplace] ?? null) : null;
}
