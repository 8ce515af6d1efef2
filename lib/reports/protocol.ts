/**
 * Intake protocol v1: what goes over the wire between Vigie and an authority's intake, beside the reports themselves.
 * The prose is in docs/intake-protocol.md, the generated OpenAPI document in docs/openapi.json. Reports are checked
 * strictly by the intake; answers are read leniently by the client, so that an intake may say more than version 1 does.
 */

import { listingId, marketplaceId, sha256Hex, text, utcTime } from '../formats/fields.ts';
import { z } from '../formats/validation.ts';

export const REPORTS_PATH = '/v1/reports';
export const EVIDENCE_PATH = '/v1/evidence';
/** Optional: how many reports name a listing. */
export const KNOWN_LISTINGS_PATH = '/v1/listings/known';
export const HEALTH_PATH = '/health';

/** Path of one report's status; `reference` as the receipt has it. */
export function statusPath(reference: string): string {
  return `${REPORTS_PATH}/${encodeURIComponent(reference)}`;
}

/** Path of one evidence item; `sha256` as 64 lower-case hexadecimal digits. */
export function evidencePath(sha256: string): string {
  return `${EVIDENCE_PATH}/${sha256}`;
}

/** A UUID that the client draws once a report and repeats with every attempt to send it. */
export const IDEMPOTENCY_KEY = 'Idempotency-Key';
/** `true` on a receipt that was given before. */
export const IDEMPOTENCY_REPLAYED = 'Idempotency-Replayed';
/** RFC 9530, `sha-256=:base64:`; optional on reports, required on evidence. */
export const CONTENT_DIGEST = 'Content-Digest';

/** Bytes of an evidence item that the intake holds; an upload that broke off goes on from there. */
export const UPLOAD_OFFSET = 'Upload-Offset';

export const REPORT_MEDIA_TYPE = 'application/json';
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** Largest body of a report, in bytes. */
export const MAX_REPORT_BYTES = 256 * 1024;
/** Largest body of one evidence request, in bytes; larger items go part by part. */
export const MAX_EVIDENCE_PART = 8 * 1024 * 1024;
/** Deepest nesting of arrays and objects in a body; a valid report needs 6. */
export const MAX_NESTING = 16;

export const idempotencyKeySchema = z
  .guid('must be a UUID such as 0198c7a0-5b7e-7cc0-8f00-3a1d5e9b2c44')
  .transform((key) => key.toLowerCase());

/** Opaque to the client; hard to guess, since knowing it is enough to read the status. */
export const referenceSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be a reference as a receipt has it');

/** Given once the report is durably stored, and again, the same, for the same key and content. */
export const receiptSchema = z
  .object({
    reference: referenceSchema,
    receivedAt: utcTime,
    sha256: sha256Hex.describe('SHA-256 of the exact bytes of the body that was received.'),
    duplicates: z
      .int()
      .min(0)
      .optional()
      .describe(
        'How many earlier ordinary reports name the same listing, of several listings the most; absent when the intake does not count.',
      ),
  })
  .meta({ title: 'Receipt' });
export type Receipt = z.infer<typeof receiptSchema>;

export const REPORT_STATES = ['received', 'in-review', 'forwarded', 'action-taken', 'rejected'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

export const statusSchema = z
  .object({
    reference: referenceSchema,
    state: z.enum(REPORT_STATES),
    reason: text(500).nullable().describe('Why, in a few words; always given with `rejected`.'),
    decision: text(5000).nullable().describe('The decision, for the person to read.'),
    updatedAt: utcTime,
  })
  .meta({ title: 'Status of a report' });
export type ReportStatus = z.infer<typeof statusSchema>;

/** Listings of one question at most, as many as one report may name. */
export const MAX_KNOWN_LISTINGS = 100;

const askedListing = z.strictObject({ marketplace: marketplaceId, id: listingId });

/** Which listings the authority may have; nothing but their identities. */
export const knownListingsQuestionSchema = z
  .strictObject({ listings: z.array(askedListing).min(1).max(MAX_KNOWN_LISTINGS) })
  .meta({ title: 'Known-listings question' });

/** In the order of the question: how many reports name each listing. Child-protection reports are never counted. */
export const knownListingsAnswerSchema = z
  .object({ reports: z.array(z.int().min(0)).max(MAX_KNOWN_LISTINGS) })
  .meta({ title: 'Known-listings answer' });

/** One faulty place; `pointer` is a JSON pointer (RFC 6901) into the body, empty for the body as a whole. */
export const problemErrorSchema = z.object({
  pointer: z.string().max(1024),
  detail: z.string().max(1000),
});
export type ProblemError = z.infer<typeof problemErrorSchema>;

/** RFC 9457. Other members than these are allowed there and ignored here. */
export const problemSchema = z
  .object({
    type: z.string().max(2048).default('about:blank'),
    title: z.string().max(500),
    status: z.int().min(100).max(599),
    detail: z.string().max(5000).optional().describe('What is wrong and what to do, for a person to read.'),
    instance: z.string().max(2048).optional(),
    errors: z.array(problemErrorSchema).max(100).optional(),
  })
  .meta({ title: 'Problem document', description: 'RFC 9457' });
export type Problem = z.infer<typeof problemSchema>;

/** The kinds of problem that this protocol names; `type` is this URN. */
export const PROBLEM_TYPES = {
  malformed: 'urn:vigie:problem:malformed',
  unauthorised: 'urn:vigie:problem:unauthorised',
  forbidden: 'urn:vigie:problem:forbidden',
  notFound: 'urn:vigie:problem:not-found',
  methodNotAllowed: 'urn:vigie:problem:method-not-allowed',
  keyReused: 'urn:vigie:problem:key-reused',
  wrongOffset: 'urn:vigie:problem:wrong-offset',
  tooLarge: 'urn:vigie:problem:too-large',
  mediaType: 'urn:vigie:problem:media-type',
  invalid: 'urn:vigie:problem:invalid',
  tooMany: 'urn:vigie:problem:too-many',
  internal: 'urn:vigie:problem:internal',
  unavailable: 'urn:vigie:problem:unavailable',
} as const;
export type ProblemType = (typeof PROBLEM_TYPES)[keyof typeof PROBLEM_TYPES];

export const healthSchema = z.object({ status: z.enum(['ok', 'unavailable']) }).meta({ title: 'Health' });
