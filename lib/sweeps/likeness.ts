/**
 * Whether two cards look like one and the same goods put up again: the same seller, and a title of nearly the same words or
 * the same picture file. It is a hint that a person checks, and says which of the signs held.
 */
import type { SweepCard } from './card.ts';

/** Share of common words (Dice coefficient) from which titles count as nearly the same. */
export const NEAR_SAME = 0.8;

const cache = new WeakMap<SweepCard, ReadonlySet<string>>();

export function titleWords(title: string | null): ReadonlySet<string> {
  return new Set(
    (title ?? '')
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [],
  );
}

function wordsOf(card: SweepCard): ReadonlySet<string> {
  let words = cache.get(card);
  if (words === undefined) {
    words = titleWords(card.title);
    cache.set(card, words);
  }
  return words;
}

/** 0 to 1; 0 when either has no words. */
export function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return 0;
  let common = 0;
  for (const word of one) if (other.has(word)) common++;
  return (2 * common) / (one.size + other.size);
}

/** Nearly the same, or one is the other cut short, as cards cut titles. */
export function nearSameTitles(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return false;
  const [a, b] = [titleWords(one), titleWords(other)];
  if (likeness(a, b) >= NEAR_SAME) return true;
  const [short, long] = a.size <= b.size ? [a, b] : [b, a];
  return short.size >= 4 && [...short].filter((word) => long.has(word)).length >= short.size - 1;
}

/** The seller by which cards of one marketplace belong together: the id, else the name; null when the page gave neither. */
export function sellerKey({ listing, seller }: Pick<SweepCard, 'listing' | 'seller'>): string | null {
  if (seller === null) return null;
  const marketplace = listing.slice(0, listing.indexOf(':'));
  if (seller.id !== null) return `${marketplace}:${seller.id}`;
  return seller.name === null ? null : `${marketplace}:"${seller.name.toLowerCase()}"`;
}

export type LikeSign = 'title' | 'picture';

/** The signs by which `other`, of the same seller, is `card` again; empty when it is not. */
export function signsOfReturn(card: SweepCard, other: SweepCard): LikeSign[] {
  if (card.listing === other.listing) return [];
  const seller = sellerKey(card);
  if (seller === null || seller !== sellerKey(other)) return [];
  const signs: LikeSign[] = [];
  if (likeness(wordsOf(card), wordsOf(other)) >= NEAR_SAME) signs.push('title');
  if (card.picture !== null && card.picture === other.picture) signs.push('picture');
  return signs;
}
