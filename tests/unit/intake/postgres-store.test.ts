import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiptSchema } from '../../../lib/reports/protocol.ts';
import { PostgresStore } from '../../../tools/intake/postgres-store.ts';
import { startIntake } from '../../../tools/intake/server.ts';
import { StoreUnavailable } from '../../../tools/intake/store.ts';
import { sampleReport } from '../reports/sample.ts';
import { type PostgresServer, postgresBinaries, startPostgres } from './postgres-server.ts';
import { storeContract, submission } from './store-contract.ts';

const binaries = postgresBinaries();

describe.skipIf(binaries === null)('with a PostgreSQL server (Debian package postgresql)', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(binaries ?? '');
  }, 60_000);
  afterAll(() => server.stop(), 30_000);

  storeContract('PostgreSQL store', async () => PostgresStore.open(await server.newDatabase()));

  it('many processes may open it at once, and none forgets what another stored', async () => {
    const url = await server.newDatabase();
    const stores = await Promise.all(Array.from({ length: 4 }, () => PostgresStore.open(url)));
    const shared = submission();
    const outcomes = await Promise.all(
      // Each process gives its answer to the same key a reference of its own.
      stores.flatMap((store, at) => [
        store.add({ ...shared, reference: `VG-shared-${at}` }),
        store.add(submission({}, { listings: ['joom:2', 'joom:1'] })),
      ]),
    );
    expect(outcomes.filter(({ kind }) => kind === 'stored')).toHaveLength(5);
    expect(outcomes.filter(({ kind }) => kind === 'replayed')).toHaveLength(3);
    const counts = outcomes.flatMap((outcome) => (outcome.kind === 'stored' ? [outcome.receipt.duplicates ?? -1] : []));
    expect(counts.sort()).toEqual([0, 1, 2, 3, 4]);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('has what it acknowledged after a crash, says so while it is away, and works on after', async () => {
    const store = await PostgresStore.open(await server.newDatabase());
    const acknowledged: string[] = [];
    for (let index = 0; index < 20; index += 1) {
      const outcome = await store.add(submission({ reference: `VG-crash-${index}` }));
      if (outcome.kind === 'stored') acknowledged.push(outcome.receipt.reference);
    }
    const crashed = server.crash();
    const during = await Promise.allSettled(Array.from({ length: 5 }, () => store.add(submission())));
    for (const outcome of during) {
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(StoreUnavailable);
    }
    await crashed;
    for (const reference of acknowledged) expect(await store.status(reference)).not.toBeNull();
    expect(acknowledged).toHaveLength(20);
    expect((await store.add(submission())).kind).toBe('stored');
    await store.close();
  }, 30_000);

  it('refuses a database of a newer version', async () => {
    const url = await server.newDatabase();
    const store = await PostgresStore.open(url);
    await store.close();
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('UPDATE schema_version SET version = 999');
    await client.end();
    await expect(PostgresStore.open(url)).rejects.toThrow('newer version');
  });

  it('serves the whole intake', async () => {
    const intake = await startIntake({ db: await server.newDatabase(), port: 0 });
    const response = await fetch(`${intake.url}/v1/reports`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
      body: JSON.stringify(sampleReport()),
    });
    expect(response.status).toBe(201);
    const { reference } = receiptSchema.parse(await response.json());
    expect((await fetch(`${intake.url}/v1/reports/${reference}`)).status).toBe(200);
    await intake.close();
  });
});

it('says in one sentence, without the password, when there is no server', async () => {
  const failure = await startIntake({ db: 'postgres://vigie:secret@127.0.0.1:1/x', port: 0 }).catch(
    (error: Error) => error,
  );
  expect(String(failure)).toContain('the database "postgres://127.0.0.1:1/x" cannot be used');
  expect(String(failure)).not.toContain('secret');
});
