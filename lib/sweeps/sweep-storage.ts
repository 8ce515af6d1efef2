/**
 * Campaigns, visits and journals as this browser keeps them. What a person did is durable before a promise here resolves,
 * and every window of Vigie that shows the campaign is told.
 *
 * The journal's counter is read and raised in one transaction, so two windows never write over each other's entries, and
 * a report and the journal lines that say so are one transaction, so nothing is reported twice.
 */
import { v4 as uuidv4 } from 'uuid';
import type { ListingKey } from '../listing/listing.ts';
import type { StoredReport } from '../reports/stored-report.ts';
import { openDatabase } from '../storage/database.ts';
import {
  type JournalPack,
  packedEntries,
  packedVisit,
  type StoredVisit,
  unpackedEntries,
  unpackedVisit,
} from '../storage/packed-sweeps.ts';
import type { StoredCampaign } from '../storage/sweep-stores.ts';
import { whole } from '../storage/whole.ts';
import type { Campaign } from './campaign.ts';
import type { SweepCard, Visit } from './card.ts';
import type { JournalEntry, NewEntry, Verdict } from './journal.ts';
import type { SweepData } from './merge.ts';
import type { SweepPage } from './plan.ts';
import { headOf, packedHead, type QueueHead, unpackedHead } from './queue-head.ts';
import { laterVisit, type Sweep } from './sweep.ts';

export type { StoredCampaign } from '../storage/sweep-stores.ts';

const CHANNEL = 'vigie-sweeps';

/** What a window or the background stored: one visit, lines at the journal's end, or whatever else. */
export type SweepChange =
  | { campaign: string; what: 'journal' | 'everything' }
  | { campaign: string; what: 'visit'; id: string };

function tell(change: SweepChange): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(change);
  channel.close();
}

/** Calls back on every change, also of other windows and the background, until the returned function is called. */
export function onSweepChange(changed: (change: SweepChange) => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  // Only Vigie's own contexts can post here.
  channel.onmessage = ({ data }: MessageEvent<SweepChange>) => changed(data);
  return () => channel.close();
}

const EVERYTHING = ['campaigns', 'sweepVisits', 'sweepJournal', 'sweepPacks'] as const;

const ofCampaign = (campaign: string) => IDBKeyRange.bound([campaign], [campaign, []]);
const after = (campaign: string, seq: number) => IDBKeyRange.bound([campaign, seq + 1], [campaign, []]);

export async function listCampaigns(): Promise<StoredCampaign[]> {
  const campaigns = await (await openDatabase()).getAll('campaigns');
  return campaigns.sort((a, b) => b.addedAt - a.addedAt);
}

export async function saveCampaign(campaign: Campaign, signed = false): Promise<StoredCampaign> {
  const database = await openDatabase();
  const transaction = database.transaction('campaigns', 'readwrite', { durability: 'strict' });
  const before = await transaction.store.get(campaign.id);
  const stored: StoredCampaign = {
    id: campaign.id,
    campaign,
    addedAt: before?.addedAt ?? Date.now(),
    signed,
    sweep: before?.sweep ?? 1,
  };
  await Promise.all([transaction.store.put(stored), transaction.done]);
  tell({ campaign: campaign.id, what: 'everything' });
  return stored;
}

/** Begins the campaign's next sweep: all its pages are open again. */
export async function beginNextSweep(id: string): Promise<number> {
  const database = await openDatabase();
  const transaction = database.transaction('campaigns', 'readwrite', { durability: 'strict' });
  const stored = await transaction.store.get(id);
  if (stored === undefined) throw new Error('the campaign is not there any more');
  const sweep = stored.sweep + 1;
  await Promise.all([transaction.store.put({ ...stored, sweep }), transaction.done]);
  tell({ campaign: id, what: 'everything' });
  return sweep;
}

/** A campaign as it was stored, with everything that belongs to it. */
export interface RemovedCampaign {
  stored: StoredCampaign;
  visits: StoredVisit[];
  journal: JournalEntry[];
  pack: JournalPack | undefined;
}

/** Resolves to what was deleted, so that it can be put back; null where it was gone already. */
export async function deleteCampaign(id: string): Promise<RemovedCampaign | null> {
  const database = await openDatabase();
  const transaction = database.transaction(EVERYTHING, 'readwrite', { durability: 'strict' });
  const [campaigns, packs, visits, journal] = [
    transaction.objectStore('campaigns'),
    transaction.objectStore('sweepPacks'),
    transaction.objectStore('sweepVisits'),
    transaction.objectStore('sweepJournal'),
  ];
  const [stored, pack, allVisits, entries] = await Promise.all([
    campaigns.get(id),
    packs.get(id),
    visits.getAll(ofCampaign(id)),
    journal.getAll(ofCampaign(id)),
  ]);
  await Promise.all([
    campaigns.delete(id),
    packs.delete(id),
    visits.delete(ofCampaign(id)),
    journal.delete(ofCampaign(id)),
    transaction.done,
  ]);
  tell({ campaign: id, what: 'everything' });
  return stored === undefined ? null : { stored, visits: allVisits, journal: entries, pack };
}

/** Puts a deleted campaign back as it was. Rejects when it is there again: nothing is written over. */
export async function restoreCampaign({ stored, visits, journal, pack }: RemovedCampaign): Promise<void> {
  const transaction = (await openDatabase()).transaction(EVERYTHING, 'readwrite', { durability: 'strict' });
  if ((await transaction.objectStore('campaigns').getKey(stored.id)) !== undefined)
    throw new Error('the campaign is there again');
  await whole(transaction, (keep) => {
    keep(transaction.objectStore('campaigns').add(stored));
    if (pack !== undefined) keep(transaction.objectStore('sweepPacks').add(pack));
    for (const visit of visits) keep(transaction.objectStore('sweepVisits').add(visit));
    for (const entry of journal) keep(transaction.objectStore('sweepJournal').add(entry));
  });
  tell({ campaign: stored.id, what: 'everything' });
}

export async function loadSweep(id: string): Promise<(SweepData & { stored: StoredCampaign }) | null> {
  const database = await openDatabase();
  const transaction = database.transaction(EVERYTHING);
  const journal = transaction.objectStore('sweepPacks').get(id);
  const [stored, visits, pack, rest] = await Promise.all([
    transaction.objectStore('campaigns').get(id),
    transaction.objectStore('sweepVisits').getAll(ofCampaign(id)),
    journal,
    journal.then((known) => transaction.objectStore('sweepJournal').getAll(after(id, known?.upTo ?? 0))),
    transaction.done,
  ]);
  if (stored === undefined) return null;
  const entries = [...unpackedEntries(pack), ...rest];
  return { stored, campaign: stored.campaign, visits: visits.map(unpackedVisit), journal: entries };
}

export interface OpenedHead {
  stored: StoredCampaign;
  head: QueueHead;
  /** What was written since. */
  since: JournalEntry[];
}

/** The beginning of the queue, where one is kept. */
export async function loadHead(id: string): Promise<OpenedHead | null> {
  const database = await openDatabase();
  const transaction = database.transaction(['campaigns', 'sweepJournal']);
  const stored = await transaction.objectStore('campaigns').get(id);
  const head = stored?.head === undefined ? null : unpackedHead(stored.head);
  const since = head === null ? [] : await transaction.objectStore('sweepJournal').getAll(after(id, head.upTo));
  await transaction.done;
  return stored === undefined || head === null ? null : { stored, head, since };
}

/** Keeps the queue's beginning for the next opening, unless another window knows more by now. */
export async function keepHead(sweep: Sweep): Promise<void> {
  const { id } = sweep.campaign;
  const database = await openDatabase();
  const transaction = database.transaction(['campaigns', 'sweepJournal'], 'readwrite');
  const campaigns = transaction.objectStore('campaigns');
  const [stored, last] = await Promise.all([
    campaigns.get(id),
    transaction.objectStore('sweepJournal').openKeyCursor(ofCampaign(id), 'prev'),
  ]);
  if (stored !== undefined && (last?.primaryKey[1] ?? 0) === sweep.lastSeq) {
    await campaigns.put({ ...stored, head: packedHead(headOf(sweep)) });
  }
  await transaction.done;
}

/** New cards may be stronger than those of the head. To be called inside the transaction that stores them. */
async function dropHead(
  campaigns: { get(id: string): Promise<StoredCampaign | undefined>; put(value: StoredCampaign): Promise<string> },
  id: string,
): Promise<void> {
  const stored = await campaigns.get(id);
  if (stored?.head === undefined) return;
  const { head: _, ...rest } = stored;
  await campaigns.put(rest);
}

/** Entries at the journal's end from which a new copy of it is worth its making. */
const WORTH_PACKING = 500;

/** Brings the copy of the journal up to date, where much was added; nothing depends on it but the time that opening takes. */
export async function packJournal(campaign: string): Promise<void> {
  const database = await openDatabase();
  const transaction = database.transaction(['sweepJournal', 'sweepPacks'], 'readwrite');
  const packs = transaction.objectStore('sweepPacks');
  const known = await packs.get(campaign);
  const range = after(campaign, known?.upTo ?? 0);
  const isMuch = (await transaction.objectStore('sweepJournal').count(range)) >= WORTH_PACKING;
  if (isMuch) {
    const added = await transaction.objectStore('sweepJournal').getAll(range);
    const upTo = added.at(-1)?.seq ?? 0;
    await packs.put({ campaign, upTo, entries: packedEntries([...unpackedEntries(known), ...added]) });
  }
  await transaction.done;
}

export async function visitOf(campaign: string, id: string): Promise<Visit | null> {
  const stored = await (await openDatabase()).get('sweepVisits', [campaign, id]);
  return stored === undefined ? null : unpackedVisit(stored);
}

/** Listings met on the pages of one query before `page`, in one sweep: what a page that is reached by scrolling still shows. */
export async function metBefore(campaign: string, sweep: number, page: SweepPage): Promise<Set<ListingKey>> {
  const { marketplace, country, language, words } = page;
  const path = [campaign, sweep, marketplace, country, language, words] as const;
  const range = IDBKeyRange.bound([...path, 1], [...path, page.page], false, true);
  const visits = await (await openDatabase()).getAllFromIndex('sweepVisits', 'page', range);
  return new Set(visits.map(unpackedVisit).flatMap(({ cards }) => cards.map(({ listing }) => listing)));
}

/** Entries from `seq` on: what another window wrote meanwhile. */
export async function journalFrom(campaign: string, seq: number): Promise<JournalEntry[]> {
  const database = await openDatabase();
  return database.getAll('sweepJournal', IDBKeyRange.bound([campaign, seq], [campaign, []]));
}

/** What the person deleted stays deleted, whatever another window is still about to store of it. */
async function isThere(
  campaigns: { getKey(id: string): Promise<string | undefined> },
  campaign: string,
): Promise<void> {
  if ((await campaigns.getKey(campaign)) === undefined) throw new Error('the campaign is not there any more');
}

interface OrderedStore {
  openKeyCursor(range: IDBKeyRange, direction: 'prev'): Promise<{ primaryKey: [string, number, string] } | null>;
}

/** The entries with their places, after the last that is stored. To be called inside the transaction that stores them. */
async function placed(store: OrderedStore, campaign: string, fresh: readonly NewEntry[]): Promise<JournalEntry[]> {
  const last = await store.openKeyCursor(ofCampaign(campaign), 'prev');
  const from = last === null ? 0 : last.primaryKey[1];
  return fresh.map((entry, index) => ({ ...entry, campaign, seq: from + 1 + index, id: uuidv4() }) as JournalEntry);
}

/** Appends to the journal; resolves once the entries are durable. Rejects when they could not be stored (a full disk). */
export async function appendEntries(campaign: string, fresh: readonly NewEntry[]): Promise<JournalEntry[]> {
  const database = await openDatabase();
  const transaction = database.transaction(['campaigns', 'sweepJournal'], 'readwrite', { durability: 'strict' });
  await isThere(transaction.objectStore('campaigns'), campaign);
  const store = transaction.objectStore('sweepJournal');
  const entries = await placed(store, campaign, fresh);
  await whole(transaction, (keep) => {
    for (const entry of entries) keep(store.add(entry));
  });
  tell({ campaign, what: 'journal' });
  return entries;
}

/** A results page that was read: the visit of that page in that sweep is begun, or the one begun before grows. */
export interface PageRead {
  page: SweepPage;
  sweep: number;
  by: Visit['by'];
  at: Date;
  state: Visit['state'];
  cards: SweepCard[];
}

/** Cards read before stay: shops take cards away again while a person scrolls. */
function withCards(before: readonly SweepCard[], cards: readonly SweepCard[]): SweepCard[] {
  return [...new Map([...before, ...cards].map((card) => [card.listing, card])).values()];
}

export async function storePage(campaign: string, { page, sweep, by, at, state, cards }: PageRead): Promise<Visit> {
  const database = await openDatabase();
  const transaction = database.transaction(['campaigns', 'sweepVisits'], 'readwrite', { durability: 'strict' });
  await isThere(transaction.objectStore('campaigns'), campaign);
  const { marketplace, country, language, words, page: number } = page;
  const store = transaction.objectStore('sweepVisits');
  const index = store.index('page');
  const known = await index.getAll([campaign, sweep, marketplace, country, language, words, number]);
  const own = known.find((visit) => visit.by.id === by.id);
  const before = own === undefined ? undefined : unpackedVisit(own);
  const merged = withCards(before?.cards ?? [], cards);
  const visit: Visit = {
    id: before?.id ?? uuidv4(),
    campaign,
    sweep,
    revision: (before?.revision ?? 0) + 1,
    marketplace,
    country,
    language,
    words,
    page: number,
    by,
    at: before === undefined || before.state === 'blocked' ? at.toISOString() : before.at,
    // A page that was read once stays read, even when the shop blocks it later.
    state: merged.length > 0 ? 'read' : state,
    cards: merged,
  };
  const isSame = before !== undefined && before.state === visit.state && before.cards.length === merged.length;
  if (isSame) {
    await transaction.done;
    return before;
  }
  await dropHead(transaction.objectStore('campaigns'), campaign);
  await Promise.all([store.put(packedVisit(visit)), transaction.done]);
  tell({ campaign, what: 'visit', id: visit.id });
  return visit;
}

/** Adds what a file brought. Own entries are never replaced. */
export async function importInto(data: Pick<SweepData, 'campaign' | 'visits' | 'journal'>): Promise<void> {
  const database = await openDatabase();
  const transaction = database.transaction(EVERYTHING, 'readwrite', {
    durability: 'strict',
  });
  const [campaigns, visits, journal] = [
    transaction.objectStore('campaigns'),
    transaction.objectStore('sweepVisits'),
    transaction.objectStore('sweepJournal'),
  ];
  const { campaign } = data;
  const sweep = data.visits.reduce((highest, visit) => Math.max(highest, visit.sweep), 1);
  const stored = await campaigns.get(campaign.id);
  await campaigns.put(
    stored === undefined
      ? { id: campaign.id, campaign, addedAt: Date.now(), signed: false, sweep }
      : { ...stored, sweep: Math.max(stored.sweep, sweep) },
  );
  for (const visit of data.visits) {
    const known = await visits.get([visit.campaign, visit.id]);
    const isNews = known === undefined || laterVisit(unpackedVisit(known), visit) === visit;
    if (isNews) await visits.put(packedVisit(visit));
  }
  await dropHead(campaigns, campaign.id);
  // Entries of others have places anywhere in the journal.
  await transaction.objectStore('sweepPacks').delete(campaign.id);
  await whole(transaction, (keep) => {
    for (const entry of data.journal) keep(journal.put(entry));
  });
  // What was taken in is safe; without the copy the campaign only opens more slowly.
  await packJournal(campaign.id).catch(() => undefined);
  tell({ campaign: campaign.id, what: 'everything' });
}

export type Queued = { ok: true } | { ok: false; already: ListingKey[] };

const ON_THE_WAY: readonly StoredReport['state'][] = ['queued', 'sending', 'acknowledged', 'handed-over'];

/**
 * Queues reports and writes them into the journal, all or nothing. Nothing is queued when any of their listings was
 * reported before, from this campaign or otherwise: another window may have been faster.
 */
export async function queueReports(
  campaign: string,
  reports: readonly StoredReport[],
  by: Visit['by'],
): Promise<Queued> {
  const database = await openDatabase();
  const transaction = database.transaction(['reports', 'sweepJournal'], 'readwrite', { durability: 'strict' });
  const [stored, journal] = [transaction.objectStore('reports'), transaction.objectStore('sweepJournal')];
  const already: ListingKey[] = [];
  for (const listing of reports.flatMap(({ listings }) => listings)) {
    const [lines, others] = await Promise.all([
      journal.index('listing').getAll(listing),
      stored.index('listings').getAll(listing),
    ]);
    if (lines.some(({ kind }) => kind === 'report') || others.some(({ state }) => ON_THE_WAY.includes(state))) {
      already.push(listing);
    }
  }
  if (already.length > 0) {
    await transaction.done;
    return { ok: false, already };
  }
  const at = Date.now();
  const lines = reports.flatMap(({ id, listings, draft }) =>
    listings.map((listing): NewEntry => ({ kind: 'report', report: id, family: draft.family, listing, by, at })),
  );
  const entries = await placed(journal, campaign, lines);
  const sending = { state: 'queued', changedAt: at, queuedAt: at, attempts: 0, nextAttemptAt: at } as const;
  await whole(transaction, (keep) => {
    for (const report of reports) keep(stored.put({ ...report, ...sending }));
    for (const entry of entries) keep(journal.add(entry));
  });
  tell({ campaign, what: 'journal' });
  return { ok: true };
}

/** The campaigns in which a listing was reported; with what was seen of it since. */
export async function journalOf(listing: ListingKey): Promise<JournalEntry[]> {
  return (await openDatabase()).getAllFromIndex('sweepJournal', 'listing', listing);
}

/** What was decided in other campaigns, by listing: the last verdict of each. */
export async function verdictsElsewhere(
  campaign: string,
): Promise<Map<ListingKey, { campaign: string; verdict: Verdict }>> {
  const others = (await listCampaigns()).filter(({ id }) => id !== campaign);
  const verdicts = new Map<ListingKey, { campaign: string; verdict: Verdict }>();
  for (const { id, campaign: other } of others) {
    const entries = await journalFrom(id, 0);
    const undone = new Set(entries.flatMap((entry) => (entry.kind === 'undo' ? [entry.undoes] : [])));
    for (const entry of entries) {
      if (entry.kind === 'verdict' && !undone.has(entry.id))
        verdicts.set(entry.listing, { campaign: other.name, verdict: entry.verdict });
    }
  }
  return verdicts;
}
