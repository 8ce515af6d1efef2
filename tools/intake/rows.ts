/**
 * Rows of the tables that both stores have, as their databases give them, and what they mean. Rows are parsed and not
 * trusted: a database may have been changed by other hands.
 */

import { ROLES } from '../../lib/authority/roles.ts';
import { ENROLMENT_STATES } from '../../lib/evidence/enrolment.ts';
import { z } from '../../lib/formats/validation.ts';
import { REPORT_STATES, type Receipt, type ReportStatus } from '../../lib/reports/protocol.ts';
import type { KnownKey } from './keys.ts';
import type { ListedReport, ListQuery, StatusChange, StoredReport } from './store.ts';

/** PostgreSQL gives 64-bit integers as text. */
const integer = z.coerce.number().int();

export const receiptRow = z.object({
  reference: z.string(),
  received_at: z.string(),
  sha256: z.string(),
  duplicates: integer,
});

const listedRow = z.object({
  sequence: integer,
  reference: z.string(),
  received_at: z.string(),
  schema: z.enum(['vigie-report/1', 'vigie-child-protection-report/1']),
  family: z.string().nullable(),
  role: z.enum(ROLES).nullable(),
  agency: z.string().nullable(),
  jurisdiction: z.string().nullable(),
  marketplace: z.string(),
  first_listing: z.string().nullable(),
  listing_count: integer,
  state: z.enum(REPORT_STATES),
  updated_at: z.string(),
  same_listing: integer,
});

const statusRow = z.object({
  reference: z.string(),
  state: z.enum(REPORT_STATES),
  reason: z.string().nullable(),
  decision: z.string().nullable(),
  updated_at: z.string(),
});

const storedRow = listedRow.extend({
  sha256: z.string(),
  duplicates: integer,
  reason: z.string().nullable(),
  decision: z.string().nullable(),
  erased_at: z.string().nullable(),
  body: z.instanceof(Uint8Array).nullable(),
});

const historyRow = z.object({
  at: z.string(),
  agency: z.string(),
  state: z.enum(REPORT_STATES),
  reason: z.string().nullable(),
  decision: z.string().nullable(),
});

const keyRow = z.object({
  fingerprint: z.string(),
  spki: z.string(),
  holder: z.string(),
  agency: z.string(),
  state: z.enum(ENROLMENT_STATES),
  asked_at: z.string(),
  decided_at: z.string().nullable(),
  decided_by: z.string().nullable(),
});

/** Pending first, then the newest. */
export const KEYS = "SELECT * FROM keys ORDER BY state <> 'pending', asked_at DESC, fingerprint";

export function keyOf(found: unknown): KnownKey {
  const row = keyRow.parse(found);
  const { fingerprint, spki, holder, agency, state } = row;
  const decided = { decidedAt: row.decided_at, decidedBy: row.decided_by };
  return { fingerprint, spki, holder, agency, state, askedAt: row.asked_at, ...decided };
}

/** The hash is compared before a receipt is given. */
export function receiptOf(row: z.infer<typeof receiptRow>): Receipt {
  return { reference: row.reference, receivedAt: row.received_at, sha256: row.sha256, duplicates: row.duplicates };
}

function listed(row: z.infer<typeof listedRow>): ListedReport {
  return {
    sequence: row.sequence,
    reference: row.reference,
    receivedAt: row.received_at,
    facts: {
      schema: row.schema,
      family: row.family,
      role: row.role,
      agency: row.agency,
      jurisdiction: row.jurisdiction,
      marketplace: row.marketplace,
      firstListing: row.first_listing,
      listingCount: row.listing_count,
    },
    state: row.state,
    updatedAt: row.updated_at,
    sameListing: row.same_listing,
  };
}

export function listedOf(row: unknown): ListedReport {
  return listed(listedRow.parse(row));
}

export function statusOf(found: unknown): ReportStatus {
  const { updated_at: updatedAt, ...row } = statusRow.parse(found);
  return { ...row, updatedAt };
}

export function sequenceOf(row: unknown): number {
  return z.object({ sequence: integer }).parse(row).sequence;
}

export function storedOf(found: unknown, history: readonly unknown[]): StoredReport {
  const row = storedRow.parse(found);
  return {
    ...listed(row),
    sha256: row.sha256,
    duplicates: row.duplicates,
    reason: row.reason,
    decision: row.decision,
    body: row.body,
    erasedAt: row.erased_at,
    history: history.map((entry): StatusChange => historyRow.parse(entry)),
  };
}

export function bytesOf(row: unknown): number {
  return z.object({ bytes: integer }).parse(row).bytes;
}

export function hashOf(row: unknown): string {
  return z.object({ sha256: z.string() }).parse(row).sha256;
}

/** Columns of a listed report, with the table `reports` as `r`. */
export const LISTED = `r.sequence, r.reference, r.received_at, r.schema, r.family, r.role, r.agency, r.jurisdiction, r.marketplace,
  r.first_listing, r.listing_count, r.state, r.updated_at,
  coalesce((SELECT l.reports FROM listings l WHERE l.listing = r.first_listing), 1) AS same_listing`;

export const STORED = `${LISTED}, r.sha256, r.duplicates, r.reason, r.decision, r.erased_at, r.body`;

/** A filter as SQL conditions; `parameter` gives the placeholder of the n-th value, from 1. */
export function conditions(
  { state, family, marketplace, listing, schema, before }: Omit<ListQuery, 'limit'>,
  parameter: (number: number) => string,
): { where: string; values: (string | number)[] } {
  const wheres: string[] = [];
  const values: (string | number)[] = [];
  const where = (left: string, value: string | number | undefined, right = '') => {
    if (value === undefined) return;
    values.push(value);
    wheres.push(`${left} ${parameter(values.length)}${right}`);
  };
  where('r.state =', state);
  where('r.family =', family);
  where('r.marketplace =', marketplace);
  where('r.schema =', schema);
  where('r.sequence IN (SELECT sequence FROM report_listings WHERE listing =', listing, ')');
  where('r.sequence <', before);
  return { where: wheres.length > 0 ? `WHERE ${wheres.join(' AND ')}` : '', values };
}
