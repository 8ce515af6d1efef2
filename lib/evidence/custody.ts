/**
 * The custody log of a case: who did what to its items, and when. One line of JSON an event; each line names the
 * SHA-256 of the line before it, so that no line can be changed, taken out or put in without every later one telling.
 * A log cut at its end still chains: that is noticed because each item's sealed manifest names the line of its capture, and
 * because an exported package lists the log's own hash.
 *
 * The bytes of a line are what is hashed. Lines are kept as they were written and never written anew.
 */

import { z } from '../formats/validation.ts';
import { sha256 } from '../sync/trust/encoding.ts';
import { sha256Schema } from './item.ts';

export const CUSTODY_ACTIONS = [
  'captured',
  /** The capture broke off; what there is was kept. */
  'interrupted',
  'sealed',
  'time-stamped',
  'viewed',
  'noted',
  'annotated',
  'redacted',
  'exported',
  /** Sent to an authority with a report. */
  'sent',
  'deleted',
  /** A deletion was taken back, with all files as they were. */
  'restored',
] as const;
export type CustodyAction = (typeof CUSTODY_ACTIONS)[number];

const MAX_LINE = 4096;
/** What the first line names as the line before it. */
const NOTHING_BEFORE = '0'.repeat(64);

const custodyEntrySchema = z.strictObject({
  sequence: z.int().nonnegative(),
  at: z.iso.datetime({ precision: 3 }),
  action: z.enum(CUSTODY_ACTIONS),
  /** Null for an event of the whole case, such as an export. */
  item: z.uuidv7().nullable(),
  /** Further facts in plain words or identifiers, e.g. the file that was made; nothing of the page. */
  detail: z.string().max(300).nullable(),
  /** SHA-256 of the line before, as UTF-8 without its line end. */
  previous: sha256Schema,
});
export type CustodyEntry = z.infer<typeof custodyEntrySchema>;
export type CustodyEvent = Pick<CustodyEntry, 'at' | 'action' | 'item' | 'detail'>;

/** Where a log stands: the sequence number and the hash of a line. */
export interface CustodyHead {
  sequence: number;
  hash: string;
}

export interface CustodyLine {
  text: string;
  head: CustodyHead;
}

export function hashCustodyLine(text: string): Promise<string> {
  return sha256(new TextEncoder().encode(text));
}

/** The next line of a log that stands at `last`; null where it is empty. */
export async function appendCustody(last: CustodyHead | null, event: CustodyEvent): Promise<CustodyLine> {
  const entry: CustodyEntry = {
    sequence: last === null ? 0 : last.sequence + 1,
    at: event.at,
    action: event.action,
    item: event.item,
    detail: event.detail,
    previous: last?.hash ?? NOTHING_BEFORE,
  };
  const text = JSON.stringify(entry);
  return { text, head: { sequence: entry.sequence, hash: await hashCustodyLine(text) } };
}

export type CustodyReading =
  | { ok: true; entries: CustodyEntry[]; hashes: string[] }
  /** `line` counts from 1. */
  | { ok: false; line: number; why: 'not-an-entry' | 'out-of-sequence' | 'chain-broken' };

function entryOf(text: string): CustodyEntry | null {
  if (text.length > MAX_LINE) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const entry = custodyEntrySchema.safeParse(value);
  return entry.success ? entry.data : null;
}

/** Reads a log and checks its chain. @param lines without their line ends. */
export async function readCustody(lines: readonly string[]): Promise<CustodyReading> {
  const entries: CustodyEntry[] = [];
  const hashes: string[] = [];
  for (const [index, text] of lines.entries()) {
    const entry = entryOf(text);
    if (entry === null) return { ok: false, line: index + 1, why: 'not-an-entry' };
    if (entry.sequence !== index) return { ok: false, line: index + 1, why: 'out-of-sequence' };
    if (entry.previous !== (hashes.at(-1) ?? NOTHING_BEFORE))
      return { ok: false, line: index + 1, why: 'chain-broken' };
    entries.push(entry);
    hashes.push(await hashCustodyLine(text));
  }
  return { ok: true, entries, hashes };
}
