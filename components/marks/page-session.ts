/**
 * The tab's current page, from the first reading on: what was read goes to the background, what it suspects comes back as
 * marks. Nothing is decided here, and nothing of a page is kept beyond its life.
 */
import { listingKey } from '../../lib/listing/key.ts';
import type { Listing, ListingKey, Reading } from '../../lib/listing/listing.ts';
import type { Adapter, CardSite } from '../../lib/marketplaces/adapter.ts';
import type { Watcher } from '../../lib/marketplaces/watch.ts';
import { askFromPage } from '../../lib/messages/page-channel.ts';
import type { Suspicion } from '../../lib/rules/suspicions.ts';
import { blurIn } from './blur.ts';
import type { MarkActions } from './mark.ts';
import { MarkLayer, type MarkSite } from './mark-layer.ts';
import type { TickActions } from './tick.ts';

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
  #toldGone = false;
  #latest: Reading | null = null;
  #judged: Promise<void> = Promise.resolve();
  /** The cards of this page that are still on it. */
  #sites: CardSite[] = [];

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
    this.#toldGone = false;
    this.#suspected = new Set();
    this.#product = null;
    this.#sites = [];
    this.#marks.clear();
    blurIn(document.documentElement, false);
  }

  /** Asks about all that is on the page once more: the person changed something about it elsewhere. */
  judgeAgain(): void {
    const reading = this.#latest;
    if (reading === null) return;
    this.#product = null;
    this.#counted = true;
    this.#suspected = new Set();
    // A box shows what the person did to it since it was made, which the layer does not know.
    this.#marks.clear();
    this.#enqueue(reading, this.#sites);
  }

  blur(listing: ListingKey, blurred: boolean): void {
    const here = this.#adapter.refOf(new URL(window.location.href));
    if (here !== null && listingKey(here) === listing) blurIn(document.documentElement, blurred);
    for (const site of this.#sites) {
      if (listingKey(site.listing.ref) === listing) blurIn(site.element, blurred);
    }
  }

  onReading(reading: Reading, sites: CardSite[]): void {
    this.#latest = reading;
    const fresh = new Set(sites.map(({ element }) => element));
    this.#sites = [...this.#sites.filter(({ element }) => element.isConnected && !fresh.has(element)), ...sites];
    this.#enqueue(reading, sites);
  }

  #enqueue(reading: Reading, sites: CardSite[]): void {
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
    // That a listing is gone is told once: the person may have reported it.
    const isGone = reading.completeness.reason === 'page-says-not-found' && !this.#toldGone;
    if (news.length === 0 && !this.#counted && !isGone) return;
    this.#toldGone ||= isGone;
    for (const { ref } of news) suspected.delete(listingKey(ref));
    const asked = { reading: { ...reading, listings: news.map(forMatching) }, suspectedBefore: suspected.size };
    // A background that the browser ended before it answered is begun anew by the next question.
    const ask = () => askFromPage('page-read', asked);
    const verdict = (await ask()) ?? (await ask());
    if (verdict !== null && (verdict.suspicions.length > 0 || verdict.ticked !== null)) {
      this.#marks.styles ??= await askFromPage('mark-styles', null);
    }
    // The tab may have moved on to another page in the meantime.
    if (verdict === null || this.#signal.aborted || suspected !== this.#suspected) return;
    const { suspicions, ticked } = verdict;
    const byListing = new Map(suspicions.map((suspicion) => [suspicion.listing, suspicion]));
    for (const key of byListing.keys()) suspected.add(key);
    this.#counted = suspected.size > 0;
    const suspicionOf = (key: ListingKey) => byListing.get(key) ?? { listing: key, findings: [] };
    if (isNew) this.#product = { listing: product, suspicion: suspicionOf(listingKey(product.ref)) };
    this.#marks.sweep();
    for (const site of sites) {
      const key = listingKey(site.listing.ref);
      const tick = ticked === null ? null : this.#tickOf(site, reading, ticked.includes(key));
      this.#show({ element: site.element, placement: 'card' }, suspicionOf(key), tick);
    }
    const title = this.#product === null ? null : this.#adapter.titleElement(document);
    if (this.#product !== null && title !== null) {
      this.#show({ element: title, placement: 'title' }, this.#product.suspicion, null);
    }
  }

  #tickOf({ listing }: CardSite, { completeness, url: visited }: Reading, ticked: boolean): TickActions {
    return {
      ticked,
      tick: (wanted) => askFromPage('tick-listing', { listing, completeness, visited, ticked: wanted }),
    };
  }

  #show(site: MarkSite, suspicion: Suspicion, tick: TickActions | null): void {
    this.#marks.show(site, suspicion, this.#actionsFor(suspicion.listing), tick);
    // Nobody must see such pictures by accident, and a picture that is not seen is not saved.
    if (suspicion.findings.some(({ sensitive }) => sensitive)) this.blur(suspicion.listing, true);
  }

  #actionsFor(listing: ListingKey): MarkActions {
    return {
      report: () => void askFromPage('open-report', { listing }),
      hide: (rule) => {
        this.blur(listing, false);
        void askFromPage('hide-finding', { listing, rule });
      },
      unhide: (rule) => void askFromPage('unhide-finding', { listing, rule }),
    };
  }
}
