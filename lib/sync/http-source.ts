/**
 * A publication on a web server.
 *
 * Requests are the same from everybody who is at the same publication: no cookies, no referrer, a fixed
 * `Accept-Language`, and the condition of a check is `If-Modified-Since` with the signed time of the trusted head. An
 * `ETag` would do the same in one request, but the server chooses it, may give each client another, and gets it back at
 * every check: an identifier. What is sent here nobody but the signer of the head has chosen.
 */
import { parseRetryAfter } from '../formats/retry-after.ts';
import { readCapped } from './gunzip.ts';
import { type Fault, type Fetched, fault, type ReadOptions, type Source } from './source.ts';

export interface HttpOptions {
  fetch?: typeof fetch;
  /** Milliseconds until the headers, and between any two parts of a body. */
  idleMs?: number;
  /** Milliseconds for one whole file. */
  totalMs?: number;
}

const IDLE_MS = 20_000;
const TOTAL_MS = 5 * 60_000;
/** Longest wait that a server can ask for. */
const MAX_RETRY_AFTER = 24 * 3600_000;

/** https, or http to this very machine; without user name, query or fragment. */
function baseOf(address: string): string | null {
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return null;
  const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)) return null;
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}

function retryAfterOf(response: Response): number | null {
  const wait = parseRetryAfter(response.headers.get('Retry-After'), Date.now());
  return wait === null ? null : Math.min(wait, MAX_RETRY_AFTER);
}

/** What the status line and headers say against the answer. */
function faultOf(response: Response): Fault | null {
  // Browsers show a redirect that is not followed as an opaque answer of status 0, Node shows its status.
  if (response.type === 'opaqueredirect' || [301, 302, 303, 307, 308].includes(response.status))
    return { kind: 'redirect' };
  if (response.status !== 200) return { kind: 'status', status: response.status, retryAfter: retryAfterOf(response) };
  const type = response.headers.get('Content-Type') ?? '';
  return /^\s*(?:text\/html|application\/xhtml)/i.test(type) ? { kind: 'web-page' } : null;
}

/** Aborts when nothing happened for `idleMs`, or after `totalMs` whatever happened. */
class Deadline {
  readonly #controller = new AbortController();
  readonly #idleMs: number;
  readonly #total: ReturnType<typeof setTimeout>;
  #idle: ReturnType<typeof setTimeout>;

  constructor(idleMs: number, totalMs: number) {
    this.#idleMs = idleMs;
    this.#total = setTimeout(() => this.#controller.abort(), totalMs);
    this.#idle = setTimeout(() => this.#controller.abort(), idleMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Something came. */
  touch(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#controller.abort(), this.#idleMs);
  }

  /** Ends the request too, if it is still under way. */
  end(): void {
    clearTimeout(this.#idle);
    clearTimeout(this.#total);
    this.#controller.abort();
  }
}

/** @param address of the folder that the publisher serves, such as `https://rules.authority.example/vigie/`. */
export function httpSource(address: string, options: HttpOptions = {}): Source {
  const base = baseOf(address);
  const request = options.fetch ?? ((input, init) => fetch(input, init));

  async function answer(path: string, { most, newerThan }: ReadOptions, deadline: Deadline): Promise<Fetched> {
    let response: Response;
    try {
      response = await request(`${base}${path}`, {
        headers: {
          Accept: '*/*',
          'Accept-Language': '*',
          ...(newerThan === undefined ? {} : { 'If-Modified-Since': new Date(newerThan).toUTCString() }),
        },
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
        redirect: 'manual',
        signal: deadline.signal,
      });
    } catch {
      return fault({ kind: deadline.signal.aborted ? 'timeout' : 'unreachable' });
    }
    deadline.touch();
    if (response.status === 304 && newerThan !== undefined) return { kind: 'not-modified' };
    if (response.status === 404 || response.status === 410) return { kind: 'absent' };
    const wrong = faultOf(response);
    if (wrong !== null) return fault(wrong);
    if (response.body === null) return fault({ kind: 'broken-off' });
    const watched = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(part, controller) {
          deadline.touch();
          controller.enqueue(part);
        },
      }),
    );
    try {
      const bytes = await readCapped(watched, most);
      return bytes === null ? fault({ kind: 'too-large', most }) : { kind: 'bytes', bytes };
    } catch {
      return fault({ kind: deadline.signal.aborted ? 'timeout' : 'broken-off' });
    }
  }

  return {
    async read(path, readOptions) {
      if (base === null) return fault({ kind: 'bad-address' });
      const deadline = new Deadline(options.idleMs ?? IDLE_MS, options.totalMs ?? TOTAL_MS);
      try {
        return await answer(path, readOptions, deadline);
      } finally {
        deadline.end();
      }
    },
  };
}
