/**
 * Caps on what a campaign, a sweep file and the stores of a sweep may hold. Files come from other people: whatever is
 * longer is cut or refused before anything else looks at it.
 */
export const SWEEP_LIMITS = {
  name: 120,
  families: 100,
  queries: 400,
  query: 120,
  marketplaces: 20,
  countries: 60,
  /** Results pages of one query. */
  pages: 50,
  people: 100,
  person: 80,
  note: 2_000,
  title: 300,
  seller: 200,
  findings: 20,
  words: 8,
  word: 80,
  label: 200,
  /** Cards of one results page. */
  cards: 500,
  visits: 20_000,
  journal: 200_000,
  /** UTF-16 code units of a file; a sweep of 20,000 cards takes about 12 million. */
  file: 100_000_000,
} as const;

/** Shortest pause, in seconds, after which Vigie opens the next page by itself. */
export const SHORTEST_PAUSE = 5;
export const LONGEST_PAUSE = 600;
