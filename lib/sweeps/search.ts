/** Search as you type over the queue: every word must stand somewhere in a card's title, seller, words found or notes. */
import type { SweepCard } from './card.ts';

/** Without accents and case; a separator no query holds keeps words of different fields apart. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}

/** Made at the first search: opening a campaign of 20,000 cards does not wait for it. */
const texts = new WeakMap<SweepCard, string>();

function textOf(card: SweepCard): string {
  let text = texts.get(card);
  if (text === undefined) {
    const parts = [card.listing, card.title ?? '', card.seller?.name ?? '', card.seller?.id ?? ''];
    for (const finding of card.findings) parts.push(finding.label, finding.family, ...finding.words);
    text = folded(parts.join('\n'));
    texts.set(card, text);
  }
  return text;
}

interface Searched {
  card: SweepCard;
  notes: readonly string[];
}

function holds({ card, notes }: Searched, words: readonly string[]): boolean {
  const text = textOf(card);
  if (notes.length === 0) return words.every((word) => text.includes(word));
  const written = folded(notes.join('\n'));
  return words.every((word) => text.includes(word) || written.includes(word));
}

/** Makes the texts of these entries, so that the first letter of a search finds them made. */
export function prepareSearch(entries: Iterable<Searched>): void {
  for (const { card } of entries) textOf(card);
}

/** The entries that hold every word of `typed`, in their order; all of them when nothing was typed. */
export function found<Entry extends Searched>(entries: readonly Entry[], typed: string): readonly Entry[] {
  const words = folded(typed)
    .split(/\s+/u)
    .filter((word) => word !== '');
  return words.length === 0 ? entries : entries.filter((entry) => holds(entry, words));
}
