import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_INPUT } from '../../../lib/rules/match-input.ts';
import { openDatabase, type VigieDatabase } from '../../../lib/storage/database.ts';
import { addPublisher, allPublishers, removePublisher, restorePublisher } from '../../../lib/storage/publishers.ts';
import { applyPublisherPolicy } from '../../../lib/sync/apply-policy.ts';
import { checkPublisher } from '../../../lib/sync/check-publisher.ts';
import { describePublishers } from '../../../lib/sync/describe-publishers.ts';
import { rulesFormat } from '../../../lib/sync/formats/rules.ts';
import { httpSource } from '../../../lib/sync/http-source.ts';
import { publisherFrom, readCandidate } from '../../../lib/sync/pin-publisher.ts';
import { keepingLastRead, loadRulesInUse } from '../../../lib/sync/rules-in-use.ts';
import { rootFingerprint } from '../../../lib/sync/trust/root.ts';
import { trustRoot } from '../../../lib/sync/trust/update.ts';
import { day, type Files, PUBLISHER, packOf, publication, rootFile, rulesFor } from '../../fixtures/sync/forge.ts';
import { serving, stopHosts } from './publisher-server.ts';

const now = (d: number): number => Date.parse(day(d));
const options = { now: () => now(2), random: () => 0.5 };

let database: VigieDatabase;
let root: Files;
let address: string;

async function packaged(sequence: number, publisher = 'vigie', name = 'rules') {
  const content = rulesFormat.decode(rulesFor('chisel'));
  const compiled = content.ok ? content.value.compile({ publisher: 'Vigie', version: '1' }) : content;
  if (!compiled.ok) throw new Error('not compiled');
  return { description: { publisher, name, version: '1', sequence }, bytes: compiled.value };
}

const load = (
  choices: { publishersOff?: string[]; familiesOff?: string[] } = {},
  readPackaged: () => ReturnType<typeof packaged> = () => packaged(0),
) => loadRulesInUse({ openDatabase, readPackaged, choices: { publishersOff: [], familiesOff: [], ...choices } });

type Loaded = Awaited<ReturnType<typeof load>>;
const publishersOf = ({ matcher }: Loaded, title: string): string[] =>
  matcher.match({ ...EMPTY_INPUT, title }).map(({ pack }) => `${pack.publisher} ${pack.version}`);

beforeEach(async () => {
  database = await openDatabase();
  root = await rootFile({}, ['root-a', 'root-b']);
  const files = { ...root, ...(await publication([await packOf(rulesFor('anvil', 'chisel'))])) };
  ({ address } = await serving(files));
  const pinned = await readCandidate(httpSource(address), address, null);
  if (!pinned.ok) throw new Error('not pinned');
  await addPublisher(database, publisherFrom(pinned.candidate, 'person', null, now(1)));
  await checkPublisher(database, PUBLISHER, options);
});

afterEach(async () => {
  for (const { publisher } of await allPublishers(database)) await removePublisher(database, publisher);
  stopHosts();
});

describe('rules in use', () => {
  it('go with their publisher and come back with it, as they were', async () => {
    const before = await database.getAll('packs');
    const removed = await removePublisher(database, PUBLISHER);
    if (removed === null) throw new Error('nothing was removed');
    expect(publishersOf(await load(), 'An anvil')).toEqual([]);
    expect(await database.count('packSources')).toBe(0);
    expect(await restorePublisher(database, removed)).toBe(true);
    expect(await database.getAll('packs')).toEqual(before);
    expect(publishersOf(await load(), 'An anvil')).toEqual([`${PUBLISHER} 1`]);
    // Whoever was added meanwhile under that name stays.
    expect(await restorePublisher(database, removed)).toBe(false);
    await removePublisher(database, PUBLISHER);
    expect(await removePublisher(database, PUBLISHER)).toBeNull();
  });

  it('are those of every publisher, side by side, each finding under its publisher and version', async () => {
    const loaded = await load();
    expect(publishersOf(loaded, 'A chisel').sort()).toEqual(['Vigie 1', `${PUBLISHER} 1`]);
    expect(publishersOf(loaded, 'An anvil')).toEqual([`${PUBLISHER} 1`]);
    const [finding] = loaded.matcher.match({ ...EMPTY_INPUT, title: 'An anvil' });
    expect(finding === undefined ? null : loaded.matcher.explain(finding, 'en')?.reason).toBe(
      'The title names a anvil.',
    );
    expect(
      loaded.matcher
        .families()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['test-anvil', 'test-chisel']);
  });

  it('leave out what the person switched off', async () => {
    expect(publishersOf(await load({ publishersOff: ['vigie'] }), 'A chisel')).toEqual([`${PUBLISHER} 1`]);
    expect(publishersOf(await load({ publishersOff: [PUBLISHER] }), 'A chisel')).toEqual(['Vigie 1']);
    const loaded = await load({ familiesOff: ['test-chisel'] });
    expect(publishersOf(loaded, 'A chisel')).toEqual([]);
    // It is still there to be switched on again.
    expect(loaded.matcher.families().map(({ id }) => id)).toContain('test-chisel');
  });

  it('are the packaged ones only where they are newer than what was downloaded', async () => {
    const older = await load({}, () => packaged(1, PUBLISHER));
    expect([older.packagedInUse, publishersOf(older, 'An anvil')]).toEqual([false, [`${PUBLISHER} 1`]]);
    const newer = await load({}, () => packaged(2, PUBLISHER));
    expect([newer.packagedInUse, publishersOf(newer, 'An anvil')]).toEqual([true, []]);
    expect(publishersOf(newer, 'A chisel')).toEqual(['Vigie 1']);
  });

  it('are compiled again after an update of Vigie, once', async () => {
    const [stored] = await database.getAll('packs');
    if (stored === undefined) throw new Error('nothing stored');
    const older = stored.compiled.slice();
    new DataView(older.buffer).setUint16(6, 1, true);
    await database.put('packs', { ...stored, compiled: older });
    expect(publishersOf(await load(), 'An anvil')).toEqual([`${PUBLISHER} 1`]);
    expect((await database.getAll('packs'))[0]?.compiled).toEqual(stored.compiled);
  });

  it('are the others where one pack is damaged, and its publisher is named', async () => {
    const [stored] = await database.getAll('packs');
    if (stored === undefined) throw new Error('nothing stored');
    await database.put('packs', { ...stored, compiled: stored.compiled.slice(0, 64) });
    const loaded = await load();
    expect([...loaded.unusable]).toEqual([PUBLISHER]);
    expect(publishersOf(loaded, 'A chisel')).toEqual(['Vigie 1']);
  });

  it('are the packaged ones without a database, and the downloaded ones without a package', async () => {
    const broken = await loadRulesInUse({
      openDatabase: () => Promise.reject(new Error('no database')),
      readPackaged: () => packaged(0),
      choices: { publishersOff: [], familiesOff: [] },
    });
    expect(publishersOf(broken, 'A chisel')).toEqual(['Vigie 1']);
    expect(publishersOf(await load({}, () => Promise.reject(new Error('no file'))), 'A chisel')).toEqual([
      `${PUBLISHER} 1`,
    ]);
  });

  it('stay in use while the database cannot be opened any more, and are read again once it can', async () => {
    let isOpen = true;
    const load = keepingLastRead(() =>
      loadRulesInUse({
        openDatabase: async () => {
          if (!isOpen) throw new DOMException('disk full', 'UnknownError');
          return database;
        },
        readPackaged: () => Promise.reject(new Error('none here')),
        choices: { publishersOff: [], familiesOff: [] },
      }),
    );
    const first = await load();
    expect(first).toMatchObject({ unread: false, publishers: [{ publisher: PUBLISHER }] });
    isOpen = false;
    expect(await load()).toBe(first);
    isOpen = true;
    expect(await load()).not.toBe(first);
    isOpen = false;
    // A background that starts now has nothing to hold on to, and says so.
    const fresh = keepingLastRead(() =>
      loadRulesInUse({
        openDatabase: () => Promise.reject(new DOMException('disk full', 'UnknownError')),
        readPackaged: () => Promise.reject(new Error('none here')),
        choices: { publishersOff: [], familiesOff: [] },
      }),
    );
    expect(await fresh()).toMatchObject({ unread: true, publishers: [] });
  });

  it('say how old they are once their publication has expired', async () => {
    const choices = { publishersOff: [], familiesOff: [] };
    const { publishers } = await describePublishers(await load(), choices, now(20));
    expect(publishers.map(({ publisher, expired }) => [publisher, expired])).toEqual([
      ['vigie', false],
      [PUBLISHER, true],
    ]);
    expect(publishers[1]?.age).toBe(19 * 24 * 3600_000);
  });
});

describe('an organisation’s publishers', () => {
  const fingerprint = async (): Promise<string> => {
    const state = await trustRoot(root['1.root.json'] ?? new Uint8Array());
    return state.ok ? rootFingerprint(state.value.root) : '';
  };
  const origins = async () => (await allPublishers(database)).map(({ publisher, origin }) => [publisher, origin]);

  it('are pinned by their fingerprint, and go with the policy', async () => {
    const policy = { publishers: [{ address, fingerprint: await fingerprint() }] };
    expect(await applyPublisherPolicy(database, policy, options)).toEqual([]);
    expect(await origins()).toEqual([[PUBLISHER, 'policy']]);
    expect((await checkPublisher(database, PUBLISHER, options))?.fault).toBeNull();
    expect(await applyPublisherPolicy(database, {}, options)).toEqual([]);
    expect(await origins()).toEqual([]);
  });

  it('wait for the person where the host cannot be reached without access, and are pinned once it can', async () => {
    const policy = { publishers: [{ address, fingerprint: await fingerprint() }] };
    const noAccess = [{ address, fault: { kind: 'no-access' } }];
    // Firefox: nothing is even asked.
    expect(await applyPublisherPolicy(database, policy, { ...options, mayFetch: async () => false })).toEqual(noAccess);
    // Chromium: a host that allows no other origin looks as if nobody were there.
    stopHosts();
    const closed = { ...options, hasAccess: async () => false };
    expect(await applyPublisherPolicy(database, policy, closed)).toEqual(noAccess);
    expect(await applyPublisherPolicy(database, policy, { ...options, hasAccess: async () => true })).toEqual([
      { address, fault: { kind: 'unreachable' } },
    ]);
  });

  it('are not pinned under other keys, and it is said', async () => {
    const policy = { publishers: [{ address, fingerprint: '0'.repeat(64) }] };
    expect(await applyPublisherPolicy(database, policy, options)).toEqual([
      { address, fault: { kind: 'other-fingerprint', fingerprint: await fingerprint() } },
    ]);
    expect(await origins()).toEqual([[PUBLISHER, 'person']]);
  });
});

it('a profile that names other keys than its publication is not offered', async () => {
  const profile = {
    schema: 'vigie-authority/1' as const,
    name: { en: 'Test' },
    country: 'FR',
    remit: { families: ['*' as const] },
    intake: null,
    identity: { name: 'optional' as const, email: 'optional' as const },
    privacyNotice: null,
    packs: [{ url: address }],
    keys: [],
  };
  expect(await readCandidate(httpSource(address), address, profile)).toEqual({
    ok: false,
    fault: { kind: 'keys-differ' },
  });
});
