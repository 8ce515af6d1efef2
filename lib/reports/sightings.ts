/**
 * "Is it still online?": noted when the person meets a reported listing again, by a page that they open anyway. Nothing is
 * fetched for it. Child-protection reports keep no listing, so nothing is ever noted about one.
 */
import { listingKey } from '../listing/key.ts';
import type { ListingKey, Reading } from '../listing/listing.ts';
import { adapterFor } from '../marketplaces/registry.ts';
import type { VigieDatabase } from '../storage/database.ts';
import type { Sighting, StoredReport } from './stored-report.ts';

const MAX_SIGHTINGS = 60;
const DAY_MS = 24 * 60 * 60_000;

/** What a reading shows of listings: those on it are online; one whose page says that it is not found is gone. */
export function sightingsIn(reading: Reading, at: number): Sighting[] {
  const online = reading.listings.map(({ ref }) => ({ listing: listingKey(ref), at, found: 'online' as const }));
  if (reading.completeness.reason !== 'page-says-not-found') return online;
  const url = URL.parse(reading.url);
  const ref = url === null ? null : (adapterFor(url)?.refOf(url) ?? null);
  return ref === null ? online : [...online, { listing: listingKey(ref), at, found: 'gone' }];
}

function latestOf(report: StoredReport, listing: ListingKey): Sighting | undefined {
  return report.sightings.findLast((sighting) => sighting.listing === listing);
}

/** The sightings with a new one; null when it says nothing that is not known of this day. */
export function withSighting(report: StoredReport, sighting: Sighting): Sighting[] | null {
  const last = latestOf(report, sighting.listing);
  if (last !== undefined && last.found === sighting.found && sighting.at - last.at < DAY_MS) return null;
  return [...report.sightings, sighting].slice(-MAX_SIGHTINGS);
}

/** The last that is known of each listing of a report, `null` where it was not met again; with a return after being gone. */
export function whereaboutsOf(report: StoredReport): { listing: ListingKey; last: Sighting | null; isBack: boolean }[] {
  return report.listings.map((listing) => {
    const met = report.sightings.filter((sighting) => sighting.listing === listing);
    const last = met.at(-1) ?? null;
    return { listing, last, isBack: last?.found === 'online' && met.some(({ found }) => found === 'gone') };
  });
}

const SENT: readonly StoredReport['state'][] = ['acknowledged', 'handed-over'];

/** Notes what a reading shows about reported listings. Resolves to the reports that changed. */
export async function noteSightings(database: VigieDatabase, reading: Reading, at: number): Promise<StoredReport[]> {
  const met = sightingsIn(reading, at);
  if (met.length === 0) return [];
  const transaction = database.transaction('reports', 'readwrite');
  const index = transaction.store.index('listings');
  const changed: StoredReport[] = [];
  for (const sighting of met) {
    for (const report of await index.getAll(sighting.listing)) {
      const current = changed.find(({ id }) => id === report.id) ?? report;
      const sightings = SENT.includes(current.state) ? withSighting(current, sighting) : null;
      if (sightings === null) continue;
      const noted = { ...current, sightings };
      changed.splice(0, changed.length, ...changed.filter(({ id }) => id !== report.id), noted);
      await transaction.store.put(noted);
    }
  }
  await transaction.done;
  return changed;
}
