/** What a report would be about, from whatever way the person came: an address, a link, a tick on a card. */
import { bareListing } from '../listing/bare-listing.ts';
import { listingKey } from '../listing/key.ts';
import type { Completeness, Listing, ListingKey } from '../listing/listing.ts';
import { lookUpAddress } from '../marketplaces/look-up-address.ts';
import type { AddressAnswer } from '../messages/messages.ts';
import { readTab } from '../messages/tab-reading.ts';
import type { Matcher } from '../rules/matcher.ts';
import { suspicionsIn, type Viewer } from '../rules/suspicions.ts';
import { judge } from '../tabs/tab-description.ts';
import { inCart, takeOutOfCart } from './cart.ts';
import type { Subject } from './stored-report.ts';

export interface Judge {
  matcher: Matcher;
  viewer: Viewer;
}

const NOT_READ: Completeness = { verdict: 'not-ready', lacking: [], reason: 'address-only' };

/**
 * Whether only the child-protection path is open to a listing. Weak findings count, and so do those that the person hid:
 * such a listing must not enter a cart by accident.
 */
export function isSensitive(listing: Listing, { matcher, viewer }: Judge): boolean {
  return suspicionsIn(matcher, [listing], { ...viewer, seesWeak: true }).some(({ findings }) =>
    findings.some(({ sensitive }) => sensitive),
  );
}

interface Met {
  listing: Listing;
  completeness: Completeness;
  visited: string;
  readAt: number | null;
}

export async function subjectOf(met: Met, { matcher, viewer }: Judge): Promise<Subject> {
  const { shown } = await judge(matcher, [met.listing], viewer);
  return { ...met, findings: shown[0]?.findings ?? [] };
}

/** The listing as the tab shows it, where the tab's page was read and shows it. */
async function metInTab(key: ListingKey, tab: number): Promise<Met | null> {
  const reading = await readTab(tab);
  const listing = reading?.listings.find(({ ref }) => listingKey(ref) === key);
  if (reading == null || listing === undefined) return null;
  return { listing, completeness: reading.completeness, visited: reading.url, readAt: Date.now() };
}

/** @param tab the page that the address was met on, or null: it may have read more of the listing than the address says. */
export async function subjectOfAddress(address: string, tab: number | null, asked: Judge): Promise<AddressAnswer> {
  const found = lookUpAddress(address);
  if (found.kind !== 'listing') return { kind: found.kind, marketplace: found.marketplace };
  const met = (tab === null ? null : await metInTab(listingKey(found.ref), tab)) ?? {
    listing: bareListing(found.ref),
    completeness: NOT_READ,
    visited: found.ref.canonicalUrl,
    readAt: null,
  };
  return { kind: 'listing', subject: await subjectOf(met, asked), sensitive: isSensitive(met.listing, asked) };
}

/** Which of these listings are in the cart; one that turns out to be sensitive leaves it. */
export async function tickedAmong(listings: readonly Listing[], asked: Judge): Promise<ListingKey[]> {
  const keys = await inCart(listings.map(({ ref }) => listingKey(ref)));
  const sensitive = listings.filter((one) => keys.includes(listingKey(one.ref)) && isSensitive(one, asked));
  const leaving = sensitive.map(({ ref }) => listingKey(ref));
  if (leaving.length > 0) await takeOutOfCart(leaving);
  return keys.filter((key) => !leaving.includes(key));
}
