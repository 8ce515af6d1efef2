/**
 * The cart: listings that the person ticked, to report together. Each tick is in the database before it is shown as made.
 * Goods that may be tied to the abuse of children never enter it: nothing of such a listing is kept.
 */
import { listingKey } from '../listing/key.ts';
import type { ListingKey } from '../listing/listing.ts';
import { type CartItem, openDatabase } from '../storage/database.ts';
import { REPORT_LIMITS } from './report-limits.ts';
import type { Subject } from './stored-report.ts';

/** As many as one report takes. */
export const CART_SIZE = REPORT_LIMITS.listings;

export type CartAnswer = 'in' | 'out' | 'full' | 'child-protection' | 'failed';

export async function addToCart(subject: Subject): Promise<CartAnswer> {
  if (subject.findings.some(({ sensitive }) => sensitive)) return 'child-protection';
  const listing = listingKey(subject.listing.ref);
  const transaction = (await openDatabase()).transaction('cart', 'readwrite', { durability: 'strict' });
  const [count, before] = await Promise.all([transaction.store.count(), transaction.store.getKey(listing)]);
  if (before === undefined && count >= CART_SIZE) {
    await transaction.done;
    return 'full';
  }
  await Promise.all([transaction.store.put({ listing, subject, at: Date.now() }), transaction.done]);
  return 'in';
}

export async function takeOutOfCart(listings: readonly ListingKey[]): Promise<void> {
  const transaction = (await openDatabase()).transaction('cart', 'readwrite');
  await Promise.all([...listings.map((listing) => transaction.store.delete(listing)), transaction.done]);
}

/** Puts back what was taken out, in its old order, as far as there is room. */
export async function putBackInCart(items: readonly CartItem[]): Promise<void> {
  const transaction = (await openDatabase()).transaction('cart', 'readwrite', { durability: 'strict' });
  const room = CART_SIZE - (await transaction.store.count());
  await Promise.all([
    ...items.slice(0, Math.max(0, room)).map((item) => transaction.store.put(item)),
    transaction.done,
  ]);
}

/** In the order in which they were ticked. */
export async function cartItems(): Promise<CartItem[]> {
  return (await openDatabase()).getAllFromIndex('cart', 'at');
}

export async function cartCount(): Promise<number> {
  return (await openDatabase()).count('cart');
}

/** Which of these listings are in the cart. */
export async function inCart(listings: readonly ListingKey[]): Promise<ListingKey[]> {
  const { store } = (await openDatabase()).transaction('cart');
  const found = await Promise.all(listings.map((listing) => store.getKey(listing)));
  return listings.filter((_, index) => found[index] !== undefined);
}
