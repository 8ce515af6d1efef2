/**
 * The embedded store: one SQLite file in WAL mode with `synchronous=FULL`, so that a commit has reached the disk when
 * it returns.
 *
 * A flush to disk is what a commit costs, and it costs the same for one report as for fifty. So submissions that arrive
 * while the event loop is busy wait for each other and share one transaction (group commit); none is acknowledged
 * before that transaction is committed. When the transaction fails, all of them fail and none is stored.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { EnrolmentState } from '../../lib/evidence/enrolment.ts';
import { z } from '../../lib/formats/validation.ts';
import type { ReportStatus } from '../../lib/reports/protocol.ts';
import { REPORT_SCHEMA } from '../../lib/reports/report.ts';
import type { KnownKey, NewKey } from './keys.ts';
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

/** Each entry takes the database from its index to the next version (`user_version`). */
const MIGRATIONS = [
  `
  CREATE TABLE reports (
    sequence INTEGER PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    idempotency_key TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    received_at TEXT NOT NULL,
    duplicates INTEGER NOT NULL,
    schema TEXT NOT NULL,
    family TEXT,
    role TEXT,
    agency TEXT,
    jurisdiction TEXT,
    marketplace TEXT NOT NULL,
    first_listing TEXT,
    listing_count INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    decision TEXT,
    updated_at TEXT NOT NULL,
    erased_at TEXT,
    body BLOB
  ) STRICT;
  CREATE INDEX reports_state ON reports (state, sequence);
  CREATE INDEX reports_family ON reports (family, sequence);
  CREATE INDEX reports_marketplace ON reports (marketplace, sequence);
  CREATE TABLE listings (
    listing TEXT PRIMARY KEY,
    reports INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE report_listings (
    listing TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (listing, sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE report_evidence (
    sha256 TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (sha256, sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX report_evidence_sequence ON report_evidence (sequence);
  CREATE TABLE history (
    sequence INTEGER NOT NULL,
    at TEXT NOT NULL,
    agency TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    decision TEXT
  ) STRICT;
  CREATE INDEX history_sequence ON history (sequence);
  `,
  `
  CREATE TABLE keys (
    fingerprint TEXT PRIMARY KEY,
    spki TEXT NOT NULL,
    holder TEXT NOT NULL,
    agency TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    decided_at TEXT,
    decided_by TEXT
  ) STRICT, WITHOUT ROWID;
  `,
  // Receipts count ordinary reports only; until here they told that there was a child-protection report.
  `
  UPDATE listings SET reports = (
    SELECT COUNT(*) FROM report_listings l JOIN reports r ON r.sequence = l.sequence
    WHERE l.listing = listings.listing AND r.schema = 'vigie-report/1')
  WHERE listing IN (SELECT first_listing FROM reports WHERE schema = 'vigie-child-protection-report/1');
  DELETE FROM listings WHERE reports = 0;
  `,
];

interface Pending {
  submission: Submission;
  resolve(outcome: AddOutcome): void;
  reject(error: Error): void;
}

export interface SqliteOptions {
  /** A file, or `:memory:`. */
  file: string;
  /** Upper bound of the database's size in pages of 4 kB; none when not given. */
  maxPages?: number;
}

export class SqliteStore implements ReportStore {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #pending: Pending[] = [];
  #scheduled = false;

  /** Throws when the file cannot be opened, written, or is not such a database. */
  constructor({ file, maxPages }: SqliteOptions) {
    this.#database = new DatabaseSync(file, { timeout: 5000, allowExtension: false });
    try {
      this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
      this.#migrate();
      if (maxPages !== undefined) this.#database.exec(`PRAGMA max_page_count = ${Math.trunc(maxPages)}`);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  #migrate(): void {
    const { user_version: version } = z
      .object({ user_version: z.int() })
      .parse(this.#database.prepare('PRAGMA user_version').get());
    if (version > MIGRATIONS.length) {
      throw new Error(`the file is of a newer version of Vigie (${version}; this one knows ${MIGRATIONS.length})`);
    }
    for (const [index, migration] of MIGRATIONS.entries()) {
      if (index < version) continue;
      this.#transaction(() => {
        this.#database.exec(migration);
        this.#database.exec(`PRAGMA user_version = ${index + 1}`);
      });
    }
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #transaction<Result>(work: () => Result): Result {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      // A failed statement may already have ended the transaction (a full disk does).
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Runs `work`, turning whatever the database throws into `StoreUnavailable`. */
  async #guarded<Result>(work: () => Result): Promise<Result> {
    try {
      return work();
    } catch (error) {
      throw new StoreUnavailable(error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  add(submission: Submission): Promise<AddOutcome> {
    const { promise, resolve, reject } = Promise.withResolvers<AddOutcome>();
    this.#pending.push({ submission, resolve, reject });
    if (!this.#scheduled) {
      this.#scheduled = true;
      setImmediate(() => this.#flush());
    }
    return promise;
  }

  #flush(): void {
    this.#scheduled = false;
    const batch = this.#pending;
    if (batch.length === 0) return;
    this.#pending = [];
    try {
      const outcomes = this.#transaction(() => batch.map(({ submission }) => this.#insert(submission)));
      for (const [index, outcome] of outcomes.entries()) batch[index]?.resolve(outcome);
    } catch (error) {
      const failure = new StoreUnavailable(error instanceof Error ? error.message : String(error), { cause: error });
      for (const { reject } of batch) reject(failure);
    }
  }

  #insert({ idempotencyKey, reference, receivedAt, sha256, body, facts }: Submission): AddOutcome {
    const before = this.#prepare(
      'SELECT reference, received_at, sha256, duplicates FROM reports WHERE idempotency_key = ?',
    ).get(idempotencyKey);
    if (before !== undefined) {
      const row = receiptRow.parse(before);
      return row.sha256 === sha256 ? { kind: 'replayed', receipt: receiptOf(row) } : { kind: 'key-reused' };
    }
    const duplicates = facts.schema === REPORT_SCHEMA ? this.#countListings(facts.listings) : 0;
    const { lastInsertRowid } = this.#prepare(
      `INSERT INTO reports (reference, idempotency_key, sha256, received_at, duplicates, schema, family, role, agency,
         jurisdiction, marketplace, first_listing, listing_count, state, updated_at, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'received', ?, ?)`,
    ).run(
      reference,
      idempotencyKey,
      sha256,
      receivedAt,
      duplicates,
      facts.schema,
      facts.family,
      facts.role,
      facts.agency,
      facts.jurisdiction,
      facts.marketplace,
      facts.listings[0] ?? null,
      facts.listings.length,
      receivedAt,
      body,
    );
    const link = this.#prepare('INSERT INTO report_listings (listing, sequence) VALUES (?, ?)');
    for (const listing of facts.listings) link.run(listing, lastInsertRowid);
    const announce = this.#prepare('INSERT INTO report_evidence (sha256, sequence, bytes) VALUES (?, ?, ?)');
    for (const { sha256: hash, bytes } of facts.evidence) announce.run(hash, lastInsertRowid, bytes);
    return { kind: 'stored', receipt: { reference, receivedAt, sha256, duplicates } };
  }

  /** Counts one more ordinary report for each listing; the largest count that was there before. */
  #countListings(listings: readonly string[]): number {
    const count = this.#prepare(
      `INSERT INTO listings (listing, reports) VALUES (?, 1)
       ON CONFLICT (listing) DO UPDATE SET reports = reports + 1 RETURNING reports - 1 AS earlier`,
    );
    const earlier = z.object({ earlier: z.int() });
    return Math.max(0, ...listings.map((listing) => earlier.parse(count.get(listing)).earlier));
  }

  status(reference: string): Promise<ReportStatus | null> {
    return this.#guarded(() => {
      const found = this.#prepare(
        'SELECT reference, state, reason, decision, updated_at FROM reports WHERE reference = ?',
      ).get(reference);
      return found === undefined ? null : statusOf(found);
    });
  }

  list({ limit, ...filter }: ListQuery): Promise<ListedReport[]> {
    return this.#guarded(() => {
      const { where, values } = conditions(filter, () => '?');
      const sql = `SELECT ${LISTED} FROM reports r ${where} ORDER BY r.sequence DESC LIMIT ?`;
      return this.#prepare(sql)
        .all(...values, limit)
        .map(listedOf);
    });
  }

  get(reference: string): Promise<StoredReport | null> {
    return this.#guarded(() => {
      const found = this.#prepare(`SELECT ${STORED} FROM reports r WHERE r.reference = ?`).get(reference);
      if (found === undefined) return null;
      const history = this.#prepare(
        'SELECT at, agency, state, reason, decision FROM history WHERE sequence = ? ORDER BY rowid',
      ).all(sequenceOf(found));
      return storedOf(found, history);
    });
  }

  setStatus(reference: string, { state, reason, decision, at, agency }: StatusChange): Promise<boolean> {
    return this.#guarded(() =>
      this.#transaction(() => {
        const { changes } = this.#prepare(
          'UPDATE reports SET state = ?, reason = ?, decision = ?, updated_at = ? WHERE reference = ?',
        ).run(state, reason, decision, at, reference);
        if (Number(changes) === 0) return false;
        this.#prepare(
          `INSERT INTO history (sequence, at, agency, state, reason, decision)
           SELECT sequence, ?, ?, ?, ?, ? FROM reports WHERE reference = ?`,
        ).run(at, agency, state, reason, decision, reference);
        return true;
      }),
    );
  }

  announced(sha256: string): Promise<number[]> {
    return this.#guarded(() =>
      this.#prepare('SELECT DISTINCT bytes FROM report_evidence WHERE sha256 = ? ORDER BY bytes')
        .all(sha256)
        .map(bytesOf),
    );
  }

  known(listings: readonly string[]): Promise<number[]> {
    return this.#guarded(() => {
      const count = this.#prepare(
        `SELECT COUNT(*) AS reports FROM (
           SELECT 1 FROM report_listings l JOIN reports r ON r.sequence = l.sequence
           WHERE l.listing = ? AND r.schema = '${REPORT_SCHEMA}' LIMIT ${MAX_COUNTED})`,
      );
      const row = z.object({ reports: z.int() });
      return listings.map((listing) => row.parse(count.get(listing)).reports);
    });
  }

  addKey({ fingerprint, spki, holder, agency, askedAt }: NewKey): Promise<KnownKey> {
    return this.#guarded(() => {
      this.#prepare(
        `INSERT INTO keys (fingerprint, spki, holder, agency, state, asked_at) VALUES (?, ?, ?, ?, 'pending', ?)
         ON CONFLICT (fingerprint) DO NOTHING`,
      ).run(fingerprint, spki, holder, agency, askedAt);
      return keyOf(this.#prepare('SELECT * FROM keys WHERE fingerprint = ?').get(fingerprint));
    });
  }

  key(fingerprint: string): Promise<KnownKey | null> {
    return this.#guarded(() => {
      const found = this.#prepare('SELECT * FROM keys WHERE fingerprint = ?').get(fingerprint);
      return found === undefined ? null : keyOf(found);
    });
  }

  keys(): Promise<KnownKey[]> {
    return this.#guarded(() => this.#prepare(KEYS).all().map(keyOf));
  }

  decideKey(fingerprint: string, state: EnrolmentState, at: string, agency: string): Promise<boolean> {
    return this.#guarded(() => {
      const sql = 'UPDATE keys SET state = ?, decided_at = ?, decided_by = ? WHERE fingerprint = ?';
      return Number(this.#prepare(sql).run(state, at, agency, fingerprint).changes) > 0;
    });
  }

  erase(reference: string, at: string): Promise<Erasure | null> {
    return this.#guarded(() => {
      if (this.#prepare('SELECT 1 FROM reports WHERE reference = ?').get(reference) === undefined) return null;
      return this.#eraseWhere('reference = ?', reference, at);
    });
  }

  eraseBefore(time: string, at: string): Promise<Erasure> {
    return this.#guarded(() => this.#eraseWhere('received_at < ?', time, at));
  }

  #eraseWhere(where: 'reference = ?' | 'received_at < ?', value: string, at: string): Erasure {
    return this.#transaction(() => {
      const erased = this.#prepare(
        `UPDATE reports SET body = NULL, erased_at = ? WHERE ${where} AND erased_at IS NULL RETURNING sequence`,
      ).all(at, value);
      const withdraw = this.#prepare('DELETE FROM report_evidence WHERE sequence = ? RETURNING sha256');
      const withdrawn = new Set(erased.flatMap((row) => withdraw.all(sequenceOf(row)).map(hashOf)));
      const still = this.#prepare('SELECT 1 FROM report_evidence WHERE sha256 = ? LIMIT 1');
      return { reports: erased.length, evidence: [...withdrawn].filter((hash) => still.get(hash) === undefined) };
    });
  }

  ping(): Promise<void> {
    return this.#guarded(() => {
      this.#prepare('SELECT 1').get();
    });
  }

  /** Commits what is pending, then closes the file. */
  async close(): Promise<void> {
    this.#flush();
    if (this.#database.isOpen) this.#database.close();
  }
}
