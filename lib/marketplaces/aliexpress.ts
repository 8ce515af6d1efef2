/**
 * AliExpress: aliexpress.com with its language hosts and store sub-domains, aliexpress.us and aliexpress.ru.
 *
 * A product page is rendered in the browser; its data come by a request that no content script sees, so the rendered
 * page is the source, with JSON-LD and old embedded state where they are. Class names are `<module>--<name>--<hash>`:
 * selectors use `data-pl`, ids, and the part before the hash, never the hash.
 */

import { LIMITS } from '../listing/limits.ts';
import type { ListingRef, Seller } from '../listing/listing.ts';
import { isPriceText, parsePriceRange } from '../listing/money.ts';
import type { AdapterSpec, Page, ProductDraft } from './adapter.ts';
import { cardRefOf, idIn, owns, pageKind, refOf, refTo, shareLink } from './aliexpress-address.ts';
import {
  fullImage,
  productIdIn,
  putListItem,
  putRunParams,
  putStateLanguage,
  readListItems,
  readRunParams,
} from './aliexpress-state.ts';
import { defineAdapter } from './assemble.ts';
import { type CardRules, findCards } from './cards.ts';
import { Draft } from './draft.ts';
import { type Context, dropFalseReduction } from './mapping.ts';
import { type ProductSelectors, putCommon, putPage, sellerFrom } from './rendered.ts';
import { first, languageOf, parseUrl, textOf } from './selectors.ts';
import { currencyIn, putJsonLd, putOpenGraph, readJsonLd } from './structured.ts';

const SELECTORS: ProductSelectors = {
  // data-pl is set for the site's own tests; it outlived every class name since 2023. aliexpress.ru has its own marks.
  title: { 'h1[data-pl="product-title"]': '2025-06', '[data-spm="title_floor"] h1': '2025', h1: '2025-06' },
  rendered: { '[data-pl]': '2025-06', '[data-spm="title_floor"]': '2025', '[class*="HazeProduct"]': '2025' },
  gone: { '[class*="not-found--wrap"]': '2026-01' },
  price: {
    '[class*="price--currentPriceText"]': '2025-06',
    '.product-price-value': '2025-06',
    '[class*="price-default--current"]': '2026-08',
    '[class*="price-kr--current"]': '2026',
    '[class*="SnowPrice__mainS"]': '2025',
  },
  previousPrice: { '[class*="price-default--original"]': '2026-08', '[class*="price--original"]': '2025' },
  discountPercent: { '[class*="price-default--discount"]': '2026-08', '[class*="price--discount"]': '2026-08' },
  soldCount: { '[class*="reviewer--sold"]': '2025-06' },
  // 200007763 is the id of the option "Ships From" in every language.
  shipsFrom: { '[data-sku-row="200007763"] [class*="selected"]': '2025-06' },
  rating: { '[data-pl="product-reviewer"] strong': '2025-06' },
  reviews: {
    '[data-pl="product-reviewer"] a[class*="reviews"]': '2025-06',
    '[data-pl="product-reviewer"] a + a': '2025-06',
  },
  description: { '#product-description': '2025', '[data-pl="product-description"]': '2025' },
  attributes: {
    '[data-pl="product-specs"] li > div > :first-child': '2025-06',
    '#nav-specification li > div > :first-child': '2025-06',
  },
  imageUrls: { '[class*="slider--img"] img': '2025-06', '[class*="slider--wrap"] img': '2025-06' },
  variants: { '[data-sku-row]:not([data-sku-row="200007763"]) > [data-sku-col]': '2025-06' },
  // The block below the description; the panel beside the price holds the trader status too (see putSeller).
  seller: { 'a[data-pl="store-name"]': '2025-06', '#nav-store a[href*="/store/"]': '2025-06' },
  // "This product belongs to …", below the recommendations.
  breadcrumb: { '[class*="cross-link--breadcrumb"] a': '2025-06' },
  // Not seen on any captured page: named after the module COMPLIANCE_PC that feeds it.
  compliance: {
    '[data-pl*="compliance"]': '2026-08',
    '[class*="compliance--"]': '2026-08',
    '#nav-compliance': '2026-08',
  },
  otherListings: 'a[href*="/item/"]',
};
/** The whole price block; former, bulk and promotional prices stand in it too. */
const PRICE_BLOCK = '[data-pl="product-price"]';
const KNOWN_PRICE = '[class*="price--"],[class*="price-default"],[class*="product-price-"]';
const SELLER_PANEL = { 'a[class*="store-detail--wrap"]': '2025-06' };
const SELLER_NAME = { '[class*="store-detail--storeName--"]': '2025-06' };

const CARD = {
  links: 'a[href*="/item/"],a[href*="productIds="]',
  card: '.card-out-wrapper,[class*="search-item-card-wrapper"],[data-product-id][data-sku-id],[role="dialog"]',
  title: { h3: '2025-06', '[class*="multi--titleText"]': '2024', '[class*="RedSnippet__title"]': '2025', h1: '2026' },
  price: { '[class*="multi--price-sale"]': '2024', '[class*="RedSnippet__priceNew"]': '2025' },
  previousPrice: { '[class*="multi--price-original"]': '2024', '[class*="RedSnippet__priceOld"]': '2025' },
  sellerLink: { 'a[class*="cards--store"]': '2024', 'a[href*="/store/"]': '2024' },
  image: { 'img.product-img': '2025-06' },
} as const;

/** Words for "trader" and "private seller" beside a seller's name. `Trader` and `Przedsiębiorca` were seen (2025-06). */
const TRADER =
  /^(?:trader|przedsiębiorca|händler|gewerblich\w*|unternehmer|commerçant|professionnel|comerciante|empresario|professionista|commerciante|operatore commerciale|handelaar|ondernemer)$/iu;
const PRIVATE =
  /^(?:non-trader|private(?: seller)?|individual|particulier|privat\w*|particular|osoba (?:prywatna|fizyczna)|privato)$/iu;
/** Badges in the same place that are no status. */
const BRACKETED = /^[(（](.+)[)）]$/;
const BADGE = /^(?:top brand|mall|choice|plus|brand\+?)$/i;

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
    const word = BRACKETED.exec(text ?? '')?.[1]?.trim();
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
      spans.some((span) => BRACKETED.test(textOf(span) ?? ''))
    )
      return link;
  }
  return null;
}

/** The seller with its trader status, from the panel beside the price. */
function putSeller(draft: Draft, document: Document, base: string): void {
  const lower = storeId(first(document, SELECTORS.seller)?.element.getAttribute('href'));
  const panel = first(document, SELLER_PANEL)?.element ?? panelByShape(document, lower);
  if (panel === null) return;
  const status = traderIn(panel);
  const known = draft.fields.seller;
  if (known !== null) {
    if (known.trader === 'unknown') Object.assign(known, status);
    return;
  }
  const seller = sellerFrom(panel, base, storeId);
  const spans = [...panel.querySelectorAll('span')].map((span) => textOf(span, LIMITS.name));
  const unnamed = spans.find((text) => text !== null && !BRACKETED.test(text)) ?? null;
  const name = textOf(first(panel, SELLER_NAME)?.element, LIMITS.name) ?? unnamed;
  const origin = { source: 'dom', seen: '2025-06' } as const;
  if (seller !== null && name !== null)
    draft.put('seller', { ...seller, name, ...status }, origin, 'a[class*="store-detail--wrap"]');
}

/** The seller behind an aggregation listing's shell store stands only in the link to its credentials (2026-08). */
function realSellerIn(document: Document, shownId: string | null): string | null {
  const href = document.querySelector('a[href*="showcredential.htm"]')?.getAttribute('href') ?? '';
  const id = /[?&]storeNum=(\d{3,20})/.exec(href)?.[1] ?? null;
  return id === shownId ? null : id;
}

/** The price of a block whose class names all changed: the first text in it that is a price and nothing else. */
function putPriceByShape(draft: Draft, document: Document, currency: string | null): void {
  const block = document.querySelector(PRICE_BLOCK);
  // Where the names are known, a missing price is missing: the next best text would be a former price.
  if (block === null || block.querySelector(KNOWN_PRICE) !== null) return;
  const price = [...block.querySelectorAll('*')].find((element) => isPriceText(element.textContent ?? ''));
  draft.put('price', parsePriceRange(price?.textContent, currency), { source: 'dom', seen: '2025-06' }, PRICE_BLOCK);
}

function contextOf(page: Page): Context {
  return { base: page.url.href, currency: null, fullImage };
}

function product(page: Page, ref: ListingRef): ProductDraft {
  const { document, url } = page;
  const named = identify(page, ref);
  const draft = new Draft();
  const context = contextOf(page);
  const ours = (id: string | null) => id === null || id === ref.id || id === named.id;
  const state = readRunParams(document).value;
  const stale = !ours(productIdIn(state));
  if (state !== null && !stale) putRunParams(draft, state, context);

  const ld = readJsonLd(document);
  const ldIsOurs = ld.addresses.map((address) => idInText(address, url)).every(ours);
  if (ldIsOurs) context.currency = currencyIn(ld);

  const rendered = first(document, SELECTORS.rendered) !== null;
  if (rendered || first(document, SELECTORS.gone) === null) {
    putSeller(draft, document, url.href);
    putPage(draft, page, SELECTORS, context, storeId);
  }
  // The rendered page first: JSON-LD lags behind it in price and adds to the name.
  if (ldIsOurs) putJsonLd(draft, ld, '2025-06', context);
  putPriceByShape(draft, document, context.currency);
  if (rendered) putOpenGraph(draft, page, '2026-01', context);
  const { title } = draft.fields;
  if (title !== null) draft.fields.title = withoutSuffix(title);
  dropFalseReduction(draft);
  if (title !== null) {
    putCommon(draft, document, SELECTORS, realSellerIn(document, draft.fields.seller?.id ?? null));
    if (!stale) putStateLanguage(draft, state);
  }
  return { ref: named, draft, reason: stale ? 'state-mismatch' : null };
}

function idInText(address: string, base: URL): string | null {
  const url = parseUrl(address, base);
  return url === null ? null : idIn(url);
}

function cardRules(page: Page): CardRules {
  const items = readListItems(page.document).value;
  return {
    ...CARD,
    refOf: cardRefOf,
    sellerIdIn: storeId,
    cleanImage: fullImage,
    currency: null,
    altFirst: page.url.hostname.endsWith('aliexpress.ru'),
    fromState: (draft, ref) => {
      const item = items?.get(ref.id);
      if (item !== undefined) putListItem(draft, item, contextOf(page));
    },
  };
}

export { pageKind };

const spec: AdapterSpec = {
  id: 'aliexpress',
  name: 'AliExpress',
  matches: ['https://*.aliexpress.com/*', 'https://*.aliexpress.us/*', 'https://*.aliexpress.ru/*'],
  carries: { product: ['title', 'price', 'seller', 'imageUrls', 'attributes'], card: ['title', 'price', 'imageUrls'] },
  selectors: SELECTORS,
  owns,
  linkRefOf: cardRefOf,
  refOf,
  pageKind,
  shareLink,
  product,
  *cards(root, page, known) {
    const ref = refOf(page.url);
    const own = ref === null ? [] : [ref.id, identify(page, ref).id];
    yield* findCards(root, page, cardRules(page), own, known);
  },
  blocked: ({ document, url }) =>
    url.pathname.includes('_____tmd_____') ||
    document.querySelector('iframe[src*="_____tmd_____"],#baxia-punish,#nocaptcha,form[action*="_____tmd_____"]') !==
      null,
  stateCards: (page) =>
    [...(readListItems(page.document).value ?? [])].map(([id, item]) => {
      const draft = new Draft();
      putListItem(draft, item, contextOf(page));
      draft.put('language', languageOf(page.document), { source: 'dom', seen: '2025-06' }, 'html[lang]');
      return draft.listing(refTo(id, page.url), 'card');
    }),
};

export const aliexpress = defineAdapter(spec);
