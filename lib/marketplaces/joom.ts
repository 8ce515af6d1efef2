/**
 * Joom: joom.com and joom.ru, a React application; class names are `<name>___<hash>`.
 *
 * No captured page of Joom exists among the project's sources: everything here follows published code of others
 * (2018–2026) and the tests run on synthetic pages. The prefix before `___` is what that code has relied on; the hash
 * changes with every build.
 */

import { LIMITS } from '../listing/limits.ts';
import type { Attribute, ListingRef, Money, PageKind, Variant } from '../listing/listing.ts';
import { moneyOf, parsePrice, parsePriceRange, rangeOf } from '../listing/money.ts';
import { cleanText } from '../listing/text.ts';
import type { AdapterSpec, Page, ProductDraft } from './adapter.ts';
import { defineAdapter } from './assemble.ts';
import { type CardRules, findCards } from './cards.ts';
import { readCompliance } from './compliance.ts';
import { Draft, type Origin, percentOf, ratingOf } from './draft.ts';
import { all, countIn, first, httpsUrl, languageOf, parseUrl, pictureOf, textOf } from './selectors.ts';
import { at, listAt, stateReader } from './state.ts';
import { addressesOf, fillFromJsonLd, fillFromOpenGraph, jsonLdNodes, nodeOfType } from './structured.ts';

const SELECTORS = {
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
  attributeRow: { '[class*="item___"]': '2026-04' },
  description: {
    '[class*="description___"] [class*="paragraph___"]': '2026-04',
    '[class*="description___"]': '2026-04',
  },
  gallery: { '[class*="thumbs___"] img': '2026-04', 'button[class*="thumb___"] img': '2026-04' },
  variant: { '[class*="variants___"] [class*="contentList___"] [class*="item___"]': '2026-04' },
  rating: { '[class*="rating___"] [class*="label___"]': '2026-04', '[property="ratingValue"]': '2018' },
  reviews: { 'h3[class*="header___"] [class*="count___"]': '2026-04' },
  // No selector for the seller's block was found in any source; the link to the store's page is the safest guess.
  seller: { 'a[href*="/stores/"]': '2024' },
  compliance: {
    '[class*="compliance" i]': '2024-12',
    '[class*="gpsr" i]': '2024-12',
    '[class*="manufacturer" i]': '2024-12',
  },
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

function pageKind(url: URL): PageKind {
  if (refOf(url) !== null) return 'product';
  return owns(url) && GRID_PATH.test(url.pathname) ? 'grid' : 'other';
}

/** Pictures at full size: `<hash>_1024_1024.jpeg` is `<hash>_original.jpeg`. */
function fullImage(url: string): string {
  return url.replace(/_\d+_\d+(\.\w+)$/, '_original$1');
}

/** The largest of a picture's sizes: they are listed from small to large. */
function picture(image: unknown, base: string): string | null {
  const sizes = listAt(image, 'images', 20);
  const url = httpsUrl(at(sizes.at(-1), 'url') ?? at(image, 'url'), base);
  return url === null ? null : fullImage(url);
}

function priceOf(value: unknown, currency: unknown): Money | null {
  return moneyOf(at(value, 'amount') ?? value, at(value, 'currency') ?? at(value, 'ccy') ?? currency);
}

function fillFromState(draft: Draft, product: unknown, base: string): void {
  const currency = at(product, 'currency');
  draft.put('title', cleanText(at(product, 'name'), LIMITS.title), STATE, 'products.data.name');
  draft.put(
    'description',
    cleanText(at(product, 'description'), LIMITS.description),
    STATE,
    'products.data.description',
  );
  draft.put('categoryId', cleanText(at(product, 'categoryId'), LIMITS.id), STATE, 'products.data.categoryId');
  const variants = listAt(product, 'variants', LIMITS.variants);
  const lite = priceOf(at(product, 'lite.price'), currency);
  const prices = variants.map((variant) => priceOf(at(variant, 'price'), currency));
  draft.put('price', rangeOf(prices) ?? rangeOf([lite]), STATE, 'products.data.variants.price');
  draft.put('previousPrice', priceOf(at(product, 'lite.msrPrice'), currency), STATE, 'products.data.lite.msrPrice');
  draft.put('discountPercent', percentOf(at(product, 'lite.discount')), STATE, 'products.data.lite.discount');
  const votes = at(product, 'reviewsCount.value');
  draft.put('rating', ratingOf(at(product, 'rating'), votes), STATE, 'products.data.rating');
  const store = at(product, 'store');
  const name = cleanText(at(store, 'name'), LIMITS.name);
  const id = cleanText(at(store, 'id') ?? at(product, 'storeId'), LIMITS.id);
  if (name !== null || id !== null) {
    draft.put('seller', { name, id, url: null, trader: 'unknown', traderText: null }, STATE, 'products.data.store');
  }
  const gallery = listAt(product, 'gallery', LIMITS.images).map((item) => picture(at(item, 'payload'), base));
  const images = [picture(at(product, 'mainImage'), base), ...gallery].filter((url) => url !== null);
  draft.put('imageUrls', [...new Set(images)].slice(0, LIMITS.images), STATE, 'products.data.mainImage');
  const options = variants.flatMap((variant, index): Variant[] => {
    const colours = listAt(variant, 'colors', 10).map((colour) => cleanText(at(colour, 'name'), LIMITS.name));
    const parts = [...colours, cleanText(at(variant, 'size'), LIMITS.name)].filter((part) => part !== null);
    const option = cleanText(parts.join(' / '), LIMITS.name);
    const price = prices[index] ?? null;
    return option === null
      ? []
      : [
          {
            id: cleanText(at(variant, 'id'), LIMITS.id),
            name: option,
            imageUrl: picture(at(variant, 'mainImage'), base),
            price,
          },
        ];
  });
  draft.put('variants', options, STATE, 'products.data.variants');
}

function stateProduct(document: Document, id: string): unknown {
  const products = readProducts(document).value;
  const product = at(products, `${id}.data`) ?? at(at(products, 'data'), id);
  return at(product, 'id') === id ? product : undefined;
}

/** A cut heading ends in an ellipsis; the page's title may have the whole. */
function titleText(element: Element, document: Document): string | null {
  const shown = textOf(element, LIMITS.title);
  if (shown === null || !shown.endsWith('…')) return shown;
  const whole = cleanText(withoutSuffix(document.title), LIMITS.title);
  return whole?.startsWith(shown.slice(0, -1).trimEnd()) ? whole : shown;
}

function withoutSuffix(name: string): string {
  return name.replace(/\s+[–|-]\s+[^–|]*$/u, '');
}

function putPage(draft: Draft, page: Page): void {
  const { document, url } = page;
  draft.dom('title', document, SELECTORS.title, (element) => titleText(element, document));
  draft.dom('price', document, SELECTORS.price, (element) => parsePriceRange(element.textContent));
  draft.dom('previousPrice', document, SELECTORS.previousPrice, (element) => parsePrice(element.textContent));
  const link = first(document, SELECTORS.seller);
  const href = parseUrl(link?.element.getAttribute('href'), url);
  const name = textOf(link?.element, LIMITS.name);
  if (link !== null && name !== null) {
    const id = /\/stores\/([^/]{1,64})/.exec(href?.pathname ?? '')?.[1] ?? null;
    const seller = { name, id, url: httpsUrl(href?.href, url.href), trader: 'unknown', traderText: null } as const;
    draft.put('seller', seller, { source: 'dom', seen: link.seen }, link.css);
  }
  const rows = all(document, SELECTORS.attributeRow, LIMITS.attributes);
  const attributes = rows.flatMap(({ element }): Attribute[] => {
    const label = textOf(element.querySelector('[class*="name___"]'), LIMITS.name);
    const value = textOf(element.querySelector('[class*="value___"]'), LIMITS.value);
    return label === null || value === null ? [] : [{ name: label, value }];
  });
  draft.put('attributes', attributes, { source: 'dom', seen: '2026-04' }, '[class*="item___"]');
  const paragraphs = all(document, SELECTORS.description, 100);
  const description = cleanText(
    paragraphs.map(({ element }) => element.textContent ?? '').join(' '),
    LIMITS.description,
  );
  draft.put('description', description, { source: 'dom', seen: '2026-04' }, paragraphs[0]?.css ?? '');
  const images = all(document, SELECTORS.gallery, LIMITS.images).map(({ element }) => pictureOf(element, url));
  const full = [...new Set(images.filter((image) => image !== null).map(fullImage))];
  draft.put('imageUrls', full, { source: 'dom', seen: '2026-04' }, '[class*="thumbs___"] img');
  const options = all(document, SELECTORS.variant, LIMITS.variants).flatMap(({ element }): Variant[] => {
    const image = element.querySelector('img');
    const option = textOf(element, LIMITS.name) ?? cleanText(image?.getAttribute('alt'), LIMITS.name);
    const shown = pictureOf(image, url);
    return option === null
      ? []
      : [{ id: null, name: option, imageUrl: shown === null ? null : fullImage(shown), price: null }];
  });
  draft.put('variants', options, { source: 'dom', seen: '2026-04' }, '[class*="variants___"]');
  const votes = countIn(textOf(first(document, SELECTORS.reviews)?.element));
  draft.dom('rating', document, SELECTORS.rating, (element) => ratingOf(textOf(element), votes));
}

function product(page: Page, ref: ListingRef): ProductDraft {
  const { document, url } = page;
  const draft = new Draft();
  const state = stateProduct(document, ref.id);
  if (state !== undefined) fillFromState(draft, state, url.href);
  const nodes = jsonLdNodes(document);
  const node = nodeOfType(nodes, 'Product');
  const ids = addressesOf(node)
    .map((address) => parseUrl(address, url))
    .map((address) => (address === null ? null : refOf(address)?.id));
  if (node !== undefined && ids.includes(ref.id))
    fillFromJsonLd(draft, nodes, node, '2026-07', url.href, withoutSuffix);
  putPage(draft, page);
  if (draft.has('title')) {
    fillFromOpenGraph(draft, document, '2026-07', url.href, withoutSuffix);
    draft.put('language', languageOf(document), { source: 'dom', seen: '2026-04' }, 'html[lang]');
    const block = first(document, SELECTORS.compliance);
    draft.put(
      'compliance',
      readCompliance(block?.element ?? null, null),
      { source: 'dom', seen: block?.seen ?? '' },
      block?.css ?? '',
    );
    if (block === null) delete draft.provenance.compliance;
  }
  return { ref, draft, reason: null };
}

function cardRules(page: Page): CardRules {
  return {
    ...CARD,
    refOf,
    cleanImage: fullImage,
    currency: null,
    fromState: (draft, ref) => {
      const state = stateProduct(page.document, ref.id);
      if (state !== undefined) fillFromState(draft, state, page.url.href);
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
  cards: (root, page) => findCards(root, page, cardRules(page), new Set([refOf(page.url)?.id ?? ''])),
  blocked: ({ document }) => document.querySelector('iframe[src*="captcha"],#challenge-form,#captcha') !== null,
  stateCards: () => [],
};

export const joom = defineAdapter(spec);
