/**
 * What a marketplace adapter is: one file that knows one marketplace's addresses, embedded state and markup. Everything
 * else in Vigie sees `Reading`s. Adapters are pure over a `Document`: the extension, the command line and the tests run
 * the same code. `defineAdapter` in `assemble.ts` turns an `AdapterSpec`, the part that differs, into an `Adapter`.
 */
import type { FieldName, Listing, ListingRef, MarketplaceId, PageKind, Reading } from '../listing/listing.ts';
import type { Draft } from './draft.ts';
import type { ProductSelectors } from './rendered.ts';

export interface Page {
  /** The address that the address bar shows, which decides which product a page is about. */
  url: URL;
  document: Document;
  /**
   * The document was loaded for another address and came here by history navigation: what its head says (Open Graph,
   * JSON-LD without an address) is about the earlier product.
   */
  moved?: boolean;
}

export interface CardSite {
  /** The card's outer element. */
  element: Element;
  /** The title or picture link in the card; a mark goes after it. */
  anchor: Element;
  listing: Listing;
}

/** The fields that a page kind carries in normal times; what is not among them is never called lacking. */
export interface Carries {
  product: readonly FieldName[];
  card: readonly FieldName[];
}

/** Link elements of cards that were read before, with the product they led to: those cards are left out. */
export type KnownLinks = WeakMap<Element, string>;

/** Cards as they are read, one at a time: whoever takes them may end the work after any card, and go on later. */
export type CardSites = Generator<CardSite, void>;

/** Asked after each card that was read; once it says false, the rest is left for later. */
export type GoesOn = () => boolean;

export interface PageReading {
  reading: Reading;
  sites: CardSite[];
  /** The cards that were left, where any were looked for. */
  rest?: CardSites | undefined;
}

export interface Adapter {
  id: MarketplaceId;
  name: string;
  /** Extension match patterns, https only. */
  matches: readonly string[];
  carries: Carries;
  /** Whether the address is of this marketplace, share links included. */
  owns(url: URL): boolean;
  /** Identity of the product that the address names; null for grids, share links and everything else. */
  refOf(url: URL): ListingRef | null;
  /** Identity of the product that a link leads to, where links name products in more ways than pages do. */
  linkRefOf(url: URL): ListingRef | null;
  pageKind(url: URL): PageKind;
  /** A short or share link: it names no product until the page that it leads to is open. */
  shareLink(url: URL): boolean;
  read(page: Page): Reading;
  /** `read`, with the places of the cards that it lists. */
  readWithSites(page: Page, known?: KnownLinks, goesOn?: GoesOn): PageReading;
  /** A generator function, so that nothing of it runs, or throws, before a card is asked for. */
  cards(root: ParentNode, page: Page, known?: KnownLinks): CardSites;
  /** The element that shows the product's title; the product's mark is placed beside it. */
  titleElement(document: Document): Element | null;
}

/** What a product page gave, before it is judged. */
export interface ProductDraft {
  ref: ListingRef;
  draft: Draft;
  /** Set when a source was left aside, e.g. `state-mismatch`: state of another product than the address names. */
  reason: string | null;
}

export interface AdapterSpec
  extends Pick<Adapter, 'id' | 'name' | 'matches' | 'carries' | 'owns' | 'refOf' | 'pageKind' | 'shareLink' | 'cards'> {
  /** Where it is not `refOf`. */
  linkRefOf?: Adapter['linkRefOf'];
  selectors: ProductSelectors;
  /** Reads the product that the address names. */
  product(page: Page, ref: ListingRef): ProductDraft;
  /** Whether an anti-bot page stands in place of the content. Asked only when nothing could be read. */
  blocked(page: Page): boolean;
  /** Cards that the grid's state holds, for saved pages whose cards were never rendered. */
  stateCards(page: Page): Listing[];
}
