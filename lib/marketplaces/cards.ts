/**
 * Cards of a grid, found by what cannot change without breaking the shop: their links.
 *
 * Class names of the sites are hashes that rotate with every build, so a card is found from its link to a product
 * outwards: the largest element around it that holds no link to another product. Inside it, known selectors come first
 * and the shape of the content second: the picture, the text that is a price and nothing else, the one that is struck
 * through. A link without picture and price (a breadcrumb, a tag, a "see also") is no card.
 */

import { LIMITS } from '../listing/limits.ts';
import type { ListingRef } from '../listing/listing.ts';
import { isPriceText, parsePrice, parsePriceRange } from '../listing/money.ts';
import { cleanText } from '../listing/text.ts';
import type { CardSite, Page } from './adapter.ts';
import { Draft, type Origin, percentOf, ratingOf } from './draft.ts';
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
  anchors: Element[];
}

const SEEN_SHAPE = '2025-06';
const MAX_CLIMB = 12;
const STRUCK = /line-through/;
const DIGIT = /\p{Nd}/u;
const PERCENT = /^\s*[-−–]\s*\d{1,2}\s?%\s*$/;
const FIVE_POINTS = /^\s*[0-5](?:[.,]\d)?\s*$/;
const SOLD =
  /sold|sprzedan|verkauft|vendu|vendid|vendut|verkocht|sat[ıi]l|prodán|продан|판매|販売|ขาย|مبيع|đã bán|terjual|נמכר|predan/iu;

/** Consecutive links to the same product, in document order. */
function groupsOf(root: ParentNode, page: Page, rules: CardRules): Group[] {
  const groups: Group[] = [];
  for (const anchor of root.querySelectorAll(rules.links)) {
    const url = parseUrl(anchor.getAttribute('href'), page.url);
    const ref = url === null ? null : rules.refOf(url);
    if (ref === null) continue;
    const last = groups.at(-1);
    // The same product twice in a row may be two cards: then a known card element tells them apart.
    const lastCard = last?.anchors[0]?.closest(rules.card);
    if (last?.ref.id === ref.id && lastCard === anchor.closest(rules.card)) last.anchors.push(anchor);
    else groups.push({ ref, anchors: [anchor] });
    if (groups.length === LIMITS.listings) break;
  }
  return groups;
}

/** The card around a group: a known card element, else the largest element without links of the neighbours. */
function containerOf(
  group: Group,
  before: Group | undefined,
  after: Group | undefined,
  rules: CardRules,
): Element | null {
  const [anchor] = group.anchors;
  if (anchor === undefined) return null;
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

interface PriceTexts {
  current: string | null;
  struck: string | null;
  percent: string | null;
  sold: string | null;
  rating: string | null;
}

const LONGEST_SHAPE = 40;

/**
 * Texts recognised by their shape, in one walk over the card from the outside in. An element without a digit is left
 * with all that is in it, and so is a price once it is found: its fragments are no prices of their own.
 */
function textsByShape(card: Element, former: string): PriceTexts {
  const texts: PriceTexts = { current: null, struck: null, percent: null, sold: null, rating: null };
  const visit = (parent: Element) => {
    for (const element of parent.children) {
      const text = element.textContent ?? '';
      if (!DIGIT.test(text)) continue;
      if (text.length > LONGEST_SHAPE) {
        visit(element);
        continue;
      }
      if (isPriceText(text)) {
        if (isStruck(element, former)) texts.struck ??= text;
        else texts.current ??= text;
      } else if (PERCENT.test(text)) texts.percent ??= text;
      else if (element.childElementCount > 0) visit(element);
      else if (SOLD.test(text)) texts.sold ??= text;
      else if (FIVE_POINTS.test(text) && hasStars(element)) texts.rating ??= text;
    }
  };
  visit(card);
  return texts;
}

function isStruck(element: Element, former: string): boolean {
  return (
    element.closest(former) !== null ||
    STRUCK.test(element.getAttribute('style') ?? '') ||
    element.querySelector(`${former},[style*="line-through"]`) !== null
  );
}

/** A bare number is a rating only beside a row of stars. */
function hasStars({ parentElement }: Element): boolean {
  return [...(parentElement?.children ?? [])].filter(({ tagName }) => /^(IMG|SVG)$/i.test(tagName)).length >= 5;
}

function titleOf(card: Element, anchors: readonly Element[], rules: CardRules, draft: Draft): void {
  const byAlt = () => {
    for (const image of card.querySelectorAll('img[alt]')) {
      const alt = cleanText(image.getAttribute('alt'), LIMITS.title);
      if (alt !== null && alt.length > 8)
        return draft.put('title', alt, { source: 'dom', seen: SEEN_SHAPE }, 'img[alt]');
    }
  };
  if (rules.altFirst) byAlt();
  draft.dom('title', card, rules.title, (element) => textOf(element, LIMITS.title));
  const origin: Origin = { source: 'dom', seen: SEEN_SHAPE };
  for (const anchor of anchors)
    draft.put('title', cleanText(anchor.getAttribute('title'), LIMITS.title), origin, 'a[title]');
  byAlt();
}

function fill(draft: Draft, card: Element, anchors: readonly Element[], page: Page, rules: CardRules): void {
  const origin: Origin = { source: 'dom', seen: SEEN_SHAPE };
  titleOf(card, anchors, rules, draft);
  draft.dom('price', card, rules.price, (element) => parsePriceRange(element.textContent, rules.currency));
  draft.dom('previousPrice', card, rules.previousPrice, (element) => parsePrice(element.textContent, rules.currency));
  const texts = textsByShape(card, ['del,s,strike', ...Object.keys(rules.previousPrice)].join(','));
  draft.put('price', parsePriceRange(texts.current, rules.currency), origin, 'text that is a price');
  draft.put('previousPrice', parsePrice(texts.struck, rules.currency), origin, 'struck-through price');
  draft.put('discountPercent', percentOf(texts.percent), origin, 'text that is a percentage');
  draft.put('soldCount', countIn(texts.sold), origin, 'text with "sold"');
  draft.put('rating', ratingOf(texts.rating, null), origin, 'number beside stars');
  const picture = first(card, rules.image)?.element ?? card.querySelector('img');
  const image = pictureOf(picture, page.url);
  draft.put('imageUrls', image === null ? [] : [rules.cleanImage(image)], origin, 'img');
  draft.dom('seller', card, rules.sellerLink, (link) => sellerFrom(link, page.url.href, rules.sellerIdIn));
  const attribute = rules.sellerIdAttribute;
  const id = attribute === undefined ? null : anchors.map((anchor) => anchor.getAttribute(attribute)).find(Boolean);
  if (attribute !== undefined && id !== null && id !== undefined) {
    const seller = {
      name: null,
      id: cleanText(id, LIMITS.id),
      url: null,
      trader: 'unknown',
      traderText: null,
    } as const;
    draft.put('seller', seller, { source: 'dom', seen: '2026-08' }, `a[${attribute}]`);
  }
  draft.put('language', languageOf(page.document), origin, 'html[lang]');
}

/**
 * Every card below `root`, in document order, without those of the product that the page is about and those whose link
 * is `known` to have been read for the same product: a site may reuse an element for another one.
 */
export function findCards(
  root: ParentNode,
  page: Page,
  rules: CardRules,
  own: ReadonlySet<string>,
  known?: WeakMap<Element, string>,
): CardSite[] {
  const groups = groupsOf(root, page, rules);
  return groups.flatMap((group, index) => {
    if (own.has(group.ref.id) || group.anchors.some((anchor) => known?.get(anchor) === group.ref.id)) return [];
    const element = containerOf(group, groups[index - 1], groups[index + 1], rules);
    const [anchor] = group.anchors;
    if (element === null || anchor === undefined) return [];
    const draft = new Draft();
    rules.fromState?.(draft, group.ref, page);
    fill(draft, element, group.anchors, page, rules);
    dropFalseReduction(draft);
    // A picture alone may stand in a text link, a price alone in a banner: a card has a name and one of the two.
    if (!draft.has('title') || (element.querySelector('img') === null && !draft.has('price'))) return [];
    return [{ element, anchor, listing: draft.listing(group.ref, 'card') }];
  });
}
