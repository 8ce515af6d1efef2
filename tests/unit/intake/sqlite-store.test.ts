import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SqliteStore } from '../../../tools/intake/sqlite-store.ts';
import { StoreUnavailable } from '../../../tools/intake/store.ts';
import { storeContract, submission } from './store-contract.ts';

storeContract('SQLite store', async () => new SqliteStore({ file: ':memory:' }));

describe('SQLite store on disk', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vigie-store-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('keeps what it acknowledged, in WAL mode', async () => {
    const file = join(folder, 'kept.db');
    const store = new SqliteStore({ file });
    await store.add(submission({ reference: 'VG-kept' }));
    const other = new DatabaseSync(file, { readOnly: true });
    expect(other.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(other.prepare('SELECT reference FROM reports').all()).toEqual([{ reference: 'VG-kept' }]);
    other.close();
    await store.close();
    const again = new SqliteStore({ file });
    expect(await again.status('VG-kept')).not.toBeNull();
    await again.close();
  });

  it('commits what is under way when it is closed', async () => {
    const file = join(folder, 'closing.db');
    const store = new SqliteStore({ file });
    const added = store.add(submission({ reference: 'VG-last' }));
    await store.close();
    expect((await added).kind).toBe('stored');
  });

  it('acknowledges nothing of a transaction that fails, and works on when there is room again', async () => {
    const file = join(folder, 'full.db');
    const setup = new SqliteStore({ file });
    await setup.close();
    const store = new SqliteStore({ file, maxPages: 40 });
    const large = () => submission({ body: new Uint8Array(60_000) }, { listings: ['joom:full'] });
    const outcomes = await Promise.allSettled([store.add(large()), store.add(large()), store.add(large())]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    for (const outcome of outcomes) {
      expect(outcome.status === 'rejected' && outcome.reason).toBeInstanceOf(StoreUnavailable);
    }
    expect(await store.list({ limit: 10 })).toEqual([]);
    const small = await store.add(submission({}, { listings: ['joom:full'] }));
    expect(small).toMatchObject({ kind: 'stored', receipt: { duplicates: 0 } });
    await store.close();
  });

  it('refuses a file that is no database, and one of a newer version, without harming it', async () => {
    const text = join(folder, 'text.db');
    writeFileSync(
      text,
      'not a database, and long enough to be read as the header of one, which it is not at all\n'.repeat(20),
    );
    expect(() => new SqliteStore({ file: text })).toThrow('not a database');
    const newer = join(folder, 'newer.db');
    const database = new DatabaseSync(newer);
    database.exec('PRAGMA user_version = 999');
    database.close();
    expect(() => new SqliteStore({ file: newer })).toThrow('newer version');
    expect(() => new SqliteStore({ file: join(folder, 'none', 'x.db') })).toThrow();
  });
});
