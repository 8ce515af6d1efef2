/**
 * The tab's current page, from the first reading on: what was read goes to the background, what it suspects comes back as
 * marks. Nothing is decided here, and nothing of a page is kept beyond its life.
 */
import { listingKey } from '../../lib/listing/key.ts';
import type { ListingKey, Reading } from '../../lib/listing/listing.ts';
import type { Adapter, CardSite } from '../../lib/marketplaces/adapter.ts';
import type { Watcher } from '../../lib/marketplaces/watch.ts';
import { askFromPage } from '../../lib/page-channel.ts';
import type { MarkActions } from './mark.ts';
import { MarkLayer, type MarkSite } from './mark-layer.ts';

function actionsFor(listing: ListingKey): MarkActions {
  return {
    report: () => void askFromPage('open-report', { listing }),
    hide: (rule) => void askFromPage('hide-finding', { listing, rule }),
    unhide: (rule) => void askFromPage('unhide-finding', { listing, rule }),
  };
}

export class PageSession implements Watcher {
  readonly #adapter: Adapter;
  readonly #signal: AbortSignal;
  readonly #marks = new MarkLayer();
  #suspected = new Set<ListingKey>();
  #latest: Reading | null = null;
  #judged: Promise<void> = Promise.resolve();

  constructor(adapter: Adapter, signal: AbortSignal) {
    this.#adapter = adapter;
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#marks.clear(), { once: true });
  }

  /** All that was read on this page so far; null before the first reading. */
  get reading(): Reading | null {
    return this.#latest;
  }

  onPage(): void {
    this.#latest = null;
    this.#suspected = new Set();
    this.#marks.clear();
  }

  onReading(reading: Reading, sites: CardSite[]): void {
    this.#latest = reading;
    const suspected = this.#suspected;
    // One after another: the count on the toolbar adds up what the readings before this one brought. What a hostile page
    // makes fail costs its own marks and not the next reading's.
    this.#judged = this.#judged.then(() => this.#judge(reading, sites, suspected)).catch(() => undefined);
  }

  /** Asks about what is new, the product and the cards of `sites`, and shows the answer. */
  async #judge(reading: Reading, sites: CardSite[], suspected: Set<ListingKey>): Promise<void> {
    if (suspected !== this.#suspected) return;
    const product = reading.listings.find(({ kind }) => kind === 'product');
    const news = [...(product === undefined ? [] : [product]), ...sites.map(({ listing }) => listing)];
    for (const { ref } of news) suspected.delete(listingKey(ref));
    const asked = { reading: { ...reading, listings: news }, suspectedBefore: suspected.size };
    const suspicions = await askFromPage('page-read', asked);
    // The tab may have moved on to another page in the meantime.
    if (suspicions === null || this.#signal.aborted || suspected !== this.#suspected) return;
    const byListing = new Map(suspicions.map((suspicion) => [suspicion.listing, suspicion]));
    for (const key of byListing.keys()) suspected.add(key);
    const places: [ListingKey, MarkSite][] = sites.map(({ element, listing }) => [
      listingKey(listing.ref),
      { element, placement: 'card' },
    ]);
    const title = product === undefined ? null : this.#adapter.titleElement(document);
    if (product !== undefined && title !== null) {
      places.push([listingKey(product.ref), { element: title, placement: 'title' }]);
    }
    this.#marks.sweep();
    for (const [key, site] of places) {
      this.#marks.show(site, byListing.get(key) ?? { listing: key, findings: [] }, actionsFor(key));
    }
  }
}
