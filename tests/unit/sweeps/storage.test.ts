/** Campaigns in the database: what was decided survives, two windows do not write over each other, nothing is reported twice. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { StoredReport } from '../../../lib/reports/stored-report.ts';
import type { NewEntry } from '../../../lib/sweeps/journal.ts';
import { ANA, BEN, CAMPAIGN, card, entry, key, START, visit } from './made.ts';

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.resetModules();
  fakeBrowser.reset();
});

/** With one campaign in it. */
const open = async () => {
  const sweeps = await import('../../../lib/sweeps/sweep-storage.ts');
  await sweeps.saveCampaign(CAMPAIGN);
  return sweeps;
};
const verdict = (number: number, by = ANA): NewEntry => ({
  kind: 'verdict',
  verdict: 'suspicious',
  listing: key(number),
  by,
  at: START,
});
const PAGE = { marketplace: 'aliexpress', country: 'FR', language: 'fr', words: 'couteau papillon', page: 1 };
const read = (numbers: number[], changes: { sweep?: number; state?: 'read' | 'blocked' } = {}) => ({
  page: PAGE,
  sweep: 1,
  by: ANA,
  at: new Date(START),
  state: 'read' as const,
  cards: numbers.map((number) => card(number)),
  ...changes,
});

describe('campaigns in the database', () => {
  test('are kept with everything that belongs to them, and deleted with it', async () => {
    const sweeps = await open();
    await sweeps.storePage(CAMPAIGN.id, read([1, 2]));
    await sweeps.appendEntries(CAMPAIGN.id, [verdict(1)]);
    const loaded = await sweeps.loadSweep(CAMPAIGN.id);
    expect(loaded?.campaign).toEqual(CAMPAIGN);
    expect(loaded?.visits.map(({ cards }) => cards.length)).toEqual([2]);
    expect(loaded?.journal).toMatchObject([{ seq: 1, verdict: 'suspicious' }]);
    await sweeps.deleteCampaign(CAMPAIGN.id);
    expect(await sweeps.loadSweep(CAMPAIGN.id)).toBeNull();
    expect(await sweeps.journalFrom(CAMPAIGN.id, 0)).toEqual([]);
  });

  test('open with the beginning of their queue, and what was decided since laid over it', async () => {
    const sweeps = await open();
    const { Sweep } = await import('../../../lib/sweeps/sweep.ts');
    const whole = async () => {
      const loaded = await sweeps.loadSweep(CAMPAIGN.id);
      if (loaded === null) throw new Error('not there');
      return new Sweep(loaded.campaign, loaded.visits, loaded.journal);
    };
    const numbers = Array.from({ length: 60 }, (_, at) => at + 1);
    await sweeps.storePage(CAMPAIGN.id, read(numbers));
    await sweeps.appendEntries(CAMPAIGN.id, [verdict(1)]);
    expect(await sweeps.loadHead(CAMPAIGN.id)).toBeNull();
    await sweeps.keepHead(await whole());
    await sweeps.appendEntries(CAMPAIGN.id, [verdict(2)]);

    const kept = await sweeps.loadHead(CAMPAIGN.id);
    if (kept === null) throw new Error('no head');
    const begun = Sweep.ofCards(kept.stored.campaign, kept.head.cards, kept.since);
    const open_ = (sweep: InstanceType<typeof Sweep>) =>
      sweep.queue().flatMap(({ listing, verdict: said }) => (said === null ? [listing] : []));
    const all = open_(await whole());
    expect(all).toHaveLength(58);
    expect(open_(begun)).toEqual(all.slice(0, 39));
    expect(begun.entries.get(key(2))?.verdict).toBe('suspicious');
    expect(kept.head).toMatchObject({ upTo: 1, queue: 60, unmarked: 0 });
  });

  test('have no beginning kept that another window or a new page has overtaken', async () => {
    const sweeps = await open();
    const { Sweep } = await import('../../../lib/sweeps/sweep.ts');
    await sweeps.storePage(CAMPAIGN.id, read([1, 2]));
    const loaded = await sweeps.loadSweep(CAMPAIGN.id);
    const stale = new Sweep(CAMPAIGN, loaded?.visits, loaded?.journal);
    await sweeps.appendEntries(CAMPAIGN.id, [verdict(1)]);
    await sweeps.keepHead(stale);
    expect(await sweeps.loadHead(CAMPAIGN.id)).toBeNull();
    stale.addEntries(await sweeps.journalFrom(CAMPAIGN.id, 0));
    await sweeps.keepHead(stale);
    expect(await sweeps.loadHead(CAMPAIGN.id)).not.toBeNull();
    await sweeps.storePage(CAMPAIGN.id, { ...read([3]), page: { ...PAGE, page: 2 } });
    expect(await sweeps.loadHead(CAMPAIGN.id)).toBeNull();
  });

  test('deleted are put back as they were, and never over what is there again', async () => {
    const sweeps = await open();
    await sweeps.storePage(CAMPAIGN.id, read([1, 2]));
    await sweeps.appendEntries(CAMPAIGN.id, [verdict(1)]);
    const before = await sweeps.loadSweep(CAMPAIGN.id);
    const removed = await sweeps.deleteCampaign(CAMPAIGN.id);
    if (removed === null) throw new Error('nothing was removed');
    await sweeps.restoreCampaign(removed);
    expect(await sweeps.loadSweep(CAMPAIGN.id)).toEqual(before);
    await sweeps.appendEntries(CAMPAIGN.id, [verdict(2)]);
    await expect(sweeps.restoreCampaign(removed)).rejects.toThrow('there again');
    expect(await sweeps.journalFrom(CAMPAIGN.id, 0)).toHaveLength(2);
    await sweeps.deleteCampaign(CAMPAIGN.id);
    expect(await sweeps.deleteCampaign(CAMPAIGN.id)).toBeNull();
  });

  test('deleted stay deleted, whatever another window is about to store', async () => {
    const sweeps = await open();
    await sweeps.deleteCampaign(CAMPAIGN.id);
    await expect(sweeps.storePage(CAMPAIGN.id, read([1]))).rejects.toThrow('not there any more');
    await expect(sweeps.appendEntries(CAMPAIGN.id, [verdict(1)])).rejects.toThrow('not there any more');
    await sweeps.saveCampaign(CAMPAIGN);
    expect(await sweeps.loadSweep(CAMPAIGN.id)).toMatchObject({ visits: [], journal: [] });
  });

  test('a page read twice is one visit that grows, and reading it again changes nothing', async () => {
    const sweeps = await open();
    const first = await sweeps.storePage(CAMPAIGN.id, read([1, 2]));
    const second = await sweeps.storePage(CAMPAIGN.id, read([2, 3]));
    expect(second.id).toBe(first.id);
    expect(second.revision).toBe(2);
    expect(second.cards.map(({ listing }) => listing)).toEqual([key(1), key(2), key(3)]);
    expect(await sweeps.storePage(CAMPAIGN.id, read([3]))).toEqual(second);
    expect((await sweeps.storePage(CAMPAIGN.id, read([1], { sweep: 2 }))).id).not.toBe(first.id);
  });

  test('a page that was blocked and then read is read; one that was read stays so', async () => {
    const sweeps = await open();
    expect((await sweeps.storePage(CAMPAIGN.id, { ...read([]), state: 'blocked' })).state).toBe('blocked');
    expect((await sweeps.storePage(CAMPAIGN.id, read([1]))).state).toBe('read');
    expect(await sweeps.storePage(CAMPAIGN.id, { ...read([]), state: 'blocked' })).toMatchObject({
      state: 'read',
      revision: 2,
    });
  });

  test('two windows deciding at once both get a place in the journal', async () => {
    const sweeps = await open();
    await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        sweeps.appendEntries(CAMPAIGN.id, [verdict(number, number % 2 ? ANA : BEN)]),
      ),
    );
    const journal = await sweeps.journalFrom(CAMPAIGN.id, 0);
    expect(journal.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  test('a decision that cannot be stored is an error, and the journal is as before', async () => {
    const sweeps = await open();
    await sweeps.appendEntries(CAMPAIGN.id, [verdict(1)]);
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('The disk is full.', 'QuotaExceededError');
    });
    await expect(sweeps.appendEntries(CAMPAIGN.id, [verdict(2)])).rejects.toThrow('disk is full');
    vi.restoreAllMocks();
    expect(await sweeps.journalFrom(CAMPAIGN.id, 0)).toHaveLength(1);
  });

  test('a browser that ends in mid-triage: what was acknowledged is there, and nothing by halves', async () => {
    const before = await open();
    await before.appendEntries(CAMPAIGN.id, [verdict(1)]);
    // The last one is on its way when everything ends: nobody waits for it, and nothing of that life is used again.
    void before.appendEntries(CAMPAIGN.id, [verdict(2), verdict(3)]).catch(() => undefined);
    vi.resetModules();
    const after = await open();
    const journal = await after.journalFrom(CAMPAIGN.id, 0);
    expect(journal[0]).toMatchObject({ seq: 1, listing: key(1) });
    expect([1, 3]).toContain(journal.length);
    const [added] = await after.appendEntries(CAMPAIGN.id, [verdict(4)]);
    expect(added?.seq).toBe(journal.length + 1);
  });

  test('a page that finds the disk full is stored wholly or not at all, and is read again', async () => {
    const sweeps = await open();
    await sweeps.saveCampaign(CAMPAIGN);
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('The disk is full.', 'QuotaExceededError');
    });
    await expect(sweeps.storePage(CAMPAIGN.id, read([1, 2]))).rejects.toThrow('disk is full');
    vi.restoreAllMocks();
    expect((await sweeps.loadSweep(CAMPAIGN.id))?.visits).toEqual([]);
    expect((await sweeps.storePage(CAMPAIGN.id, read([1, 2]))).cards).toHaveLength(2);
  });

  test('reports that find the disk full are not queued, and the journal says nothing of them', async () => {
    const sweeps = await open();
    const { openDatabase } = await import('../../../lib/storage/database.ts');
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('The disk is full.', 'QuotaExceededError');
    });
    const report = { id: 'a', listings: [key(1)], draft: { family: 'laser' }, state: 'drafted' };
    const asked = sweeps.queueReports(CAMPAIGN.id, [report as unknown as StoredReport], ANA);
    await expect(asked).rejects.toThrow('disk is full');
    vi.restoreAllMocks();
    expect(await sweeps.journalFrom(CAMPAIGN.id, 0)).toEqual([]);
    expect(await (await openDatabase()).getAllKeys('reports')).toEqual([]);
  });

  test('what a colleague did is added; own entries are never replaced', async () => {
    const sweeps = await open();
    await sweeps.appendEntries(CAMPAIGN.id, [verdict(1)]);
    const theirs = {
      campaign: { ...CAMPAIGN, name: 'Their name' },
      visits: [visit(1, [card(1)], { sweep: 3 })],
      journal: [entry({ kind: 'verdict', verdict: 'unsure', listing: key(1), by: BEN, at: START })],
    };
    for (const _ of [1, 2]) await sweeps.importInto(theirs);
    const loaded = await sweeps.loadSweep(CAMPAIGN.id);
    expect(loaded?.stored).toMatchObject({ sweep: 3, campaign: { name: CAMPAIGN.name } });
    expect(loaded?.journal).toHaveLength(2);
    expect(loaded?.visits).toHaveLength(1);
  });

  test('a listing is reported once, whichever window and whichever way', async () => {
    const sweeps = await open();
    const { openDatabase } = await import('../../../lib/storage/database.ts');
    const report = (id: string, numbers: number[]) =>
      ({
        id,
        listings: numbers.map((number) => key(number)),
        draft: { family: 'laser' },
        state: 'drafted',
      }) as unknown as StoredReport;
    const results = await Promise.all([
      sweeps.queueReports(CAMPAIGN.id, [report('a', [1, 2])], ANA),
      sweeps.queueReports(CAMPAIGN.id, [report('b', [2, 3])], ANA),
    ]);
    expect(results).toEqual([{ ok: true }, { ok: false, already: [key(2)] }]);
    const database = await openDatabase();
    expect(await database.getAllKeys('reports')).toEqual(['a']);
    expect(await sweeps.journalFrom(CAMPAIGN.id, 0)).toMatchObject([{ kind: 'report' }, { kind: 'report' }]);
    await database.put('reports', { ...report('c', [9]), state: 'acknowledged' });
    expect(await sweeps.queueReports(CAMPAIGN.id, [report('d', [9])], ANA)).toEqual({ ok: false, already: [key(9)] });
  });

  test('verdicts of other campaigns are known, without those taken back', async () => {
    const sweeps = await open();
    const other = { ...CAMPAIGN, id: BEN.id, name: 'Earlier' };
    await sweeps.saveCampaign(other);
    const [, second] = await sweeps.appendEntries(other.id, [verdict(1), verdict(2)]);
    await sweeps.appendEntries(other.id, [
      { kind: 'undo', undoes: second?.id ?? '', listing: key(2), by: ANA, at: START },
    ]);
    expect([...(await sweeps.verdictsElsewhere(CAMPAIGN.id))]).toEqual([
      [key(1), { campaign: 'Earlier', verdict: 'suspicious' }],
    ]);
    expect((await sweeps.verdictsElsewhere(other.id)).size).toBe(0);
  });

  test('the key of summaries is made once and signs', async () => {
    const { summarySigner } = await import('../../../lib/sweeps/summary-signer.ts');
    const [one, other] = await Promise.all([summarySigner(), summarySigner()]);
    expect(one.id).toBe(other.id);
    expect(await one.sign(new Uint8Array([1]))).toHaveLength(64);
  });

  test('a long journal is opened from its copy and what came after; imports among the old entries are not missed', async () => {
    const sweeps = await open();
    await sweeps.saveCampaign(CAMPAIGN);
    await sweeps.appendEntries(
      CAMPAIGN.id,
      Array.from({ length: 600 }, (_, at) => verdict(at)),
    );
    const places = async () => (await sweeps.loadSweep(CAMPAIGN.id))?.journal.map(({ seq }) => seq);
    await sweeps.packJournal(CAMPAIGN.id);
    await sweeps.appendEntries(CAMPAIGN.id, [verdict(601)]);
    expect(await places()).toEqual(Array.from({ length: 601 }, (_, at) => at + 1));
    const theirs = entry({ ...verdict(7, BEN) }, { seq: 3 });
    await sweeps.importInto({ campaign: CAMPAIGN, visits: [], journal: [theirs] });
    expect((await sweeps.loadSweep(CAMPAIGN.id))?.journal.filter(({ seq }) => seq === 3)).toHaveLength(2);
    expect((await sweeps.loadSweep(CAMPAIGN.id))?.journal.filter(({ id }) => id === theirs.id)).toEqual([theirs]);
    await sweeps.deleteCampaign(CAMPAIGN.id);
    await sweeps.saveCampaign(CAMPAIGN);
    expect(await places()).toEqual([]);
  });

  test('visits of the first shape, whose cards were objects, are read after the migration', async () => {
    const { openDB } = await import('idb');
    const { createSweepStores } = await import('../../../lib/storage/sweep-stores.ts');
    const old = await openDB('vigie', 5, { upgrade: (database) => createSweepStores(database as never) });
    const stored = visit(1, [card(1), card(2)]);
    await old.put('sweepVisits', stored);
    old.close();
    const sweeps = await open();
    expect(await sweeps.visitOf(CAMPAIGN.id, stored.id)).toEqual(stored);
  });
});
