/**
 * Shein: one host a country, product addresses ending in `-p-<id>.html`.
 *
 * Pages carry their data in the inline script `window.gbRawData = {…}` (about five megabytes) and in JSON-LD. Choosing
 * a colour changes the product and the address without a reload and leaves both behind, so they count only while the
 * address, `canonicalInfo` and the state's own product id agree; else the rendered page is read.
 */

import { LIMITS } from '../listing/limits.ts';
import type { Attribute, ListingRef, Money, PageKind, PriceRange, Variant } from '../listing/listing.ts';
import { moneyOf, parsePrice, parsePriceRange, rangeOf } from '../listing/money.ts';
import { cleanText, htmlToText } from '../listing/text.ts';
import type { AdapterSpec, Page, ProductDraft } from './adapter.ts';
import { defineAdapter } from './assemble.ts';
import { type CardRules, findCards } from './cards.ts';
import { readCompliance } from './compliance.ts';
import { Draft, type Origin, percentOf, ratingOf } from './draft.ts';
import { all, countIn, first, httpsUrl, languageOf, parseUrl, pictureOf, textOf } from './selectors.ts';
import { at, listAt, stateReader } from './state.ts';
import { addressesOf, fillFromJsonLd, fillFromOpenGraph, jsonLdNodes, nodeOfType } from './structured.ts';

const SELECTORS = {
  title: {
    'h1.product-intro__head-name': '2026-08',
    '.product-intro__head-name h1': '2026-08',
    '.detail-title-h1 .detail-title-text': '2024',
    '[class*="product-intro"] h1': '2026-08',
  },
  rendered: { '[class*="product-intro"]': '2026-08', '#productMainPriceId': '2026-08', '.detail-title-h1': '2024' },
  gone: { '[class*="product-soldout__empty"]': '2024' },
  price: {
    '#productMainPriceId': '2026-08',
    '.productPrice__main': '2026-08',
    '.goods-price__main': '2024',
    '.product-intro__head-mainprice .from': '2024',
    '.ProductIntroHeadPrice__head-mainprice': '2024',
  },
  previousPrice: { '.productDiscountInfo__retail': '2026-08', '.productEstimatedTagNewRetail__retail': '2026-08' },
  gallery: { '.product-intro__thumbs-inner img': '2026-08', '.crop-image-container img': '2026-08' },
  // The only seller mark in the page; cards have such links too, so it is looked for in the product's own part.
  seller: { 'a.store-title': '2026', '[class*="product-intro"] a[href*="store_code="]': '2026' },
  variant: { '[class*="product-intro__size-radio"]': '2024', '[class*="sku-item"][aria-label]': '2026' },
  // Not seen on any captured page.
  compliance: { '[class*="gpsr" i]': '2024-12', '[class*="compliance" i]': '2024-12' },
} as const;

const CARD = {
  links: 'a[href*="-p-"]',
  card: '.product-card,[role="dialog"]',
  title: { 'a.goods-title-link': '2026-08', '.product-card__goods-title-container': '2026-08', h1: '2026' },
  price: {
    '.normal-price-ctn__sale-price': '2026-08',
    '[class*="final-price"]': '2026-08',
    '.product-card__price': '2026-08',
  },
  previousPrice: { '.normal-price-ctn__retail-price': '2026', '[class*="retail-price"]': '2026' },
  sellerLink: { 'a[href*="store_code="]': '2026' },
  image: { '.S-product-card__img-container img': '2026-08' },
} as const;

const PRODUCT: Origin = { source: 'state', seen: '2026-08' };
const OLDER: Origin = { source: 'state', seen: '2024' };
const LIST: Origin = { source: 'state', seen: '2026-09-21' };

const HOST = /(?:^|\.)shein\.(?:com|co\.uk|se|com\.mx|com\.co)$/;
const SHARE = /^(?:onelink\.shein\.com|(?:[^.]+\.)?shein\.top)$/;
const BLOCKED_PATH = /^\/risk\//;
const COUNTRY_OF_ENDING: Record<string, string> = { 'co.uk': 'gb', se: 'se', 'com.mx': 'mx', 'com.co': 'co' };
/** Currency where the host's market has one and the page shows only its shared sign. */
const CURRENCY_OF_REGION: Record<string, string> = { us: 'USD', ca: 'CAD', mx: 'MXN', co: 'COP', se: 'SEK', jp: 'JPY' };

interface ProductState {
  id: string;
  /** Product that the page's canonical information names; null where the state has none. */
  canonicalId: string | null;
  modules: unknown;
}

/** `productIntroData` (2020–24) in the shape of `gbRawData.modules`. */
const readOlder = stateReader('productIntroData', (value) => {
  const id = cleanText(at(value, 'detail.goods_id'), LIMITS.id);
  return id === null ? null : { id, data: value };
});

const readProduct = stateReader('gbRawData', (value): ProductState | null => {
  const id = cleanText(at(value, 'modules.productInfo.goods_id'), LIMITS.id);
  const canonicalId = cleanText(at(value, 'canonicalInfo.goods_id'), LIMITS.id);
  return id === null ? null : { id, canonicalId, modules: at(value, 'modules') };
});

interface ListState {
  goods: Map<string, unknown>;
  currency: string | null;
}

function pickList(value: unknown): ListState | null {
  const lists = ['results.bffProductsInfo.products', 'results.goods'].map((path) =>
    listAt(value, path, LIMITS.listings),
  );
  const goods = new Map<string, unknown>();
  for (const item of lists.flat()) {
    const id = cleanText(at(item, 'goods_id'), LIMITS.id);
    if (id !== null && /^\d{3,12}$/.test(id)) goods.set(id, item);
  }
  return goods.size === 0 ? null : { goods, currency: cleanText(at(value, 'currency'), 3) };
}
const readList = stateReader('gbRawData', pickList);
const readOlderList = stateReader('gbProductListSsrData', pickList);

function listState(document: Document): ListState | null {
  return readList(document).value ?? readOlderList(document).value;
}

function regionOf(url: URL): string | null {
  const ending = /shein\.(.+)$/.exec(url.hostname)?.[1] ?? '';
  const label = url.hostname.split('.')[0] ?? '';
  if (ending !== 'com') return COUNTRY_OF_ENDING[ending] ?? null;
  if (label === 'm') return /^\/([a-z]{2,4})(?:\/|$)/.exec(url.pathname)?.[1] ?? null;
  return label === 'www' || label === 'shein' ? null : label === 'uk' ? 'gb' : label;
}

function owns(url: URL): boolean {
  return HOST.test(url.hostname) || SHARE.test(url.hostname);
}

function shareLink(url: URL): boolean {
  return SHARE.test(url.hostname) || (owns(url) && url.pathname.includes('/sharejump/'));
}

function refOf(url: URL): ListingRef | null {
  if (!HOST.test(url.hostname) || shareLink(url)) return null;
  const inPath =
    /(?:^|[-/])p-(\d{3,12})(?:-cat-\d+)?\.html$/i.exec(url.pathname)?.[1] ??
    /product-goodsdetail-json-(\d{3,12})\.html$/.exec(url.pathname)?.[1];
  const query = url.searchParams.get('goods_id') ?? '';
  const asked =
    /\/(?:ark|product|goods)(?:\/|$)|\/goods-detail/.test(url.pathname) && /^\d{3,12}$/.test(query) ? query : null;
  const id = inPath ?? asked;
  if (id === null) return null;
  const path = inPath === undefined ? `${url.pathname}?goods_id=${id}` : url.pathname;
  return {
    marketplace: 'shein',
    id,
    canonicalUrl: `https://${url.hostname}${path}`.slice(0, LIMITS.url),
    region: regionOf(url),
  };
}

function pageKind(url: URL): PageKind {
  if (!owns(url) || shareLink(url)) return 'other';
  if (refOf(url) !== null) return 'product';
  const path = url.pathname.replace(/^\/[a-z]{2}(?=\/)/, '');
  return path === '/' ||
    /^\/(?:pdsearch|store|recommend|daily-new|trends|sale)(?:\/|$)|-(?:c|sc|vc)-\d+\.html$/i.test(path)
    ? 'grid'
    : 'other';
}

function money(price: unknown, currency: string | null): Money | null {
  const text = at(price, 'amountWithSymbol');
  const amount = at(price, 'amount');
  const shown = typeof text === 'string' ? parsePrice(text, currency) : null;
  // us.shein.com: a dollar sign, and the amount in US dollars is the amount.
  const dollars = typeof text === 'string' && /^\$/.test(text) && at(price, 'usdAmount') === amount;
  return moneyOf(amount, shown?.currency ?? currency ?? (dollars ? 'USD' : null), text);
}

function priceOf(node: unknown, key: string, currency: string | null): PriceRange | null {
  return rangeOf([money(at(node, key), currency)]);
}

function picture(value: unknown, base: string): string | null {
  const url = httpsUrl(at(value, 'origin_image') ?? value, base);
  return url === null ? null : fullImage(url);
}

/** Pictures at full size: `…_thumbnail_405x552.jpg`, `…_square.png`. */
function fullImage(url: string): string {
  return url.replace(/_(?:thumbnail(?:_\d+x(?:\d+)?)?|square)(?=\.\w+$)/, '');
}

function pictures(values: readonly unknown[], base: string): string[] {
  return [...new Set(values.map((value) => picture(value, base)).filter((url) => url !== null))].slice(
    0,
    LIMITS.images,
  );
}

function brandOf(goods: unknown): string | null {
  return cleanText(at(goods, 'brand.name') ?? at(goods, 'premiumFlagNew.brandName') ?? at(goods, 'brand'), LIMITS.name);
}

function putSeller(draft: Draft, store: unknown, url: URL, origin: Origin, path: string): void {
  const name = cleanText(at(store, 'title'), LIMITS.name);
  const id = cleanText(at(store, 'store_code') ?? at(store, 'storeCode'), LIMITS.id);
  if (name === null && id === null) return;
  const page = id === null ? null : `https://${url.hostname}/store/home?store_code=${encodeURIComponent(id)}`;
  draft.put('seller', { name, id, url: page, trader: 'unknown', traderText: null }, origin, path);
}

function fillFromModules(draft: Draft, modules: unknown, url: URL, currency: string | null): void {
  const info = at(modules, 'productInfo');
  const base = url.href;
  draft.put('title', cleanText(at(info, 'goods_name'), LIMITS.title), PRODUCT, 'modules.productInfo.goods_name');
  draft.put('categoryId', cleanText(at(info, 'cat_id'), LIMITS.id), PRODUCT, 'modules.productInfo.cat_id');
  const prices = at(modules, 'priceInfo');
  draft.put('price', priceOf(prices, 'salePrice', currency), PRODUCT, 'modules.priceInfo.salePrice');
  const retail = money(at(prices, 'retailPrice'), currency);
  const sale = draft.fields.price?.low;
  if (sale !== undefined && retail !== null && retail.amount > sale.amount) {
    draft.put('previousPrice', retail, PRODUCT, 'modules.priceInfo.retailPrice');
    draft.put(
      'discountPercent',
      percentOf(at(prices, 'unit_discount') ?? at(prices, 'unitDiscount')),
      PRODUCT,
      'modules.priceInfo.unit_discount',
    );
  }
  putSeller(draft, at(modules, 'storeInfo'), url, PRODUCT, 'modules.storeInfo');
  draft.put('brand', brandOf(info), PRODUCT, 'modules.productInfo.brand');
  const details = listAt(info, 'productDescriptionInfo.productDetails', LIMITS.attributes);
  draft.put(
    'attributes',
    details.flatMap(attribute),
    PRODUCT,
    'modules.productInfo.productDescriptionInfo.productDetails',
  );
  const images = [
    at(info, 'goods_img'),
    ...listAt(info, 'goods_imgs.detail_image', LIMITS.images),
    ...listAt(info, 'detail_image', LIMITS.images),
  ];
  draft.put('imageUrls', pictures(images, base), PRODUCT, 'modules.productInfo.goods_img');
  draft.put('variants', variantsOf(at(modules, 'saleAttr'), base, currency), PRODUCT, 'modules.saleAttr');
}

function attribute(detail: unknown): Attribute[] {
  const name = cleanText(at(detail, 'attr_name'), LIMITS.name);
  const value = cleanText(at(detail, 'attr_value'), LIMITS.value);
  return name === null || value === null ? [] : [{ name, value }];
}

/** Sizes of this product, then its colours, which are products of their own. */
function variantsOf(attributes: unknown, base: string, currency: string | null): Variant[] {
  const sizes = listAt(attributes, 'multiLevelSaleAttribute.sku_list', LIMITS.variants).flatMap((sku): Variant[] => {
    const parts = listAt(sku, 'sku_sale_attr', 10).map((part) =>
      cleanText(at(part, 'attr_value_name') ?? at(part, 'attr_value'), LIMITS.name),
    );
    const name = cleanText(parts.filter((part) => part !== null).join(' / '), LIMITS.name);
    if (name === null) return [];
    const price = money(
      at(sku, 'priceInfo.salePrice') ?? at(sku, 'price.salePrice') ?? at(sku, 'mall_price.0.salePrice'),
      currency,
    );
    return [{ id: cleanText(at(sku, 'sku_code'), LIMITS.id), name, imageUrl: null, price }];
  });
  const colours = listAt(attributes, 'mainSaleAttribute.info', LIMITS.variants).flatMap((colour): Variant[] => {
    const name = cleanText(at(colour, 'attr_value'), LIMITS.name);
    const title = cleanText(at(colour, 'goods_url_name'), LIMITS.name);
    if (name === null) return [];
    const full = cleanText(title === null ? name : `${name} / ${title}`, LIMITS.name) ?? name;
    return [
      {
        id: cleanText(at(colour, 'goods_id'), LIMITS.id),
        name: full,
        imageUrl: picture(at(colour, 'goods_image') ?? at(colour, 'goods_color_image'), base),
        price: null,
      },
    ];
  });
  return [...sizes, ...colours].slice(0, LIMITS.variants);
}

function fillFromOlder(draft: Draft, data: unknown, url: URL): void {
  const detail = at(data, 'detail');
  draft.put('title', cleanText(at(detail, 'goods_name'), LIMITS.title), OLDER, 'productIntroData.detail.goods_name');
  draft.put('categoryId', cleanText(at(detail, 'cat_id'), LIMITS.id), OLDER, 'productIntroData.detail.cat_id');
  const prices = at(data, 'getPrice') ?? detail;
  draft.put('price', priceOf(prices, 'salePrice', null), OLDER, 'productIntroData.getPrice.salePrice');
  const retail = money(at(prices, 'retailPrice'), null);
  const sale = draft.fields.price?.low;
  if (sale !== undefined && retail !== null && retail.amount > sale.amount) {
    draft.put('previousPrice', retail, OLDER, 'productIntroData.getPrice.retailPrice');
  }
  draft.put('brand', brandOf(detail), OLDER, 'productIntroData.detail.brand');
  putSeller(draft, at(data, 'storeInfo'), url, OLDER, 'productIntroData.storeInfo');
  draft.put(
    'attributes',
    listAt(detail, 'productDetails', LIMITS.attributes).flatMap(attribute),
    OLDER,
    'productIntroData.detail.productDetails',
  );
  draft.put('imageUrls', pictures([at(detail, 'goods_img')], url.href), OLDER, 'productIntroData.detail.goods_img');
}

function putPage(draft: Draft, page: Page, currency: string | null): void {
  const { document, url } = page;
  draft.dom('title', document, SELECTORS.title, (element) => textOf(element, LIMITS.title));
  draft.dom(
    'price',
    document,
    SELECTORS.price,
    (element) =>
      parsePriceRange(element.getAttribute('aria-label') ?? element.textContent, currency) ??
      parsePriceRange(element.textContent, currency),
  );
  draft.dom('previousPrice', document, SELECTORS.previousPrice, (element) => parsePrice(element.textContent, currency));
  const link = first(document, SELECTORS.seller);
  const href = parseUrl(link?.element.getAttribute('href'), url);
  const store = { title: textOf(link?.element, LIMITS.name), store_code: href?.searchParams.get('store_code') };
  if (link !== null) putSeller(draft, store, url, { source: 'dom', seen: link.seen }, link.css);
  const gallery = all(document, SELECTORS.gallery, LIMITS.images);
  const images = gallery.map(({ element }) => pictureOf(element, url));
  draft.put(
    'imageUrls',
    pictures(images, url.href),
    { source: 'dom', seen: gallery[0]?.seen ?? '' },
    gallery[0]?.css ?? '',
  );
  const options = all(document, SELECTORS.variant, LIMITS.variants);
  const variants = options.flatMap(({ element }): Variant[] => {
    const name = cleanText(element.getAttribute('aria-label'), LIMITS.name) ?? textOf(element, LIMITS.name);
    return name === null ? [] : [{ id: null, name, imageUrl: null, price: null }];
  });
  draft.put('variants', variants, { source: 'dom', seen: options[0]?.seen ?? '' }, options[0]?.css ?? '');
}

function withoutSuffix(name: string): string {
  return name.replace(/\s*\|\s*SHEIN\b.*$/i, '');
}

function product(page: Page, ref: ListingRef): ProductDraft {
  const { document, url } = page;
  const draft = new Draft();
  const currency = CURRENCY_OF_REGION[ref.region ?? ''] ?? null;
  const nodes = jsonLdNodes(document);
  const node = nodeOfType(nodes, 'ProductGroup', 'Product');
  const ldId = addressesOf(node)
    .map((address) => parseUrl(address, url))
    .map((address) => (address === null ? null : refOf(address)?.id))
    .find(Boolean);
  const state = readProduct(document).value;
  const older = state === null ? readOlder(document).value : null;
  const ids = [state?.id, state?.canonicalId, older?.id].filter((id) => id !== null && id !== undefined);
  const stale = ids.some((id) => id !== ref.id);
  const useLd = node !== undefined && (ldId === undefined ? ids.length > 0 && !stale : ldId === ref.id);

  if (state !== null && !stale) fillFromModules(draft, state.modules, url, currency);
  if (older !== null && !stale) fillFromOlder(draft, older.data, url);
  if (useLd) {
    const ld: Origin = { source: 'json-ld', seen: '2026-09' };
    if (draft.fields.variants.every((variant) => variant.price === null)) mergeOffers(draft, node);
    fillFromJsonLd(draft, nodes, node, ld.seen, url.href, withoutSuffix);
    draft.put('description', htmlToText(at(node, 'description'), LIMITS.description), ld, 'ProductGroup.description');
  }
  putPage(draft, page, currency);
  // Open Graph is as old as the state it came with.
  if (draft.has('title') && !stale && ids.length > 0)
    fillFromOpenGraph(draft, document, '2026', url.href, withoutSuffix);
  const category = /-cat-(\d+)\.html$/.exec(url.pathname)?.[1] ?? null;
  if (draft.has('title')) {
    draft.put('categoryId', category, { source: 'url', seen: '2026-09' }, '-cat-<id>');
    draft.put('language', languageOf(document), { source: 'dom', seen: '2026-08' }, 'html[lang]');
    const block = first(document, SELECTORS.compliance);
    draft.put(
      'compliance',
      readCompliance(block?.element ?? null, null),
      { source: 'dom', seen: block?.seen ?? '' },
      block?.css ?? '',
    );
    if (block === null) delete draft.provenance.compliance;
  }
  return { ref, draft, reason: stale ? 'state-mismatch' : null };
}

/** Prices of the sizes stand in the JSON-LD offers, by the same sku codes. */
function mergeOffers(draft: Draft, node: unknown): void {
  const prices = new Map<string, Money>();
  for (const variant of listAt(node, 'hasVariant', LIMITS.variants)) {
    const sku = cleanText(at(variant, 'sku'), LIMITS.id);
    const offer = [at(variant, 'offers')].flat()[0];
    const price = moneyOf(at(offer, 'price'), at(offer, 'priceCurrency'));
    if (sku !== null && price !== null) prices.set(sku, price);
  }
  for (const variant of draft.fields.variants) variant.price ??= prices.get(variant.id ?? '') ?? null;
}

function fillFromGoods(draft: Draft, goods: unknown, url: URL, currency: string | null): void {
  draft.put('title', cleanText(at(goods, 'goods_name'), LIMITS.title), LIST, 'products.goods_name');
  draft.put('categoryId', cleanText(at(goods, 'cat_id'), LIMITS.id), LIST, 'products.cat_id');
  const category = cleanText(at(goods, 'cate_name'), LIMITS.name);
  draft.put('breadcrumb', category === null ? [] : [category], LIST, 'products.cate_name');
  draft.put('price', priceOf(goods, 'salePrice', currency), LIST, 'products.salePrice');
  const retail = money(at(goods, 'retailPrice'), currency);
  const sale = draft.fields.price?.low;
  if (sale !== undefined && retail !== null && retail.amount > sale.amount) {
    draft.put('previousPrice', retail, LIST, 'products.retailPrice');
    draft.put('discountPercent', percentOf(at(goods, 'retailDiscountPercent')), LIST, 'products.retailDiscountPercent');
  }
  putSeller(
    draft,
    at(goods, 'storeInfo') ?? goods,
    url,
    LIST,
    at(goods, 'storeInfo') === undefined ? 'products.store_code' : 'products.storeInfo',
  );
  draft.put('brand', brandOf(goods), LIST, 'products.brand.name');
  const images = [at(goods, 'goods_img'), ...listAt(goods, 'detail_image', LIMITS.images)];
  draft.put('imageUrls', pictures(images, url.href), LIST, 'products.goods_img');
  const votes = countIn(cleanText(at(goods, 'comment_num'), 16));
  draft.put('rating', ratingOf(at(goods, 'comment_rank_average'), votes), LIST, 'products.comment_rank_average');
}

function cardRules(page: Page): CardRules {
  return {
    ...CARD,
    refOf,
    cleanImage: fullImage,
    currency: CURRENCY_OF_REGION[regionOf(page.url) ?? ''] ?? null,
    fromState: (draft, ref) => {
      const state = listState(page.document);
      const goods = state?.goods.get(ref.id);
      if (goods !== undefined) fillFromGoods(draft, goods, page.url, state?.currency ?? null);
    },
  };
}

const spec: AdapterSpec = {
  id: 'shein',
  name: 'Shein',
  matches: [
    'https://*.shein.com/*',
    'https://*.shein.co.uk/*',
    'https://*.shein.se/*',
    'https://*.shein.com.mx/*',
    'https://*.shein.com.co/*',
  ],
  carries: { product: ['title', 'price', 'seller', 'imageUrls', 'categoryId'], card: ['title', 'price', 'imageUrls'] },
  selectors: SELECTORS,
  owns,
  refOf,
  pageKind,
  shareLink,
  product,
  cards: (root, page) => findCards(root, page, cardRules(page), new Set([refOf(page.url)?.id ?? ''])),
  blocked: ({ document, url }) =>
    BLOCKED_PATH.test(url.pathname) ||
    /^outOfService$/i.test(document.title.trim()) ||
    [...document.getElementsByTagName('script')].some((script) => (script.textContent ?? '').includes('page_risk_')),
  stateCards: (page) => {
    const state = listState(page.document);
    return [...(state?.goods ?? [])].map(([id, goods]) => {
      const draft = new Draft();
      fillFromGoods(draft, goods, page.url, state?.currency ?? null);
      draft.put('language', languageOf(page.document), { source: 'dom', seen: '2026-09' }, 'html[lang]');
      const slug = (cleanText(at(goods, 'goods_url_name'), 300) ?? 'goods').replace(/[^A-Za-z0-9]+/g, '-');
      const canonicalUrl = `https://${page.url.hostname}/${slug}-p-${id}.html`;
      return draft.listing({ marketplace: 'shein', id, canonicalUrl, region: regionOf(page.url) }, 'card');
    });
  },
};

export const shein = defineAdapter(spec);
