/**
 * AliExpress's embedded state. Product pages carried their data in `window.runParams.data` until 2024, in two
 * generations (`*Module` to 2023, `*Component` in 2023–24), some of which are still served to old clients; since then
 * product data come by a request that a content script cannot see, and only lists have state (`_init_data_`).
 */

import { LIMITS } from '../listing/limits.ts';
import { cleanText } from '../listing/text.ts';
import type { Draft, Origin } from './draft.ts';
import { type Context, dropFalseReduction, moneyIn, type Places, putBrand, putTree } from './mapping.ts';
import { httpsUrl, languageIn } from './selectors.ts';
import { at, stateReader, valuesAt } from './state.ts';

const MODULES: Origin = { source: 'state', seen: '2023-01' };
const COMPONENTS: Origin = { source: 'state', seen: '2024-02' };
const LIST: Origin = { source: 'state', seen: '2025-12' };

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
    const byId = new Map<string, unknown>();
    for (const item of valuesAt(root, 'fields.mods.itemList.content[]')) {
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

const MODULE_PLACES: Places = {
  title: 'titleModule.subject',
  rating: 'titleModule.feedbackRating: averageStar, totalValidNum',
  soldCount: 'titleModule.tradeCount',
  price: 'priceModule.minActivityAmount, priceModule.maxActivityAmount | priceModule.minAmount, priceModule.maxAmount',
  previousPrice: 'priceModule.minAmount',
  discountPercent: 'priceModule.discount',
  seller: 'storeModule: storeName, storeNum, storeURL',
  breadcrumb: 'crossLinkModule.breadCrumbPathList[].name',
  categoryId: 'commonModule.categoryId',
  attributes: 'specsModule.props[]: attrName, attrValue',
  imageUrls: 'imageModule.imagePathList[]',
  shipsFrom: 'shippingModule.generalFreightInfo.originalLayoutResultList[].bizData.shipFrom',
};

const COMPONENT_PLACES: Places = {
  title: 'productInfoComponent.subject',
  categoryId: 'productInfoComponent.categoryId',
  price:
    'priceComponent.discountPrice.minActivityAmount, priceComponent.discountPrice.maxActivityAmount | ' +
    'priceComponent.origPrice.minAmount, priceComponent.origPrice.maxAmount',
  previousPrice: 'priceComponent.origPrice.minAmount',
  seller: 'sellerComponent: storeName, storeNum, storeURL',
  imageUrls: 'imageComponent.imagePathList[]',
  rating: 'feedbackComponent: evarageStar, totalValidNum',
  attributes: 'productPropComponent.props[]: attrName, attrValue',
};

const ITEM_PLACES: Places = {
  title: 'title.displayTitle',
  price: 'prices.salePrice',
  previousPrice: 'prices.originalPrice',
  discountPercent: 'prices.salePrice.discount',
  imageUrls: 'image.imgUrl, images[].imgUrl',
  rating: 'evaluation: starRating',
  soldCount: 'trade.tradeDesc',
  // In the items of 2024, in none of 2025-12.
  seller: 'store: storeName, storeId, storeUrl',
};

export function productIdIn(data: unknown): string | null {
  const paths = [
    'commonModule.productIdStr',
    'commonModule.productId',
    'productInfoComponent.idStr',
    'productInfoComponent.id',
  ];
  return paths.map((path) => cleanText(at(data, path), LIMITS.id)).find((id) => id !== null) ?? null;
}

/** Fills a draft from `runParams.data` of either generation. */
export function putRunParams(draft: Draft, data: unknown, context: Context): void {
  const modules = at(data, 'titleModule') !== undefined;
  const origin = modules ? MODULES : COMPONENTS;
  putTree(draft, data, modules ? MODULE_PLACES : COMPONENT_PLACES, origin, context);
  putBrand(draft, origin);
  putVariants(draft, at(data, modules ? 'skuModule' : 'skuComponent'), context, origin);
  dropFalseReduction(draft);
}

/** The page's language, for pages whose markup does not say it. */
export function putStateLanguage(draft: Draft, data: unknown): void {
  draft.put('language', languageIn(at(data, 'webEnv.lang')), MODULES, 'webEnv.lang');
}

/** Every purchasable combination: sellers hide the illicit one among the options. */
function putVariants(draft: Draft, sku: unknown, context: Context, origin: Origin): void {
  const options = new Map<string, { name: string; picture: unknown }>();
  for (const property of valuesAt(sku, 'productSKUPropertyList[]')) {
    for (const value of valuesAt(property, 'skuPropertyValues[]')) {
      const name = cleanText(at(value, 'propertyValueDisplayName') ?? at(value, 'propertyValueName'), LIMITS.name);
      const key = `${String(at(property, 'skuPropertyId'))}:${String(at(value, 'propertyValueId'))}`;
      if (name !== null) options.set(key, { name, picture: at(value, 'skuPropertyImagePath') });
    }
  }
  const variants = valuesAt(sku, 'skuPriceList[]').flatMap((entry) => {
    // "200007763:201336100;14:366#black-gray": property, value and the seller's own name for the value.
    const parts = (cleanText(at(entry, 'skuAttr'), LIMITS.value) ?? '').split(';');
    const chosen = parts.map((part) => options.get(part.split('#')[0] ?? '')).filter((option) => option !== undefined);
    const name = cleanText(chosen.map((option) => option.name).join(' / '), LIMITS.name);
    if (name === null) return [];
    const picture = httpsUrl(
      chosen.map((option) => option.picture).find((path) => path !== undefined),
      context.base,
    );
    const price = at(entry, 'skuVal.skuActivityAmount') ?? at(entry, 'skuVal.skuAmount');
    return {
      id: cleanText(at(entry, 'skuIdStr') ?? at(entry, 'skuId'), LIMITS.id),
      name,
      imageUrl: picture === null ? null : fullImage(picture),
      price: price === undefined ? null : moneyIn(price, null),
    };
  });
  draft.put('variants', variants.slice(0, LIMITS.variants), origin, 'skuPriceList[]');
}

/** Fills a card's draft from an item of a result list. */
export function putListItem(draft: Draft, item: unknown, context: Context): void {
  putTree(draft, item, ITEM_PLACES, LIST, context);
  dropFalseReduction(draft);
}
