/**
 * Cards of a grid, found by what cannot change without breaking the shop: their links.
 *
 * Class names of the sites are hashes that rotate with every build, so a card is found from its link to a product
 * outwards: the largest element around it that holds no link to another product. Inside it, known selectors come first
 * and the shape of the content second: the picture, the text that is a price and nothing else, the one that is struck
 * through. A link without picture and price (a breadcrumb, a tag, a "see also") is no card.
 *
 * A page may show hundreds of cards, so each is walked once, links are resolved once for as long as their address stays
 * the same, selectors that find nothing on the whole page are asked once and not once a card, and the caller may end the
 * work after any card and go on later, if the page is still the same then.
 */

import { LIMITS } from '../listing/limits.ts';
import type { ListingRef } from '../listing/listing.ts';
import { hasDigit, isPriceText, parsePrice, parsePriceRange } from '../listing/money.ts';
import { cleanText } from '../listing/text.ts';
import type { CardSites, KnownLinks, Page } from './adapter.ts';
import { Draft, type Origin, percentOf, ratingOf, UNKNOWN_SELLER } from './draft.ts';
import { dropFalseReduction } from './mapping.ts';
import { sellerFrom } from './rendered.ts';
import { countIn, first, languageOf, parseUrl, pictureOf, type Selectors, textOf } from './selectors.ts';

export interface CardRules {
  /** Links that may lead to products. */
  links: string;
  /** The product that such a link leads to, or null. */
  refOf(url: URL): ListingRef | null;
  /** Known outer elements of cards and quick-view dialogs, comma separated. */
  card: string;
  title: Selectors;
  price: Selectors;
  previousPrice: Selectors;
  sellerLink: Selectors;
  /** The seller's id in the address of its page. */
  sellerIdIn(href: string): string | null;
  /** Attribute of the card's link that holds the seller's id. */
  sellerIdAttribute?: string;
  image: Selectors;
  /** Puts what the page's state knows about this product; it is asked before the page's elements are. */
  fromState?(draft: Draft, ref: ListingRef, page: Page): void;
  /** Whether a picture's `alt` is a better title than the card's heading (aliexpress.ru, 2025). */
  altFirst?: boolean;
  cleanImage(url: string): string;
  /** Currency where the page shows a shared sign only. */
  currency: string | null;
}

interface Group {
  ref: ListingRef;
  anchors: [Element, ...Element[]];
}

const SEEN: Origin = { source: 'dom', seen: '2025-06' };
const MAX_CLIMB = 12;
const PERCENT = /^\s*[-−–]\s*\d{1,2}\s?%\s*$/;
const FIVE_POINTS = /^\s*[0-5](?:[.,]\d)?\s*$/;
/** In lower case. */
const SOLD =
  /sold|sprzedan|verkauft|vendu|vendid|vendut|verkocht|sat[ıi]l|prodán|продан|판매|販売|ขาย|مبيع|đã bán|terjual|נמכר|predan/;

/** Where a link led when it was last looked at. */
interface Target {
  href: string | null;
  base: string;
  ref: ListingRef | null;
}
const targets = new WeakMap<Element, Target>();

function targetOf(anchor: Element, url: URL, base: string, rules: CardRules): ListingRef | null {
  const href = anchor.getAttribute('href');
  const known = targets.get(anchor);
  if (known !== undefined && known.href === href && known.base === base) return known.ref;
  const target = parseUrl(href, url);
  const ref = target === null ? null : rules.refOf(target);
  targets.set(anchor, { href, base, ref });
  return ref;
}

const PER_CARD = ['title', 'price', 'previousPrice', 'sellerLink', 'image'] as const;

/** The rules without the selectors that find nothing in the document. */
function present(rules: CardRules, document: Document): CardRules {
  const asked = { ...rules };
  for (const field of PER_CARD) {
    const finding = Object.entries(rules[field]).filter(([css]) => document.querySelector(css) !== null);
    asked[field] = Object.fromEntries(finding);
  }
  return asked;
}

/** Consecutive links to the same product, in document order. */
function groupsOf(root: ParentNode, page: Page, rules: CardRules): Group[] {
  const groups: Group[] = [];
  const base = page.url.href;
  let last: Group | undefined;
  for (const anchor of root.querySelectorAll(rules.links)) {
    const ref = targetOf(anchor, page.url, base, rules);
    if (ref === null) continue;
    // The same product twice in a row may be two cards: then a known card element tells them apart.
    if (last?.ref.id === ref.id && last.anchors[0].closest(rules.card) === anchor.closest(rules.card)) {
      last.anchors.push(anchor);
    } else {
      last = { ref, anchors: [anchor] };
      groups.push(last);
    }
    if (groups.length === LIMITS.listings) break;
  }
  return groups;
}

/** The card around a group: a known card element, else the largest element without links of the neighbours. */
function containerOf(
  [anchor]: Group['anchors'],
  before: Group | undefined,
  after: Group | undefined,
  rules: CardRules,
): Element {
  const previous = before?.anchors.at(-1);
  const next = after?.anchors[0];
  const foreign = (element: Element) =>
    (previous !== undefined && element.contains(previous)) || (next !== undefined && element.contains(next));
  const known = anchor.closest(rules.card);
  if (known !== null && !foreign(known)) return known;
  let card = anchor;
  for (let step = 0; step < MAX_CLIMB; step++) {
    const parent = card.parentElement;
    // A lone card must not grow to the whole page.
    if (parent === null || /^(BODY|MAIN|HTML|SECTION|UL|OL)$/i.test(parent.tagName) || foreign(parent)) break;
    if (parent.querySelector('h1') !== null && !parent.matches('[role="dialog"]')) break;
    card = parent;
  }
  return card;
}

type Shape = 'current' | 'struck' | 'percent' | 'sold' | 'rating';
type ShapedTexts = Partial<Record<Shape, string>>;

const LONGEST_SHAPE = 40;

function shapeOf(element: Element, text: string, former: string): Shape | null {
  if (isPriceText(text)) return isStruck(element, former) ? 'struck' : 'current';
  if (PERCENT.test(text)) return 'percent';
  if (element.firstElementChild !== null) return null;
  if (SOLD.test(text.toLowerCase())) return 'sold';
  return FIVE_POINTS.test(text) && hasStars(element) ? 'rating' : null;
}

/**
 * Texts recognised by their shape, in one walk over the card from the outside in. An element without a digit is left
 * with all that is in it, and so is a price once it is found: its fragments are no prices of their own.
 */
function addShapedTexts(texts: ShapedTexts, parent: Element, former: string): void {
  for (let element = parent.firstElementChild; element !== null; element = element.nextElementSibling) {
    const text = element.textContent ?? '';
    if (text === '' || !hasDigit(text)) continue;
    const shape = text.length > LONGEST_SHAPE ? null : shapeOf(element, text, former);
    if (shape !== null) texts[shape] ??= text;
    else if (element.firstElementChild !== null) addShapedTexts(texts, element, former);
  }
}

function isStruck(element: Element, former: string): boolean {
  return (
    element.closest(former) !== null ||
    (element.getAttribute('style') ?? '').includes('line-through') ||
    element.querySelector(`${former},[style*="line-through"]`) !== null
  );
}

/** A bare number is a rating only beside a row of stars. */
function hasStars({ parentElement }: Element): boolean {
  let stars = 0;
  for (let child = parentElement?.firstElementChild; child; child = child.nextElementSibling) {
    if (/^(?:IMG|SVG)$/i.test(child.tagName)) stars++;
  }
  return stars >= 5;
}

function putTitle(draft: Draft, card: Element, anchors: readonly Element[], rules: CardRules): void {
  const byAlt = () => {
    if (draft.has('title')) return;
    for (const image of card.querySelectorAll('img[alt]')) {
      const alt = cleanText(image.getAttribute('alt'), LIMITS.title);
      if (alt !== null && alt.length > 8) return draft.put('title', alt, SEEN, 'img[alt]');
    }
  };
  if (rules.altFirst) byAlt();
  draft.dom('title', card, rules.title, (element) => textOf(element, LIMITS.title));
  for (const anchor of anchors) {
    if (draft.has('title')) return;
    draft.put('title', cleanText(anchor.getAttribute('title'), LIMITS.title), SEEN, 'a[title]');
  }
  byAlt();
}

function putShaped(draft: Draft, card: Element, { previousPrice, currency }: CardRules): void {
  const texts: ShapedTexts = {};
  addShapedTexts(texts, card, ['del', 's', 'strike', ...Object.keys(previousPrice)].join());
  const { current = null, struck = null, percent = null, sold = null, rating = null } = texts;
  draft.put('price', parsePriceRange(current, currency), SEEN, 'text that is a price');
  draft.put('previousPrice', parsePrice(struck, currency), SEEN, 'struck-through price');
  draft.put('discountPercent', percentOf(percent), SEEN, 'text that is a percentage');
  draft.put('soldCount', countIn(sold), SEEN, 'text with "sold"');
  draft.put('rating', ratingOf(rating, null), SEEN, 'number beside stars');
}

function putCard(draft: Draft, card: Element, anchors: readonly Element[], page: Page, rules: CardRules): void {
  putTitle(draft, card, anchors, rules);
  draft.dom('price', card, rules.price, (element) => parsePriceRange(element.textContent, rules.currency));
  draft.dom('previousPrice', card, rules.previousPrice, (element) => parsePrice(element.textContent, rules.currency));
  putShaped(draft, card, rules);
  if (!draft.has('imageUrls')) {
    const image = pictureOf(first(card, rules.image)?.element ?? card.querySelector('img'), page.url);
    draft.put('imageUrls', image === null ? [] : [rules.cleanImage(image)], SEEN, 'img');
  }
  draft.dom('seller', card, rules.sellerLink, (link) => sellerFrom(link, page.url.href, rules.sellerIdIn));
  const attribute = rules.sellerIdAttribute;
  const id = attribute === undefined ? null : anchors.map((anchor) => anchor.getAttribute(attribute)).find(Boolean);
  if (id) {
    const seller = { ...UNKNOWN_SELLER, id: cleanText(id, LIMITS.id) };
    draft.put('seller', seller, { source: 'dom', seen: '2026-08' }, `a[${attribute}]`);
  }
}

/**
 * Every card below `root`, in document order, without those of the product that the page is about and those whose link
 * is `known` to have been read for the same product: a site may reuse an element for another one.
 */
export function* findCards(
  root: ParentNode,
  page: Page,
  rules: CardRules,
  own: readonly string[],
  known?: KnownLinks,
): CardSites {
  const groups = groupsOf(root, page, rules);
  const language = languageOf(page.document);
  let asked: CardRules | null = null;
  for (const [index, { ref, anchors }] of groups.entries()) {
    if (own.includes(ref.id) || anchors.some((anchor) => known?.get(anchor) === ref.id)) continue;
    asked ??= present(rules, page.document);
    const element = containerOf(anchors, groups[index - 1], groups[index + 1], rules);
    const draft = new Draft();
    rules.fromState?.(draft, ref, page);
    putCard(draft, element, anchors, page, asked);
    draft.put('language', language, SEEN, 'html[lang]');
    dropFalseReduction(draft);
    // A picture alone may stand in a text link, a price alone in a banner: a card has a name and one of the two.
    if (!draft.has('title') || (!draft.has('price') && element.querySelector('img') === null)) continue;
    yield { element, anchor: anchors[0], listing: draft.listing(ref, 'card') };
  }
}
