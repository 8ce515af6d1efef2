/**
 * One page, from the first reading to the tab's next navigation: what was read goes to the background, what it suspects
 * comes back as marks. Nothing is decided here, and nothing of the page is kept beyond its life.
 */
import { listingKey } from '../../lib/listing/key.ts';
import type { Listing, ListingKey, Reading } from '../../lib/listing/listing.ts';
import type { CardSite } from '../../lib/marketplaces/adapter.ts';
import { askFromPage } from '../../lib/page-channel.ts';
import type { Suspicion } from '../../lib/rules/suspicions.ts';
import type { MarkActions } from './mark.ts';
import { MarkLayer, type MarkSite } from './mark-layer.ts';

/** More listings than this on one page are read and marked, but no longer told to the popup. */
const MAX_REMEMBERED = 500;

export interface PageUpdate {
  reading: Reading;
  /** Where the cards of this reading stand. */
  sites: readonly CardSite[];
  /** Where the product's title stands, on a product page. */
  title: Element | null;
}

function actionsFor(listing: ListingKey): MarkActions {
  return {
    report: () => void askFromPage('open-report', { listing }),
    hide: (rule) => void askFromPage('hide-finding', { listing, rule }),
    unhide: (rule) => void askFromPage('unhide-finding', { listing, rule }),
  };
}

export class PageSession {
  readonly #marks = new MarkLayer();
  readonly #listings = new Map<ListingKey, Listing>();
  readonly #suspected = new Set<ListingKey>();
  readonly #signal: AbortSignal;
  #latest: Reading | null = null;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#marks.clear(), { once: true });
  }

  /** All that was read on this page so far; null before the first reading. */
  get reading(): Reading | null {
    return this.#latest === null ? null : { ...this.#latest, listings: [...this.#listings.values()] };
  }

  async update({ reading, sites, title }: PageUpdate): Promise<void> {
    this.#latest = reading;
    for (const listing of reading.listings) {
      const key = listingKey(listing.ref);
      if (this.#listings.has(key) || this.#listings.size < MAX_REMEMBERED) this.#listings.set(key, listing);
      this.#suspected.delete(key);
    }
    const suspicions = await askFromPage('page-read', { reading, suspectedBefore: this.#suspected.size });
    if (suspicions === null || this.#signal.aborted) return;
    this.#show(suspicions, sites, title, reading.listings);
  }

  #show(
    suspicions: Suspicion[],
    sites: readonly CardSite[],
    title: Element | null,
    listings: readonly Listing[],
  ): void {
    const byListing = new Map(suspicions.map((suspicion) => [suspicion.listing, suspicion]));
    for (const key of byListing.keys()) this.#suspected.add(key);
    const product = listings.find(({ kind }) => kind === 'product');
    const places: [ListingKey, MarkSite][] = sites.map(({ element, listing }) => [
      listingKey(listing.ref),
      { element, placement: 'card' },
    ]);
    if (product !== undefined && title !== null) {
      places.push([listingKey(product.ref), { element: title, placement: 'title' }]);
    }
    this.#marks.sweep();
    for (const [key, site] of places) {
      this.#marks.show(site, byListing.get(key) ?? { listing: key, findings: [] }, actionsFor(key));
    }
  }
}
