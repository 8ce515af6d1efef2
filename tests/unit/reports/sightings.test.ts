import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { bareListing } from '../../../lib/listing/bare-listing.ts';
import type { Reading } from '../../../lib/listing/listing.ts';
import { noteSightings, whereaboutsOf } from '../../../lib/reports/sightings.ts';
import type { VigieDatabase } from '../../../lib/storage/database.ts';
import { storedReport } from './stored-report-fixture.ts';

const ID = '1005000000000001';
const KEY = `aliexpress:${ID}` as const;
const DAY = 86_400_000;

function reading(found: 'online' | 'gone'): Reading {
  const url = `https://www.aliexpress.com/item/${ID}.html`;
  const ref = { marketplace: 'aliexpress', id: ID, canonicalUrl: url, region: null };
  return {
    marketplace: 'aliexpress',
    page: 'product',
    url,
    completeness:
      found === 'online'
        ? { verdict: 'complete', lacking: [], reason: null }
        : { verdict: 'not-ready', lacking: [], reason: 'page-says-not-found' },
    listings: found === 'online' ? [bareListing(ref)] : [],
  };
}

let database: VigieDatabase;
beforeEach(async () => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.resetModules();
  const { openDatabase } = await import('../../../lib/storage/database.ts');
  database = await openDatabase();
});

async function found(): Promise<string[]> {
  return (await database.get('reports', 'r'))?.sightings.map((sighting) => sighting.found) ?? [];
}

describe('meeting a reported listing again', () => {
  it('is noted: online, gone, back, and once a day while nothing changes', async () => {
    await database.put('reports', storedReport({ id: 'r', state: 'acknowledged', listings: [KEY, 'joom:x'] }));
    const meetings: [Parameters<typeof reading>[0], number][] = [
      ['online', 0],
      ['online', 1000],
      ['online', DAY + 1],
      ['gone', DAY + 2000],
      ['gone', DAY + 3000],
      ['online', DAY + 4000],
    ];
    for (const [what, at] of meetings) await noteSightings(database, reading(what), at);
    expect(await found()).toEqual(['online', 'online', 'gone', 'online']);
    const report = await database.get('reports', 'r');
    if (report === undefined) throw new Error('not stored');
    expect(whereaboutsOf(report)).toEqual([
      { listing: KEY, last: { listing: KEY, at: DAY + 4000, found: 'online' }, isBack: true },
      { listing: 'joom:x', last: null, isBack: false },
    ]);
  });

  it('is noted of what was sent or carried, not of drafts', async () => {
    await database.put('reports', storedReport({ id: 'r', state: 'drafted', listings: [KEY] }));
    expect(await noteSightings(database, reading('online'), 5)).toEqual([]);
    await database.put('reports', storedReport({ id: 'r', state: 'handed-over', listings: [KEY] }));
    expect((await noteSightings(database, reading('online'), 5)).map(({ id }) => id)).toEqual(['r']);
  });

  it('keeps the last sixty', async () => {
    await database.put('reports', storedReport({ id: 'r', state: 'acknowledged', listings: [KEY] }));
    for (let turn = 0; turn < 80; turn++)
      await noteSightings(database, reading(turn % 2 === 0 ? 'gone' : 'online'), turn);
    expect(await found()).toHaveLength(60);
  });
});
