/**
 * Reads the results page that a tab shows and keeps what it found. All that comes of one reading is stored in one
 * transaction, so a worker that is killed in the middle leaves the page as if it had not been read, and it is read again.
 */
import { browser } from 'wxt/browser';
import type { Reading } from '../../listing/listing.ts';
import { searchAddressesOf } from '../../marketplaces/search-address.ts';
import type { SweepReading, SweepReadRequest } from '../../messages/messages.ts';
import { readTab } from '../../messages/tab-reading.ts';
import type { Judge } from '../../reports/subject.ts';
import { strengthOf } from '../card.ts';
import { currentMonitor } from '../monitor.ts';
import { showsPage } from '../plan.ts';
import { canScreen, cardsOf } from '../screen.ts';
import { metBefore, storePage } from '../sweep-storage.ts';

type Shown = { kind: 'grid'; reading: Reading } | { kind: 'blocked' | 'waiting' | 'elsewhere' | 'closed' };

/** What stands in the tab in place of, or as, the page asked for. */
async function shownIn({ tab, page, before }: SweepReadRequest): Promise<Shown> {
  const state = await browser.tabs.get(tab).catch(() => null);
  if (state === null) return { kind: 'closed' };
  const reading = await readTab(tab);
  // While a page loads, the one before it may still answer.
  if (reading === null) return { kind: 'waiting' };
  if (reading.marketplace !== page.marketplace) return { kind: 'elsewhere' };
  const shows = showsPage(page, reading.url);
  if (reading.completeness.verdict === 'blocked')
    return reading.url === before ? { kind: 'waiting' } : { kind: 'blocked' };
  if (reading.page !== 'grid' || shows === 'other')
    return { kind: state.status === 'complete' ? 'elsewhere' : 'waiting' };
  // A shop that writes its addresses anew: it is the page asked for if it is not the one that was there before.
  if (shows === 'unknown' && (state.status !== 'complete' || reading.url === before)) return { kind: 'waiting' };
  return reading.listings.length === 0 ? { kind: 'waiting' } : { kind: 'grid', reading };
}

export async function readResults(request: SweepReadRequest, { matcher, viewer }: Judge): Promise<SweepReading> {
  if (!canScreen(matcher)) return { kind: 'no-rules' };
  const { campaign, sweep, page } = request;
  const shown = await shownIn(request);
  const common = { page, sweep, by: await currentMonitor(), at: new Date() };
  try {
    if (shown.kind !== 'grid') {
      if (shown.kind !== 'blocked') return { kind: shown.kind };
      await storePage(campaign, { ...common, state: 'blocked', cards: [] });
      return { kind: 'blocked' };
    }
    const isGrown = page.page > 1 && searchAddressesOf(page.marketplace)?.paging === 'scroll';
    const before = isGrown ? await metBefore(campaign, sweep, page) : new Set<string>();
    const cards = cardsOf(matcher, shown.reading.listings, viewer).filter(({ listing }) => !before.has(listing));
    if (isGrown && cards.length === 0) return { kind: 'waiting' };
    const visit = await storePage(campaign, { ...common, state: 'read', cards });
    return {
      kind: 'read',
      visit: visit.id,
      cards: visit.cards.length,
      marked: visit.cards.filter((card) => strengthOf(card) > 0).length,
    };
  } catch (error) {
    return { kind: 'not-stored', why: error instanceof Error ? error.message : String(error) };
  }
}
