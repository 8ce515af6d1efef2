/** Addresses of AliExpress: whose they are, which product or list they name, and in which market. */
import type { ListingRef, PageKind } from '../listing/listing.ts';

/** Sub-domains that name a market, with its country; `www`, `m`, `ar`, `best` and store names say nothing about one. */
const HOSTS = '|de de|es es|fr fr|he il|id id|it it|ja jp|ko kr|nl nl|pl pl|pt br|ru ru|th th|tr tr|vi vn|';
/** ISO 3166 alpha-3 of the market stamp `gatewayAdapt=glo2<iso3>`, with alpha-2. */
const STAMPS =
  '|bra br|deu de|esp es|fra fr|isr il|ita it|jpn jp|kor kr|nld nl|pol pl|prt pt|rus ru|tha th|tur tr|usa us|vnm vn|';
const HOST = /(?:^|\.)aliexpress\.(com|us|ru)$/;
/** Shop windows: only there does a bare `productId=` name the product of the page. */
const SHOP_HOST = /^(?:(?:www|m|ar|best|[a-z]{2})\.)?aliexpress\.(?:com|us|ru)$/;
const SHARE_HOSTS = ['s.click.aliexpress.com', 'a.aliexpress.com', 'star.aliexpress.com'];

/** @param table entries `|key country`, between bars. */
function countryOf(key: string | undefined, table: string): string | null {
  const entry = `|${key} `;
  const start = table.indexOf(entry);
  return start === -1 ? null : table.slice(start + entry.length, start + entry.length + 2);
}

function regionOf(url: URL): string | null {
  const stamp = /[?&]gatewayAdapt=glo2([a-z]{3})/.exec(url.search)?.[1];
  const ending = HOST.exec(url.hostname)?.[1];
  const market = countryOf(stamp, STAMPS);
  return market ?? (ending === 'com' ? countryOf(url.hostname.split('.')[0], HOSTS) : (ending ?? null));
}

export function idIn(url: URL): string | null {
  const inPath = /\/(?:item|i)\/(?:[^/]+\/)?(\d{6,20})(?:\.html)?(?:\/|$)/i.exec(url.pathname)?.[1];
  if (inPath !== undefined) return inPath;
  if (!SHOP_HOST.test(url.hostname) || isGridPath(url.pathname)) return null;
  const { search } = url;
  for (const name of ['productId', 'product_id', 'itemId', 'item_id']) {
    // Most addresses hold none of the names, and taking a query apart costs more than all the rest here.
    const value = search.includes(name) ? url.searchParams.get(name) : null;
    if (value !== null && /^\d{6,20}$/.test(value)) return value;
  }
  return null;
}

export function refTo(id: string, url: URL): ListingRef {
  return {
    marketplace: 'aliexpress',
    id,
    canonicalUrl: `https://${url.hostname}/item/${id}.html`,
    region: regionOf(url),
  };
}

export function owns(url: URL): boolean {
  return HOST.test(url.hostname);
}

export function shareLink(url: URL): boolean {
  return SHARE_HOSTS.includes(url.hostname);
}

export function refOf(url: URL): ListingRef | null {
  const id = owns(url) && !shareLink(url) ? idIn(url) : null;
  return id === null ? null : refTo(id, url);
}

/** Where a card's link leads: bundle pages name the product that the card showed in `productIds=ID:SKU`. */
export function cardRefOf(url: URL): ListingRef | null {
  const ref = refOf(url);
  if (ref !== null || !owns(url)) return ref;
  const id = /^(\d{6,20})(?:[:,]|$)/.exec(url.searchParams.get('productIds') ?? '')?.[1];
  return id === undefined ? null : refTo(id, url);
}

function isGridPath(path: string): boolean {
  return (
    path === '/' ||
    /^\/(?:w|wholesale|category|popular|store|ssr|gcp|af|premium|all-wholesale-products)(?:[/.-]|$)/.test(path)
  );
}

export function pageKind(url: URL): PageKind {
  if (!owns(url) || shareLink(url)) return 'other';
  if (idIn(url) !== null) return 'product';
  return isGridPath(url.pathname) ? 'grid' : 'other';
}
