/**
 * From a tree of state or JSON-LD to the fields of a listing, by a table.
 *
 * An adapter says where its marketplace keeps each field; how a field is cleaned, capped and typed is the same for all
 * and stands here. A place is written
 *
 *     path                       brand.name
 *     path, path                 several values: the ends of a price range, pictures in order
 *     node: path, path           the parts of a field below a node: `store: name, id, url`
 *     node[]: path, path         one entry for each element: `props[]: attrName, attrValue`
 *     place | place              the second where the first gives nothing
 *
 * and is what the provenance of the field quotes.
 */

import { LIMITS } from '../listing/limits.ts';
import type { FieldName, ListingFields, Money, Variant } from '../listing/listing.ts';
import { moneyOf, parsePrice, parsePriceRange, rangeOf } from '../listing/money.ts';
import { cleanText, htmlToText, unescapeText } from '../listing/text.ts';
import { type Draft, type Origin, percentOf, ratingOf, UNKNOWN_SELLER } from './draft.ts';
import { countIn, httpsUrl } from './selectors.ts';
import { at, valuesAt } from './state.ts';

export type Places = Partial<Record<FieldName, string>>;

export interface Context {
  /** Address of the page, for relative links. */
  base: string;
  /** Currency where a price shows a shared sign or none. */
  currency: string | null;
  /** A picture's address at full size. */
  fullImage(url: string): string;
}

/** For each node, for each path below it: the values found. */
type Rows = unknown[][][];

type Converters = { [K in FieldName]?: (rows: Rows, context: Context) => ListingFields[K] };

function names(values: readonly unknown[]): string[] {
  return values.map((value) => cleanText(value, LIMITS.name)).filter((name) => name !== null);
}

function images(values: readonly unknown[], { base, fullImage }: Context): string[] {
  const urls = values.map((value) => httpsUrl(value, base)).filter((url) => url !== null);
  return [...new Set(urls.map(fullImage))].slice(0, LIMITS.images);
}

/**
 * A price node of any of the marketplaces: `{value, currency, formatedAmount}` (AliExpress products),
 * `{minPrice, currencyCode, formattedPrice}` (its lists), `{amount, amountWithSymbol, usdAmount}` (Shein),
 * `{price, priceCurrency}` (schema.org), `{amount, ccy}` or a bare number (Joom).
 */
export function moneyIn(node: unknown, currency: string | null): Money | null {
  const pick = (...keys: string[]) => keys.map((key) => at(node, key)).find((value) => value !== undefined);
  const text = pick('formatedAmount', 'formattedPrice', 'amountWithSymbol');
  const amount = pick('value', 'minPrice', 'amount', 'price', 'lowPrice') ?? node;
  const stated = pick('currency', 'currencyCode', 'priceCurrency', 'ccy');
  const printed = parsePrice(text, currency);
  // A dollar sign, and the amount in US dollars is the amount.
  const dollars = typeof text === 'string' && text.startsWith('$') && at(node, 'usdAmount') === amount ? 'USD' : null;
  return moneyOf(amount, stated ?? printed?.currency ?? currency ?? dollars, text) ?? printed;
}

const FIELDS: readonly FieldName[] = [
  'title',
  'description',
  'breadcrumb',
  'categoryId',
  'price',
  'previousPrice',
  'discountPercent',
  'seller',
  'brand',
  'attributes',
  'variants',
  'imageUrls',
  'rating',
  'soldCount',
  'shipsFrom',
];

const one = (rows: Rows) => rows[0]?.[0]?.[0];

const CONVERTERS: Converters = {
  title: (rows) => unescapeText(one(rows), LIMITS.title),
  description: (rows) => htmlToText(one(rows), LIMITS.description),
  breadcrumb: (rows) => names(rows.flat(2)).slice(0, LIMITS.breadcrumb),
  categoryId: (rows) => cleanText(one(rows), LIMITS.id),
  brand: (rows) => cleanText(one(rows), LIMITS.name),
  shipsFrom: (rows) => cleanText(one(rows), LIMITS.name),
  soldCount: (rows) => countIn(cleanText(one(rows), 64)),
  discountPercent: (rows) => percentOf(one(rows)),
  rating: (rows) => ratingOf(one(rows), rows[0]?.[1]?.[0]),
  imageUrls: (rows, context) => images(rows.flat(2), context),
  price: (rows, { currency }) => {
    const nodes = rows.flat(2);
    const highs = nodes.map((node) => moneyOf(at(node, 'highPrice'), at(node, 'priceCurrency')));
    const [only] = nodes;
    return rangeOf([...nodes.map((node) => moneyIn(node, currency)), ...highs]) ?? parsePriceRange(only, currency);
  },
  previousPrice: (rows, { currency }) => moneyIn(one(rows), currency),
  attributes: (rows) =>
    rows.slice(0, LIMITS.attributes).flatMap(([label, content]) => {
      const name = unescapeText(label?.[0], LIMITS.name);
      const value = unescapeText(content?.[0], LIMITS.value);
      return name === null || value === null ? [] : [{ name, value }];
    }),
  seller: (rows, { base }) => {
    const [name, id] = [0, 1].map((part) => cleanText(rows[0]?.[part]?.[0], part === 0 ? LIMITS.name : LIMITS.id));
    if (!name && !id) return null;
    const url = httpsUrl(rows[0]?.[2]?.[0], base);
    return { ...UNKNOWN_SELLER, name: name ?? null, id: id ?? null, url };
  },
  // node[]: id, names, picture, price
  variants: (rows, context) =>
    rows.slice(0, LIMITS.variants).flatMap(([id, label, picture, price]): Variant[] => {
      const name = cleanText(names(label ?? []).join(' / '), LIMITS.name);
      if (name === null) return [];
      const imageUrl = images(picture ?? [], context)[0] ?? null;
      const cost = price?.[0] === undefined ? null : moneyIn(price[0], context.currency);
      return [{ id: cleanText(id?.[0], LIMITS.id), name, imageUrl, price: cost }];
    }),
};

function rowsAt(root: unknown, place: string): Rows {
  const colon = place.indexOf(': ');
  const nodes = colon === -1 ? [root] : valuesAt(root, place.slice(0, colon));
  const paths = place.slice(colon === -1 ? 0 : colon + 2).split(', ');
  return nodes.map((node) => paths.map((path) => path.split('+').flatMap((part) => valuesAt(node, part))));
}

function putField<K extends FieldName>(
  draft: Draft,
  field: K,
  root: unknown,
  places: string,
  origin: Origin,
  context: Context,
): void {
  const convert = CONVERTERS[field];
  if (convert === undefined || draft.has(field)) return;
  for (const place of places.split(' | ')) draft.put(field, convert(rowsAt(root, place), context), origin, place);
}

/** Fills the draft's open fields from a tree. */
export function putTree(draft: Draft, root: unknown, places: Places, origin: Origin, context: Context): void {
  for (const field of FIELDS) {
    const place = places[field];
    if (place !== undefined) putField(draft, field, root, place, origin, context);
  }
}

/** A former price that is not higher than the price is no reduction, and neither is a percentage without one. */
export function dropFalseReduction({ fields, provenance }: Draft): void {
  const { previousPrice, price } = fields;
  if (previousPrice === null || price === null || previousPrice.amount > price.low.amount) return;
  fields.previousPrice = null;
  fields.discountPercent = null;
  delete provenance.previousPrice;
  delete provenance.discountPercent;
}

/** "Brand Name" as AliExpress and others label it; seen in en and pl (2025-06), the rest are its translations. */
const BRAND =
  /^(?:brand(?: name)?|nazwa marki|marka|markenname|marke|nom de (?:la )?marque|marque|nombre de (?:la )?marca|marca|nome (?:del marchio|da marca)|marchio|merknaam|merk|бренд|название бренда)$/iu;

/** The brand from the attributes, where the page has no field for it. */
export function putBrand(draft: Draft, origin: Origin): void {
  const brand = draft.fields.attributes.find(({ name }) => BRAND.test(name));
  draft.put('brand', cleanText(brand?.value, LIMITS.name), origin, 'attributes');
}
