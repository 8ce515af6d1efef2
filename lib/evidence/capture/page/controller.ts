/**
 * The page's side of a capture. It lives in the isolated world for the length of one capture and is called by the
 * background, step by step. Should the background die in the middle, it puts the page back by itself.
 */
import { documentHeight, type Loading, loadWholePage, nextFrames, scrollTo } from './load.ts';
import { type SnapshotTaken, snapshotOf } from './snapshot.ts';
import { StillPage } from './still.ts';

export type { Loading, SnapshotTaken };

export interface PageView {
  url: string;
  title: string;
  referrer: string | null;
  /** Addresses in this tab before the page, oldest first: of its own site, as far as the browser tells it. */
  path: string[];
  /** When the document began to load, milliseconds since the epoch. */
  loadedAt: number;
  /** CSS pixels, without scroll bars. */
  width: number;
  height: number;
  documentWidth: number;
  documentHeight: number;
  devicePixelRatio: number;
  /** Nothing of the document scrolls, but a large part inside it does. */
  scrollsInside: boolean;
}

export interface Shown {
  url: string;
  /** Where the window stands, CSS pixels. */
  top: number;
  hidden: string[];
}

export interface ShownElement extends Shown {
  /** In the window, CSS pixels. */
  box: { x: number; y: number; width: number; height: number };
  /** Part of it does not fit into the window. */
  cut: boolean;
}

/** Longer than any wait of the background between two calls. */
const DEAD_AFTER_MS = 15_000;
const MAX_PATH = 50;

/** Finds the outer element of a listing's card. */
export type FindCard = (listing: string) => Element | null;

type PageWindow = Window & typeof globalThis;

interface HistoryEntry {
  url: string | null;
}

function pathOf(window: PageWindow): string[] {
  const { navigation } = window as { navigation?: { entries(): HistoryEntry[]; currentEntry: HistoryEntry | null } };
  if (navigation === undefined) return [];
  const entries = navigation.entries();
  const current = navigation.currentEntry === null ? entries.length : entries.indexOf(navigation.currentEntry);
  return entries
    .slice(0, Math.max(0, current))
    .flatMap(({ url }) => (url === null ? [] : [url.slice(0, 4096)]))
    .slice(-MAX_PATH);
}

function scrollsInside(window: PageWindow): boolean {
  const { document, innerWidth, innerHeight } = window;
  if (documentHeight(window) > innerHeight + 1) return false;
  let element = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
  for (; element !== null; element = element.parentElement) {
    if (element.scrollHeight > element.clientHeight + 100 && element.clientHeight > innerHeight / 2) {
      const { overflowY } = window.getComputedStyle(element);
      if (overflowY === 'auto' || overflowY === 'scroll') return true;
    }
  }
  return false;
}

export class PageController {
  readonly #window: PageWindow;
  readonly #findCard: FindCard;
  #still: StillPage | null = null;
  #scroll = { left: 0, top: 0 };
  #watchdog: ReturnType<typeof setTimeout> | undefined;

  constructor(window: PageWindow, findCard: FindCard) {
    this.#window = window;
    this.#findCard = findCard;
  }

  async begin(): Promise<PageView> {
    this.#restore();
    const { document, location, performance } = this.#window;
    this.#scroll = { left: this.#window.scrollX, top: this.#window.scrollY };
    this.#still = new StillPage(this.#window);
    this.#still.hideOwnMarks();
    this.#watch();
    return {
      url: location.href,
      title: document.title.slice(0, 1000),
      referrer: document.referrer === '' ? null : document.referrer.slice(0, 4096),
      path: pathOf(this.#window),
      loadedAt: performance.timeOrigin,
      width: document.documentElement.clientWidth,
      height: this.#viewHeight(),
      documentWidth: document.documentElement.scrollWidth,
      documentHeight: documentHeight(this.#window),
      devicePixelRatio: this.#window.devicePixelRatio,
      scrollsInside: scrollsInside(this.#window),
    };
  }

  async load(limit: number): Promise<Loading> {
    // The walk has limits of its own, beyond the watchdog's.
    clearTimeout(this.#watchdog);
    const still = this.#still;
    const loading = await loadWholePage(this.#window, limit, () => still !== null && this.#still === still);
    if (this.#still !== null) this.#watch();
    return loading;
  }

  async show(y: number, isFirst: boolean): Promise<Shown> {
    this.#watch();
    // Where nothing moves nothing is drawn anew.
    if (isFirst && this.#window.scrollY === y) return this.#shown();
    scrollTo(this.#window, y);
    if (!isFirst) this.#still?.stopRepeats();
    await nextFrames(this.#window);
    // A bar that slides in when the page is scrolled came with those frames.
    if (!isFirst) this.#still?.stopRepeats();
    return this.#shown();
  }

  async showElement(listing: string): Promise<ShownElement | null> {
    this.#watch();
    const element = this.#findCard(listing);
    if (element === null) return null;
    element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    this.#still?.stopRepeats();
    await nextFrames(this.#window);
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const width = this.#window.document.documentElement.clientWidth;
    const height = this.#viewHeight();
    const x = Math.max(0, left);
    const y = Math.max(0, top);
    return {
      ...this.#shown(),
      box: { x, y, width: Math.max(0, Math.min(right, width) - x), height: Math.max(0, Math.min(bottom, height) - y) },
      cut: top < -1 || bottom > height + 1 || left < -1 || right > width + 1,
    };
  }

  async snapshot(limit: number): Promise<SnapshotTaken> {
    return snapshotOf(this.#window.document, limit);
  }

  async end(): Promise<null> {
    this.#restore();
    return null;
  }

  #shown(): Shown {
    return { url: this.#window.location.href, top: this.#window.scrollY, hidden: this.#still?.descriptions ?? [] };
  }

  /** Without a horizontal scroll bar. In quirks mode the root element's height is the document's. */
  #viewHeight(): number {
    const { document, innerHeight } = this.#window;
    const { clientHeight } = document.documentElement;
    return document.compatMode === 'CSS1Compat' && clientHeight > 0 ? Math.min(clientHeight, innerHeight) : innerHeight;
  }

  #watch(): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#restore(), DEAD_AFTER_MS);
  }

  #restore(): void {
    clearTimeout(this.#watchdog);
    if (this.#still === null) return;
    this.#still.restore();
    this.#still = null;
    this.#window.scrollTo({ ...this.#scroll, behavior: 'instant' });
  }
}

/** Its methods, as the background calls them by name. */
export type PageMethod = 'begin' | 'load' | 'show' | 'showElement' | 'snapshot' | 'end';

/** Where the background finds it in the isolated world. */
export const CONTROLLER = 'vigieCapture';
