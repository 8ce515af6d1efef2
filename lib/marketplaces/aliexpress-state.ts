/**
 * AliExpress's embedded state. Product pages carried their data in `window.runParams.data` until 2024, in two
 * generations (`*Module` to 2023, `*Component` in 2023–24), some of which are still served to old clients; since then
 * product data come by a request that a content script cannot see, and only lists have state (`_init_data_`).
 */

import { LIMITS } from '../listing/limits.ts';
import type { Attribute, Money, Variant } from '../listing/listing.ts';
import { moneyOf, parsePriceRange, rangeOf } from '../listing/money.ts';
import { cleanText } from '../listing/text.ts';
import { type Draft, type Origin, percentOf, ratingOf } from './draft.ts';
import { countIn, httpsUrl } from './selectors.ts';
import { at, listAt, stateReader } from './state.ts';

const MODULES: Origin = { source: 'state', seen: '2023-01' };
const COMPONENTS: Origin = { source: 'state', seen: '2024-02' };
const LIST: Origin = { source: 'state', seen: '2025-12' };
/** The id of the property "Ships From" among the options. */
const SHIPS_FROM = '200007763';

export const readRunParams = stateReader(
  'runParams',
  (value) => ((at(value, 'titleModule') ?? at(value, 'productInfoComponent')) ? value : null),
  'data',
);

/** Items of a result list by product id. */
export const readListItems = stateReader(
  '_init_data_',
  (value) => {
    const root = at(value, 'data.root') ?? at(value, 'root');
    const items = listAt(root, 'fields.mods.itemList.content', LIMITS.listings);
    const byId = new Map<string, unknown>();
    for (const item of items) {
      const id = cleanText(at(item, 'productId'), LIMITS.id);
      if (id !== null && /^\d{6,20}$/.test(id)) byId.set(id, item);
    }
    return byId.size > 0 ? byId : null;
  },
  'data',
);

/** Pictures at full size: sizes and formats are appended to the name (`….jpg_220x220q75.jpg_.avif`). */
export function fullImage(url: string): string {
  return url.replace(/(\.(?:jpe?g|png|webp|gif))_.*$/i, '$1');
}

function picture(value: unknown, base: string): string | null {
  const url = httpsUrl(value, base);
  return url === null ? null : fullImage(url);
}

function moneyAt(module: unknown, path: string): Money | null {
  const node = at(module, path);
  return moneyOf(at(node, 'value'), at(node, 'currency'), at(node, 'formatedAmount'));
}

export function productIdIn(data: unknown): string | null {
  const ids = [
    'commonModule.productIdStr',
    'commonModule.productId',
    'productInfoComponent.idStr',
    'productInfoComponent.id',
  ];
  for (const path of ids) {
    const id = cleanText(at(data, path), LIMITS.id);
    if (id !== null) return id;
  }
  return null;
}

/** Fills a draft from `runParams.data` of either generation. */
export function fillFromRunParams(draft: Draft, data: unknown, base: string): void {
  if (at(data, 'titleModule') !== undefined) fillFromModules(draft, data, base);
  else fillFromComponents(draft, data, base);
}

function fillFromModules(draft: Draft, data: unknown, base: string): void {
  const title = at(data, 'titleModule');
  draft.put('title', cleanText(at(title, 'subject'), LIMITS.title), MODULES, 'titleModule.subject');
  const stars = at(title, 'feedbackRating');
  draft.put(
    'rating',
    ratingOf(at(stars, 'averageStar'), at(stars, 'totalValidNum')),
    MODULES,
    'titleModule.feedbackRating',
  );
  draft.put('soldCount', countIn(cleanText(at(title, 'tradeCount'), 32)), MODULES, 'titleModule.tradeCount');
  const prices = at(data, 'priceModule');
  const full = [moneyAt(prices, 'minAmount'), moneyAt(prices, 'maxAmount')];
  const reduced = [moneyAt(prices, 'minActivityAmount'), moneyAt(prices, 'maxActivityAmount')];
  const active = reduced.some((price) => price !== null);
  draft.put(
    'price',
    rangeOf(active ? reduced : full),
    MODULES,
    active ? 'priceModule.minActivityAmount' : 'priceModule.minAmount',
  );
  if (active) draft.put('previousPrice', full[0] ?? null, MODULES, 'priceModule.minAmount');
  if (active) draft.put('discountPercent', percentOf(at(prices, 'discount')), MODULES, 'priceModule.discount');
  putSeller(draft, at(data, 'storeModule'), base, MODULES, 'storeModule');
  const crumbs = listAt(data, 'crossLinkModule.breadCrumbPathList', LIMITS.breadcrumb)
    .map((crumb) => cleanText(at(crumb, 'name'), LIMITS.name))
    .filter((name) => name !== null);
  draft.put('breadcrumb', crumbs, MODULES, 'crossLinkModule.breadCrumbPathList');
  const category = cleanText(at(data, 'commonModule.categoryId'), LIMITS.id);
  draft.put('categoryId', category, MODULES, 'commonModule.categoryId');
  putAttributes(draft, listAt(data, 'specsModule.props', LIMITS.attributes), MODULES, 'specsModule.props');
  putImages(
    draft,
    listAt(data, 'imageModule.imagePathList', LIMITS.images),
    base,
    MODULES,
    'imageModule.imagePathList',
  );
  putVariants(draft, at(data, 'skuModule'), base, MODULES, 'skuModule');
  const layouts = listAt(data, 'shippingModule.generalFreightInfo.originalLayoutResultList', 1);
  const origin = cleanText(at(layouts[0], 'bizData.shipFrom'), LIMITS.name);
  draft.put('shipsFrom', origin, MODULES, 'shippingModule…bizData.shipFrom');
}

function fillFromComponents(draft: Draft, data: unknown, base: string): void {
  const title = cleanText(at(data, 'productInfoComponent.subject'), LIMITS.title);
  draft.put('title', title, COMPONENTS, 'productInfoComponent.subject');
  const category = cleanText(at(data, 'productInfoComponent.categoryId'), LIMITS.id);
  draft.put('categoryId', category, COMPONENTS, 'productInfoComponent.categoryId');
  const prices = at(data, 'priceComponent');
  const from = ['discountPrice', 'origPrice'].find(
    (key) => moneyAt(prices, `${key}.minAmount`) ?? moneyAt(prices, `${key}.minActivityAmount`),
  );
  if (from !== undefined) {
    const low = moneyAt(prices, `${from}.minActivityAmount`) ?? moneyAt(prices, `${from}.minAmount`);
    const high = moneyAt(prices, `${from}.maxActivityAmount`) ?? moneyAt(prices, `${from}.maxAmount`);
    draft.put('price', rangeOf([low, high]), COMPONENTS, `priceComponent.${from}`);
    if (from === 'discountPrice') {
      draft.put(
        'previousPrice',
        moneyAt(prices, 'origPrice.minAmount'),
        COMPONENTS,
        'priceComponent.origPrice.minAmount',
      );
    }
  }
  putSeller(draft, at(data, 'sellerComponent'), base, COMPONENTS, 'sellerComponent');
  putImages(
    draft,
    listAt(data, 'imageComponent.imagePathList', LIMITS.images),
    base,
    COMPONENTS,
    'imageComponent.imagePathList',
  );
  const stars = at(data, 'feedbackComponent');
  draft.put('rating', ratingOf(at(stars, 'evarageStar'), at(stars, 'totalValidNum')), COMPONENTS, 'feedbackComponent');
  putAttributes(
    draft,
    listAt(data, 'productPropComponent.props', LIMITS.attributes),
    COMPONENTS,
    'productPropComponent.props',
  );
  putVariants(draft, at(data, 'skuComponent'), base, COMPONENTS, 'skuComponent');
}

function putSeller(draft: Draft, store: unknown, base: string, origin: Origin, path: string): void {
  const name = cleanText(at(store, 'storeName'), LIMITS.name);
  const id = cleanText(at(store, 'storeNum'), LIMITS.id);
  if (name === null && id === null) return;
  const url = httpsUrl(at(store, 'storeURL'), base);
  draft.put('seller', { name, id, url, trader: 'unknown', traderText: null }, origin, path);
}

function putAttributes(draft: Draft, props: readonly unknown[], origin: Origin, path: string): void {
  const attributes = props.flatMap((prop): Attribute[] => {
    const name = cleanText(at(prop, 'attrName'), LIMITS.name);
    const value = cleanText(at(prop, 'attrValue'), LIMITS.value);
    return name === null || value === null ? [] : [{ name, value }];
  });
  draft.put('attributes', attributes, origin, path);
  const brand = attributes.find(({ name }) => name === 'Brand Name');
  draft.put('brand', cleanText(brand?.value, LIMITS.name), origin, `${path}[Brand Name]`);
}

function putImages(draft: Draft, paths: readonly unknown[], base: string, origin: Origin, path: string): void {
  draft.put(
    'imageUrls',
    paths.map((value) => picture(value, base)).filter((url) => url !== null),
    origin,
    path,
  );
}

interface Option {
  name: string;
  imageUrl: string | null;
}

/** Every purchasable combination: sellers hide the illicit one among the options. */
function putVariants(draft: Draft, sku: unknown, base: string, origin: Origin, path: string): void {
  const options = new Map<string, Option>();
  for (const property of listAt(sku, 'productSKUPropertyList', 20)) {
    const propertyId = String(at(property, 'skuPropertyId'));
    for (const value of listAt(property, 'skuPropertyValues', LIMITS.variants)) {
      const name = cleanText(at(value, 'propertyValueDisplayName') ?? at(value, 'propertyValueName'), LIMITS.name);
      if (name === null) continue;
      const imageUrl = picture(at(value, 'skuPropertyImagePath'), base);
      options.set(`${propertyId}:${String(at(value, 'propertyValueId'))}`, { name, imageUrl });
    }
  }
  const variants = listAt(sku, 'skuPriceList', LIMITS.variants).flatMap((entry): Variant[] => {
    // "200007763:201336100;14:366#black-gray": property, value and the seller's own name for the value.
    const parts = (cleanText(at(entry, 'skuAttr'), LIMITS.value) ?? '').split(';');
    const chosen = parts
      .filter((part) => !part.startsWith(`${SHIPS_FROM}:`))
      .map((part) => options.get(part.split('#')[0] ?? ''));
    const known = chosen.filter((option) => option !== undefined);
    if (known.length === 0) return [];
    const price = moneyAt(entry, 'skuVal.skuActivityAmount') ?? moneyAt(entry, 'skuVal.skuAmount');
    return [
      {
        id: cleanText(at(entry, 'skuIdStr') ?? at(entry, 'skuId'), LIMITS.id),
        name: cleanText(known.map((option) => option.name).join(' / '), LIMITS.name) ?? '',
        imageUrl: known.find((option) => option.imageUrl !== null)?.imageUrl ?? null,
        price,
      },
    ];
  });
  draft.put('variants', variants, origin, `${path}.skuPriceList`);
}

/** Fills a card's draft from an item of a result list. */
export function fillFromListItem(draft: Draft, item: unknown, base: string): void {
  draft.put('title', cleanText(at(item, 'title.displayTitle'), LIMITS.title), LIST, 'itemList.title.displayTitle');
  const sale = at(item, 'prices.salePrice');
  const price = moneyOf(at(sale, 'minPrice'), at(sale, 'currencyCode'), at(sale, 'formattedPrice'));
  const range = price === null ? parsePriceRange(at(sale, 'formattedPrice')) : rangeOf([price]);
  draft.put('price', range, LIST, 'itemList.prices.salePrice');
  const full = at(item, 'prices.originalPrice');
  const previous = moneyOf(at(full, 'minPrice'), at(full, 'currencyCode'), at(full, 'formattedPrice'));
  draft.put('previousPrice', previous, LIST, 'itemList.prices.originalPrice');
  draft.put('discountPercent', percentOf(at(sale, 'discount')), LIST, 'itemList.prices.salePrice.discount');
  const images = [
    at(item, 'image.imgUrl'),
    ...listAt(item, 'images', LIMITS.images).map((image) => at(image, 'imgUrl')),
  ];
  putImages(draft, [...new Set(images)].slice(0, LIMITS.images), base, LIST, 'itemList.image.imgUrl');
  draft.put('rating', ratingOf(at(item, 'evaluation.starRating'), null), LIST, 'itemList.evaluation.starRating');
  draft.put('soldCount', countIn(cleanText(at(item, 'trade.tradeDesc'), 64)), LIST, 'itemList.trade.tradeDesc');
  const store = at(item, 'store');
  const name = cleanText(at(store, 'storeName'), LIMITS.name);
  if (name !== null) {
    const id = cleanText(at(store, 'storeId'), LIMITS.id);
    const seller = {
      name,
      id,
      url: httpsUrl(at(store, 'storeUrl'), base),
      trader: 'unknown',
      traderText: null,
    } as const;
    draft.put('seller', seller, { source: 'state', seen: '2024-09' }, 'itemList.store');
  }
}
