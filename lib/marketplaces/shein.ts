/**
 * Shein: one host a country, product addresses ending in `-p-<id>.html`.
 *
 * Pages carry their data in the inline script `window.gbRawData = {…}` (about five megabytes) and in JSON-LD. Choosing
 * a colour changes the product and the address without a reload and leaves both behind, so they count only while the
 * address, `canonicalInfo` and the state's own product id agree; else the rendered page is read.
 */

import { LIMITS } from '../listing/limits.ts';
import type { ListingRef, Money } from '../listing/listing.ts';
import { cleanText } from '../listing/text.ts';
import type { AdapterSpec, Page, ProductDraft } from './adapter.ts';
import { defineAdapter } from './assemble.ts';
import { type CardRules, findCards } from './cards.ts';
import { Draft, type Origin } from './draft.ts';
import { type Context, dropFalseReduction, moneyIn, type Places, putTree } from './mapping.ts';
import { type ProductSelectors, putCommon, putPage } from './rendered.ts';
import { languageOf, parseUrl } from './selectors.ts';
import { owns, pageKind, refOf, regionOf, shareLink } from './shein-address.ts';
import { at, stateReader, valuesAt } from './state.ts';
import { currencyIn, type JsonLd, putJsonLd, putOpenGraph, readJsonLd } from './structured.ts';

const SELECTORS: ProductSelectors = {
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
  rating: { '[class*="product-intro"] [class*="rate-num"]': '2024' },
  reviews: { '[class*="product-intro"] [class*="comment-num"]': '2024' },
  description: { '.product-intro__description-text': '2024' },
  attributes: { '.product-intro__description-table-item .key': '2024' },
  imageUrls: { '.product-intro__thumbs-inner img': '2026-08', '.crop-image-container img': '2026-08' },
  variants: { '[class*="product-intro__size-radio"]': '2024', '[class*="sku-item"][aria-label]': '2026' },
  // The only seller mark in the page; cards have such links too, so it is looked for in the product's own part.
  seller: { 'a.store-title': '2026', '[class*="product-intro"] a[href*="store_code="]': '2026' },
  // Not seen on any captured page.
  compliance: { '[class*="gpsr" i]': '2024-12', '[class*="compliance" i]': '2024-12' },
  otherListings: 'a[href*="-p-"]',
};

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
const PRODUCT_PLACES: Places = {
  title: 'productInfo.goods_name',
  categoryId: 'productInfo.cat_id',
  price: 'priceInfo.salePrice',
  previousPrice: 'priceInfo.retailPrice',
  discountPercent: 'priceInfo.unit_discount',
  seller: 'storeInfo: title, store_code',
  brand: 'productInfo.brand | productInfo.brand.name',
  attributes: 'productInfo.productDescriptionInfo.productDetails[]: attr_name, attr_value',
  imageUrls: 'productInfo.goods_img, productInfo.goods_imgs.detail_image[].origin_image, productInfo.detail_image[]',
};
/** Sizes of this product, then its colours, which are products of their own. */
const SIZES: Places = {
  variants:
    'saleAttr.multiLevelSaleAttribute.sku_list[]: sku_code, sku_sale_attr[].attr_value_name, -, priceInfo.salePrice',
};
const COLOURS: Places = {
  variants: 'saleAttr.mainSaleAttribute.info[]: goods_id, attr_value+goods_url_name, goods_image',
};

/** `productIntroData` on pages of 2020–24. */
const OLDER: Origin = { source: 'state', seen: '2024' };
const OLDER_PLACES: Places = {
  title: 'detail.goods_name',
  categoryId: 'detail.cat_id',
  price: 'getPrice.salePrice | detail.salePrice',
  previousPrice: 'getPrice.retailPrice | detail.retailPrice',
  brand: 'detail.brand',
  seller: 'storeInfo: title, store_code',
  attributes: 'detail.productDetails[]: attr_name, attr_value',
  imageUrls: 'detail.goods_img',
};

const LIST: Origin = { source: 'state', seen: '2026-09-21' };
const GOODS_PLACES: Places = {
  title: 'goods_name',
  categoryId: 'cat_id',
  breadcrumb: 'cate_name',
  price: 'salePrice',
  previousPrice: 'retailPrice',
  discountPercent: 'retailDiscountPercent | unit_discount',
  // storeInfo came with category lists (2026-02), not with search results (2026-09).
  seller: 'storeInfo: title, storeCode | -, store_code',
  brand: 'brand.name | premiumFlagNew.brandName',
  imageUrls: 'goods_img, detail_image[], detail_image[].origin_image',
  rating: 'comment_rank_average, comment_num',
};

const BLOCKED_PATH = /^\/risk\//;
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
  const goods = new Map<string, unknown>();
  for (const item of ['results.bffProductsInfo.products[]', 'results.goods[]'].flatMap((path) =>
    valuesAt(value, path),
  )) {
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

/** Pictures at full size: `…_thumbnail_405x552.jpg`, `…_square.png`. */
function fullImage(url: string): string {
  return url.replace(/_(?:thumbnail(?:_\d+x(?:\d+)?)?|square)(?=\.\w+$)/, '');
}

function storeCode(href: string): string | null {
  return /[?&]store_code=([\w-]{1,64})/.exec(href)?.[1] ?? null;
}

function contextOf(url: URL, currency: string | null): Context {
  return { base: url.href, currency: currency ?? CURRENCY_OF_REGION[regionOf(url) ?? ''] ?? null, fullImage };
}

/** The state names a store by its code only; its page follows from that. */
function addSellerPage({ fields: { seller } }: Draft, url: URL): void {
  if (seller !== null && seller.id !== null)
    seller.url ??= `https://${url.hostname}/store/home?store_code=${encodeURIComponent(seller.id)}`;
}

function withoutSuffix(name: string): string {
  return name.replace(/\s*\|\s*SHEIN\b.*$/i, '');
}

function putModules(draft: Draft, modules: unknown, ld: JsonLd, context: Context): void {
  putTree(draft, modules, PRODUCT_PLACES, PRODUCT, context);
  putTree(draft, modules, SIZES, PRODUCT, context);
  putOfferPrices(draft, ld);
  const colours = new Draft();
  putTree(colours, modules, COLOURS, PRODUCT, context);
  const variants = [...draft.fields.variants, ...colours.fields.variants].slice(0, LIMITS.variants);
  draft.fields.variants = [];
  draft.put('variants', variants, PRODUCT, 'saleAttr');
}

/** Prices of the sizes stand in the JSON-LD offers, by the same sku codes. */
function putOfferPrices(draft: Draft, { product }: JsonLd): void {
  const prices = new Map<unknown, Money | null>();
  for (const variant of valuesAt(product, 'hasVariant[]')) {
    const offer = at(variant, 'offers[]');
    if (offer !== undefined) prices.set(at(variant, 'sku'), moneyIn(offer, null));
  }
  for (const variant of draft.fields.variants) variant.price ??= prices.get(variant.id) ?? null;
}

function product(page: Page, ref: ListingRef): ProductDraft {
  const { document, url } = page;
  const draft = new Draft();
  const state = readProduct(document).value;
  const older = state === null ? readOlder(document).value : null;
  const ids = [state?.id, state?.canonicalId, older?.id].filter((id) => id !== null && id !== undefined);
  const stale = ids.some((id) => id !== ref.id);
  const found = readJsonLd(document);
  const ldIds = found.addresses
    .map((address) => parseUrl(address, url))
    .map((address) => (address === null ? undefined : refOf(address)?.id))
    .filter(Boolean);
  // Without an address of its own, JSON-LD is as good as the state that it came with.
  const ldIsOurs = ldIds.length > 0 ? ldIds.includes(ref.id) : ids.length > 0 && !stale;
  const ld = ldIsOurs ? found : { ...found, product: undefined, breadcrumb: undefined };
  const context = contextOf(url, currencyIn(ld));

  if (!stale && state !== null) putModules(draft, state.modules, ld, context);
  if (!stale && older !== null) putTree(draft, older.data, OLDER_PLACES, OLDER, context);
  putJsonLd(draft, ld, '2026-09', context);
  putTree(draft, ld.product, { description: 'description' }, { source: 'json-ld', seen: '2026-09' }, context);
  putPage(draft, page, SELECTORS, context, storeCode);
  if (draft.has('title') && !stale && ids.length > 0) putOpenGraph(draft, page, '2026', context);
  addSellerPage(draft, url);
  dropFalseReduction(draft);
  const { title } = draft.fields;
  if (title !== null) {
    draft.fields.title = withoutSuffix(title);
    const category = /-cat-(\d+)\.html$/.exec(url.pathname)?.[1] ?? null;
    draft.put('categoryId', category, { source: 'url', seen: '2026-09' }, '-cat-<id>');
    putCommon(draft, document, SELECTORS, null);
  }
  return { ref, draft, reason: stale ? 'state-mismatch' : null };
}

function putGoods(draft: Draft, goods: unknown, url: URL, currency: string | null): void {
  putTree(draft, goods, GOODS_PLACES, LIST, contextOf(url, currency));
  addSellerPage(draft, url);
  dropFalseReduction(draft);
}

function cardRules(page: Page): CardRules {
  const state = listState(page.document);
  return {
    ...CARD,
    refOf,
    sellerIdIn: storeCode,
    sellerIdAttribute: 'data-store_code',
    cleanImage: fullImage,
    currency: CURRENCY_OF_REGION[regionOf(page.url) ?? ''] ?? null,
    fromState: (draft, ref) => {
      const goods = state?.goods.get(ref.id);
      if (goods !== undefined) putGoods(draft, goods, page.url, state?.currency ?? null);
    },
  };
}

export { pageKind };

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
  *cards(root, page, known) {
    yield* findCards(root, page, cardRules(page), [refOf(page.url)?.id ?? ''], known);
  },
  blocked: ({ document, url }) =>
    BLOCKED_PATH.test(url.pathname) ||
    /^outOfService$/i.test(document.title.trim()) ||
    [...document.getElementsByTagName('script')].some((script) => (script.textContent ?? '').includes('page_risk_')),
  stateCards: (page) => {
    const state = listState(page.document);
    return [...(state?.goods ?? [])].map(([id, goods]) => {
      const draft = new Draft();
      putGoods(draft, goods, page.url, state?.currency ?? null);
      draft.put('language', languageOf(page.document), { source: 'dom', seen: '2026-09' }, 'html[lang]');
      const slug = (cleanText(at(goods, 'goods_url_name'), 300) ?? 'goods').replace(/[^A-Za-z0-9]+/g, '-');
      const canonicalUrl = `https://${page.url.hostname}/${slug}-p-${id}.html`;
      return draft.listing({ marketplace: 'shein', id, canonicalUrl, region: regionOf(page.url) }, 'card');
    });
  },
};

export const shein = defineAdapter(spec);
