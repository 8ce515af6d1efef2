import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { deleteDB, openDB } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { attachableCaptures } from '../../../lib/evidence/attachable.ts';
import { readCustody } from '../../../lib/evidence/custody.ts';
import { captureStore, endAbandoned } from '../../../lib/evidence/library/capture-store.ts';
import { caseForCapture, createCase, currentCase, deleteCase, listCases } from '../../../lib/evidence/library/cases.ts';
import { onEvidenceChanged } from '../../../lib/evidence/library/changes.ts';
import { custodyLines, logCustody, shownCustody } from '../../../lib/evidence/library/custody-log.ts';
import { storeDerived } from '../../../lib/evidence/library/derive.ts';
import { exportEvidence, packageName } from '../../../lib/evidence/library/export-case.ts';
import { forgetListingEvidence } from '../../../lib/evidence/library/forget.ts';
import {
  addFile,
  deleteItem,
  listFiles,
  listItems,
  noteItem,
  restoreItem,
} from '../../../lib/evidence/library/items.ts';
import { type RequestStamp, sealAll, stampDue } from '../../../lib/evidence/library/sealing.ts';
import type { StoredCase } from '../../../lib/evidence/library/stored.ts';
import { noteEvidenceSent } from '../../../lib/evidence/note-sent.ts';
import { readEvidence } from '../../../lib/evidence/read-evidence.ts';
import { verifyPackage } from '../../../lib/evidence/verify/verify-package.ts';
import { DATABASE_NAME, openDatabase, type VigieDatabase } from '../../../lib/storage/database.ts';
import { judged, listing } from './fakes.ts';

const SOFTWARE = { name: 'Vigie', version: '0.1.0', build: null } as const;
const KEY = 'joom:5f4e3d2c1b0a998877665544';

let database: VigieDatabase;
let inCase: StoredCase;

beforeEach(async () => {
  database = await openDatabase();
  for (const store of ['cases', 'evidence', 'evidenceFiles', 'custody', 'seals', 'keys'] as const)
    await database.clear(store);
  inCase = await createCase(database, 'Timers');
});

const store = () =>
  captureStore({
    database,
    caseId: inCase.id,
    thumbnailOf: async () => new Blob(['small']),
    now: () => Date.parse('2026-11-24T10:00:00.000Z'),
  });

async function captureOne(content = 'a picture'): Promise<string> {
  const item = await store().begin({
    kind: 'full-page',
    url: 'https://www.joom.com/en/products/5f4e3d2c1b0a998877665544',
    title: 'Kitchen timer',
    judged: judged(),
    listing: null,
  });
  await store().add(item, { name: 'picture.png', role: 'picture', mediaType: 'image/png', blob: new Blob([content]) });
  return item;
}

async function sealOne(content?: string): Promise<string> {
  const item = await captureOne(content);
  await store().captured(item, judged(), null);
  await sealAll(database, SOFTWARE);
  return item;
}

const actions = async () => {
  const reading = await readCustody(await custodyLines(database, inCase.id));
  if (!reading.ok) throw new Error(`line ${reading.line}: ${reading.why}`);
  return reading.entries.map(({ action }) => action);
};

async function packageOf(item: string | null = null): Promise<Blob> {
  const stream = await exportEvidence(database, { case: inCase, item, software: SOFTWARE, authorities: [] });
  if (stream === null) throw new Error('nothing to export');
  return new Response(stream).blob();
}

async function faultsOf(file: Blob): Promise<string[]> {
  const faults: string[] = [];
  for await (const check of verifyPackage(file)) if (!check.ok) faults.push(`${check.check}: ${check.why}`);
  return faults;
}

describe('evidence for a report', () => {
  it('is offered file by file from whole captures of its listings: no tiles, nothing that is too large', async () => {
    const whole = await captureOne('the picture');
    const tile = { name: 'tiles/0001.png', role: 'tile', mediaType: 'image/png', blob: new Blob(['tile']) } as const;
    await store().add(whole, tile);
    const page = {
      name: 'page.html',
      role: 'snapshot',
      mediaType: 'text/html',
      blob: new Blob(['x'.repeat(101)]),
    } as const;
    await store().add(whole, page);
    await store().captured(whole, judged(), null);
    await captureOne('never finished');
    const offered = await attachableCaptures(database, [KEY], 100);
    expect(offered.map(({ item, files }) => [item, files.map(({ name }) => name)])).toEqual([[whole, ['picture.png']]]);
    expect(await attachableCaptures(database, ['joom:000000000000000000000000'], 100)).toEqual([]);
  });

  it('has one line in the log once an authority has it, however often that is told', async () => {
    const item = await sealOne('sent off');
    const [picture] = await listFiles(database, item);
    for (let told = 0; told < 2; told++)
      await noteEvidenceSent(picture?.sha256 ?? '', 'https://authority.example VG-1');
    const reading = await readCustody(await custodyLines(database, inCase.id));
    const sent = reading.ok ? reading.entries.filter(({ action }) => action === 'sent') : [];
    expect(sent).toMatchObject([{ item, detail: 'picture.png, https://authority.example VG-1' }]);
  });
});

describe('a capture in the library', () => {
  it('is captured by the last write only, then sealed', async () => {
    const item = await captureOne();
    expect((await listItems(database))[0]).toMatchObject({ state: 'capturing', bytes: 9, listings: [KEY] });
    expect(await actions()).toEqual([]);
    await store().captured(item, judged(), null);
    expect((await database.get('evidence', item))?.state).toBe('captured');
    await sealAll(database, SOFTWARE);
    expect((await database.get('evidence', item))?.state).toBe('sealed');
    expect(await actions()).toEqual(['captured', 'sealed']);
    await sealAll(database, SOFTWARE);
    expect(await actions()).toEqual(['captured', 'sealed']);
  });

  it('is called broken off when nobody is making it any more', async () => {
    const item = await captureOne();
    expect(await endAbandoned(database, (id) => id === item)).toBe(0);
    expect(await endAbandoned(database, () => false)).toBe(1);
    expect(await database.get('evidence', item)).toMatchObject({ state: 'interrupted', fault: 'killed' });
    expect(await listFiles(database, item)).toHaveLength(1);
    await sealAll(database, SOFTWARE);
    expect((await database.get('evidence', item))?.state).toBe('interrupted');
    expect(
      await exportEvidence(database, { case: inCase, item: null, software: SOFTWARE, authorities: [] }),
    ).toBeNull();
  });

  it('that must not be kept leaves nothing, not even a line', async () => {
    const item = await captureOne();
    await store().forget(item);
    expect(await listItems(database)).toEqual([]);
    expect(await database.count('evidenceFiles')).toBe(0);
    expect(await actions()).toEqual([]);
  });

  it('takes no file once it was deleted', async () => {
    const item = await captureOne();
    await database.delete('evidence', item);
    const file = { name: 'page.html', role: 'snapshot', mediaType: 'text/html', blob: new Blob(['x']) } as const;
    await expect(addFile(database, item, file)).rejects.toThrow('gone');
    expect(await database.get('evidenceFiles', [item, 'page.html'])).toBeUndefined();
  });

  it('is read by its hash', async () => {
    const item = await sealOne('bytes of a picture');
    const [file] = await listFiles(database, item);
    expect(await (await readEvidence(file?.sha256 ?? ''))?.text()).toBe('bytes of a picture');
    expect(await readEvidence('0'.repeat(64))).toBeNull();
  });
});

describe('the custody log', () => {
  it('chains however many write at once', async () => {
    const item = await sealOne();
    await Promise.all(
      Array.from({ length: 12 }, () => logCustody(database, inCase.id, { action: 'viewed', item, detail: null })),
    );
    expect(await actions()).toHaveLength(14);
    expect(await shownCustody(database, inCase.id)).toMatchObject({ brokenAt: null });
  });

  it('shows where it was changed from outside', async () => {
    await sealOne();
    const line = await database.get('custody', [inCase.id, 0]);
    if (line === undefined) throw new Error('there is no line');
    await database.put('custody', { ...line, text: line.text.replace('captured', 'exported') });
    expect(await shownCustody(database, inCase.id)).toMatchObject({ brokenAt: 2 });
  });

  it('writes no line when what it tells of fails', async () => {
    await expect(
      logCustody(database, inCase.id, { action: 'noted', item: null, detail: null }, ['evidence'], async () => {
        throw new Error('no space');
      }),
    ).rejects.toThrow('no space');
    expect(await actions()).toEqual([]);
  });

  it('tells of notes and deletions', async () => {
    const item = await sealOne();
    const stored = await database.get('evidence', item);
    if (stored === undefined) throw new Error('there is no item');
    await noteItem(database, stored, 'Seen at the fair');
    expect((await database.get('evidence', item))?.note).toBe('Seen at the fair');
    await deleteItem(database, stored);
    expect(await actions()).toEqual(['captured', 'sealed', 'noted', 'deleted']);
    expect(await database.count('evidenceFiles')).toBe(0);
    expect(await database.count('seals')).toBe(0);
  });

  it('tells of a deletion that was taken back, and the item verifies as before', async () => {
    const item = await sealOne();
    const stored = await database.get('evidence', item);
    if (stored === undefined) throw new Error('there is no item');
    const files = (await listFiles(database, item)).map(({ name, sha256 }) => [name, sha256]);
    const removed = await deleteItem(database, stored);
    if (removed === null) throw new Error('nothing was removed');
    expect(await deleteItem(database, stored)).toBeNull();
    await restoreItem(database, removed);
    expect(await database.get('evidence', item)).toEqual(stored);
    expect((await listFiles(database, item)).map(({ name, sha256 }) => [name, sha256])).toEqual(files);
    expect(await actions()).toEqual(['captured', 'sealed', 'deleted', 'deleted', 'restored']);
    expect(await faultsOf(await packageOf(item))).toEqual([]);
    // What is there is not written over.
    await expect(restoreItem(database, removed)).rejects.toThrow();
    expect((await actions()).filter((action) => action === 'restored')).toHaveLength(1);
  });

  it('gets no item back whose case was deleted meanwhile', async () => {
    const item = await sealOne();
    const stored = await database.get('evidence', item);
    const removed = stored === undefined ? null : await deleteItem(database, stored);
    if (removed === null) throw new Error('nothing was removed');
    await deleteCase(database, inCase.id);
    await expect(restoreItem(database, removed)).rejects.toThrow('its case was deleted');
    expect(await database.count('evidence')).toBe(0);
    expect(await database.count('custody')).toBe(0);
  });
});

describe('time stamps', () => {
  const good: RequestStamp = async () => ({
    ok: true,
    authority: 'https://tsa.example',
    answer: new Uint8Array([1]),
    failures: [],
  });
  const failing: RequestStamp = async () => ({
    ok: false,
    failures: [{ authority: 'https://tsa.example', why: 'unreachable', detail: '' }],
  });

  it('are asked of nobody without an authority, and stay due', async () => {
    const item = await sealOne();
    expect(await stampDue(database, [], failing)).toBe(0);
    expect(await database.get('seals', item)).toMatchObject({ stampDue: 1, stamp: { attempts: [] } });
  });

  it('that fail stay due with what failed; the one that comes says how late it was', async () => {
    const item = await sealOne();
    expect(await stampDue(database, ['https://tsa.example'], failing)).toBe(1);
    expect(await database.get('seals', item)).toMatchObject({
      stampDue: 1,
      stamp: { token: null, attempts: [{ why: 'unreachable' }] },
    });
    expect(await stampDue(database, ['https://tsa.example'], good)).toBe(0);
    const seal = await database.get('seals', item);
    expect(seal).toMatchObject({
      stampDue: 0,
      stamp: { by: 'https://tsa.example', attempts: [{ why: 'unreachable' }] },
    });
    expect(Date.parse(seal?.stamp.answeredAt ?? '')).toBeGreaterThanOrEqual(Date.parse(seal?.stamp.wantedSince ?? ''));
    expect(await actions()).toEqual(['captured', 'sealed', 'time-stamped']);
  });
});

describe('packages', () => {
  it('of a case and of one item verify', async () => {
    const first = await sealOne('one');
    await sealOne('two');
    expect(await faultsOf(await packageOf())).toEqual([]);
    expect(await faultsOf(await packageOf(first))).toEqual([]);
    expect((await actions()).filter((action) => action === 'exported')).toHaveLength(2);
  });

  it('of a case from which an item was deleted verify still', async () => {
    const first = await sealOne('one');
    await sealOne('two');
    const stored = await database.get('evidence', first);
    if (stored !== undefined) await deleteItem(database, stored);
    expect(await faultsOf(await packageOf())).toEqual([]);
  });

  it('hold derived copies, which are sealed too', async () => {
    const item = await sealOne();
    const original = await database.get('evidence', item);
    if (original === undefined) throw new Error('there is no item');
    const copy = await storeDerived(database, original, { by: 'redacted', count: 1, picture: new Blob(['black']) });
    await sealAll(database, SOFTWARE);
    expect(await database.get('evidence', copy)).toMatchObject({
      state: 'sealed',
      derived: { from: item, by: 'redacted' },
    });
    expect(await faultsOf(await packageOf())).toEqual([]);
  });

  it('are not made of files that were damaged in the store', async () => {
    const item = await sealOne();
    const [file] = await listFiles(database, item);
    if (file === undefined) throw new Error('there is no file');
    await database.put('evidenceFiles', { ...file, blob: new Blob(['other bytes']) });
    await expect(packageOf()).rejects.toThrow('changed');
  });

  it('have a name that any file system takes', () => {
    const named = (name: string) => packageName({ ...inCase, name }, new Date('2026-11-24T10:00:00Z'));
    expect(named('Été: ../../étals & co')).toBe('vigie-Ete-etals-co-2026-11-24.wacz');
    expect(named('数据')).toBe('vigie-case-2026-11-24.wacz');
  });
});

describe('goods of which nothing may be kept', () => {
  it('leave the library with every item that shows them, and the others stay', async () => {
    await sealOne('one');
    const other = await store().begin({
      kind: 'full-page',
      url: 'https://www.joom.com/en/x',
      title: null,
      judged: judged(false, [
        listing({ ref: { marketplace: 'joom', id: 'other', canonicalUrl: 'https://www.joom.com/en/x', region: null } }),
      ]),
      listing: null,
    });
    await forgetListingEvidence(database, KEY);
    expect((await listItems(database)).map(({ id }) => id)).toEqual([other]);
    expect(await database.count('evidenceFiles')).toBe(0);
    expect(await database.count('seals')).toBe(0);
    const log = (await custodyLines(database, inCase.id)).join('\n');
    expect(log).not.toMatch(/timer|joom|5f4e3d/i);
  });
});

describe('what a page holds to put it back', () => {
  it('is told when nothing of its listing may be left, stored or not', async () => {
    const told: (string | null)[] = [];
    const stop = onEvidenceChanged((forgotten) => told.push(forgotten));
    await sealOne();
    await forgetListingEvidence(database, KEY);
    await forgetListingEvidence(database, KEY);
    await vi.waitFor(() => expect(told.filter((one) => one === KEY)).toHaveLength(2));
    stop();
  });
});

describe('cases', () => {
  it('the newest is in use; one is made where there is none', async () => {
    const second = await createCase(database, '  ');
    expect(second.name).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect((await currentCase(database))?.id).toBe(second.id);
    for (const { id } of await listCases(database)) await deleteCase(database, id);
    expect(await currentCase(database)).toBeNull();
    expect((await caseForCapture(database)).name).toMatch(/^\d{4}/);
  });

  it('with items are not deleted', async () => {
    await sealOne();
    await deleteCase(database, inCase.id);
    expect(await listCases(database)).toHaveLength(1);
  });
});

describe('the database of the first version', () => {
  it('gets the stores of evidence', async () => {
    const factory = new IDBFactory();
    const before = globalThis.indexedDB;
    globalThis.indexedDB = factory;
    try {
      const first = await openDB(DATABASE_NAME, 1, {
        upgrade(old) {
          const reports = old.createObjectStore('reports', { keyPath: 'id' });
          for (const index of ['state', 'changedAt', 'listing']) reports.createIndex(index, index);
          old.createObjectStore('hidden', { keyPath: ['listing', 'rule'] });
        },
      });
      first.close();
      const { resetModules } = await import('vitest').then(({ vi }) => vi);
      resetModules();
      const { openDatabase: openAnew } = await import('../../../lib/storage/database.ts');
      const opened = await openAnew();
      expect([...opened.objectStoreNames]).toEqual(
        expect.arrayContaining(['cases', 'evidence', 'evidenceFiles', 'custody']),
      );
      opened.close();
      await deleteDB(DATABASE_NAME);
    } finally {
      globalThis.indexedDB = before;
    }
  });
});
