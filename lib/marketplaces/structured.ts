/** schema.org JSON-LD and Open Graph, as far as the three marketplaces fill them. */

import { LIMITS } from '../listing/limits.ts';
import type { Attribute, Listing } from '../listing/listing.ts';
import { moneyOf, rangeOf } from '../listing/money.ts';
import { cleanText } from '../listing/text.ts';
import { type Draft, type Origin, ratingOf } from './draft.ts';
import { httpsUrl } from './selectors.ts';
import { at, listAt, parseCapped } from './state.ts';

/** Every node of the page's JSON-LD blocks, arrays and `@graph` opened, at most 200. */
export function jsonLdNodes(document: Document): unknown[] {
  const nodes: unknown[] = [];
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    const result = parseCapped(script.textContent ?? '');
    if (!result.ok) continue;
    for (const node of [result.value].flat())
      nodes.push(...(Array.isArray(at(node, '@graph')) ? listAt(node, '@graph', 100) : [node]));
  }
  return nodes.slice(0, 200);
}

export function nodeOfType(nodes: readonly unknown[], ...types: string[]): unknown {
  return nodes.find((node) =>
    [at(node, '@type')].flat().some((type) => typeof type === 'string' && types.includes(type)),
  );
}

/** Addresses that a Product node names: its own and its offers'. They tell whether it is about this page's product. */
export function addressesOf(product: unknown): string[] {
  const nodes = [product, ...[at(product, 'offers')].flat(), ...listAt(product, 'hasVariant', 5)];
  return nodes.flatMap((node) => [at(node, 'url'), at(node, 'offers.url')]).filter((url) => typeof url === 'string');
}

function offerPrices(product: unknown): ReturnType<typeof moneyOf>[] {
  const carriers = [product, ...listAt(product, 'hasVariant', LIMITS.variants)];
  return carriers
    .flatMap((node) => [at(node, 'offers')].flat().slice(0, LIMITS.variants))
    .flatMap((offer) => {
      const currency = at(offer, 'priceCurrency');
      return ['price', 'lowPrice', 'highPrice'].map((key) => moneyOf(at(offer, key), currency));
    });
}

/**
 * Fills a draft from a Product or ProductGroup node.
 * @param cleanName takes off what a site appends to names (`… - AliExpress 26`).
 */
export function fillFromJsonLd(
  draft: Draft,
  nodes: readonly unknown[],
  product: unknown,
  seen: string,
  base: string,
  cleanName: (name: string) => string,
): void {
  const origin: Origin = { source: 'json-ld', seen };
  const name = cleanText(at(product, 'name'), LIMITS.title * 2);
  draft.put('title', name === null ? null : cleanText(cleanName(name), LIMITS.title), origin, 'Product.name');
  draft.put('price', rangeOf(offerPrices(product)), origin, 'Product.offers.price');
  const brand = at(product, 'brand');
  draft.put('brand', cleanText(at(brand, 'name') ?? brand, LIMITS.name), origin, 'Product.brand.name');
  const pictures = [at(product, 'image')].flat().slice(0, LIMITS.images);
  const urls = pictures.map((picture) => httpsUrl(at(picture, 'url') ?? picture, base)).filter((url) => url !== null);
  draft.put('imageUrls', urls, origin, 'Product.image');
  const rating = at(product, 'aggregateRating');
  const votes = at(rating, 'reviewCount') ?? at(rating, 'ratingCount');
  draft.put('rating', ratingOf(at(rating, 'ratingValue'), votes), origin, 'Product.aggregateRating');
  const colour = cleanText(at(product, 'color'), LIMITS.value);
  const attributes: Attribute[] = colour === null ? [] : [{ name: 'color', value: colour }];
  draft.put('attributes', attributes, origin, 'Product.color');
  draft.put('variants', variantsOf(product, base), origin, 'Product.hasVariant');
  const crumbs = listAt(nodeOfType(nodes, 'BreadcrumbList'), 'itemListElement', LIMITS.breadcrumb)
    .map((crumb) => cleanText(at(crumb, 'name') ?? at(crumb, 'item.name'), LIMITS.name))
    .filter((crumb) => crumb !== null);
  draft.put('breadcrumb', crumbs, origin, 'BreadcrumbList.itemListElement');
}

function variantsOf(product: unknown, base: string): Listing['variants'] {
  return listAt(product, 'hasVariant', LIMITS.variants).flatMap((variant) => {
    const offer = [at(variant, 'offers')].flat()[0];
    const parts = ['color', 'size']
      .map((key) => cleanText(at(variant, key), LIMITS.name))
      .filter((part) => part !== null);
    const name = parts.length > 0 ? parts.join(' / ') : cleanText(at(variant, 'name'), LIMITS.name);
    if (name === null) return [];
    return {
      id: cleanText(at(variant, 'sku'), LIMITS.id),
      name,
      imageUrl: httpsUrl([at(variant, 'image')].flat()[0], base),
      price: moneyOf(at(offer, 'price'), at(offer, 'priceCurrency')),
    };
  });
}

export function metaContent(document: Document, property: string): string | null {
  const element = document.querySelector(`meta[property="${property}"], meta[name="${property}"]`);
  return cleanText(element?.getAttribute('content'), LIMITS.value);
}

/** Fills what is still open from Open Graph; the title only where `cleanName` leaves one. */
export function fillFromOpenGraph(
  draft: Draft,
  document: Document,
  seen: string,
  base: string,
  cleanName: (name: string) => string,
): void {
  const origin: Origin = { source: 'open-graph', seen };
  const title = metaContent(document, 'og:title');
  draft.put('title', title === null ? null : cleanText(cleanName(title), LIMITS.title), origin, 'og:title');
  const amount = metaContent(document, 'product:price:amount') ?? metaContent(document, 'og:price:amount');
  const currency = metaContent(document, 'product:price:currency') ?? metaContent(document, 'og:price:currency');
  draft.put('price', rangeOf([moneyOf(amount, currency)]), origin, 'product:price:amount');
  const picture = httpsUrl(metaContent(document, 'og:image'), base);
  draft.put('imageUrls', picture === null ? [] : [picture], origin, 'og:image');
}
