/**
 * Reading a page with a given adapter. Nothing here throws: a page is hostile input and the reader runs inside it, so
 * whatever an adapter did not foresee becomes an `unreadable` reading that says so.
 */
import type { Adapter, CardSite, CardSites, GoesOn, KnownLinks, Page, PageReading } from './adapter.ts';
import { addressOf, take } from './assemble.ts';

/** The reading with the places of its cards. */
export function readWith(adapter: Adapter, page: Page, known?: KnownLinks, goesOn?: GoesOn): PageReading {
  try {
    return adapter.readWithSites(page, known, goesOn);
  } catch {
    const reading = {
      marketplace: adapter.id,
      page: adapter.pageKind(page.url),
      url: addressOf(page.url),
      completeness: { verdict: 'unreadable' as const, lacking: [], reason: 'reader-failed' },
      listings: [],
    };
    return { reading, sites: [] };
  }
}

/** Cards that are still to be read. */
export function takeCards(cards: CardSites, goesOn?: GoesOn): CardSite[] {
  try {
    return take(cards, goesOn);
  } catch {
    return [];
  }
}
