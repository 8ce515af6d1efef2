import 'fake-indexeddb/auto';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { EMPTY_INPUT } from '../../../lib/rules/match-input.ts';
import { openDatabase, type StoredPublisher, type VigieDatabase } from '../../../lib/storage/database.ts';
import { addPublisher, getPublisher, removePublisher } from '../../../lib/storage/publishers.ts';
import { bundleSource, writeBundle } from '../../../lib/sync/bundle.ts';
import { type CheckOptions, checkPublisher, importPublication, nextRetry } from '../../../lib/sync/check-publisher.ts';
import { describePublishers } from '../../../lib/sync/describe-publishers.ts';
import { publisherFrom, readCandidate } from '../../../lib/sync/pin-publisher.ts';
import { loadRulesInUse } from '../../../lib/sync/rules-in-use.ts';
import { packPath } from '../../../lib/sync/trust/head.ts';
import {
  day,
  type Files,
  type Pack,
  PUBLISHER,
  packOf,
  publication,
  rootFile,
  rulesFor,
} from '../../fixtures/sync/forge.ts';
import { type Answer, host, serving, stopHosts } from './publisher-server.ts';

const HOUR = 3600_000;
const now = (d: number): number => Date.parse(day(d));

let root: Files;
let other: Files;
let first: Pack;
let second: Pack;
let database: VigieDatabase;

const options = (d: number, more: Partial<CheckOptions> = {}): CheckOptions => ({
  now: () => now(d),
  random: () => 0.5,
  ...more,
});

beforeAll(async () => {
  root = await rootFile({}, ['root-a', 'root-b']);
  other = await rootFile({ root: ['root-c'], head: ['thief'] }, ['root-c']);
  first = await packOf(rulesFor('anvil', 'bellows'));
  second = await packOf(rulesFor('anvil', 'chisel'), { version: '2' }, [rulesFor('anvil', 'bellows')]);
});

const NOTHING_OFF = { publishersOff: [], familiesOff: [] };

const inUse = () =>
  loadRulesInUse({
    openDatabase,
    readPackaged: async () => {
      throw new Error('none here');
    },
    choices: NOTHING_OFF,
  });

/** What matches now, by what is stored and nothing else: as in a background that has just started. */
async function matches(): Promise<string[]> {
  const { matcher } = await inUse();
  return ['anvil', 'bellows', 'chisel'].filter((word) => {
    const findings = matcher.match({ ...EMPTY_INPUT, title: `A ${word} of iron` });
    return findings.length > 0;
  });
}

async function follow(address: string): Promise<void> {
  const files = await serving(root);
  const { httpSource } = await import('../../../lib/sync/http-source.ts');
  const pinned = await readCandidate(httpSource(files.address), address, null);
  if (!pinned.ok) throw new Error('the root is not good');
  await addPublisher(database, publisherFrom(pinned.candidate, 'person', null, now(1)));
}

/** The publisher's host moves: the same publisher, another address. */
async function moveTo(address: string): Promise<void> {
  const stored = await getPublisher(database, PUBLISHER);
  if (stored === undefined) throw new Error('nobody is followed');
  await database.put('publishers', { ...stored, address });
}

async function check(d: number, more: Partial<CheckOptions> = {}): Promise<StoredPublisher> {
  const stored = await checkPublisher(database, PUBLISHER, options(d, more));
  if (stored === null) throw new Error('nobody is followed');
  return stored;
}

beforeEach(async () => {
  database = await openDatabase();
  const { address } = await serving(await publication([first], { sequence: 1 }));
  await follow(address);
  expect((await check(2)).fault).toBeNull();
  expect(await matches()).toEqual(['anvil', 'bellows']);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await removePublisher(database, PUBLISHER);
  stopHosts();
});

const publicationTwo = (): Promise<Files> => publication([second], { sequence: 2 });

describe('a check', () => {
  it('puts new rules into use and says what changed, by family', async () => {
    await moveTo((await serving(await publicationTwo())).address);
    const stored = await check(3);
    expect(await matches()).toEqual(['anvil', 'chisel']);
    expect(stored).toMatchObject({ fault: null, failures: 0, checkedAt: now(3), changedAt: now(3) });
    expect(stored.changes).toEqual([
      { family: 'test-bellows', added: 0, changed: 0, removed: 1 },
      { family: 'test-chisel', added: 1, changed: 0, removed: 0 },
    ]);
    expect(stored.nextCheckAt).toBe(now(3) + 9 * HOUR);
  });

  it('takes a delta from what is stored', async () => {
    const { address, seen } = await serving(await publicationTwo());
    await moveTo(address);
    await check(3);
    expect(seen.map(({ path }) => path.split('/')[0])).toEqual(['head.json', 'deltas']);
  });

  it('keeps the day of the last change when nothing is new', async () => {
    const before = await getPublisher(database, PUBLISHER);
    await moveTo((await serving({}, { 'head.json': (_, response) => void response.writeHead(304).end() })).address);
    const stored = await check(3);
    expect(stored).toMatchObject({ fault: null, checkedAt: now(3), changedAt: before?.changedAt });
    expect(stored.changes).toEqual(before?.changes);
  });

  it('takes away what its publisher withdrew, and nothing else', async () => {
    const extra = await packOf(rulesFor('chisel'), { name: 'extra' });
    await moveTo((await serving(await publication([first, extra], { sequence: 2 }))).address);
    await check(3);
    expect(await matches()).toEqual(['anvil', 'bellows', 'chisel']);
    await moveTo((await serving(await publication([first], { sequence: 3 }))).address);
    const stored = await check(4);
    expect(await matches()).toEqual(['anvil', 'bellows']);
    expect(stored.changes).toEqual([{ family: 'test-chisel', added: 0, changed: 0, removed: 1 }]);
    expect(await database.getAllKeys('packs')).toEqual([[PUBLISHER, 'rules']]);
    expect(await database.getAllKeys('packSources')).toEqual([[PUBLISHER, 'rules']]);
  });
});

const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    void response.writeHead(code, headers).end('x');
const bytes =
  (content: Uint8Array, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    void response.writeHead(200, headers).end(content);
const stalled: Answer = (_, response) => {
  response.writeHead(200);
  response.write('{"signed":"');
};

describe('after each fault the last good rules still match, and it is said what is wrong', () => {
  const head = (answer: Answer): Record<string, Answer> => ({ 'head.json': answer });
  const ofPack = (answer: Answer): Record<string, Answer> => ({
    [packPath(second.entry.sha256)]: answer,
    // The delta must not save the day.
    ...Object.fromEntries(Object.keys(second.files).map((path) => [path, answer])),
  });
  const bomb = gzipSync(new Uint8Array(64 * 1024 * 1024));

  it.each<[string, () => Promise<[Files, Record<string, Answer>]>, object, number?]>([
    [
      'tampered pack',
      async () => [await publicationTwo(), ofPack(bytes(gzipSync(rulesFor('anvil', 'chizel'))))],
      { kind: 'wrong-hash' },
    ],
    [
      'truncated pack',
      async () => [await publicationTwo(), ofPack(bytes(gzipSync(rulesFor('anvil', 'chisel')).subarray(0, 90)))],
      { kind: 'malformed' },
    ],
    [
      'longer pack',
      async () => [await publicationTwo(), ofPack(bytes(gzipSync(rulesFor('anvil', 'chisel', 'drill'))))],
      { kind: 'too-large' },
    ],
    ['bomb for a pack', async () => [await publicationTwo(), ofPack(bytes(bomb))], { kind: 'too-large' }],
    ['missing pack', async () => [await publicationTwo(), ofPack(status(404))], { kind: 'missing' }],
    ['stalled pack', async () => [await publicationTwo(), ofPack(stalled)], { kind: 'timeout' }],
    [
      'thief signing',
      async () => [await publication([second], { sequence: 2 }, ['thief']), {}],
      { kind: 'signatures' },
    ],
    [
      'rollback',
      async () => [await publication([second], { sequence: 0 + 1, created: day(2) }), {}],
      { kind: 'equivocation' },
    ],
    [
      'expired head',
      async () => [await publication([second], { sequence: 2, expires: day(3) }), {}],
      { kind: 'head-expired' },
      5,
    ],
    [
      'no pack that can be read',
      async () => [
        await publication([await packOf(rulesFor('anvil', 'chisel'), { format: 'vigie-rules/9' })], { sequence: 2 }),
        {},
      ],
      { kind: 'newer-format' },
    ],
    [
      'empty pack',
      async () => [await publication([await packOf(new TextEncoder().encode(''), { length: 1 })], { sequence: 2 }), {}],
      { kind: 'wrong-length' },
    ],
    ['404', async () => [await publicationTwo(), head(status(404))], { kind: 'missing' }],
    ['500', async () => [await publicationTwo(), head(status(500))], { kind: 'status', status: 500 }],
    [
      'redirect',
      async () => [await publicationTwo(), head(status(302, { Location: 'https://elsewhere.example/' }))],
      { kind: 'redirect' },
    ],
    [
      'web page',
      async () => [await publicationTwo(), head(status(200, { 'Content-Type': 'text/html' }))],
      { kind: 'web-page' },
    ],
    [
      'bomb for a head',
      async () => [await publicationTwo(), head(bytes(bomb, { 'Content-Encoding': 'gzip' }))],
      { kind: 'too-large' },
    ],
    ['stalled head', async () => [await publicationTwo(), head(stalled)], { kind: 'timeout' }],
    ['nobody there', async () => [{}, head((request) => void request.socket.destroy())], { kind: 'unreachable' }],
    [
      'keys changed without rotation',
      async () => [
        {
          ...(await publication([second], { sequence: 2, root: 2 }, ['thief'])),
          '2.root.json':
            (await rootFile({ version: 2, root: ['root-c'], head: ['thief'] }, ['root-c']))['2.root.json'] ??
            new Uint8Array(),
          ...other,
        },
        {},
      ],
      { kind: 'keys-changed' },
    ],
  ])('%s', async (_, make, fault, d = 3) => {
    const [files, instead] = await make();
    await moveTo((await serving(files, instead)).address);
    const stored = await check(d, { idleMs: 60 });
    expect(stored.fault).toMatchObject(fault);
    expect(stored).toMatchObject({ failures: 1, checkedAt: now(d) });
    expect(stored.nextCheckAt).toBeGreaterThan(now(d));
    expect(await matches()).toEqual(['anvil', 'bellows']);
    // And the next good check makes it good.
    await moveTo((await serving(await publicationTwo())).address);
    const mended = await check(6);
    expect(mended).toMatchObject({ fault: null, failures: 0 });
    expect(await matches()).toEqual(['anvil', 'chisel']);
  });

  it('rollback: an older publication after a newer one', async () => {
    await moveTo((await serving(await publicationTwo())).address);
    await check(3);
    await moveTo((await serving(await publication([first], { sequence: 1 }))).address);
    const stored = await check(9);
    expect(stored.fault).toEqual({ kind: 'rollback', offered: 1, trusted: 2 });
    expect(await matches()).toEqual(['anvil', 'chisel']);
  });

  it('an expired head: rules keep matching', async () => {
    await moveTo((await serving({}, { 'head.json': status(500) })).address);
    await check(40);
    expect(await matches()).toEqual(['anvil', 'bellows']);
  });

  it('access taken back by the person', async () => {
    const address = await host(() => undefined);
    stopHosts();
    await moveTo(address);
    expect((await check(3, { hasAccess: async () => false })).fault).toEqual({ kind: 'no-access' });
    expect((await check(3, { hasAccess: async () => true })).fault).toEqual({ kind: 'unreachable' });
  });

  it('no access in a browser that would name the installation: nothing is even asked', async () => {
    const { address, seen } = await serving(await publicationTwo());
    await moveTo(address);
    expect((await check(3, { mayFetch: async () => false })).fault).toEqual({ kind: 'no-access' });
    expect(seen).toEqual([]);
    expect(await matches()).toEqual(['anvil', 'bellows']);
  });

  it('storage full: nothing is written by halves', async () => {
    await moveTo((await serving(await publicationTwo())).address);
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
      const request = put.call(this, value, key);
      if (this.name === 'packs') {
        const error = new DOMException('no room', 'QuotaExceededError');
        Object.defineProperty(this.transaction, 'error', { value: error });
        queueMicrotask(() => this.transaction.abort());
      }
      return request;
    });
    const stored = await check(3);
    expect(stored.fault).toEqual({ kind: 'storage-full' });
    expect((await getPublisher(database, PUBLISHER))?.fault).toEqual({ kind: 'storage-full' });
    expect(await matches()).toEqual(['anvil', 'bellows']);
    vi.restoreAllMocks();
    expect((await check(4)).fault).toBeNull();
    expect(await matches()).toEqual(['anvil', 'chisel']);
  });

  it('no room even to say so: it is said all the same, waited for, and forgotten once there is room', async () => {
    await moveTo((await serving(await publicationTwo())).address);
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
      const request = put.call(this, value, key);
      if (this.name !== 'publishers') return request;
      Object.defineProperty(this.transaction, 'error', { value: new DOMException('no room', 'QuotaExceededError') });
      queueMicrotask(() => this.transaction.abort());
      return request;
    });
    const shown = async () => {
      const rules = await inUse();
      return (await describePublishers(rules, NOTHING_OFF, now(3))).publishers.find(
        ({ publisher }) => publisher === PUBLISHER,
      );
    };
    const first = await check(3);
    expect(await shown()).toMatchObject({ fault: { kind: 'storage-full' }, nextCheckAt: first.nextCheckAt });
    expect(first.nextCheckAt).toBeGreaterThan(now(3));
    // Each failure waits longer than the one before, though none could be written down.
    expect((await check(3)).failures).toBe(2);
    expect(await matches()).toEqual(['anvil', 'bellows']);
    vi.restoreAllMocks();
    expect(await check(4)).toMatchObject({ fault: null, failures: 0 });
    expect(await shown()).toMatchObject({ fault: null });
    expect(await matches()).toEqual(['anvil', 'chisel']);
  });

  it('killed between download and commit: the next check brings it', async () => {
    const before = await getPublisher(database, PUBLISHER);
    // Its worker is gone: this check never ends.
    const path = Object.keys(second.files).find((name) => name.startsWith('deltas/')) ?? '';
    const files = await publicationTwo();
    const { address, seen } = await serving(files, { [path]: stalled });
    await moveTo(address);
    const gone = check(3, { idleMs: 5000 });
    await vi.waitFor(() => expect(seen).toHaveLength(2));
    expect(await getPublisher(database, PUBLISHER)).toEqual({ ...before, address });
    expect(await matches()).toEqual(['anvil', 'bellows']);
    await moveTo((await serving(files)).address);
    expect((await check(4)).fault).toBeNull();
    expect(await matches()).toEqual(['anvil', 'chisel']);
    stopHosts();
    await gone;
    expect(await matches()).toEqual(['anvil', 'chisel']);
  });

  it('two checks at once: the older one does not undo the newer', async () => {
    const third = await packOf(rulesFor('chisel'), { version: '3' });
    const slow = await serving(await publicationTwo(), {
      'head.json': (_, response) =>
        void setTimeout(async () => response.writeHead(200).end((await publicationTwo())['head.json']), 300),
    });
    await moveTo(slow.address);
    const late = check(4);
    await vi.waitFor(() => expect(slow.seen).toHaveLength(1));
    await moveTo((await serving(await publication([third], { sequence: 3 }))).address);
    expect((await check(4)).state.head?.content.sequence).toBe(3);
    expect((await late).state.head?.content.sequence).toBe(3);
    expect(await matches()).toEqual(['chisel']);
  });

  it('removed while it was checked: nothing comes back', async () => {
    const slow = await serving(await publicationTwo(), {
      'head.json': (_, response) =>
        void setTimeout(async () => response.writeHead(200).end((await publicationTwo())['head.json']), 200),
    });
    await moveTo(slow.address);
    const late = check(3);
    await vi.waitFor(() => expect(slow.seen).toHaveLength(1));
    await removePublisher(database, PUBLISHER);
    await late;
    expect(await getPublisher(database, PUBLISHER)).toBeUndefined();
    expect(await database.count('packs')).toBe(0);
  });
});

describe('backoff', () => {
  it('doubles to six hours, and waits as long as it is asked to', () => {
    const at = (failures: number, fault: Parameters<typeof nextRetry>[1]) =>
      (nextRetry(failures, fault, { now: () => 0, random: () => 0.999999 }) / HOUR).toFixed(2);
    expect([1, 2, 3, 9, 90].map((failures) => at(failures, { kind: 'timeout' }))).toEqual([
      '0.25',
      '0.50',
      '1.00',
      '6.00',
      '6.00',
    ]);
    expect(at(1, { kind: 'status', status: 503, retryAfter: 20 * HOUR })).toBe('20.00');
  });
});

describe('a file', () => {
  const bundleOf = async (files: Files) => {
    const opened = bundleSource(new TextEncoder().encode(writeBundle({ ...root, ...files })));
    if (!opened.ok) throw new Error('no bundle');
    return opened.value;
  };

  it('goes through the same door', async () => {
    expect(await importPublication(database, PUBLISHER, await bundleOf(await publicationTwo()), options(3))).toBeNull();
    expect(await matches()).toEqual(['anvil', 'chisel']);
    const forged = await publication([first], { sequence: 3 }, ['thief']);
    const fault = await importPublication(database, PUBLISHER, await bundleOf(forged), options(4));
    expect(fault).toMatchObject({ kind: 'signatures' });
    expect(await matches()).toEqual(['anvil', 'chisel']);
    // A bad file is no fault of the publisher's host.
    expect((await getPublisher(database, PUBLISHER))?.fault).toBeNull();
  });
});
