/** What an address that a person gave names, by the marketplaces' own rules; nothing is opened for it. */

import { LIMITS } from '../listing/limits.ts';
import type { ListingRef } from '../listing/listing.ts';
import { adapterFor } from './registry.ts';

/**
 * - `not-an-address`: no web address at all.
 * - `other-site`: of no marketplace that Vigie reads.
 * - `share-link`: a short link, which names no listing until it is opened.
 * - `not-a-listing`: a search, a shop, the home page.
 */
export type AddressFault = 'not-an-address' | 'other-site' | 'share-link' | 'not-a-listing';

export type LookedUpAddress =
  | { kind: 'listing'; ref: ListingRef; url: string; marketplace: string }
  | { kind: AddressFault; marketplace: string | null; url: string | null };

/** Apps share "Look at this https://…": the first address in the text is meant. */
function addressIn(text: string): string {
  const trimmed = text.trim();
  return /https?:\/\/\S+/i.exec(trimmed)?.[0] ?? trimmed;
}

function parse(text: string): URL | null {
  const address = addressIn(text);
  if (address.length > LIMITS.url) return null;
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:') || !url.hostname.includes('.'))
    return null;
  // The marketplaces answer on https alone; reports carry no other addresses to them.
  url.protocol = 'https:';
  url.username = '';
  url.password = '';
  url.hash = '';
  return url;
}

export function lookUpAddress(text: string): LookedUpAddress {
  const url = parse(text);
  if (url === null) return { kind: 'not-an-address', marketplace: null, url: null };
  const adapter = adapterFor(url);
  if (adapter === null) return { kind: 'other-site', marketplace: null, url: url.href };
  const ref = adapter.linkRefOf(url);
  if (ref !== null) return { kind: 'listing', ref, url: url.href, marketplace: adapter.id };
  const kind = adapter.shareLink(url) ? 'share-link' : 'not-a-listing';
  return { kind, marketplace: adapter.id, url: url.href };
}
