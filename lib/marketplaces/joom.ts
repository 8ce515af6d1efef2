/**
 * Joom: joom.com and joom.ru, a React application; class names are `<name>___<hash>`.
 *
 * No captured page of Joom exists among the project's sources: everything here follows published code of others
 * (2018–2026) and the tests run on synthetic pages. The prefix before `___` is what that code has relied on; the hash
 * changes with every build.
 */

import { LIMITS } from '../listing/limits.ts';
import type { ListingRef, PageKind } from '../listing/listing.ts';
import { cleanText } from '../listing/text.ts';
import type { AdapterSpec, Page, ProductDraft } from './adapter.ts';
import { defineAdapter } from './assemble.ts';
import { type CardRules, findCards } from './cards.ts';
import { Draft, type Origin } from './draft.ts';
import { type Context, dropFalseReduction, type Places, putTree } from './mapping.ts';
import { type ProductSelectors, putCommon, putPage } from './rendered.ts';
import { parseUrl } from './selectors.ts';
import { at, stateReader } from './state.ts';
import { currencyIn, putJsonLd, putOpenGraph, readJsonLd } from './structured.ts';

const SELECTORS: ProductSelectors = {
  title: { 'h1[class*="root___"]': '2026-04', 'h1[class*="name___"]': '2021', h1: '2026-04' },
  rendered: { h1: '2026-04', '[class*="specialPrice___"]': '2026-04', '[class*="priceWrap___"]': '2026-04' },
  gone: { '[class*="notFound___"]': '2024' },
  price: {
    '[class*="specialPrice___"]': '2026-04',
    '[class*="priceWrap"][class*="regular"] [class*="price"] > span:not([class])': '2026-04',
    '[class*="price___"]': '2026-04',
    '[property="price"]': '2018',
  },
  previousPrice: { '[class*="msrPriceContent___"]': '2026-04' },
  attributes: { '[class*="item___"] > [class*="name___"]': '2026-04' },
  description: {
    '[class*="description___"] [class*="paragraph___"]': '2026-04',
    '[class*="description___"]': '2026-04',
  },
  imageUrls: { '[class*="thumbs___"] img': '2026-04', 'button[class*="thumb___"] img': '2026-04' },
  variants: { '[class*="variants___"] [class*="contentList___"] [class*="item___"]': '2026-04' },
  rating: { '[class*="rating___"] [class*="label___"]': '2026-04', '[property="ratingValue"]': '2018' },
  reviews: { 'h3[class*="header___"] [class*="count___"]': '2026-04' },
  // No selector for the seller's block was found in any source; the link to the store's page is the safest guess.
  seller: { 'a[href*="/stores/"]': '2024' },
  compliance: {
    '[class*="compliance" i]': '2024-12',
    '[class*="gpsr" i]': '2024-12',
    '[class*="manufacturer" i]': '2024-12',
  },
  otherListings: 'a[href*="/products/"]',
} as const;

const CARD = {
  links: 'a[href*="/products/"]',
  card: '[role="dialog"]',
  title: { '[class*="name___"]': '2022', '[property="name"]': '2018', h1: '2026' },
  price: { '[class*="specialPrice___"]': '2026-04', '[property="price"]': '2018' },
  previousPrice: { '[class*="msrPrice"]': '2026-04' },
  sellerLink: { 'a[href*="/stores/"]': '2024' },
  image: {},
} as const;

const STATE: Origin = { source: 'state', seen: '2022' };
const PLACES: Places = {
  title: 'name',
  description: 'description',
  categoryId: 'categoryId',
  price: 'variants[].price | lite.price',
  previousPrice: 'lite.msrPrice',
  discountPercent: 'lite.discount',
  rating: 'rating, reviewsCount.value',
  seller: 'store: name, id | -, storeId',
  imageUrls: 'mainImage.images[].url, gallery[].payload.images[].url',
  variants: 'variants[]: id, colors[].name+size, mainImage.images[].url, price',
};
const HOST = /(?:^|\.)joom\.(com|ru)$/;
const PRODUCT_PATH = /^\/(?:([a-z]{2}(?:-[a-z]{2})?)\/)?products\/([0-9a-f]{24}|\d{10,}(?:-\d+)+)(?:\/|$)/i;
const GRID_PATH =
  /^\/(?:[a-z]{2}(?:-[a-z]{2})?\/)?(?:search|stores|best|favorites|promo|collections)(?:\/|$)|^\/(?:[a-z]{2}(?:-[a-z]{2})?\/?)?$/i;

/** Products in the state by id. */
const readProducts = stateReader('window.__data', (value) => {
  const products = at(value, 'products');
  return typeof products === 'object' && products !== null ? products : null;
});

function regionOf(url: URL): string | null {
  return HOST.exec(url.hostname)?.[1] === 'ru' ? 'ru' : null;
}

function owns(url: URL): boolean {
  return HOST.test(url.hostname);
}

function refOf(url: URL): ListingRef | null {
  const match = owns(url) ? PRODUCT_PATH.exec(url.pathname) : null;
  const id = match?.[2]?.toLowerCase();
  if (id === undefined || id.length > LIMITS.id) return null;
  const language = match?.[1] === undefined ? '' : `${match[1].toLowerCase()}/`;
  return {
    marketplace: 'joom',
    id,
    canonicalUrl: `https://${url.hostname}/${language}products/${id}`,
    region: regionOf(url),
  };
}

export function pageKind(url: URL): PageKind {
  if (refOf(url) !== null) return 'product';
  return owns(url) && GRID_PATH.test(url.pathname) ? 'grid' : 'other';
}

/** Pictures at full size: `<hash>_1024_1024.jpeg` is `<hash>_original.jpeg`. */
function fullImage(url: string): string {
  return url.replace(/_\d+_\d+(\.\w+)$/, '_original$1');
}

function stateProduct(products: unknown, id: string): unknown {
  const product = at(products, `${id}.data`) ?? at(at(products, 'data'), id);
  return at(product, 'id') === id ? product : undefined;
}

function withoutSuffix(name: string): string {
  return name.replace(/\s+[–|-]\s+[^–|]*$/u, '');
}

function storeId(href: string): string | null {
  return /\/stores\/([^/?#]{1,64})/.exec(href)?.[1] ?? null;
}

/** The state states the currency once; a fragment of the page shows it with each price. */
function putState(draft: Draft, state: unknown, context: Context): void {
  const stated = cleanText(at(state, 'currency'), 3);
  putTree(draft, state, PLACES, STATE, { ...context, currency: stated });
}

/** A cut heading ends in an ellipsis; the document's title may have the whole. */
function wholeTitle(shown: string, document: Document): string {
  const whole = cleanText(withoutSuffix(document.title), LIMITS.title);
  return shown.endsWith('…') && whole?.startsWith(shown.slice(0, -1).trimEnd()) ? whole : shown;
}

function product(page: Page, ref: ListingRef): ProductDraft {
  const { document, url } = page;
  const draft = new Draft();
  const ld = readJsonLd(document);
  const ldIsOurs = ld.addresses.some((address) => {
    const target = parseUrl(address, url);
    return target !== null && refOf(target)?.id === ref.id;
  });
  const context: Context = { base: url.href, currency: ldIsOurs ? currencyIn(ld) : null, fullImage };
  const state = stateProduct(readProducts(document).value, ref.id);
  if (state !== undefined) putState(draft, state, context);
  if (ldIsOurs) putJsonLd(draft, ld, '2026-07', context);
  putPage(draft, page, SELECTORS, context, storeId);
  const { title } = draft.fields;
  if (title !== null) {
    draft.fields.title = wholeTitle(title, document);
    putOpenGraph(draft, page, '2026-07', context);
    putCommon(draft, document, SELECTORS, null);
    dropFalseReduction(draft);
  }
  return { ref, draft, reason: null };
}

function cardRules(page: Page): CardRules {
  const products = readProducts(page.document).value;
  return {
    ...CARD,
    refOf,
    sellerIdIn: storeId,
    cleanImage: fullImage,
    currency: null,
    fromState: (draft, ref) => {
      const state = stateProduct(products, ref.id);
      if (state !== undefined) putState(draft, state, { base: page.url.href, currency: null, fullImage });
    },
  };
}

const spec: AdapterSpec = {
  id: 'joom',
  name: 'Joom',
  matches: ['https://*.joom.com/*', 'https://*.joom.ru/*'],
  carries: { product: ['title', 'price', 'imageUrls', 'description'], card: ['title', 'price', 'imageUrls'] },
  selectors: SELECTORS,
  owns,
  refOf,
  pageKind,
  shareLink: () => false,
  product,
  *cards(root, page, known) {
    yield* findCards(root, page, cardRules(page), [refOf(page.url)?.id ?? ''], known);
  },
  blocked: ({ document }) => document.querySelector('iframe[src*="captcha"],#challenge-form,#captcha') !== null,
  stateCards: () => [],
};

export const joom = defineAdapter(spec);
