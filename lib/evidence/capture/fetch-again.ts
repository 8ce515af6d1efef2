/**
 * Fetches the captured address once more, without cookies and past the cache, from the background and not from the page:
 * a second look at what the server sends, which nothing in the tab can have altered. Its bytes are hashed, not kept.
 */
import { sha256 } from '../../sync/trust/encoding.ts';
import type { CaptureContext } from '../context.ts';

const MAX_BYTES = 32 * 1024 * 1024;
const TIMEOUT_MS = 15_000;

export type FetchedAgain = Pick<CaptureContext, 'fetched' | 'fetchFailure' | 'redirects'> & {
  /** The server's clock minus this one, whole seconds. */
  serverOffset: number | null;
};

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const none = (why: string): FetchedAgain => ({
  fetched: null,
  fetchFailure: why.slice(0, 300),
  redirects: [],
  serverOffset: null,
});

async function readCapped(response: Response): Promise<Uint8Array<ArrayBuffer> | null> {
  const reader = response.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > MAX_BYTES) {
      await reader.cancel();
      return null;
    }
    parts.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

function offsetOf(response: Response, now: number): number | null {
  const date = Date.parse(response.headers.get('date') ?? '');
  return Number.isNaN(date) ? null : Math.round((date - now) / 1000);
}

/** Never rejects: what went wrong is recorded in the place of what was fetched. */
export async function fetchAgain(url: string, fetch: Fetch, now: () => number = Date.now): Promise<FetchedAgain> {
  if (!/^https?:/.test(url)) return none('The address cannot be fetched.');
  try {
    const at = now();
    const response = await fetch(url, {
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'follow',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const serverOffset = offsetOf(response, now());
    const bytes = await readCapped(response);
    if (bytes === null) return { ...none(`The answer was longer than ${MAX_BYTES} bytes.`), serverOffset };
    const finalUrl = (response.url === '' ? url : response.url).slice(0, 4096);
    return {
      fetched: {
        at: new Date(at).toISOString(),
        status: response.status,
        finalUrl,
        headers: [...response.headers]
          .slice(0, 100)
          .map(([name, value]): [string, string] => [name.slice(0, 200), value.slice(0, 4096)]),
        bytes: bytes.byteLength,
        sha256: await sha256(bytes),
      },
      fetchFailure: null,
      redirects: response.redirected ? [url.slice(0, 4096), finalUrl] : [],
      serverOffset,
    };
  } catch (error) {
    return none(error instanceof Error ? error.message : String(error));
  }
}
