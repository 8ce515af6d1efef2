/**
 * Vigie intake protocol v1 (docs/intake-protocol.md), the client's side.
 *
 * The one rule behind the cases below: a report counts as acknowledged only on a well-formed receipt for exactly the
 * bytes that were sent, and as refused only on an answer that says so. Whatever else comes back (HTML from a captive
 * portal, half a body, a 500, silence) leaves the report in the queue, to be sent again under the same key.
 */
import { readJson } from '../../formats/capped-json.ts';
import { sha256Hex } from '../../formats/digest.ts';
import { PRIVATE_REQUEST } from '../../formats/private-request.ts';
import { parseRetryAfter } from '../../formats/retry-after.ts';
import { problemSchema, REPORTS_PATH, type Receipt, receiptSchema, statusPath, statusSchema } from '../protocol.ts';
import type { Refusal, RetryReason } from '../stored-report.ts';
import { post } from './request.ts';
import type { SendResult, StatusResult, WireSender } from './sender.ts';

const TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 64 * 1024;

/** Statuses that say "later", not "no". */
const RETRY_STATUSES = new Set([404, 405, 408, 421, 425, 429]);

function retry(reason: RetryReason, afterMs: number | null = null): SendResult {
  return { kind: 'retry', reason, afterMs };
}

async function receiptFor(body: string, answer: unknown): Promise<Receipt | null> {
  const receipt = receiptSchema.safeParse(answer);
  return receipt.success && receipt.data.sha256 === (await sha256Hex(new TextEncoder().encode(body)))
    ? receipt.data
    : null;
}

function refusalFrom(status: number, answer: unknown): Refusal | null {
  const problem = problemSchema.safeParse(answer);
  if (!problem.success) return null;
  return {
    title: problem.data.title,
    status,
    detail: problem.data.detail ?? problem.data.title,
    errors: (problem.data.errors ?? []).slice(0, 20),
  };
}

async function interpret(response: Response, body: string): Promise<SendResult> {
  const after = parseRetryAfter(response.headers.get('Retry-After'), Date.now());
  if (response.status === 429) return retry('rate-limited', after);
  if (response.status >= 500) return retry('server-error', after);
  // The report itself is well; the person gives a token, or another, and it goes out.
  if (response.status === 401 || response.status === 403) return retry('token', after);
  const answer = await readJson(response, MAX_ANSWER_BYTES);
  if (response.status === 200 || response.status === 201) {
    const receipt = await receiptFor(body, answer);
    return receipt === null ? retry('unreadable-answer', after) : { kind: 'acknowledged', receipt };
  }
  if (response.status < 400 || RETRY_STATUSES.has(response.status)) return retry('unreadable-answer', after);
  const refusal = refusalFrom(response.status, answer);
  return refusal === null ? retry('unreadable-answer', after) : { kind: 'refused', refusal };
}

/** Only a well-formed status of this very report counts as one. */
async function statusFrom(response: Response, reference: string): Promise<StatusResult> {
  if (response.status === 304) return { kind: 'unchanged' };
  if (response.status === 404) return { kind: 'unknown' };
  const afterMs = parseRetryAfter(response.headers.get('Retry-After'), Date.now());
  if (response.status !== 200) return { kind: 'retry', afterMs };
  const status = statusSchema.safeParse(await readJson(response, MAX_ANSWER_BYTES));
  if (!status.success || status.data.reference !== reference) return { kind: 'retry', afterMs };
  return { kind: 'status', status: status.data, etag: response.headers.get('ETag')?.slice(0, 128) ?? null };
}

export const vigieIntake: WireSender = {
  id: 'vigie-intake',
  kind: 'wire',
  body: (report) => ({ ok: true, value: JSON.stringify(report) }),
  async send(delivery, signal) {
    const { authority, body } = delivery;
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const response = await post(`${authority}${REPORTS_PATH}`, delivery, AbortSignal.any([signal, timeout]));
      return await interpret(response, body);
    } catch {
      return retry(timeout.aborted ? 'timeout' : 'offline');
    }
  },
  async follow(authority, reference, etag, signal) {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const response = await fetch(`${authority}${statusPath(reference)}`, {
        headers: etag === null ? {} : { 'If-None-Match': etag },
        ...PRIVATE_REQUEST,
        signal: AbortSignal.any([signal, timeout]),
      });
      return await statusFrom(response, reference);
    } catch {
      return { kind: 'retry', afterMs: null };
    }
  },
};
