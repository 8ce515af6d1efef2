/**
 * The store for more than one machine: a PostgreSQL database, shared by any number of intake processes. A commit is
 * durable when it returns (`synchronous_commit` is turned on for every connection, whatever the server's default is).
 */
import pg from 'pg';
import type { EnrolmentState } from '../../lib/evidence/enrolment.ts';
import { z } from '../../lib/formats/validation.ts';
import type { ReportStatus } from '../../lib/reports/protocol.ts';
import { REPORT_SCHEMA } from '../../lib/reports/report.ts';
import type { KnownKey, NewKey } from './keys.ts';
import { MIGRATIONS } from './postgres-schema.ts';
import {
  bytesOf,
  conditions,
  hashOf,
  KEYS,
  keyOf,
  LISTED,
  listedOf,
  receiptOf,
  receiptRow,
  STORED,
  sequenceOf,
  statusOf,
  storedOf,
} from './rows.ts';
import {
  type AddOutcome,
  type Erasure,
  type ListedReport,
  type ListQuery,
  MAX_COUNTED,
  type ReportStore,
  type StatusChange,
  type StoredReport,
  StoreUnavailable,
  type Submission,
} from './store.ts';

/** Any number does, as long as all intake processes use the same. */
const MIGRATION_LOCK = 7_430_211;

const addedRow = receiptRow.extend({ is_new: z.boolean() });

type Value = string | number | null | Buffer | readonly (string | number)[];

export class PostgresStore implements ReportStore {
  readonly #pool: pg.Pool;

  private constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Rejects when the server cannot be reached, refuses the login or holds a newer version of the tables. */
  static async open(url: string): Promise<PostgresStore> {
    const pool = new pg.Pool({
      connectionString: url,
      max: 10,
      connectionTimeoutMillis: 5000,
      query_timeout: 15_000,
      options: '-c synchronous_commit=on',
      application_name: 'vigie-intake',
    });
    // A connection that breaks while idle is replaced; without a listener it would end the process.
    pool.on('error', () => undefined);
    const store = new PostgresStore(pool);
    try {
      await store.#migrate();
    } catch (error) {
      await pool.end();
      throw error;
    }
    return store;
  }

  async #migrate(): Promise<void> {
    await this.#transaction(async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
      await client.query('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)');
      const { rows } = await client.query('SELECT version FROM schema_version');
      const version = rows.length === 0 ? 0 : z.object({ version: z.int() }).parse(rows[0]).version;
      if (version > MIGRATIONS.length) {
        throw new Error(
          `the database is of a newer version of Vigie (${version}; this one knows ${MIGRATIONS.length})`,
        );
      }
      for (const migration of MIGRATIONS.slice(version)) await client.query(migration);
      await client.query('DELETE FROM schema_version');
      await client.query('INSERT INTO schema_version (version) VALUES ($1)', [MIGRATIONS.length]);
    });
  }

  async #transaction<Result>(work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: Error) => {
        broken = failure;
      });
      throw error;
    } finally {
      // A connection that could not roll back is in an unknown state and is not used again.
      client.release(broken);
    }
  }

  /** Turns whatever the database or the connection throws into `StoreUnavailable`. */
  async #guarded<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw new StoreUnavailable(error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  async #rows(sql: string, values: readonly Value[] = []): Promise<unknown[]> {
    return (await this.#pool.query(sql, [...values])).rows;
  }

  add({ idempotencyKey, reference, receivedAt, sha256, body, facts }: Submission): Promise<AddOutcome> {
    return this.#guarded(async () => {
      const [row] = await this.#rows(
        'SELECT * FROM add_report($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)',
        [
          reference,
          idempotencyKey,
          sha256,
          receivedAt,
          facts.schema,
          facts.family,
          facts.role,
          facts.agency,
          facts.jurisdiction,
          facts.marketplace,
          facts.listings,
          facts.evidence.map((item) => item.sha256),
          facts.evidence.map((item) => item.bytes),
          Buffer.from(body.buffer, body.byteOffset, body.byteLength),
        ],
      );
      const { is_new: isNew, ...stored } = addedRow.parse(row);
      if (isNew) return { kind: 'stored', receipt: receiptOf(stored) };
      return stored.sha256 === sha256 ? { kind: 'replayed', receipt: receiptOf(stored) } : { kind: 'key-reused' };
    });
  }

  status(reference: string): Promise<ReportStatus | null> {
    return this.#guarded(async () => {
      const sql = 'SELECT reference, state, reason, decision, updated_at FROM reports WHERE reference = $1';
      const [row] = await this.#rows(sql, [reference]);
      return row === undefined ? null : statusOf(row);
    });
  }

  list({ limit, ...filter }: ListQuery): Promise<ListedReport[]> {
    return this.#guarded(async () => {
      const { where, values } = conditions(filter, (number) => `$${number}`);
      const sql = `SELECT ${LISTED} FROM reports r ${where} ORDER BY r.sequence DESC LIMIT $${values.length + 1}`;
      return (await this.#rows(sql, [...values, limit])).map(listedOf);
    });
  }

  get(reference: string): Promise<StoredReport | null> {
    return this.#guarded(async () => {
      const [row] = await this.#rows(`SELECT ${STORED} FROM reports r WHERE r.reference = $1`, [reference]);
      if (row === undefined) return null;
      const sql = 'SELECT at, agency, state, reason, decision FROM history WHERE sequence = $1 ORDER BY id';
      return storedOf(row, await this.#rows(sql, [sequenceOf(row)]));
    });
  }

  setStatus(reference: string, { state, reason, decision, at, agency }: StatusChange): Promise<boolean> {
    return this.#guarded(async () => {
      const changed = await this.#rows(
        `WITH changed AS (
           UPDATE reports SET state = $2, reason = $3, decision = $4, updated_at = $5 WHERE reference = $1 RETURNING sequence
         )
         INSERT INTO history (sequence, at, agency, state, reason, decision)
         SELECT sequence, $5, $6, $2, $3, $4 FROM changed RETURNING sequence`,
        [reference, state, reason, decision, at, agency],
      );
      return changed.length > 0;
    });
  }

  announced(sha256: string): Promise<number[]> {
    return this.#guarded(async () => {
      const sql = 'SELECT DISTINCT bytes FROM report_evidence WHERE sha256 = $1 ORDER BY bytes';
      return (await this.#rows(sql, [sha256])).map(bytesOf);
    });
  }

  known(listings: readonly string[]): Promise<number[]> {
    return this.#guarded(async () => {
      const rows = await this.#rows(
        `SELECT (SELECT COUNT(*) FROM (
           SELECT 1 FROM report_listings l JOIN reports r ON r.sequence = l.sequence
           WHERE l.listing = asked.listing AND r.schema = '${REPORT_SCHEMA}' LIMIT ${MAX_COUNTED}) AS counted)::int AS reports
         FROM unnest($1::text[]) WITH ORDINALITY AS asked (listing, place) ORDER BY place`,
        [listings],
      );
      return z
        .array(z.object({ reports: z.int() }))
        .parse(rows)
        .map(({ reports }) => reports);
    });
  }

  addKey({ fingerprint, spki, holder, agency, askedAt }: NewKey): Promise<KnownKey> {
    return this.#guarded(async () => {
      await this.#rows(
        `INSERT INTO keys (fingerprint, spki, holder, agency, state, asked_at) VALUES ($1, $2, $3, $4, 'pending', $5)
         ON CONFLICT (fingerprint) DO NOTHING`,
        [fingerprint, spki, holder, agency, askedAt],
      );
      return keyOf((await this.#rows('SELECT * FROM keys WHERE fingerprint = $1', [fingerprint]))[0]);
    });
  }

  key(fingerprint: string): Promise<KnownKey | null> {
    return this.#guarded(async () => {
      const [found] = await this.#rows('SELECT * FROM keys WHERE fingerprint = $1', [fingerprint]);
      return found === undefined ? null : keyOf(found);
    });
  }

  keys(): Promise<KnownKey[]> {
    return this.#guarded(async () => (await this.#rows(KEYS)).map(keyOf));
  }

  decideKey(fingerprint: string, state: EnrolmentState, at: string, agency: string): Promise<boolean> {
    return this.#guarded(async () => {
      const sql =
        'UPDATE keys SET state = $2, decided_at = $3, decided_by = $4 WHERE fingerprint = $1 RETURNING fingerprint';
      return (await this.#rows(sql, [fingerprint, state, at, agency])).length > 0;
    });
  }

  erase(reference: string, at: string): Promise<Erasure | null> {
    return this.#guarded(async () => {
      const [known] = await this.#rows('SELECT 1 FROM reports WHERE reference = $1', [reference]);
      return known === undefined ? null : this.#eraseWhere('reference = $2', reference, at);
    });
  }

  eraseBefore(time: string, at: string): Promise<Erasure> {
    return this.#guarded(() => this.#eraseWhere('received_at < $2', time, at));
  }

  #eraseWhere(where: 'reference = $2' | 'received_at < $2', value: string, at: string): Promise<Erasure> {
    return this.#transaction(async (client) => {
      const erased = await client.query(
        `UPDATE reports SET body = NULL, erased_at = $1 WHERE ${where} AND erased_at IS NULL RETURNING sequence`,
        [at, value],
      );
      const withdrawn = await client.query(
        'DELETE FROM report_evidence WHERE sequence = ANY($1::bigint[]) RETURNING sha256',
        [erased.rows.map(sequenceOf)],
      );
      const orphaned = await client.query(
        `SELECT hash AS sha256 FROM (SELECT DISTINCT unnest($1::text[]) AS hash) AS withdrawn
         WHERE NOT EXISTS (SELECT 1 FROM report_evidence e WHERE e.sha256 = hash) ORDER BY hash`,
        [withdrawn.rows.map(hashOf)],
      );
      return { reports: erased.rows.length, evidence: orphaned.rows.map(hashOf) };
    });
  }

  ping(): Promise<void> {
    return this.#guarded(async () => {
      await this.#rows('SELECT 1');
    });
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}
