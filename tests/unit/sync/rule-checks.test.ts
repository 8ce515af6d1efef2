import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { openDatabase, type VigieDatabase } from '../../../lib/storage/database.ts';
import { addPublisher, allPublishers, getPublisher, removePublisher } from '../../../lib/storage/publishers.ts';
import { switchOff } from '../../../lib/storage/rule-choices.ts';
import { settings } from '../../../lib/storage/settings.ts';
import { httpSource } from '../../../lib/sync/http-source.ts';
import { publisherFrom, readCandidate } from '../../../lib/sync/pin-publisher.ts';
import { runRuleChecks } from '../../../lib/sync/rule-checks.ts';
import { day, PUBLISHER, packOf, publication, rootFile, rulesFor } from '../../fixtures/sync/forge.ts';
import { type Seen, serving, stopHosts } from './publisher-server.ts';

const HOUR = 3600_000;
const NOW = Date.parse(day(2));

let database: VigieDatabase;
let seen: Seen[];
/** Requests under way at the same moment, at most. */
let together: number;

beforeEach(async () => {
  fakeBrowser.reset();
  vi.spyOn(Date, 'now').mockReturnValue(NOW);
  database = await openDatabase();
  const files = {
    ...(await rootFile({}, ['root-a', 'root-b'])),
    ...(await publication([await packOf(rulesFor('anvil'))])),
  };
  let open = 0;
  together = 0;
  const served = await serving(files, {
    'head.json': (_, response) => {
      together = Math.max(together, ++open);
      setTimeout(() => {
        open--;
        response.writeHead(200).end(files['head.json']);
      }, 30);
    },
  });
  const pinned = await readCandidate(httpSource(served.address), served.address, null);
  if (!pinned.ok) throw new Error('not pinned');
  await addPublisher(database, publisherFrom(pinned.candidate, 'person', null, NOW));
  served.seen.length = 0;
  seen = served.seen;
});

afterEach(async () => {
  for (const { publisher } of await allPublishers(database)) await removePublisher(database, publisher);
  stopHosts();
});

const alarm = async (): Promise<number | null> => {
  const alarms = await fakeBrowser.alarms.getAll();
  return alarms.find(({ name }) => name === 'rules')?.scheduledTime ?? null;
};

describe('a round of checks', () => {
  it('brings what is due, and sets the alarm six to twelve hours ahead', async () => {
    await runRuleChecks('due');
    expect((await getPublisher(database, PUBLISHER))?.state.installed).toHaveLength(1);
    const ahead = ((await alarm()) ?? 0) - NOW;
    expect(ahead).toBeGreaterThanOrEqual(6 * HOUR);
    expect(ahead).toBeLessThanOrEqual(12 * HOUR);
  });

  it('asks nobody who is not due, but everybody when the person presses', async () => {
    await runRuleChecks('due');
    seen.length = 0;
    await runRuleChecks('due');
    expect(seen).toEqual([]);
    await runRuleChecks('all');
    await runRuleChecks(PUBLISHER);
    expect(seen.map(({ path }) => path)).toEqual(['head.json', 'head.json']);
  });

  it('asks no publisher that is switched off', async () => {
    await switchOff('publisher', PUBLISHER, true);
    await runRuleChecks('all');
    expect(seen).toEqual([]);
    await switchOff('publisher', PUBLISHER, false);
    await runRuleChecks('all');
    expect(seen.length).toBeGreaterThan(0);
  });

  it('runs alone: two at once come one after the other, and both leave the rules good', async () => {
    await Promise.all([runRuleChecks('all'), runRuleChecks('all')]);
    expect(together).toBe(1);
    expect(seen.filter(({ path }) => path === 'head.json')).toHaveLength(2);
    expect(await getPublisher(database, PUBLISHER)).toMatchObject({ fault: null, failures: 0 });
  });

  it('puts the organisation’s policy into effect first', async () => {
    await fakeBrowser.storage.managed.set({ role: 'inspector', jurisdiction: 'BE', familiesOff: ['fake_discount'] });
    await runRuleChecks('due');
    expect(await settings.getValue()).toMatchObject({ role: 'inspector', jurisdiction: 'BE' });
  });
});
