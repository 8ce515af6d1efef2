/**
 * The database of each version that was released, kept as a file, opens in today's with nothing lost: every record is
 * there, every text and number that it held is still in it, and the stores are those of a fresh installation.
 */
import 'fake-indexeddb/auto';
import { readdirSync, readFileSync } from 'node:fs';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { VigieDatabase } from '../../../lib/storage/database.ts';

const FOLDER = new URL('../../fixtures/database/', import.meta.url);
const path = z.union([z.string(), z.array(z.string())]);
const fixtureSchema = z.object({
  what: z.string(),
  version: z.int(),
  stores: z.record(
    z.string(),
    z.object({ keyPath: path, indexes: z.array(z.string()), records: z.array(z.record(z.string(), z.unknown())) }),
  ),
});
type Fixture = z.infer<typeof fixtureSchema>;
const FIXTURES = readdirSync(FOLDER).map((name): [string, Fixture] => [
  name,
  fixtureSchema.parse(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))),
]);

/** Renamed, or kept as the absence of a word, by design. */
const REPLACED = new Set([':']);

/** Every text and number in a value, in the order of its members. */
function leaves(value: unknown): (string | number)[] {
  if (typeof value === 'string' || typeof value === 'number') return value === '' ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}

async function upgraded({ version, stores }: Fixture): Promise<VigieDatabase> {
  const old = await openDB('vigie', version, {
    upgrade(database) {
      for (const [name, { keyPath, indexes }] of Object.entries(stores)) {
        const store = database.createObjectStore(name, { keyPath });
        for (const index of indexes) store.createIndex(index, index);
      }
    },
  });
  for (const [name, { records }] of Object.entries(stores)) for (const record of records) await old.put(name, record);
  old.close();
  return (await import('../../../lib/storage/database.ts')).openDatabase();
}

function shapeOf(database: VigieDatabase): unknown {
  const transaction = database.transaction([...database.objectStoreNames]);
  return [...database.objectStoreNames].map((name) => {
    const store = transaction.objectStore(name);
    const indexes = [...store.indexNames].map((index) => {
      const { keyPath, multiEntry, unique } = store.index(index as never);
      return { index, keyPath, multiEntry, unique };
    });
    return { name, keyPath: store.keyPath, indexes };
  });
}

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.resetModules();
});

describe.each(FIXTURES)('the database of %s', (_name, fixture) => {
  it('keeps every record, and in it every text and number', async () => {
    const database = await upgraded(fixture);
    expect(database.version).toBeGreaterThan(fixture.version);
    for (const [name, { keyPath, records }] of Object.entries(fixture.stores)) {
      expect(await database.count(name as never), name).toBe(records.length);
      for (const record of records) {
        const key = Array.isArray(keyPath) ? keyPath.map((part) => record[part]) : record[keyPath];
        const kept = new Set(leaves(await database.get(name as never, key as never)));
        const lost = leaves(record).filter((leaf) => !kept.has(leaf) && !REPLACED.has(String(leaf)));
        expect(lost, `${name} ${JSON.stringify(key)}`).toEqual([]);
      }
    }
  });

  it('has the stores and indexes of a fresh installation', async () => {
    const shape = shapeOf(await upgraded(fixture));
    vi.stubGlobal('indexedDB', new IDBFactory());
    vi.resetModules();
    const { openDatabase } = await import('../../../lib/storage/database.ts');
    expect(shape).toEqual(shapeOf(await openDatabase()));
  });

  it('keeps the bytes and the key of what is to be sent', async () => {
    const database = await upgraded(fixture);
    const waiting = (fixture.stores.reports?.records ?? []).filter(({ body }) => body !== null);
    expect(waiting.length).toBeGreaterThan(0);
    for (const { id, body, state } of waiting)
      expect(await database.get('reports', String(id))).toMatchObject({ id, body, state });
  });
});
