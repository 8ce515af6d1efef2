import type { ListingKey, ListingRef } from './listing.ts';

/** The key of a listing: equal for two refs exactly when they name the same listing. */
export function listingKey(ref: Pick<ListingRef, 'marketplace' | 'id'>): ListingKey {
  return `${ref.marketplace}:${ref.id}`;
}
