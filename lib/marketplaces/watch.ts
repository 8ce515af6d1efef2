/**
 * When to read. Marketplaces render late, swap products without loading a page and append to their lists for as long as
 * a person scrolls, and an extension must follow all that without costing the page anything.
 *
 * Nothing polls. One `MutationObserver` says that the page changed; a burst of changes is waited out (`QUIET`, at most
 * `PATIENCE`), then one look is taken. While the product is not complete, looks are spaced ever wider (`FIRST_GAP`
 * doubling to `LONGEST_GAP`) and end `GIVE_UP` after the page began: Shein's data may come after a minute. From then on
 * only cards whose links were never read are looked at. Cards are read for `SLICE` at a time, the rest in tasks of their
 * own, so that the page can paint and answer in between.
 *
 * History navigation is noticed by comparing addresses when the page changes or the browser reports a navigation;
 * nothing is patched into the page's world. After it, the old product may still be on the page under the new address,
 * so the page is believed only once it shows another title than at the last look before, or after `SETTLE`.
 */

import { LIMITS } from '../listing/limits.ts';
import type { Completeness, Listing, Reading } from '../listing/listing.ts';
import type { Adapter, CardSite, CardSites, GoesOn, KnownLinks, Page } from './adapter.ts';
import { completenessOf } from './assemble.ts';
import { readWith, takeCards } from './reading.ts';

export const QUIET = 150;
export const PATIENCE = 1_000;
export const FIRST_GAP = 200;
export const LONGEST_GAP = 5_000;
export const SETTLE = 3_000;
export const GIVE_UP = 60_000;
export const SLICE = 8;
/** So many cards are reported before the last slice is read. */
const HELD = 60;
/** Looks at a card that shows a title but not yet its price or picture. */
const CARD_LOOKS = 3;

/** What the watcher needs of a window; a real one fits. */
export interface WatchedWindow {
  document: Document;
  location: { href: string };
  MutationObserver: typeof MutationObserver;
  setTimeout(handler: () => void, delay: number): number;
  clearTimeout(timer: number): void;
  performance: { now(): number };
  addEventListener(type: string, listener: () => void, options: { signal: AbortSignal }): void;
  /** The Navigation API, where the browser has it. */
  navigation?: { addEventListener(type: string, listener: () => void, options: { signal: AbortSignal }): void };
}

export interface Watcher {
  /** Another page began in this tab (also the first one): whatever was shown for the last one is void. */
  onPage(url: URL): void;
  /**
   * The page's reading as far as it is known; it replaces the last one of this page.
   * @param sites the cards that were not reported for this page before, or that show more than then.
   */
  onReading(reading: Reading, sites: CardSite[]): void;
}

interface Visit {
  page: Page;
  key: string;
  began: number;
  /** Null until the first look. */
  reading: Reading | null;
  /** Links of cards that need no further look, with the product that each led to. */
  known: KnownLinks;
  /** How often an incomplete card was looked at. */
  looks: WeakMap<Element, number>;
  /** Links of incomplete cards, known for as long as slices of the same look may meet them again. */
  open: Element[];
  /** Cards that earlier slices of this look brought; they are reported together. */
  held: CardSite[];
  /** What the next slice goes on with, unless the page has changed since. */
  rest?: CardSites | undefined;
  /** The title that the page before showed, while this page may still show it. */
  stale: Title | null;
  /** The title at the last look; the product's mark stands at its element. */
  title: Title;
  gap: number;
  nextLook: number;
  /** The page itself is read; only new cards are of interest. */
  settled: boolean;
}

interface Title {
  element: Element | null;
  text: string;
}

/** Two addresses with the same key show the same product or list; tracking parameters make no new page. */
function keyOf(adapter: Adapter, url: URL): string {
  return adapter.refOf(url)?.id ?? `${url.pathname}${url.search}`;
}

function mayImprove({ verdict, reason }: Completeness): boolean {
  return verdict !== 'complete' && verdict !== 'not-a-listing' && reason !== 'reader-failed';
}

function isCard({ kind }: Listing): boolean {
  return kind === 'card';
}

/** The reading with cards added, or replaced by a later look at the same one; the oldest cards give way. */
export function withCards(reading: Reading, sites: readonly CardSite[]): Reading {
  const product = reading.listings.filter((listing) => !isCard(listing));
  const cards = new Map(reading.listings.filter(isCard).map((listing) => [listing.ref.id, listing]));
  for (const { listing } of sites) cards.set(listing.ref.id, listing);
  return { ...reading, listings: [...product, ...[...cards.values()].slice(product.length - LIMITS.listings)] };
}

/** Watches the page until `signal` aborts; the first look is taken at once. */
export function watchPage(adapter: Adapter, window: WatchedWindow, signal: AbortSignal, watcher: Watcher): void {
  if (signal.aborted) return;
  const { document } = window;
  const now = () => window.performance.now();
  let timer: number | null = null;
  let nextSlice: number | null = null;
  let burstBegan: number | null = null;

  const titleNow = (): Title => {
    const element = adapter.titleElement(document);
    return { element, text: element?.textContent ?? '' };
  };

  const visitOf = (url: URL, before: Title | null): Visit => ({
    page: { url, document, ...(before === null ? {} : { moved: true }) },
    key: keyOf(adapter, url),
    began: now(),
    reading: null,
    known: new WeakMap(),
    looks: new WeakMap(),
    open: [],
    held: [],
    stale: before,
    title: before ?? { element: null, text: '' },
    gap: FIRST_GAP,
    nextLook: 0,
    settled: false,
  });
  let visit = visitOf(new URL(window.location.href), null);

  /** Begins another visit when the address is another page's. */
  const follow = () => {
    const url = new URL(window.location.href);
    if (keyOf(adapter, url) === visit.key) {
      visit.page = { ...visit.page, url };
      return;
    }
    visit = visitOf(url, visit.title);
    watcher.onPage(url);
  };

  /** Whether what the page shows may still be the page before. */
  const isStale = () => {
    if (visit.stale === null) return false;
    const { element, text } = titleNow();
    const same = element === visit.stale.element && text === visit.stale.text;
    if (same && now() - visit.began < SETTLE) return true;
    visit.stale = null;
    return false;
  };

  /** An incomplete card is looked at again, some times. */
  const remember = (sites: readonly CardSite[]) => {
    for (const { anchor, listing } of sites) {
      const looks = (visit.looks.get(anchor) ?? 0) + 1;
      visit.looks.set(anchor, looks);
      visit.known.set(anchor, listing.ref.id);
      const complete = completenessOf(listing, adapter.carries.card).lacking.length === 0;
      if (!complete && looks < CARD_LOOKS) visit.open.push(anchor);
    }
    if (nextSlice !== null) return;
    for (const anchor of visit.open) visit.known.delete(anchor);
    visit.open = [];
  };

  /** A slice of time begins; what is left at its end gets a task of its own. */
  const slice = (): GoesOn => {
    const end = now() + SLICE;
    return () => {
      if (now() < end) return true;
      nextSlice ??= window.setTimeout(() => {
        nextSlice = null;
        if (window.location.href === visit.page.url.href) lookAtCards();
      }, 0);
      return false;
    };
  };

  const lookAtPage = () => {
    const last = now() - visit.began >= GIVE_UP;
    visit.title = titleNow();
    const { reading: look, sites, rest } = readWith(adapter, visit.page, visit.known, slice());
    visit.rest = rest;
    remember(sites);
    // Cards of an earlier look at this page were not read again.
    const before = visit.reading?.listings.filter(isCard) ?? [];
    const product = look.listings.filter((listing) => !isCard(listing));
    const reading = before.length === 0 ? look : withCards({ ...look, listings: [...product, ...before] }, sites);
    const { verdict, reason } = reading.completeness;
    if (last && verdict === 'not-ready' && reason !== 'page-says-not-found') {
      reading.completeness = { ...reading.completeness, verdict: 'unreadable', reason: 'never-rendered' };
    }
    visit.reading = reading;
    const listsCards = reading.page === 'grid' && reading.listings.length > 0;
    visit.settled = last || listsCards || !mayImprove(reading.completeness);
    watcher.onReading(reading, sites);
  };

  const lookAtCards = () => {
    if (visit.reading === null || visit.reading.page === 'other') return;
    visit.rest ??= adapter.cards(document, visit.page, visit.known);
    const sites = takeCards(visit.rest, slice());
    remember(sites);
    visit.held.push(...sites);
    const { held } = visit;
    if (held.length === 0 || (nextSlice !== null && held.length < HELD)) return;
    visit.held = [];
    visit.reading = withCards(visit.reading, held);
    watcher.onReading(visit.reading, held);
  };

  /** State may be complete before anything is rendered, and a framework may render the title anew. */
  const titleCame = () => {
    if (visit.reading?.page !== 'product') return false;
    const title = adapter.titleElement(document);
    return title !== null && title !== visit.title.element;
  };

  const plan = (delay: number) => {
    if (timer !== null) window.clearTimeout(timer);
    timer = window.setTimeout(look, Math.max(0, delay));
  };

  const look = () => {
    timer = null;
    burstBegan = null;
    if (signal.aborted) return;
    follow();
    if (visit.settled && !titleCame()) lookAtCards();
    else if (isStale()) plan(visit.began + SETTLE - now());
    else {
      lookAtPage();
      visit.nextLook = now() + visit.gap;
      visit.gap = Math.min(visit.gap * 2, LONGEST_GAP);
      // One more look is certain to come, even on a page that never changes again.
      if (!visit.settled) plan(visit.began + GIVE_UP - now());
    }
  };

  const onChange = () => {
    visit.rest = undefined;
    burstBegan ??= now();
    const quiet = Math.min(QUIET, burstBegan + PATIENCE - now());
    plan(visit.settled ? quiet : Math.max(quiet, visit.nextLook - now()));
  };

  const observer = new window.MutationObserver(onChange);
  observer.observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['href'] });
  for (const type of ['popstate', 'hashchange']) window.addEventListener(type, onChange, { signal });
  window.navigation?.addEventListener('currententrychange', onChange, { signal });
  signal.addEventListener(
    'abort',
    () => {
      observer.disconnect();
      for (const pending of [timer, nextSlice]) if (pending !== null) window.clearTimeout(pending);
    },
    { once: true },
  );
  watcher.onPage(visit.page.url);
  look();
}
