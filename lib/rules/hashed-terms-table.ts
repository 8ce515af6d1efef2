/** Builds the part of a pack that holds terms known only by keyed hash, one group a key. */
import { HASHED_FILTER_WORDS, HASHED_TERM_WIDTH, HASHED_WIDTH } from './pack-layout.ts';

export class HashedTermsTable {
  private readonly groups = new Map<
    string,
    { words: number; filter: number; h1: number; h2: number; list: number }[]
  >();

  /** @param terms lines that "vigie pack hash-terms" printed. */
  add(key: string, terms: readonly string[], list: number): void {
    const group = this.groups.get(key) ?? [];
    for (const term of terms)
      group.push({
        words: Number(term.slice(0, 1)),
        filter: Number.parseInt(term.slice(2, 6), 16),
        h1: Number.parseInt(term.slice(7, 15), 16) | 0,
        h2: Number.parseInt(term.slice(15, 23), 16) | 0,
        list,
      });
    this.groups.set(key, group);
  }

  /** The tables of pack.ts that this class fills. */
  tables() {
    const groups: number[] = [];
    const terms: number[] = [];
    const filters = new Uint32Array(this.groups.size * HASHED_FILTER_WORDS);
    for (const [key, group] of this.groups) {
      group.sort((a, b) => a.h1 - b.h1 || a.h2 - b.h2);
      const base = (groups.length / HASHED_WIDTH) * HASHED_FILTER_WORDS;
      for (const { filter } of group) {
        const at = base + (filter >>> 5);
        filters[at] = (filters[at] ?? 0) | (1 << (filter & 31));
      }
      groups.push(
        Number.parseInt(key.slice(0, 8), 16) | 0,
        Number.parseInt(key.slice(8, 16), 16) | 0,
        terms.length / HASHED_TERM_WIDTH,
        group.length,
        Math.max(...group.map((term) => term.words)),
      );
      for (const term of group) terms.push(term.h1, term.h2, term.words, term.list);
    }
    return { hashedGroups: Int32Array.from(groups), hashedTerms: Int32Array.from(terms), hashedFilters: filters };
  }
}
