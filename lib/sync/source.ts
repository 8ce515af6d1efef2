/** Where the files of a publication come from: a server, or a file that somebody carried. Both end at the same checks. */
import type { Bytes } from './trust/encoding.ts';

/** What went wrong on the way; nothing here says anything about trust. */
export type Fault =
  /** No connection, a certificate that is not good, a name that does not resolve. */
  | { kind: 'unreachable' }
  /** No answer, or none further, in time. */
  | { kind: 'timeout' }
  /** The connection ended in the middle of a file. */
  | { kind: 'broken-off' }
  /** Redirects are not followed, to whatever host. */
  | { kind: 'redirect' }
  /** A web page where a data file was expected: often the sign-in page of a network. */
  | { kind: 'web-page' }
  | { kind: 'too-large'; most: number }
  /** Any other status; `retryAfter` in milliseconds where the server asked to wait. */
  | { kind: 'status'; status: number; retryAfter: number | null }
  | { kind: 'bad-address' };

export type Fetched =
  | { kind: 'bytes'; bytes: Bytes }
  /** Nothing newer than `newerThan`. */
  | { kind: 'not-modified' }
  /** The source does not have such a file. */
  | { kind: 'absent' }
  | { kind: 'fault'; fault: Fault };

export interface ReadOptions {
  /** Bytes after any content encoding of the transfer. */
  most: number;
  /** Milliseconds since the epoch, whole seconds. */
  newerThan?: number | undefined;
}

export interface Source {
  /** @param path such as `head.json`, relative to the publication. Never rejects. */
  read(path: string, options: ReadOptions): Promise<Fetched>;
}

export const fault = (what: Fault): { kind: 'fault'; fault: Fault } => ({ kind: 'fault', fault: what });
