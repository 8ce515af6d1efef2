/**
 * A report as this browser keeps it, from the first key stroke to the authority's decision. It is what the person drafted,
 * the exact bytes that were sent, and what came back; the report itself, as an authority reads it, is in `report.ts`.
 */
import type { Completeness, Listing, ListingKey } from '../listing/listing.ts';
import type { DescribedFinding } from '../rules/described-finding.ts';
import type { Problem, Receipt, ReportStatus } from './protocol.ts';
import type { SenderId } from './senders/sender.ts';

/**
 * - `drafted`: typed, not sent; on this machine only.
 * - `queued`: to be sent; stored before the person was told so.
 * - `sending`: a request is under way, or was when the worker died; such a one is sent again under the same key.
 * - `acknowledged`: the authority returned a receipt.
 * - `refused`: the authority said why it does not take it; it can be mended and sent anew.
 * - `given-up`: no answer for `GIVE_UP_AFTER`; kept, and sent again when the person says so.
 * - `handed-over`: a text that the person carries to a form or a mailbox; nobody answers Vigie.
 */
export type OutboxState = 'drafted' | 'queued' | 'sending' | 'acknowledged' | 'refused' | 'given-up' | 'handed-over';

/** Parts of a report that the person may take out before it is sent. */
export const OPTIONAL_PARTS = ['title', 'price', 'seller', 'reading', 'findings', 'legalBasis', 'evidence'] as const;
export type OptionalPart = (typeof OPTIONAL_PARTS)[number];

/** What the person says about one listing beyond what was read. Empty texts say nothing. */
export interface ListingDetails {
  differsFromTitle: boolean;
  differsText: string;
  /** The variant that is meant, by the name that the page gives it. */
  variant: string;
  variantId: string;
  /** Only where the page did not give them. */
  sellerName: string;
  sellerId: string;
}

export const NO_DETAILS: ListingDetails = {
  differsFromTitle: false,
  differsText: '',
  variant: '',
  variantId: '',
  sellerName: '',
  sellerId: '',
};

/** What the person chose and typed in the form. */
export interface Draft {
  family: string;
  explanation: string;
  goodFaith: boolean;
  name: string;
  email: string;
  details: Record<ListingKey, ListingDetails>;
  /** Optional parts of the report that the person took out. */
  without: OptionalPart[];
  /** The way out that the person chose; null: what the family suggests. */
  sender: SenderId | null;
  /** Only an inspector sees these. Null and empty: as the family says. */
  dsa: { category: string; keyword: string | null } | null;
  jurisdiction: string;
  /** Citations beyond the family's own, one a line. */
  legalBasis: string;
}

/** Why a report was not taken, in the authority's words, with the faults by field. */
export type Refusal = Pick<Problem, 'title' | 'status'> & {
  detail: string;
  errors: { pointer: string; detail: string }[];
};

/** Why the last attempt brought no answer; `no-access`: none was made, because the browser does not let the report go. */
export type RetryReason =
  | 'offline'
  | 'timeout'
  | 'server-error'
  | 'rate-limited'
  | 'unreadable-answer'
  | 'token'
  | 'no-access';

/** What a report says about one listing, as it was when the form was opened: enough to go on when the page is gone. */
export interface Subject {
  listing: Listing;
  completeness: Completeness;
  /** Address of the page that the listing was read from. */
  visited: string;
  findings: DescribedFinding[];
  /** Milliseconds since the epoch; null when only an address was given and nothing was read. */
  readAt: number | null;
}

/** How the person found a reported listing when they met it again. */
export interface Sighting {
  listing: ListingKey;
  /** Milliseconds since the epoch. */
  at: number;
  found: 'online' | 'gone';
}

/** Where the authority's work on a report stands, as it said when it was last asked. */
export interface FollowUp {
  status: ReportStatus | null;
  etag: string | null;
  /** Milliseconds since the epoch of the last answer; null before the first. */
  checkedAt: number | null;
  /** Attempts in a row without an answer. */
  failures: number;
}

/** One evidence item that a report announces, on its way. */
export interface EvidenceUpload {
  sha256: string;
  bytes: number;
  /** `lost`: this browser no longer has it. `refused`: the authority does not take it. */
  state: 'waiting' | 'sent' | 'refused' | 'lost';
  /** Bytes that the authority said it has. */
  offset: number;
}

export interface StoredReport {
  /** UUIDv7: the report's id and its idempotency key. */
  id: string;
  state: OutboxState;
  /** A child-protection report is deleted, all but a count, as soon as it is acknowledged, and has no draft. */
  kind: 'report' | 'child-protection';
  /** The listings that it is about; empty for a child-protection report, of which nothing of the listing is kept. */
  listings: ListingKey[];
  /** Title and address of the first listing, for the history. */
  title: string;
  url: string;
  draft: Draft;
  subjects: Subject[];
  /** Which protocol its body is in. */
  sender: SenderId;
  /** Base address of the authority's intake, or of what else takes the body. */
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
  followUp: FollowUp | null;
  /** When to ask for the status next; null: nothing to ask. Indexed. */
  followAt: number | null;
  evidence: EvidenceUpload[];
  /** When to go on uploading evidence; null: nothing to upload. Indexed. */
  uploadAt: number | null;
  /** What the person met later, oldest first. */
  sightings: Sighting[];
}
