/**
 * What the intake asks of a database. One interface, so that the embedded SQLite file and a PostgreSQL server are
 * interchangeable and pass the same tests. Every promise that settles well has its effect durably committed.
 */

import type { Role } from '../../lib/authority/roles.ts';
import type { Receipt, ReportState, ReportStatus } from '../../lib/reports/protocol.ts';
import type { AnyReport } from '../../lib/reports/report.ts';
import type { KeyStore } from './keys.ts';

/** What the agents' queue filters by, taken from a validated report. */
export interface ReportFacts {
  schema: AnyReport['schema'];
  family: string | null;
  role: Role | null;
  /** Agency of the token that the report came with; null: none, so the role is only claimed. */
  agency: string | null;
  jurisdiction: string | null;
  marketplace: string;
  /** `marketplace:id`, each once, in the order of the report. */
  listings: string[];
  /** What the report announces, each hash once. */
  evidence: { sha256: string; bytes: number }[];
}

export interface Submission {
  idempotencyKey: string;
  /** Used when the submission turns out to be new. */
  reference: string;
  receivedAt: string;
  sha256: string;
  /** The exact bytes that were received. */
  body: Uint8Array;
  facts: ReportFacts;
}

export type AddOutcome =
  | { kind: 'stored'; receipt: Receipt }
  /** The key came before with the same content: the same receipt again. */
  | { kind: 'replayed'; receipt: Receipt }
  /** The key came before with other content: nothing was stored. */
  | { kind: 'key-reused' };

export interface StatusChange {
  state: ReportState;
  reason: string | null;
  decision: string | null;
  at: string;
  /** Agency of the agent's token. */
  agency: string;
}

export interface ListedReport {
  /** Ascending in the order of arrival; the cursor of a page. */
  sequence: number;
  reference: string;
  receivedAt: string;
  facts: Omit<ReportFacts, 'listings' | 'evidence'> & { firstListing: string | null; listingCount: number };
  state: ReportState;
  updatedAt: string;
  /** Ordinary reports about the first listing; 1 where there is none. */
  sameListing: number;
}

export interface StoredReport extends ListedReport {
  sha256: string;
  duplicates: number;
  reason: string | null;
  decision: string | null;
  /** Null once erased. */
  body: Uint8Array | null;
  erasedAt: string | null;
  history: StatusChange[];
}

export interface ListQuery {
  state?: ReportState;
  family?: string;
  marketplace?: string;
  /** `marketplace:id`. */
  listing?: string;
  schema?: AnyReport['schema'];
  /** Only reports that came before this sequence number. */
  before?: number;
  limit: number;
}

export interface Erasure {
  reports: number;
  /** SHA-256 of the evidence that no report announces any more. */
  evidence: string[];
}

/** A listing that has more reports than this is well known. */
export const MAX_COUNTED = 1000;

export interface ReportStore extends KeyStore {
  add(submission: Submission): Promise<AddOutcome>;
  status(reference: string): Promise<ReportStatus | null>;
  /** Newest first. */
  list(query: ListQuery): Promise<ListedReport[]>;
  get(reference: string): Promise<StoredReport | null>;
  /** False when there is no such report. */
  setStatus(reference: string, change: StatusChange): Promise<boolean>;
  /** Sizes in bytes that reports, not erased, announce for an evidence item: one, unless a report is wrong. */
  announced(sha256: string): Promise<number[]>;
  /** How many ordinary reports name each listing (`marketplace:id`), in that order; counted up to `MAX_COUNTED`. */
  known(listings: readonly string[]): Promise<number[]>;
  /** Forgets the body of a report (its personal data), keeps receipt and status. Null when there is no such report. */
  erase(reference: string, at: string): Promise<Erasure | null>;
  /** Erases the bodies of reports received before `time`. */
  eraseBefore(time: string, at: string): Promise<Erasure>;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** The database refused or failed; nothing was stored. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable';
}
