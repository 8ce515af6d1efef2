/**
 * The tab's current page, from the first reading on: what was read goes to the background, what it suspects comes back as
 * marks. Nothing is decided here, and nothing of a page is kept beyond its life.
 */
import { listingKey } from '../../lib/listing/key.ts';
import type { Listing, ListingKey, Reading } from '../../lib/listing/listing.ts';
import type { Adapter, CardSite } from '../../lib/marketplaces/adapter.ts';
import type { Watcher } from '../../lib/marketplaces/watch.ts';
import { askFromPage } from '../../lib/page-channel.ts';
import type { Suspicion } from '../../lib/rules/suspicions.ts';
import type { MarkActions } from './mark.ts';
import { MarkLayer, type MarkSite } from './mark-layer.ts';

function actionsFor(listing: ListingKey): MarkActions {
  return {
    report: () => void askFromPage('open-report', { listing }),
    hide: (rule) => void askFromPage('hide-finding', { listing, rule }),
    unhide: (rule) => void askFromPage('unhide-finding', { listing, rule }),
  };
}

/** What matching looks at: the rest of a listing stays here, where the popup asks for it. */
function forMatching(listing: Listing): Listing {
  return { ...listing, imageUrls: [], rating: null, soldCount: null, language: null, provenance: {} };
}

export class PageSession implements Watcher {
  readonly #adapter: Adapter;
  readonly #signal: AbortSignal;
  readonly #marks = new MarkLayer();
  #suspected = new Set<ListingKey>();
  /** The product that the background was asked about last, and what it said. */
  #product: { listing: Listing; suspicion: Suspicion } | null = null;
  /** The toolbar shows a count of this tab. */
  #counted = false;
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
    this.#product = null;
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
    const isNew = product !== undefined && product !== this.#product?.listing;
    const news = [...(isNew ? [product] : []), ...sites.map(({ listing }) => listing)];
    // Most pages of a marketplace show no goods: they need not wake the background, unless a count must go.
    if (news.length === 0 && !this.#counted) return;
    for (const { ref } of news) suspected.delete(listingKey(ref));
    const asked = { reading: { ...reading, listings: news.map(forMatching) }, suspectedBefore: suspected.size };
    const suspicions = await askFromPage('page-read', asked);
    // The tab may have moved on to another page in the meantime.
    if (suspicions === null || this.#signal.aborted || suspected !== this.#suspected) return;
    const byListing = new Map(suspicions.map((suspicion) => [suspicion.listing, suspicion]));
    for (const key of byListing.keys()) suspected.add(key);
    this.#counted = suspected.size > 0;
    const suspicionOf = (key: ListingKey) => byListing.get(key) ?? { listing: key, findings: [] };
    if (isNew) this.#product = { listing: product, suspicion: suspicionOf(listingKey(product.ref)) };
    this.#marks.sweep();
    for (const { element, listing } of sites)
      this.#show({ element, placement: 'card' }, suspicionOf(listingKey(listing.ref)));
    const title = this.#product === null ? null : this.#adapter.titleElement(document);
    if (this.#product !== null && title !== null) {
      this.#show({ element: title, placement: 'title' }, this.#product.suspicion);
    }
  }

  #show(site: MarkSite, suspicion: Suspicion): void {
    this.#marks.show(site, suspicion, actionsFor(suspicion.listing));
  }
}
