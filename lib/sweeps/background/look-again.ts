/** Re-check: what the page that a reported listing's address led to says about it; and chance meetings on other pages. */
import { browser } from 'wxt/browser';
import type { Reading } from '../../listing/listing.ts';
import type { SweepLook, SweepLookRequest } from '../../messages/messages.ts';
import { readTab } from '../../messages/tab-reading.ts';
import { sightingsIn } from '../../reports/sightings.ts';
import { openDatabase } from '../../storage/database.ts';
import type { JournalEntry, NewEntry, Outcome } from '../journal.ts';
import { currentMonitor } from '../monitor.ts';
import { lookAt } from '../recheck.ts';
import { appendEntries, journalOf } from '../sweep-storage.ts';

const DAY_MS = 86_400_000;

export async function lookAgain({ campaign, card, tab, before }: SweepLookRequest): Promise<SweepLook> {
  const state = await browser.tabs.get(tab).catch(() => null);
  if (state === null) return { kind: 'closed' };
  const reading = await readTab(tab);
  if (reading === null || state.status !== 'complete') return { kind: 'waiting' };
  const look = lookAt(card, reading);
  // The page before may still answer; only a page that names the listing, or a new address, counts.
  const isOld = reading.url === before && !reading.url.includes(card.listing.slice(card.listing.indexOf(':') + 1));
  if (isOld) return { kind: 'waiting' };
  if (look.outcome === null) {
    return { kind: look.why === 'blocked' ? 'blocked' : look.why === 'elsewhere' ? 'elsewhere' : 'waiting' };
  }
  try {
    const by = await currentMonitor();
    await appendEntries(campaign, [
      { kind: 'sighting', outcome: look.outcome, listing: card.listing, by, at: Date.now() },
    ]);
    return { kind: 'seen', outcome: look.outcome };
  } catch (error) {
    return { kind: 'not-stored', why: error instanceof Error ? error.message : String(error) };
  }
}

/** What the journal last says of it; a report says that it was there. */
function lastKnown(lines: readonly JournalEntry[]): { outcome: Outcome; at: number } | null {
  const last = lines.findLast((line) => line.kind === 'sighting' || line.kind === 'report');
  if (last === undefined) return null;
  return { outcome: last.kind === 'sighting' ? last.outcome : 'online', at: last.at };
}

/** Whoever meets a listing by chance sees that it is there, not whether it is as it was. */
const metAs = (found: 'online' | 'gone', known: Outcome | undefined): Outcome =>
  found === 'online' && known === 'changed' ? 'changed' : found;

/** Notes reported listings that the person meets on whatever page: at most once a day each, unless something changed. */
export async function noteMeetings(reading: Reading): Promise<void> {
  const database = await openDatabase();
  if ((await database.count('campaigns')) === 0) return;
  const at = Date.now();
  const by = await currentMonitor();
  for (const { listing, found } of sightingsIn(reading, at)) {
    const lines = await journalOf(listing);
    const campaigns = new Set(lines.flatMap((line) => (line.kind === 'report' ? [line.campaign] : [])));
    for (const campaign of campaigns) {
      const own = lines.filter((line) => line.campaign === campaign);
      const known = lastKnown(own);
      const outcome = metAs(found, known?.outcome);
      // A report or a sighting of the last day says the same.
      if (known !== null && known.outcome === outcome && at - known.at < DAY_MS) continue;
      const entry: NewEntry = { kind: 'sighting', outcome, listing, by, at };
      await appendEntries(campaign, [entry]);
    }
  }
}
