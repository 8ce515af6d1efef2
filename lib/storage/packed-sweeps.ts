/**
 * Cards and journals as they lie in the database: as JSON. A browser copies a record out object by object, and 20,000 cards
 * are 100,000 objects: that took Chromium seven times as long as copying a text and parsing it (2026-11). Cards are kept as
 * UTF-8, because a text with a single curly quote in it is copied at two bytes a letter.
 */
import type { Visit } from '../sweeps/card.ts';
import type { JournalEntry } from '../sweeps/journal.ts';

/** Visits of the first versions hold their cards as a text. */
export type StoredVisit = Omit<Visit, 'cards'> & { cards: string | Uint8Array };

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const packedVisit = (visit: Visit): StoredVisit => ({
  ...visit,
  cards: encoder.encode(JSON.stringify(visit.cards)),
});

/** Only Vigie writes to its database: what it parses here, it has checked when it wrote it. */
export const unpackedVisit = (stored: StoredVisit): Visit => ({
  ...stored,
  cards: JSON.parse(typeof stored.cards === 'string' ? stored.cards : decoder.decode(stored.cards)),
});

/**
 * A copy of the journal's beginning, for opening a campaign fast. The journal itself stays entry by entry; whatever is not
 * an entry at its end takes the copy away in the same transaction.
 */
export interface JournalPack {
  campaign: string;
  /** It holds every entry up to this place. */
  upTo: number;
  entries: string;
}

export const packedEntries = (entries: readonly JournalEntry[]): string => JSON.stringify(entries);

export const unpackedEntries = (pack: JournalPack | undefined): JournalEntry[] =>
  pack === undefined ? [] : JSON.parse(pack.entries);
