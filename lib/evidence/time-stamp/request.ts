/**
 * Asks time-stamp authorities, in the order given, until one answers with a stamp that holds. Each failure is told, so
 * that a stamp that came late says why.
 */
import type { Bytes } from '../../sync/trust/encoding.ts';
import { askForTimeStamp, MAX_TOKEN_BYTES } from './token.ts';
import { type TimeStampFault, verifyTimeStamp } from './verify.ts';

export interface StampFailure {
  authority: string;
  /** `http`: another status than 200, in `detail`. `unreachable`: no connection, or cut off. */
  why: TimeStampFault | 'http' | 'timeout' | 'unreachable' | 'too-large';
  detail: string;
}

export type StampOutcome =
  | { ok: true; authority: string; answer: Bytes; at: Date; failures: StampFailure[] }
  | { ok: false; failures: StampFailure[] };

type Answer = { ok: true; bytes: Bytes } | { ok: false; why: StampFailure['why']; detail: string };

async function readCapped(response: Response): Promise<Bytes | null> {
  const reader = response.body?.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const part = await reader?.read();
    if (part?.value === undefined) break;
    size += part.value.length;
    if (size > MAX_TOKEN_BYTES) {
      await reader?.cancel();
      return null;
    }
    parts.push(part.value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

async function ask(authority: string, request: Bytes, timeout: number): Promise<Answer> {
  try {
    const response = await fetch(authority, {
      method: 'POST',
      headers: { 'Content-Type': 'application/timestamp-query' },
      body: request,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      signal: AbortSignal.timeout(timeout),
    });
    if (response.status !== 200) return { ok: false, why: 'http', detail: `status ${response.status}` };
    const bytes = await readCapped(response);
    return bytes === null ? { ok: false, why: 'too-large', detail: '' } : { ok: true, bytes };
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    return { ok: false, why: late ? 'timeout' : 'unreachable', detail: '' };
  }
}

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
    const answer = await ask(authority, request, timeout);
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
