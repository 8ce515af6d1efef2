/** The way to a time-stamp authority and back (RFC 3161 §3.4). */
import type { Bytes } from '../../sync/trust/encoding.ts';

/** A token with its chain of certificates is about 6 kB; more than this is no token. */
export const MAX_TOKEN_BYTES = 64 * 1024;

export type StampAnswer =
  | { ok: true; bytes: Bytes }
  /** `http`: another status than 200, in `detail`. `unreachable`: no connection, or cut off. */
  | { ok: false; why: 'http' | 'timeout' | 'unreachable' | 'too-large'; detail: string };

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

/** Never rejects. @param timeout milliseconds */
export async function askAuthority(authority: string, request: Bytes, timeout: number): Promise<StampAnswer> {
  try {
    const response = await fetch(authority, {
      method: 'POST',
      headers: { 'Content-Type': 'application/timestamp-query' },
      body: request,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      // Without the address of the installation, which Firefox adds else; access was asked for in the settings.
      ...(import.meta.env.BROWSER === 'firefox' ? { mode: 'same-origin' } : {}),
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
