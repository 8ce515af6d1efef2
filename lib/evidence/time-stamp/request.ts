/**
 * Asks time-stamp authorities, in the order given, until one answers with a stamp that holds. Each failure is told, so
 * that a stamp that came late says why.
 */
import type { Bytes } from '../../sync/trust/encoding.ts';
import { askAuthority, type StampAnswer } from './http.ts';
import { askForTimeStamp } from './token.ts';
import { type TimeStampFault, verifyTimeStamp } from './verify.ts';

export interface StampFailure {
  authority: string;
  why: TimeStampFault | Extract<StampAnswer, { ok: false }>['why'];
  detail: string;
}

export type StampOutcome =
  | { ok: true; authority: string; answer: Bytes; at: Date; failures: StampFailure[] }
  | { ok: false; failures: StampFailure[] };

/**
 * @param authorities https addresses, tried in turn.
 * @param data the bytes to stamp; only their SHA-256 is sent.
 * @param timeout milliseconds for each authority.
 */
export async function requestTimeStamp(
  authorities: readonly string[],
  data: Bytes,
  timeout = 15_000,
): Promise<StampOutcome> {
  const failures: StampFailure[] = [];
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
  for (const authority of authorities) {
    const { request, nonce } = askForTimeStamp(hash);
    const answer = await askAuthority(authority, request, timeout);
    if (!answer.ok) {
      failures.push({ authority, why: answer.why, detail: answer.detail });
      continue;
    }
    const verdict = await verifyTimeStamp(answer.bytes, data, [], nonce);
    if (verdict.ok) return { ok: true, authority, answer: answer.bytes, at: verdict.at, failures };
    failures.push({ authority, why: verdict.why, detail: verdict.detail });
  }
  return { ok: false, failures };
}
