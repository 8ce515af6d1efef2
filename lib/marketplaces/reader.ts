/**
 * Reading a page, whole or as it grows. Nothing here throws: a page is hostile input and the reader runs inside it, so
 * whatever an adapter did not foresee becomes an `unreadable` reading that says so.
 */
import type { Reading } from '../listing/listing.ts';
import type { Adapter, CardSite, Page, PageReading } from './adapter.ts';
import { addressOf } from './assemble.ts';
import { adapterFor } from './registry.ts';

function unreadable(adapter: Adapter, page: Page): Reading {
  return {
    marketplace: adapter.id,
    page: adapter.pageKind(page.url),
    url: addressOf(page.url),
    completeness: { verdict: 'unreadable', lacking: [], reason: 'reader-failed' },
    listings: [],
  };
}

/** The reading with the places of its cards; null when no adapter knows the address. */
export function readPageWithSites(page: Page): PageReading | null {
  const adapter = adapterFor(page.url);
  if (adapter === null) return null;
  try {
    return adapter.readWithSites(page);
  } catch {
    return { reading: unreadable(adapter, page), sites: [] };
  }
}

export function readPage(page: Page): Reading | null {
  return readPageWithSites(page)?.reading ?? null;
}

/**
 * The cards below `root` that were not read before, by their link element and product, so that a card whose element a
 * site reuses for another product is read again.
 * @param seen kept by the caller for the life of one page; the new cards are added to it.
 */
export function readNewCards(root: ParentNode, page: Page, seen: WeakMap<Element, string>): CardSite[] {
  const adapter = adapterFor(page.url);
  if (adapter === null) return [];
  let sites: CardSite[];
  try {
    sites = adapter.cards(root, page);
  } catch {
    return [];
  }
  return sites.filter(({ anchor, listing }) => {
    if (seen.get(anchor) === listing.ref.id) return false;
    seen.set(anchor, listing.ref.id);
    return true;
  });
}
