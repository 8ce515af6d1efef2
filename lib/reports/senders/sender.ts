import type { Receipt } from '../protocol.ts';
import type { Refusal, RetryReason } from '../stored-report.ts';

export type SendResult =
  | { kind: 'acknowledged'; receipt: Receipt }
  | { kind: 'refused'; refusal: Refusal }
  /** `afterMs`: how long the authority asked to be left alone, or null. */
  | { kind: 'retry'; reason: RetryReason; afterMs: number | null };

/** One intake protocol. A new protocol is one more file that exports a `Sender`. */
export interface Sender {
  protocol: string;
  /** Never rejects: every way in which an answer can fail is a result. */
  send(authority: string, idempotencyKey: string, body: string, signal: AbortSignal): Promise<SendResult>;
}
