/**
 * The stores of sweeps, and the step that makes them. It stands alone: putting it among the migrations of `database.ts` is
 * one line, whatever steps came before it.
 *
 * Cards are kept in the visit that met them, sixty at a time: 20,000 single records take several times as long to read as
 * 350 with sixty each, and a page that was read half would be stored half.
 */
import type { Campaign } from '../sweeps/campaign.ts';
import type { Visit } from '../sweeps/card.ts';
import type { JournalEntry } from '../sweeps/journal.ts';
import { type JournalPack, packedVisit, type StoredVisit } from './packed-sweeps.ts';
import type { VigieDatabase } from './schema.ts';

export interface StoredCampaign {
  id: string;
  campaign: Campaign;
  /** Milliseconds since the epoch. */
  addedAt: number;
  /** Came from a file that the authority in use signed. */
  signed: boolean;
  /** Which sweep of it is under way, from 1. */
  sweep: number;
  /** The queue's first cards (`lib/sweeps/queue-head.ts`), as JSON; absent until there is one, or once it no longer holds. */
  head?: string;
}

type PagePath = [
  campaign: string,
  sweep: number,
  marketplace: string,
  country: string,
  language: string,
  words: string,
  page: number,
];

export interface SweepStores {
  campaigns: { key: string; value: StoredCampaign };
  sweepVisits: { key: [campaign: string, id: string]; value: StoredVisit; indexes: { page: PagePath } };
  sweepJournal: {
    key: [campaign: string, seq: number, id: string];
    value: JournalEntry;
    indexes: { listing: string };
  };
  sweepPacks: { key: string; value: JournalPack };
}

export function createSweepStores(database: VigieDatabase): void {
  database.createObjectStore('campaigns', { keyPath: 'id' });
  const visits = database.createObjectStore('sweepVisits', { keyPath: ['campaign', 'id'] });
  visits.createIndex('page', ['campaign', 'sweep', 'marketplace', 'country', 'language', 'words', 'page']);
  const journal = database.createObjectStore('sweepJournal', { keyPath: ['campaign', 'seq', 'id'] });
  journal.createIndex('listing', 'listing');
}

export function createSweepPacks(database: VigieDatabase): void {
  database.createObjectStore('sweepPacks', { keyPath: 'campaign' });
}

interface VisitCursor {
  value: unknown;
  update(value: StoredVisit): Promise<unknown>;
  continue(): Promise<VisitCursor | null>;
}

/** Visits of the first shape kept their cards as objects. */
export async function packVisits(store: { openCursor(): Promise<VisitCursor | null> }): Promise<void> {
  for (let cursor = await store.openCursor(); cursor !== null; cursor = await cursor.continue()) {
    await cursor.update(packedVisit(cursor.value as Visit));
  }
}
