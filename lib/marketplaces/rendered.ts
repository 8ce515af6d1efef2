/**
 * From a rendered product page to the fields of a listing, by a table of selectors. What each field's element holds is
 * the same on all marketplaces; where it stands is the adapter's.
 */

import { LIMITS } from '../listing/limits.ts';
import type { FieldName, ListingFields, Seller, Variant } from '../listing/listing.ts';
import { parsePrice, parsePriceRange } from '../listing/money.ts';
import { cleanText } from '../listing/text.ts';
import type { Page } from './adapter.ts';
import { readCompliance } from './compliance.ts';
import { type Draft, percentOf, ratingOf, UNKNOWN_SELLER } from './draft.ts';
import { type Context, putBrand } from './mapping.ts';
import { all, countIn, first, httpsUrl, languageOf, pictureOf, type Selectors, textOf } from './selectors.ts';

export interface ProductSelectors {
  title: Selectors;
  /** Something that only a rendered product page has: without it the page is not ready rather than unreadable. */
  rendered: Selectors;
  /** The page says that the product does not exist. */
  gone: Selectors;
  price: Selectors;
  previousPrice: Selectors;
  discountPercent?: Selectors;
  soldCount?: Selectors;
  shipsFrom?: Selectors;
  rating: Selectors;
  /** The number of ratings. */
  reviews: Selectors;
  /** Paragraphs of the description. */
  description: Selectors;
  /** Links of the path from the root to the product's category. */
  breadcrumb?: Selectors;
  /** The name of a property; its value is the next element. */
  attributes: Selectors;
  /** Pictures of the gallery. */
  imageUrls: Selectors;
  /** Elements of the options. */
  variants: Selectors;
  /** Link to the seller's page, showing its name. */
  seller: Selectors;
  /** The EU block. */
  compliance: Selectors;
  /** Links to products: what stands inside one is another listing's, not this page's. */
  otherListings: string;
}

type Read = { [K in FieldName]?: (element: Element, context: Context) => ListingFields[K] };

/** A price element's label for screen readers is whole where its text is split or decorated. */
function priceTexts(element: Element): (string | null)[] {
  return [element.getAttribute('aria-label'), element.textContent];
}

const READ: Read = {
  title: (element) => textOf(element, LIMITS.title),
  price: (element, { currency }) =>
    priceTexts(element).reduce<ListingFields['price']>((found, text) => found ?? parsePriceRange(text, currency), null),
  previousPrice: (element, { currency }) =>
    priceTexts(element).reduce<ListingFields['previousPrice']>(
      (found, text) => found ?? parsePrice(text, currency),
      null,
    ),
  discountPercent: (element) => percentOf(textOf(element)),
  soldCount: (element) => countIn(textOf(element)),
  shipsFrom: (element) => labelOf(element),
};

function labelOf(element: Element): string | null {
  const image = element.querySelector('img');
  const labels = [
    element.getAttribute('title'),
    element.getAttribute('aria-label'),
    textOf(element),
    image?.getAttribute('alt'),
  ];
  return labels.map((label) => cleanText(label, LIMITS.name)).find((label) => label !== null) ?? null;
}

function putList<K extends 'breadcrumb' | 'attributes' | 'imageUrls' | 'variants'>(
  draft: Draft,
  field: K,
  max: number,
  root: ParentNode,
  selectors: Selectors,
  read: (elements: Element[]) => ListingFields[K],
): void {
  if (draft.has(field)) return;
  const hits = all(root, selectors, max);
  const [hit] = hits;
  if (hit !== undefined)
    draft.put(field, read(hits.map(({ element }) => element)), { source: 'dom', seen: hit.seen }, hit.css);
}

/** A seller from the link to its page. */
export function sellerFrom(link: Element, base: string, idIn: (href: string) => string | null): Seller | null {
  const name = textOf(link, LIMITS.name);
  const href = link.getAttribute('href') ?? '';
  if (name === null) return null;
  return { ...UNKNOWN_SELLER, name, id: cleanText(idIn(href), LIMITS.id), url: httpsUrl(href, base) };
}

/** Fills the draft's open fields from the rendered page. */
export function putPage(
  draft: Draft,
  page: Page,
  selectors: ProductSelectors,
  context: Context,
  sellerIdIn: (href: string) => string | null,
): void {
  const { document, url } = page;
  const single = <K extends FieldName>(field: K, where: Selectors | undefined, read: Read[K]) => {
    if (where !== undefined && read !== undefined)
      draft.dom(field, document, where, (element) =>
        element.closest(selectors.otherListings) === null ? read(element, context) : null,
      );
  };
  single('title', selectors.title, READ.title);
  single('price', selectors.price, READ.price);
  single('previousPrice', selectors.previousPrice, READ.previousPrice);
  single('discountPercent', selectors.discountPercent, READ.discountPercent);
  single('soldCount', selectors.soldCount, READ.soldCount);
  single('shipsFrom', selectors.shipsFrom, READ.shipsFrom);
  draft.dom('seller', document, selectors.seller, (element) => sellerFrom(element, context.base, sellerIdIn));
  draft.dom('rating', document, selectors.rating, (element) =>
    ratingOf(textOf(element), countIn(textOf(first(document, selectors.reviews)?.element))),
  );
  const paragraphs = all(document, selectors.description, 100);
  const text = paragraphs.map(({ element }) => element.textContent ?? '').join(' ');
  const [start] = paragraphs;
  if (start !== undefined) {
    draft.put('description', cleanText(text, LIMITS.description), { source: 'dom', seen: start.seen }, start.css);
  }
  if (selectors.breadcrumb !== undefined) {
    putList(draft, 'breadcrumb', LIMITS.breadcrumb, document, selectors.breadcrumb, (links) =>
      links.map((link) => textOf(link, LIMITS.name)).filter((name) => name !== null),
    );
  }
  putList(draft, 'attributes', LIMITS.attributes, document, selectors.attributes, (labels) =>
    labels.flatMap((label) => {
      const name = textOf(label, LIMITS.name);
      const value = textOf(label.nextElementSibling, LIMITS.value);
      return name === null || value === null ? [] : [{ name, value }];
    }),
  );
  putBrand(draft, draft.provenance.attributes ?? { source: 'dom', seen: '2025-06' });
  const pictures = (elements: Element[]) => {
    const urls = elements.map((element) => pictureOf(element, url)).filter((picture) => picture !== null);
    return [...new Set(urls.map(context.fullImage))];
  };
  putList(draft, 'imageUrls', LIMITS.images, document, selectors.imageUrls, pictures);
  putList(draft, 'variants', LIMITS.variants, document, selectors.variants, (options) =>
    options.flatMap((option): Variant[] => {
      const name = labelOf(option);
      const image = option.querySelector('img');
      const imageUrl = image === null ? null : (pictures([image])[0] ?? null);
      const id = cleanText(option.getAttribute('data-sku-col'), LIMITS.id);
      return name === null ? [] : [{ id, name, imageUrl, price: null }];
    }),
  );
}

/** What every product page gets once it has a title: its language and the EU block. */
export function putCommon(
  draft: Draft,
  document: Document,
  selectors: ProductSelectors,
  realSellerId: string | null,
): void {
  draft.put('language', languageOf(document), { source: 'dom', seen: '2026-08' }, 'html[lang]');
  const block = first(document, selectors.compliance);
  draft.fields.compliance = readCompliance(block?.element ?? null, realSellerId);
  // What is not shown was not read anywhere.
  if (draft.fields.compliance.panel === 'shown') {
    const path = block?.css ?? 'a[href*="showcredential.htm"]';
    draft.provenance.compliance = { source: 'dom', path, seen: block?.seen ?? '2026-08' };
  }
}
