/** `POST /v1/reports`: every check between the bytes of a request and a durable report. */

import { type AuthorityProfile, needsToken } from '../../lib/authority/profile.ts';
import { listingKey } from '../../lib/listing/key.ts';
import { describeFaults } from '../../lib/reports/faults.ts';
import { identityFaults } from '../../lib/reports/identity.ts';
import { IDEMPOTENCY_KEY, idempotencyKeySchema, MAX_REPORT_BYTES } from '../../lib/reports/protocol.ts';
import { type AnyReport, anyReportSchema } from '../../lib/reports/report.ts';
import { jsonTypeFault, type Outcome, parseJson, readBody, sha256, statedDigest } from './body.ts';
import { forbidden, invalid, KEY_REUSED, malformed, type Refusal, unauthorised } from './problem.ts';
import { newReference } from './reference.ts';
import type { AddOutcome, ReportFacts, ReportStore } from './store.ts';
import { type Bearer, bearerSecret, type Tokens } from './tokens.ts';

export interface Reception {
  store: ReportStore;
  profile: AuthorityProfile;
  tokens: Tokens;
  now: () => Date;
}

export type Received = Exclude<AddOutcome, { kind: 'key-reused' }>;

function refused(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}

/** Who sent the request, by its token; null without one. */
export function bearerOf(headers: Headers, tokens: Tokens): Outcome<Bearer | null> {
  const authorization = headers.get('authorization');
  if (authorization === null) return { ok: true, value: null };
  const secret = bearerSecret(authorization);
  const bearer = secret === null ? null : tokens.find(secret);
  return bearer === null
    ? refused(unauthorised('This token is not known here. Check it, or send without one.'))
    : { ok: true, value: bearer };
}

function roleFault(report: AnyReport, bearer: Bearer | null, profile: AuthorityProfile): Refusal | null {
  if (report.schema !== 'vigie-report/1' || !needsToken(profile, report.role)) return null;
  if (bearer === null) return unauthorised(`A report in the role "${report.role}" needs the token of an agency.`);
  if (bearer.role !== report.role) return forbidden(`This token is not for the role "${report.role}".`);
  return null;
}

function factsOf(report: AnyReport, bearer: Bearer | null): ReportFacts {
  if (report.schema === 'vigie-child-protection-report/1') {
    const { schema, marketplace, listingId } = report;
    const listings = listingId === null ? [] : [listingKey({ marketplace, id: listingId })];
    return { schema, family: null, role: null, agency: null, jurisdiction: null, marketplace, listings, evidence: [] };
  }
  const { schema, family, role, jurisdiction } = report;
  return {
    schema,
    family,
    role,
    agency: bearer !== null && bearer.role === role ? bearer.agency : null,
    jurisdiction,
    marketplace: report.listings[0]?.ref.marketplace ?? '',
    listings: report.listings.map(({ ref }) => listingKey(ref)),
    evidence: [...new Map(report.evidence.map(({ sha256: hash, bytes }) => [hash, { sha256: hash, bytes }])).values()],
  };
}

async function readReport(request: Request): Promise<Outcome<{ body: Uint8Array; digest: string; value: unknown }>> {
  const stated = statedDigest(request.headers);
  if (!stated.ok) return stated;
  const body = await readBody(request, MAX_REPORT_BYTES);
  if (!body.ok) return body;
  const digest = sha256(body.value);
  if (stated.value !== null && stated.value !== digest) {
    return refused(
      malformed('The body is not the one that Content-Digest states: it was damaged on the way. Send it again.'),
    );
  }
  const value = parseJson(body.value);
  return value.ok ? { ok: true, value: { body: body.value, digest, value: value.value } } : value;
}

/** Rejects with `StoreUnavailable` when the database does not take the report. */
export async function receiveReport(
  request: Request,
  { store, profile, tokens, now }: Reception,
): Promise<Outcome<Received>> {
  const typeFault = jsonTypeFault(request.headers);
  if (typeFault !== null) return refused(typeFault);
  const key = idempotencyKeySchema.safeParse(request.headers.get(IDEMPOTENCY_KEY));
  if (!key.success) {
    return refused(
      malformed(`Send the header "${IDEMPOTENCY_KEY}" with a UUID: one for each report, the same with each attempt.`),
    );
  }
  const bearer = bearerOf(request.headers, tokens);
  if (!bearer.ok) return bearer;
  const read = await readReport(request);
  if (!read.ok) return read;
  const parsed = anyReportSchema.safeParse(read.value.value);
  if (!parsed.success) return refused(invalid(describeFaults(parsed.error, read.value.value)));
  const report = parsed.data;
  const role = roleFault(report, bearer.value, profile);
  if (role !== null) return refused(role);
  const identity = identityFaults(report, profile.identity);
  if (identity.length > 0) return refused(invalid(identity));
  const outcome = await store.add({
    idempotencyKey: key.data,
    reference: newReference(),
    receivedAt: now().toISOString(),
    sha256: read.value.digest,
    body: read.value.body,
    facts: factsOf(report, bearer.value),
  });
  return outcome.kind === 'key-reused' ? refused(KEY_REUSED) : { ok: true, value: outcome };
}
