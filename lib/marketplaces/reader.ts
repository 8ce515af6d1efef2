/** Reading a page whose marketplace is not known beforehand: the command line, the tests, the background. */
import type { Reading } from '../listing/listing.ts';
import type { CardSite, Page, PageReading } from './adapter.ts';
import { readWith, takeCards } from './reading.ts';
import { adapterFor } from './registry.ts';

/** The reading with the places of its cards; null when no adapter knows the address. Never throws. */
export function readPageWithSites(page: Page): PageReading | null {
  const adapter = adapterFor(page.url);
  return adapter === null ? null : readWith(adapter, page);
}

/** The reading of a page; null when no adapter knows the address. Never throws. */
export function readPage(page: Page): Reading | null {
  return readPageWithSites(page)?.reading ?? null;
}

/**
 * The cards below `root` that were not read before.
 * @param seen link elements already read, kept by the caller for the life of one page; the new cards are added to it.
 */
export function readNewCards(root: ParentNode, page: Page, seen: WeakMap<Element, string>): CardSite[] {
  const adapter = adapterFor(page.url);
  const sites = adapter === null ? [] : takeCards(adapter.cards(root, page, seen));
  for (const { anchor, listing } of sites) seen.set(anchor, listing.ref.id);
  return sites;
}
