/**
 * What a marketplace page says about the goods it offers, as plain data.
 *
 * Three words carry the rest of the code. A *listing* is one product offer; a *card* is a listing as a grid of results
 * shows it; a *reading* is what one look at one page gave: its listings, and how complete that look was. A field that
 * the page did not give is `null`, never a guess, and every field that was read says in `provenance` where it came from.
 *
 * These types are imported by the content script, so this file holds no code: the zod schemas that check a reading
 * when it reaches the background stand beside it in `schema.ts`.
 */

/** Lower-case id of a marketplace adapter, as registered in `lib/marketplaces/registry.ts`. */
export type MarketplaceId = string;

/** Identity of a listing. Two refs name the same listing when `marketplace` and `id` are equal. */
export interface ListingRef {
  marketplace: MarketplaceId;
  /** The marketplace's own id, digits or 24 hex digits as the marketplace writes it. */
  id: string;
  /** https URL without tracking parameters, on the host that the page names as canonical, else on the page's host. */
  canonicalUrl: string;
  /** Market that the host or the page names: a lower-case ISO 3166 country, a marketplace's own code, or null. */
  region: string | null;
}

export interface Money {
  /** Major units (12.34 is twelve euros and thirty-four cents). */
  amount: number;
  /** ISO 4217, or null where the page shows only an ambiguous sign. */
  currency: string | null;
  /** The text or value as the page has it, at most 64 characters. */
  text: string;
}

/** `low` equals `high` where one price is shown. */
export interface PriceRange {
  low: Money;
  high: Money;
}

/** Whether the page calls the seller a trader (DSA Art. 30, Directive 2005/29/EC): in words, by absence, or unsaid. */
export type TraderStatus = 'trader' | 'private' | 'unknown';

export interface Seller {
  name: string | null;
  id: string | null;
  url: string | null;
  trader: TraderStatus;
  /** The page's own words for the status, e.g. "(Przedsiębiorca)". */
  traderText: string | null;
}

export interface Attribute {
  name: string;
  value: string;
}

/** One choice among the options of a listing; sellers may hide the illicit one here. */
export interface Variant {
  id: string | null;
  /** The option names joined by " / ", e.g. "Black / XL". */
  name: string;
  imageUrl: string | null;
  price: Money | null;
}

/** A block that loads only on demand is `not-shown`: nothing can be concluded from its absence. */
export type PanelState = 'shown' | 'not-shown';

/** GPSR (Regulation (EU) 2023/988) Art. 19 information and the DSA Art. 30 seller behind the offer. */
export interface Compliance {
  panel: PanelState;
  manufacturer: string | null;
  responsiblePerson: string | null;
  warnings: string | null;
  /** On aggregation listings: the seller that the panel names behind the shop, e.g. AliExpress "Sold by". */
  realSellerId: string | null;
}

/** Where a field was read: embedded state, JSON-LD, Open Graph, the rendered page or the address. */
export type ProvenanceSource = 'state' | 'json-ld' | 'open-graph' | 'dom' | 'url';

export interface Provenance {
  source: ProvenanceSource;
  /** Path in the state, property or selector, e.g. `modules.productInfo.goods_name`. */
  path: string;
  /** Day on which the path was last seen on a real page or in published code, `YYYY-MM-DD` or `YYYY-MM`. */
  seen: string;
}

export interface Rating {
  /** Mean on the marketplace's five-point scale. */
  value: number;
  count: number | null;
}

/** The fields that a page may give. A card gives few of them; the rest are null or empty. */
export interface ListingFields {
  title: string | null;
  description: string | null;
  /** From the root to the leaf, names as shown. */
  breadcrumb: string[];
  categoryId: string | null;
  price: PriceRange | null;
  /** Struck-through price. */
  previousPrice: Money | null;
  /** Claimed reduction, in per cent (1–99). */
  discountPercent: number | null;
  seller: Seller | null;
  brand: string | null;
  attributes: Attribute[];
  variants: Variant[];
  imageUrls: string[];
  rating: Rating | null;
  soldCount: number | null;
  shipsFrom: string | null;
  /** BCP 47, from the page's `lang`. */
  language: string | null;
  compliance: Compliance | null;
}

export type FieldName = keyof ListingFields;

export interface Listing extends ListingFields {
  ref: ListingRef;
  kind: 'product' | 'card';
  provenance: Partial<Record<FieldName, Provenance>>;
}

/**
 * How a look at a page ended.
 * - `complete`: every field that this page kind carries was read.
 * - `partial`: a listing was read; `lacking` names what was not.
 * - `not-ready`: the page has not rendered its content yet (or never will without scripts).
 * - `blocked`: an anti-bot or access-refused page stands in its place.
 * - `not-a-listing`: the page is of the marketplace but offers no goods that Vigie reads (home page, help, cart).
 * - `unreadable`: it should hold a listing, and none could be read; `reason` says what was tried.
 */
export type Verdict = 'complete' | 'partial' | 'not-ready' | 'blocked' | 'not-a-listing' | 'unreadable';

export interface Completeness {
  verdict: Verdict;
  /** Fields that the page kind normally carries and this page did not give. */
  lacking: FieldName[];
  /** A short machine-readable reason, e.g. `state-mismatch`, `anti-bot-page`, `no-title`; null when complete. */
  reason: string | null;
}

/** `product` is about one listing; `grid` is any page whose cards matter (search, category, store, home strips). */
export type PageKind = 'product' | 'grid' | 'other';

export interface Reading {
  marketplace: MarketplaceId;
  page: PageKind;
  /** Address that was read, without fragment, at most 2,048 characters. */
  url: string;
  /** Of the product on a product page, of the grid on a grid page. */
  completeness: Completeness;
  /** On a product page the product comes first; cards of recommendation strips follow. */
  listings: Listing[];
}

/** Key under which a listing is known everywhere in Vigie: `aliexpress:1005006722922099`. */
export type ListingKey = `${string}:${string}`;
