import type { Completeness, Listing, ListingKey } from '../listing/listing.ts';
import type { DescribedFinding } from '../rules/described-finding.ts';
import type { Problem, Receipt } from './protocol.ts';

/**
 * - `drafted`: typed, not sent; on this machine only.
 * - `queued`: to be sent; stored before the person was told so.
 * - `sending`: a request is under way, or was when the worker died; such a one is sent again under the same key.
 * - `acknowledged`: the authority returned a receipt.
 * - `refused`: the authority said why it does not take it; it can be mended and sent anew.
 * - `given-up`: no answer for `GIVE_UP_AFTER`; kept, and sent again when the person says so.
 */
export type OutboxState = 'drafted' | 'queued' | 'sending' | 'acknowledged' | 'refused' | 'given-up';

/** What the person chose and typed in the form. */
export interface Draft {
  family: string;
  explanation: string;
  differsFromTitle: boolean;
  differsText: string;
  goodFaith: boolean;
  name: string;
  email: string;
  /** Optional parts of the report that the person took out. */
  withoutFindings: boolean;
  withoutReading: boolean;
}

/** Why a report was not taken, in the authority's words, with the faults by field. */
export type Refusal = Pick<Problem, 'title' | 'status'> & {
  detail: string;
  errors: { pointer: string; detail: string }[];
};

/** Why the last attempt brought no answer. */
export type RetryReason = 'offline' | 'timeout' | 'server-error' | 'rate-limited' | 'unreadable-answer';

/** What a report is about, as it was when the form was opened: enough to go on with it when the page is gone. */
export interface Subject {
  listing: Listing;
  completeness: Completeness;
  /** Address of the page that the listing was read from. */
  visited: string;
  findings: DescribedFinding[];
  /** Milliseconds since the epoch. */
  readAt: number;
}

export interface StoredReport {
  /** UUIDv7: the report's id and its idempotency key. */
  id: string;
  state: OutboxState;
  /** A child-protection report is deleted, all but a count, as soon as it is acknowledged, and has no draft. */
  kind: 'report' | 'child-protection';
  /** The listing that it is about, and what the person called it, for the history. */
  listing: ListingKey;
  title: string;
  url: string;
  draft: Draft;
  /** Null for a child-protection report: nothing of such a listing is kept. */
  subject: Subject | null;
  /** Base address of the authority's intake. */
  authority: string;
  /** The exact bytes to send, fixed when queued, so that every attempt under one key is the same; null in a draft. */
  body: string | null;
  /** Milliseconds since the epoch. */
  createdAt: number;
  changedAt: number;
  queuedAt: number | null;
  attempts: number;
  nextAttemptAt: number | null;
  lastFailure: RetryReason | null;
  receipt: Receipt | null;
  refusal: Refusal | null;
}
