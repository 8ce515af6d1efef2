/** What the engine looks at: the texts and facts of one listing, flat. */
import { listingKey } from '../listing/key.ts';
import type { Attribute, Listing, PanelState, TraderStatus } from '../listing/listing.ts';
import type { Span } from './finding.ts';

export interface MatchInput {
  /** `marketplace:id`, or null where a text without identity is matched. */
  listing: string | null;
  title: string | null;
  description: string | null;
  /** From the root to the leaf, joined by " > ". */
  category: string | null;
  /** Name of the seller. */
  seller: string | null;
  /** The marketplace's id of the shop. */
  sellerId: string | null;
  brand: string | null;
  variants: string[];
  attributes: Attribute[];
  /** Lowest and highest price shown, in `currency`. */
  price: number | null;
  highestPrice: number | null;
  /** ISO 4217. */
  currency: string | null;
  /** Struck-through price, in `currency`; null where it is in another. */
  previousPrice: number | null;
  /** Claimed reduction, 1 to 99. */
  discountPercent: number | null;
  trader: TraderStatus;
  /** The page's own words on the trader's status. */
  traderText: string | null;
  /** As the page names it: a country in words or a code. */
  shipsFrom: string | null;
  /** Null where the page kind has no such panel (a card). */
  panel: PanelState | null;
  manufacturer: string | null;
  responsiblePerson: string | null;
  realSellerId: string | null;
}

/** An input that says nothing; callers set what they know. */
export const EMPTY_INPUT: MatchInput = {
  listing: null,
  title: null,
  description: null,
  category: null,
  seller: null,
  sellerId: null,
  brand: null,
  variants: [],
  attributes: [],
  price: null,
  highestPrice: null,
  currency: null,
  previousPrice: null,
  discountPercent: null,
  trader: 'unknown',
  traderText: null,
  shipsFrom: null,
  panel: null,
  manufacturer: null,
  responsiblePerson: null,
  realSellerId: null,
};

export function matchInputOf(listing: Listing): MatchInput {
  const { price, previousPrice, seller, compliance } = listing;
  const currency = price?.low.currency ?? null;
  return {
    listing: listingKey(listing.ref),
    title: listing.title,
    description: listing.description,
    category: listing.breadcrumb.length > 0 ? listing.breadcrumb.join(' > ') : null,
    seller: seller?.name ?? null,
    sellerId: seller?.id ?? null,
    brand: listing.brand,
    variants: listing.variants.map((variant) => variant.name),
    attributes: listing.attributes,
    price: price?.low.amount ?? null,
    highestPrice: price?.high.amount ?? null,
    currency,
    previousPrice: previousPrice !== null && previousPrice.currency === currency ? previousPrice.amount : null,
    discountPercent: listing.discountPercent,
    trader: seller?.trader ?? 'unknown',
    traderText: seller?.traderText ?? null,
    shipsFrom: listing.shipsFrom,
    panel: compliance?.panel ?? null,
    manufacturer: compliance?.manufacturer ?? null,
    responsiblePerson: compliance?.responsiblePerson ?? null,
    realSellerId: compliance?.realSellerId ?? null,
  };
}

/** The text of an attribute row as spans count it. */
export const attributeText = (attribute: Attribute): string => `${attribute.name}: ${attribute.value}`;

/** The text that a span of a finding points into; null where the input has no such field. */
export function fieldText(input: MatchInput, span: Pick<Span, 'field' | 'index'>): string | null {
  switch (span.field) {
    case 'title':
      return input.title;
    case 'description':
      return input.description;
    case 'category':
      return input.category;
    case 'seller':
      return input.seller;
    case 'brand':
      return input.brand;
    case 'variant':
      return input.variants[span.index] ?? null;
    case 'attribute': {
      const row = input.attributes[span.index];
      return row === undefined ? null : attributeText(row);
    }
    default:
      return null;
  }
}
