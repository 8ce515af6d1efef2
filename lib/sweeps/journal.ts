/**
 * The journal of a campaign: everything that people decided, noted, reported and saw, one entry each, appended and never
 * changed. What holds now is worked out from it (`queue.ts`), so nothing that was decided can be lost by deciding again,
 * and two people's journals merge by putting them together.
 *
 * Entries are ordered by `seq`, a counter that is always one above the highest in this browser, then by id. Clocks go
 * wrong and are put right; `at` is what the clock said, for people to read and for measuring days, and orders nothing.
 */
import type { z } from '../formats/validation.ts';
import type { journalEntrySchema } from './journal-schema.ts';

export const VERDICTS = ['suspicious', 'not-illicit', 'unsure'] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * What became of a listing when it was opened again. `changed`: it is there with another title, picture or seller.
 * `unavailable`: the marketplace refuses it to this country only.
 */
export const OUTCOMES = ['online', 'changed', 'gone', 'unavailable'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type JournalEntry = z.infer<typeof journalEntrySchema>;

type WithoutPlace<Entry> = Entry extends JournalEntry ? Omit<Entry, 'seq' | 'campaign' | 'id'> : never;
/** An entry before the journal gives it its place. */
export type NewEntry = WithoutPlace<JournalEntry>;

export const byOrder = (a: JournalEntry, b: JournalEntry): number =>
  a.seq - b.seq || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
