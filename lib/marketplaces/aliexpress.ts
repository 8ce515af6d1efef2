/**
 * AliExpress: aliexpress.com with its language hosts and store sub-domains, aliexpress.us and aliexpress.ru.
 *
 * A product page is rendered in the browser; its data come by a request that no content script sees, so the rendered
 * page is the source, with JSON-LD and old embedded state where they are. Class names are `<module>--<name>--<hash>`:
 * selectors use `data-pl`, ids, and the part before the hash, never the hash.
 */

import { LIMITS } from '../listing/limits.ts';
import type { ListingRef, PageKind, Seller } from '../listing/listing.ts';
import { parsePrice, parsePriceRange } from '../listing/money.ts';
import { cleanText } from '../listing/text.ts';
import type { AdapterSpec, Page, ProductDraft } from './adapter.ts';
import {
  fillFromListItem,
  fillFromRunParams,
  fullImage,
  productIdIn,
  readListItems,
  readRunParams,
} from './aliexpress-state.ts';
import { defineAdapter } from './assemble.ts';
import { type CardRules, findCards } from './cards.ts';
import { readCompliance } from './compliance.ts';
import { Draft, percentOf, ratingOf } from './draft.ts';
import { all, countIn, first, httpsUrl, languageOf, parseUrl, pictureOf, textOf } from './selectors.ts';
import { addressesOf, fillFromJsonLd, fillFromOpenGraph, jsonLdNodes, nodeOfType } from './structured.ts';

const SELECTORS = {
  // data-pl is set for the site's own tests; it outlived every class name since 2023. aliexpress.ru has its own marks.
  title: { 'h1[data-pl="product-title"]': '2025-06', '[data-spm="title_floor"] h1': '2025', h1: '2025-06' },
  rendered: { '[data-pl]': '2025-06', '[data-spm="title_floor"]': '2025', '[class*="HazeProduct"]': '2025' },
  gone: { '[class*="not-found--wrap"]': '2026-01' },
  // The block holds bulk prices and promotions too, hence the inner elements first, the block's first price last.
  price: {
    '[class*="price--currentPriceText"]': '2025-06',
    '.product-price-value': '2025-06',
    '[class*="price-default--current"]': '2026-08',
    '[class*="price-kr--current"]': '2026',
    '[class*="SnowPrice__mainS"]': '2025',
    '[data-pl="product-price"]': '2025-06',
  },
  previousPrice: { '[class*="price-default--original"]': '2026-08', '[class*="price--original"]': '2025' },
  discount: { '[class*="price-default--discount"]': '2026-08', '[class*="price--discount"]': '2026-08' },
  // The panel beside the price carries the trader status, the block below the description does not.
  sellerPanel: { 'a[class*="store-detail--wrap"]': '2025-06' },
  sellerName: { '[class*="store-detail--storeName--"]': '2025-06' },
  sellerLink: { 'a[data-pl="store-name"]': '2025-06', '#nav-store a[href*="/store/"]': '2025-06' },
  attributeRow: { '[data-pl="product-specs"] li > div': '2025-06', '#nav-specification li > div': '2025-06' },
  gallery: { '[class*="slider--img"] img': '2025-06', '[class*="slider--wrap"] img': '2025-06' },
  variant: { '[data-sku-col]': '2025-06' },
  rating: { '[data-pl="product-reviewer"] strong': '2025-06' },
  reviews: {
    '[data-pl="product-reviewer"] a[class*="reviews"]': '2025-06',
    '[data-pl="product-reviewer"] a + a': '2025-06',
  },
  sold: { '[class*="reviewer--sold"]': '2025-06' },
  description: { '#product-description': '2025', '[data-pl="product-description"]': '2025' },
  shipsFrom: { '[data-sku-row="200007763"] [class*="selected"]': '2025-06' },
  // Not seen on any captured page: named after the module COMPLIANCE_PC that feeds it.
  compliance: {
    '[data-pl*="compliance"]': '2026-08',
    '[class*="compliance--"]': '2026-08',
    '#nav-compliance': '2026-08',
  },
} as const;

const CARD = {
  links: 'a[href*="/item/"],a[href*="productIds="]',
  card: '.card-out-wrapper,[class*="search-item-card-wrapper"],[data-product-id][data-sku-id],[role="dialog"]',
  title: { h3: '2025-06', '[class*="multi--titleText"]': '2024', '[class*="RedSnippet__title"]': '2025', h1: '2026' },
  price: { '[class*="multi--price-sale"]': '2024', '[class*="RedSnippet__priceNew"]': '2025' },
  previousPrice: { '[class*="multi--price-original"]': '2024', '[class*="RedSnippet__priceOld"]': '2025' },
  sellerLink: { 'a[class*="cards--store"]': '2024', 'a[href*="/store/"]': '2024' },
  image: { 'img.product-img': '2025-06' },
} as const;

/** Sub-domains that name a market; `www`, `m`, `ar`, `best` and store names say nothing about one. */
const COUNTRY_OF_HOST: Record<string, string> = {
  de: 'de',
  es: 'es',
  fr: 'fr',
  he: 'il',
  id: 'id',
  it: 'it',
  ja: 'jp',
  ko: 'kr',
  nl: 'nl',
  pl: 'pl',
  pt: 'br',
  ru: 'ru',
  th: 'th',
  tr: 'tr',
  vi: 'vn',
};
/** ISO 3166 alpha-3 of the market stamp `gatewayAdapt=glo2<iso3>`. */
const COUNTRY_OF_STAMP: Record<string, string> = {
  bra: 'br',
  deu: 'de',
  esp: 'es',
  fra: 'fr',
  isr: 'il',
  ita: 'it',
  jpn: 'jp',
  kor: 'kr',
  nld: 'nl',
  pol: 'pl',
  prt: 'pt',
  rus: 'ru',
  tha: 'th',
  tur: 'tr',
  usa: 'us',
  vnm: 'vn',
};
const HOST = /(?:^|\.)aliexpress\.(com|us|ru)$/;
/** Shop windows: only there does a bare `productId=` name the product of the page. */
const SHOP_HOST = /^(?:(?:www|m|ar|best|[a-z]{2})\.)?aliexpress\.(?:com|us|ru)$/;
const SHARE_HOST = /^(?:s\.click|a|star)\.aliexpress\.com$/;
/** Words for "trader" and "private seller" beside a seller's name. `Trader` and `Przedsiębiorca` were seen (2025-06). */
const TRADER =
  /^(?:trader|przedsiębiorca|händler|gewerblich\w*|unternehmer|commerçant|professionnel|comerciante|empresario|professionista|commerciante|operatore commerciale|handelaar|ondernemer)$/iu;
const PRIVATE =
  /^(?:non-trader|private(?: seller)?|individual|particulier|privat\w*|particular|osoba (?:prywatna|fizyczna)|privato)$/iu;
/** Badges in the same place that are no status. */
const BADGE = /^(?:top brand|mall|choice|plus|brand\+?)$/i;

function regionOf(url: URL): string | null {
  const stamp = /^glo2([a-z]{3})/.exec(url.searchParams.get('gatewayAdapt') ?? '')?.[1];
  const ending = HOST.exec(url.hostname)?.[1];
  const label = url.hostname.split('.')[0] ?? '';
  return COUNTRY_OF_STAMP[stamp ?? ''] ?? (ending === 'com' ? (COUNTRY_OF_HOST[label] ?? null) : (ending ?? null));
}

function idIn(url: URL): string | null {
  const inPath = /\/(?:item|i)\/(?:[^/]+\/)?(\d{6,20})(?:\.html)?(?:\/|$)/i.exec(url.pathname)?.[1];
  if (inPath !== undefined) return inPath;
  if (!SHOP_HOST.test(url.hostname) || isGridPath(url.pathname)) return null;
  for (const name of ['productId', 'product_id', 'itemId', 'item_id']) {
    const value = url.searchParams.get(name);
    if (value !== null && /^\d{6,20}$/.test(value)) return value;
  }
  return null;
}

function refTo(id: string, url: URL): ListingRef {
  return {
    marketplace: 'aliexpress',
    id,
    canonicalUrl: `https://${url.hostname}/item/${id}.html`,
    region: regionOf(url),
  };
}

function owns(url: URL): boolean {
  return HOST.test(url.hostname);
}

function shareLink(url: URL): boolean {
  return SHARE_HOST.test(url.hostname);
}

function refOf(url: URL): ListingRef | null {
  const id = owns(url) && !shareLink(url) ? idIn(url) : null;
  return id === null ? null : refTo(id, url);
}

/** Where a card's link leads: bundle pages name the product that the card showed in `productIds=ID:SKU`. */
function cardRefOf(url: URL): ListingRef | null {
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

function pageKind(url: URL): PageKind {
  if (!owns(url) || shareLink(url)) return 'other';
  if (idIn(url) !== null) return 'product';
  return isGridPath(url.pathname) ? 'grid' : 'other';
}

/** aliexpress.us has ids of its own (3256…); the canonical link of such a page names the id on .com (1005…). */
function identify(page: Page, ref: ListingRef): ListingRef {
  const href = page.document.querySelector('link[rel="canonical"]')?.getAttribute('href');
  const url = parseUrl(href, page.url);
  const canonical = url === null ? null : refOf(url);
  if (url === null || canonical === null) return ref;
  const same = canonical.id === ref.id || (/^3256/.test(ref.id) && /^1005/.test(canonical.id));
  return same ? { ...canonical, region: ref.region ?? canonical.region } : ref;
}

function withoutSuffix(name: string): string {
  return name.replace(/^[^|]{0,40}\bOFF\|/, '').replace(/\s+-\s+AliExpress(?:\s+[\d,]+)?\s*$/i, '');
}

function storeId(href: string | null | undefined): string | null {
  return /\/store\/(?:[a-z-]+\/)?(\d{3,20})/.exec(href ?? '')?.[1] ?? null;
}

function traderIn(panel: Element): Pick<Seller, 'trader' | 'traderText'> {
  for (const element of panel.querySelectorAll('span')) {
    const text = element.childElementCount === 0 ? textOf(element, LIMITS.name) : null;
    const word = /^[(（](.+)[)）]$/.exec(text ?? '')?.[1]?.trim();
    if (word === undefined || BADGE.test(word)) continue;
    return { trader: TRADER.test(word) ? 'trader' : PRIVATE.test(word) ? 'private' : 'unknown', traderText: text };
  }
  return { trader: 'unknown', traderText: null };
}

/** The panel where its class is gone: the link to the same store that holds a bracketed word. */
function panelByShape(document: Document, id: string | null): Element | null {
  for (const link of document.querySelectorAll('a[href*="/store/"]')) {
    const spans = [...link.querySelectorAll('span')];
    if (
      (id === null || storeId(link.getAttribute('href')) === id) &&
      spans.some((span) => /^[(（].+[)）]$/.test(textOf(span) ?? ''))
    )
      return link;
  }
  return null;
}

function putSeller(draft: Draft, document: Document, base: string): void {
  const lower = first(document, SELECTORS.sellerLink);
  const lowerId = storeId(lower?.element.getAttribute('href'));
  const panel = first(document, SELECTORS.sellerPanel)?.element ?? panelByShape(document, lowerId);
  const href = panel?.getAttribute('href') ?? lower?.element.getAttribute('href');
  const named = panel === null ? null : (first(panel, SELECTORS.sellerName)?.element ?? panel.querySelector('span'));
  const name = textOf(lower?.element, LIMITS.name) ?? textOf(named, LIMITS.name);
  const status = panel === null ? { trader: 'unknown' as const, traderText: null } : traderIn(panel);
  const known = draft.fields.seller;
  if (known !== null && known.trader === 'unknown') Object.assign(known, status);
  if (name === null) return;
  const url = httpsUrl(href, base);
  const path = panel === null ? (lower?.css ?? '') : 'a[class*="store-detail--wrap"]';
  draft.put('seller', { name, id: storeId(href), url, ...status }, { source: 'dom', seen: '2025-06' }, path);
}

function putPage(draft: Draft, page: Page, currency: string | null): void {
  const { document, url } = page;
  const base = url.href;
  draft.dom('title', document, SELECTORS.title, (element) => textOf(element, LIMITS.title));
  draft.dom('price', document, SELECTORS.price, (element) => parsePriceRange(element.textContent, currency));
  draft.dom('previousPrice', document, SELECTORS.previousPrice, (element) => parsePrice(element.textContent, currency));
  draft.dom('discountPercent', document, SELECTORS.discount, (element) => percentOf(textOf(element)));
  putSeller(draft, document, base);
  const rows = all(document, SELECTORS.attributeRow, LIMITS.attributes);
  const attributes = rows.flatMap(({ element }) => {
    const name = textOf(element.children[0], LIMITS.name);
    const value = textOf(element.children[1], LIMITS.value);
    return name === null || value === null ? [] : [{ name, value }];
  });
  draft.put('attributes', attributes, { source: 'dom', seen: '2025-06' }, rows[0]?.css ?? '');
  const pictures = all(document, SELECTORS.gallery, LIMITS.images).map(({ element }) => pictureOf(element, url));
  const images = [...new Set(pictures.filter((image) => image !== null).map(fullImage))];
  draft.put('imageUrls', images, { source: 'dom', seen: '2025-06' }, '[class*="slider--img"] img');
  const options = all(document, SELECTORS.variant, LIMITS.variants).filter(
    ({ element }) => !element.closest('[data-sku-row="200007763"]'),
  );
  const variants = options.flatMap(({ element }) => {
    const image = element.querySelector('img');
    const name =
      cleanText(element.getAttribute('title') ?? image?.getAttribute('alt'), LIMITS.name) ??
      textOf(element, LIMITS.name);
    const picture = pictureOf(image, url);
    const id = cleanText(element.getAttribute('data-sku-col'), LIMITS.id);
    return name === null ? [] : [{ id, name, imageUrl: picture === null ? null : fullImage(picture), price: null }];
  });
  draft.put('variants', variants, { source: 'dom', seen: '2025-06' }, '[data-sku-col]');
  const votes = countIn(textOf(first(document, SELECTORS.reviews)?.element));
  draft.dom('rating', document, SELECTORS.rating, (element) => ratingOf(textOf(element), votes));
  draft.dom('soldCount', document, SELECTORS.sold, (element) => countIn(textOf(element)));
  draft.dom('description', document, SELECTORS.description, (element) => textOf(element, LIMITS.description));
  draft.dom(
    'shipsFrom',
    document,
    SELECTORS.shipsFrom,
    (element) => cleanText(element.getAttribute('title'), LIMITS.name) ?? textOf(element, LIMITS.name),
  );
}

/** Aggregation listings name a shell store; the seller behind it stands only in the link to its credentials (2026-08). */
function putCompliance(draft: Draft, document: Document): void {
  const block = first(document, SELECTORS.compliance);
  const link = document.querySelector('a[href*="showcredential.htm"]');
  const named = /[?&]storeNum=(\d{3,20})/.exec(link?.getAttribute('href') ?? '')?.[1] ?? null;
  const real = named !== null && named !== draft.fields.seller?.id ? named : null;
  const compliance = readCompliance(block?.element ?? null, real);
  draft.put(
    'compliance',
    compliance,
    { source: 'dom', seen: block?.seen ?? '2026-08' },
    block?.css ?? 'a[href*="showcredential.htm"]',
  );
  if (compliance.panel === 'not-shown') delete draft.provenance.compliance;
}

function product(page: Page, ref: ListingRef): ProductDraft {
  const { document, url } = page;
  const named = identify(page, ref);
  const draft = new Draft();
  const ids = new Set([ref.id, named.id]);
  const state = readRunParams(document).value;
  const stateId = productIdIn(state);
  const foreign = stateId !== null && !ids.has(stateId);
  if (state !== null && !foreign) fillFromRunParams(draft, state, url.href);

  const nodes = jsonLdNodes(document);
  const node = nodeOfType(nodes, 'Product', 'ProductGroup');
  const own = addressesOf(node).every((address) => ids.has(idInText(address, url) ?? ref.id));
  const ld = new Draft();
  if (node !== undefined && own) fillFromJsonLd(ld, nodes, node, '2025-06', url.href, withoutSuffix);
  const currency = ld.fields.price?.low.currency ?? null;

  const rendered = first(document, SELECTORS.rendered) !== null;
  if (rendered || first(document, SELECTORS.gone) === null) putPage(draft, page, currency);
  for (const field of ['title', 'price', 'imageUrls', 'rating'] as const) {
    const provenance = ld.provenance[field];
    if (provenance !== undefined) draft.put(field, ld.fields[field], provenance, provenance.path);
  }
  if (rendered) fillFromOpenGraph(draft, document, '2026-01', url.href, withoutSuffix);
  if (draft.has('title')) {
    draft.put('language', languageOf(document), { source: 'dom', seen: '2025-06' }, 'html[lang]');
    putCompliance(draft, document);
  }
  return { ref: named, draft, reason: foreign ? 'state-mismatch' : null };
}

function idInText(address: string, base: URL): string | null {
  const url = parseUrl(address, base);
  return url === null ? null : idIn(url);
}

function cardRules(page: Page): CardRules {
  return {
    ...CARD,
    refOf: cardRefOf,
    cleanImage: fullImage,
    currency: null,
    altFirst: page.url.hostname.endsWith('aliexpress.ru'),
    fromState: (draft, ref) => {
      const item = readListItems(page.document).value?.get(ref.id);
      if (item !== undefined) fillFromListItem(draft, item, page.url.href);
    },
  };
}

const spec: AdapterSpec = {
  id: 'aliexpress',
  name: 'AliExpress',
  matches: ['https://*.aliexpress.com/*', 'https://*.aliexpress.us/*', 'https://*.aliexpress.ru/*'],
  carries: { product: ['title', 'price', 'seller', 'imageUrls', 'attributes'], card: ['title', 'price', 'imageUrls'] },
  selectors: SELECTORS,
  owns,
  refOf,
  pageKind,
  shareLink,
  product,
  cards: (root, page) => {
    const ref = refOf(page.url);
    const own = ref === null ? [] : [ref.id, identify(page, ref).id];
    return findCards(root, page, cardRules(page), new Set(own));
  },
  blocked: ({ document, url }) =>
    url.pathname.includes('_____tmd_____') ||
    document.querySelector('iframe[src*="_____tmd_____"],#baxia-punish,#nocaptcha,form[action*="_____tmd_____"]') !==
      null,
  stateCards: (page) =>
    [...(readListItems(page.document).value ?? [])].map(([id, item]) => {
      const draft = new Draft();
      fillFromListItem(draft, item, page.url.href);
      draft.put('language', languageOf(page.document), { source: 'dom', seen: '2025-06' }, 'html[lang]');
      return draft.listing(refTo(id, page.url), 'card');
    }),
};

export const aliexpress = defineAdapter(spec);
