/**
 * Vigie intake protocol v1 (docs/intake-protocol.md), the client's side.
 *
 * The one rule behind the cases below: a report counts as acknowledged only on a well-formed receipt for exactly the
 * bytes that were sent, and as refused only on an answer that says so. Whatever else comes back (HTML from a captive
 * portal, half a body, a 500, silence) leaves the report in the queue, to be sent again under the same key.
 */
import { INTAKE_PROTOCOL } from '../../authority/well-known.ts';
import { readJson } from '../../capped-json.ts';
import { parseRetryAfter } from '../../retry-after.ts';
import {
  IDEMPOTENCY_KEY,
  problemSchema,
  REPORT_MEDIA_TYPE,
  REPORTS_PATH,
  type Receipt,
  receiptSchema,
} from '../protocol.ts';
import type { Refusal, RetryReason } from '../stored-report.ts';
import type { Sender, SendResult } from './sender.ts';

const TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 64 * 1024;

/** Statuses that say "later", not "no". */
const RETRY_STATUSES = new Set([401, 403, 404, 405, 408, 421, 425, 429]);

function retry(reason: RetryReason, afterMs: number | null = null): SendResult {
  return { kind: 'retry', reason, afterMs };
}

async function sha256Hex(body: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function receiptFor(body: string, answer: unknown): Promise<Receipt | null> {
  const receipt = receiptSchema.safeParse(answer);
  return receipt.success && receipt.data.sha256 === (await sha256Hex(body)) ? receipt.data : null;
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
  const answer = await readJson(response, MAX_ANSWER_BYTES);
  if (response.status === 200 || response.status === 201) {
    const receipt = await receiptFor(body, answer);
    return receipt === null ? retry('unreadable-answer', after) : { kind: 'acknowledged', receipt };
  }
  if (response.status < 400 || RETRY_STATUSES.has(response.status)) return retry('unreadable-answer', after);
  const refusal = refusalFrom(response.status, answer);
  return refusal === null ? retry('unreadable-answer', after) : { kind: 'refused', refusal };
}

export const vigieIntake: Sender = {
  protocol: INTAKE_PROTOCOL,
  async send(authority, idempotencyKey, body, signal) {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const response = await fetch(`${authority}${REPORTS_PATH}`, {
        method: 'POST',
        headers: { 'Content-Type': REPORT_MEDIA_TYPE, [IDEMPOTENCY_KEY]: idempotencyKey },
        body,
        // Nothing about the person beyond the report itself: no cookies, no referrer, no cache entry, no other host.
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
        redirect: 'error',
        signal: AbortSignal.any([signal, timeout]),
      });
      return await interpret(response, body);
    } catch {
      return retry(timeout.aborted ? 'timeout' : 'offline');
    }
  },
};
