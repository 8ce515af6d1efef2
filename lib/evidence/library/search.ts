/** Finding items again by words of their title, address, note and listing numbers. Pure. */
import type { StoredItem } from './stored.ts';

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Items in which every word of the query stands somewhere; all of them for an empty query. */
export function searchItems(items: readonly StoredItem[], query: string): StoredItem[] {
  const words = folded(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  return items.filter(({ title, url, note, listing }) => {
    const text = folded([title ?? '', url, note, listing?.id ?? '', listing?.marketplace ?? ''].join('\n'));
    return words.every((word) => text.includes(word));
  });
}
