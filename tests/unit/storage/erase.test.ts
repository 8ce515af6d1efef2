/** "Delete everything" takes all that a person made, and whoever adds a place to keep something decides what becomes of it. */
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IDBFactory } from 'fake-indexeddb';
import type { StoreNames } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { VigieDatabase } from '../../../lib/storage/database.ts';
import { deleteEverything, STORES, VALUES } from '../../../lib/storage/erase.ts';
import type { VigieSchema } from '../../../lib/storage/schema.ts';
import { ROOT, sourceFiles } from '../house/imports.ts';

type Stores = StoreNames<VigieSchema>;

/** The origin's private files: names, with what is in folders. */
class PrivateFiles {
  entries = new Map<string, string[]>();
  async *keys() {
    yield* [...this.entries.keys()];
  }
  async removeEntry(name: string, { recursive = false } = {}) {
    if ((this.entries.get(name) ?? []).length > 0 && !recursive) throw new DOMException('', 'InvalidModificationError');
    this.entries.delete(name);
  }
}

/** A row that only has its key: what is in it makes no difference to being deleted. */
function rowOf(database: VigieDatabase, store: Stores): Record<string, unknown> {
  const { keyPath } = database.transaction(store).store;
  const row: Record<string, unknown> = {};
  for (const name of [keyPath ?? []].flat()) row[name] = name === 'sequence' || name === 'seq' ? 1 : 'x';
  return row;
}

describe('deleting everything', () => {
  let database: VigieDatabase;
  let files: PrivateFiles;
  beforeEach(async () => {
    vi.stubGlobal('indexedDB', new IDBFactory());
    vi.resetModules();
    fakeBrowser.reset();
    files = new PrivateFiles();
    vi.stubGlobal('navigator', { ...navigator, storage: { getDirectory: async () => files } });
    const { openDatabase } = await import('../../../lib/storage/database.ts');
    database = await openDatabase();
  });

  it('knows every store of the database', () => {
    expect(Object.keys(STORES).sort()).toEqual([...database.objectStoreNames].sort());
  });

  it('knows every stored value that the sources name', () => {
    const named = sourceFiles('lib', 'components', 'entrypoints').flatMap((file) =>
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(/defineItem[^(]*\(\s*'((?:local|session|sync):[^']+)'/g)].map(
        ([, key = '']) => key,
      ),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(Object.keys(VALUES).sort()).toEqual([...new Set(named)].sort());
  });

  it('finds no way to keep something beside them', () => {
    const others = sourceFiles('lib', 'components', 'entrypoints').filter((file) =>
      /\b(?:localStorage|sessionStorage|indexedDB\.open|caches\.open)\b|\bstorage\.(?:local|session|sync)\./.test(
        readFileSync(join(ROOT, file), 'utf8'),
      ),
    );
    expect(others).toEqual([]);
    const defining = sourceFiles('lib', 'components', 'entrypoints').flatMap((file) => [
      ...readFileSync(join(ROOT, file), 'utf8').matchAll(/\bdefineItem\b[^(]*\(\s*(?!')/g),
    ]);
    expect(defining, 'values whose key is not written out').toEqual([]);
  });

  it('empties the stores of what a person made, and leaves the rules', async () => {
    for (const store of database.objectStoreNames) await database.put(store, rowOf(database, store) as never);
    await deleteEverything(database);
    const left: Stores[] = [];
    for (const store of database.objectStoreNames) if ((await database.count(store)) > 0) left.push(store);
    expect(left.sort()).toEqual(['packSources', 'packs', 'publishers']);
  });

  it('forgets the stored values with their versions, and leaves those of the rules', async () => {
    for (const key of Object.keys(VALUES)) {
      const [area = '', name = ''] = key.split(':');
      await browser.storage[area as 'local' | 'session'].set({ [name]: 'x', [`${name}$`]: { v: 1 } });
    }
    await deleteEverything(database);
    expect(Object.keys(await browser.storage.local.get(null)).sort()).toEqual([
      'policyFaults',
      'policyFaults$',
      'ruleChoices',
      'ruleChoices$',
    ]);
    expect(Object.keys(await browser.storage.session.get(null)).sort()).toEqual(['unstoredChecks', 'unstoredChecks$']);
    const { settings, DEFAULT_SETTINGS } = await import('../../../lib/storage/settings.ts');
    expect(await settings.getValue()).toEqual(DEFAULT_SETTINGS);
  });

  it('takes what exports left in the private files', async () => {
    files.entries.set('exports', ['a.part']);
    await deleteEverything(database);
    expect(files.entries.size).toBe(0);
  });

  it('does without private files where the browser has none', async () => {
    vi.stubGlobal('navigator', {
      ...navigator,
      storage: { getDirectory: () => Promise.reject(new DOMException('', 'SecurityError')) },
    });
    await database.put('cart', rowOf(database, 'cart') as never);
    await deleteEverything(database);
    expect(await database.count('cart')).toBe(0);
  });
});
