/**
 * The tables of the PostgreSQL store; the same as in SQLite.
 *
 * `add_report` does in one round trip, and so in one commit, what a submission needs. Two processes that get the same key
 * at the same time meet at the unique index: the second waits for the first to commit and then reads its receipt. The
 * counters of listings are taken in alphabetical order, so that two reports of the same listings cannot block each other.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE reports (
    sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    idempotency_key UUID NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    received_at TEXT COLLATE "C" NOT NULL,
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
    body BYTEA
  );
  CREATE INDEX reports_state ON reports (state, sequence);
  CREATE INDEX reports_family ON reports (family, sequence);
  CREATE INDEX reports_marketplace ON reports (marketplace, sequence);
  CREATE INDEX reports_not_erased ON reports (received_at) WHERE erased_at IS NULL;
  CREATE TABLE listings (
    listing TEXT COLLATE "C" PRIMARY KEY,
    reports INTEGER NOT NULL
  );
  CREATE TABLE report_listings (
    listing TEXT COLLATE "C" NOT NULL,
    sequence BIGINT NOT NULL,
    PRIMARY KEY (listing, sequence)
  );
  CREATE TABLE report_evidence (
    sha256 TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    PRIMARY KEY (sha256, sequence)
  );
  CREATE INDEX report_evidence_sequence ON report_evidence (sequence);
  CREATE TABLE history (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sequence BIGINT NOT NULL,
    at TEXT NOT NULL,
    agency TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    decision TEXT
  );
  CREATE INDEX history_sequence ON history (sequence);

  CREATE FUNCTION add_report(
    p_reference TEXT, p_key UUID, p_sha256 TEXT, p_received_at TEXT, p_schema TEXT, p_family TEXT, p_role TEXT,
    p_agency TEXT, p_jurisdiction TEXT, p_marketplace TEXT, p_listings TEXT[], p_hashes TEXT[], p_sizes BIGINT[], p_body BYTEA
  ) RETURNS TABLE (is_new BOOLEAN, reference TEXT, received_at TEXT, sha256 TEXT, duplicates INTEGER)
  LANGUAGE plpgsql AS $$
  DECLARE
    added BIGINT;
    earlier INTEGER;
  BEGIN
    INSERT INTO reports AS r (reference, idempotency_key, sha256, received_at, duplicates, schema, family, role, agency,
      jurisdiction, marketplace, first_listing, listing_count, state, updated_at, body)
    VALUES (p_reference, p_key, p_sha256, p_received_at, 0, p_schema, p_family, p_role, p_agency,
      p_jurisdiction, p_marketplace, p_listings[1], cardinality(p_listings), 'received', p_received_at, p_body)
    ON CONFLICT (idempotency_key) DO NOTHING
    RETURNING r.sequence INTO added;
    IF added IS NULL THEN
      RETURN QUERY SELECT FALSE, r.reference, r.received_at, r.sha256, r.duplicates FROM reports r WHERE r.idempotency_key = p_key;
      RETURN;
    END IF;
    WITH counted AS (
      INSERT INTO listings AS l (listing, reports)
      SELECT given, 1 FROM unnest(p_listings) AS given ORDER BY given COLLATE "C"
      ON CONFLICT (listing) DO UPDATE SET reports = l.reports + 1
      RETURNING l.reports - 1 AS before
    ) SELECT coalesce(max(counted.before), 0) INTO earlier FROM counted;
    IF earlier > 0 THEN
      UPDATE reports r SET duplicates = earlier WHERE r.sequence = added;
    END IF;
    INSERT INTO report_listings (listing, sequence) SELECT given, added FROM unnest(p_listings) AS given;
    INSERT INTO report_evidence (sha256, sequence, bytes)
      SELECT hash, added, size FROM unnest(p_hashes, p_sizes) AS announced (hash, size);
    RETURN QUERY SELECT TRUE, p_reference, p_received_at, p_sha256, earlier;
  END
  $$;
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
  );
  `,
  // Receipts count ordinary reports only; until here they told that there was a child-protection report.
  `
  UPDATE listings SET reports = (
    SELECT COUNT(*) FROM report_listings l JOIN reports r ON r.sequence = l.sequence
    WHERE l.listing = listings.listing AND r.schema = 'vigie-report/1')
  WHERE listing IN (SELECT first_listing FROM reports WHERE schema = 'vigie-child-protection-report/1');
  DELETE FROM listings WHERE reports = 0;
  CREATE OR REPLACE FUNCTION add_report(
    p_reference TEXT, p_key UUID, p_sha256 TEXT, p_received_at TEXT, p_schema TEXT, p_family TEXT, p_role TEXT,
    p_agency TEXT, p_jurisdiction TEXT, p_marketplace TEXT, p_listings TEXT[], p_hashes TEXT[], p_sizes BIGINT[], p_body BYTEA
  ) RETURNS TABLE (is_new BOOLEAN, reference TEXT, received_at TEXT, sha256 TEXT, duplicates INTEGER)
  LANGUAGE plpgsql AS $$
  DECLARE
    added BIGINT;
    earlier INTEGER;
  BEGIN
    INSERT INTO reports AS r (reference, idempotency_key, sha256, received_at, duplicates, schema, family, role, agency,
      jurisdiction, marketplace, first_listing, listing_count, state, updated_at, body)
    VALUES (p_reference, p_key, p_sha256, p_received_at, 0, p_schema, p_family, p_role, p_agency,
      p_jurisdiction, p_marketplace, p_listings[1], cardinality(p_listings), 'received', p_received_at, p_body)
    ON CONFLICT (idempotency_key) DO NOTHING
    RETURNING r.sequence INTO added;
    IF added IS NULL THEN
      RETURN QUERY SELECT FALSE, r.reference, r.received_at, r.sha256, r.duplicates FROM reports r WHERE r.idempotency_key = p_key;
      RETURN;
    END IF;
    WITH counted AS (
      INSERT INTO listings AS l (listing, reports)
      SELECT given, 1 FROM unnest(p_listings) AS given WHERE p_schema = 'vigie-report/1' ORDER BY given COLLATE "C"
      ON CONFLICT (listing) DO UPDATE SET reports = l.reports + 1
      RETURNING l.reports - 1 AS before
    ) SELECT coalesce(max(counted.before), 0) INTO earlier FROM counted;
    IF earlier > 0 THEN
      UPDATE reports r SET duplicates = earlier WHERE r.sequence = added;
    END IF;
    INSERT INTO report_listings (listing, sequence) SELECT given, added FROM unnest(p_listings) AS given;
    INSERT INTO report_evidence (sha256, sequence, bytes)
      SELECT hash, added, size FROM unnest(p_hashes, p_sizes) AS announced (hash, size);
    RETURN QUERY SELECT TRUE, p_reference, p_received_at, p_sha256, earlier;
  END
  $$;
  `,
];
