/** schema.org JSON-LD and Open Graph, as far as the marketplaces fill them. */
import { LIMITS } from '../listing/limits.ts';
import { moneyOf, rangeOf } from '../listing/money.ts';
import { cleanText } from '../listing/text.ts';
import type { Page } from './adapter.ts';
import type { Draft, Origin } from './draft.ts';
import { type Context, type Places, putTree } from './mapping.ts';
import { httpsUrl } from './selectors.ts';
import { parseCapped, valuesAt } from './state.ts';

const PRODUCT: Places = {
  title: 'name',
  price: 'offers[], hasVariant[].offers[]',
  brand: 'brand.name | brand',
  imageUrls: 'image[].url | image[]',
  rating: 'aggregateRating: ratingValue, reviewCount | aggregateRating: ratingValue, ratingCount',
  variants: 'hasVariant[]: sku, color+size, image[], offers[] | hasVariant[]: sku, name, image[], offers[]',
};
const BREADCRUMB: Places = { breadcrumb: 'itemListElement[].name | itemListElement[].item.name' };

function hasType(node: unknown, types: readonly string[]): boolean {
  return valuesAt(node, '@type[]').some((type) => typeof type === 'string' && types.includes(type));
}

export interface JsonLd {
  product: unknown;
  breadcrumb: unknown;
  /** Addresses that the product names, its own and its offers': they tell whether it is this page's product. */
  addresses: string[];
}

export function readJsonLd(document: Document): JsonLd {
  const nodes: unknown[] = [];
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    const result = parseCapped(script.textContent ?? '');
    const roots = result.ok ? [result.value].flat().slice(0, 100) : [];
    for (const root of roots) nodes.push(root, ...valuesAt(root, '@graph[]'));
  }
  const product = nodes.find((node) => hasType(node, ['Product', 'ProductGroup']));
  const urls = ['url', 'offers[].url', 'hasVariant[].offers[].url'].flatMap((path) => valuesAt(product, path));
  return {
    product,
    breadcrumb: nodes.find((node) => hasType(node, ['BreadcrumbList'])),
    addresses: urls.filter((url) => typeof url === 'string'),
  };
}

/** Fills a draft from the product and the breadcrumb. */
export function putJsonLd(draft: Draft, { product, breadcrumb }: JsonLd, seen: string, context: Context): void {
  const origin: Origin = { source: 'json-ld', seen };
  putTree(draft, product, PRODUCT, origin, context);
  putTree(draft, breadcrumb, BREADCRUMB, origin, context);
}

/** Fills what is still open from Open Graph, unless the document's head is about an earlier address. */
export function putOpenGraph(
  draft: Draft,
  { document, moved }: Page,
  seen: string,
  { base, fullImage }: Context,
): void {
  if (moved === true) return;
  const origin: Origin = { source: 'open-graph', seen };
  const meta = (property: string) => {
    const element = document.querySelector(`meta[property="${property}"]`);
    return cleanText(element?.getAttribute('content'), LIMITS.value);
  };
  draft.put('title', cleanText(meta('og:title'), LIMITS.title), origin, 'og:title');
  for (const prefix of ['product', 'og']) {
    const price = moneyOf(meta(`${prefix}:price:amount`), meta(`${prefix}:price:currency`));
    draft.put('price', rangeOf([price]), origin, `${prefix}:price:amount`);
  }
  const picture = httpsUrl(meta('og:image'), base);
  draft.put('imageUrls', picture === null ? [] : [fullImage(picture)], origin, 'og:image');
}

/** The currency of the product's offers. */
export function currencyIn({ product }: JsonLd): string | null {
  const paths = ['offers[].priceCurrency', 'hasVariant[].offers[].priceCurrency'];
  return cleanText(paths.flatMap((path) => valuesAt(product, path))[0], 3);
}
