import type { Listing, ListingRef } from './listing.ts';

/** A listing of which nothing is known but its identity. */
export function bareListing(ref: ListingRef): Listing {
  return {
    ref,
    kind: 'product',
    title: null,
    description: null,
    breadcrumb: [],
    categoryId: null,
    price: null,
    previousPrice: null,
    discountPercent: null,
    seller: null,
    brand: null,
    attributes: [],
    variants: [],
    imageUrls: [],
    rating: null,
    soldCount: null,
    shipsFrom: null,
    language: null,
    compliance: null,
    provenance: {},
  };
}
