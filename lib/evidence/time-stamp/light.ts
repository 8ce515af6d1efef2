/**
 * Asking for a time stamp without an ASN.1 library: the background starts anew with every page, and pkijs would more than
 * double its weight. A question of RFC 3161 over SHA-256 is fixed bytes with a hash and a nonce in it. Of the answer,
 * this looks at what tells a stamp from a refusal, from garbage and from a stamp for somebody else; signature and
 * certificates are verified (`verify.ts`) by the page that shows the item, and by everybody who verifies a package.
 */
import type { Bytes } from '../../sync/trust/encoding.ts';
import { askAuthority } from './http.ts';
import type { StampFailure } from './request.ts';

const INTEGER = 0x02;
const SEQUENCE = 0x30;
/** AlgorithmIdentifier of SHA-256 with NULL parameters, then the head of an OCTET STRING of 32 bytes. */
const SHA256_IMPRINT = [
  0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20,
];
const VERSION_1 = [INTEGER, 1, 1];
const CERTIFICATES_PLEASE = [0x01, 0x01, 0xff];
const NONCE_BYTES = 16;
/** PKIStatus: granted, granted with modifications. */
const GRANTED: readonly number[] = [0, 1];

function sequence(...content: number[]): number[] {
  // Never longer than a short length says.
  return [SEQUENCE, content.length, ...content];
}

/** A random positive number of one spelling: the first byte neither 0 nor above 127. */
function randomNonce(): Bytes {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  nonce[0] = ((nonce[0] ?? 0) & 0x3f) | 0x40;
  return nonce;
}

/** TimeStampReq, DER. @param hash 32 bytes of SHA-256 */
export function lightQuestion(hash: Bytes, nonce: Bytes = randomNonce()): { request: Bytes; nonce: Bytes } {
  const imprint = sequence(...SHA256_IMPRINT, ...hash);
  const number = [INTEGER, nonce.length, ...nonce];
  return { request: Uint8Array.from(sequence(...VERSION_1, ...imprint, ...number, ...CERTIFICATES_PLEASE)), nonce };
}

interface Element {
  tag: number;
  content: Uint8Array;
  end: number;
}

/** One DER element at `at`; null where there is none. */
function elementAt(bytes: Uint8Array, at: number): Element | null {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) return null;
  let length = first;
  let start = at + 2;
  if (first >= 0x80) {
    const size = first & 0x7f;
    if (size === 0 || size > 3) return null;
    length = 0;
    for (let index = 0; index < size; index++) length = length * 256 + (bytes[start + index] ?? 0);
    start += size;
  }
  const end = start + length;
  return end > bytes.length ? null : { tag, content: bytes.subarray(start, end), end };
}

function holds(bytes: Uint8Array, wanted: readonly number[] | Uint8Array): boolean {
  const [first] = wanted;
  if (first === undefined) return true;
  for (let at = bytes.indexOf(first); at !== -1; at = bytes.indexOf(first, at + 1)) {
    let same = 1;
    while (same < wanted.length && bytes[at + same] === wanted[same]) same += 1;
    if (same === wanted.length) return true;
  }
  return false;
}

export type LightFault = 'refused' | 'unreadable' | 'other-bytes' | 'other-nonce';

/** Null when the answer may be kept as the stamp of these bytes. */
export function lightFault(answer: Uint8Array, hash: Uint8Array, nonce: Uint8Array): LightFault | null {
  const outer = elementAt(answer, 0);
  if (outer?.tag !== SEQUENCE || outer.end !== answer.length) return 'unreadable';
  const info = elementAt(outer.content, 0);
  const status = info?.tag === SEQUENCE ? elementAt(info.content, 0) : null;
  if (info == null || status?.tag !== INTEGER || status.content.length !== 1) return 'unreadable';
  if (!GRANTED.includes(status.content[0] ?? -1)) return 'refused';
  const token = elementAt(outer.content, info.end);
  if (token?.tag !== SEQUENCE || token.end !== outer.content.length) return 'unreadable';
  if (!holds(token.content, [...SHA256_IMPRINT, ...hash])) return 'other-bytes';
  return holds(token.content, [INTEGER, nonce.length, ...nonce]) ? null : 'other-nonce';
}

export type LightOutcome =
  | { ok: true; authority: string; answer: Bytes; failures: StampFailure[] }
  | { ok: false; failures: StampFailure[] };

/**
 * @param authorities addresses, tried in turn
 * @param data the bytes to stamp; only their SHA-256 is sent
 * @param timeout milliseconds for each authority
 */
export async function requestLightly(
  authorities: readonly string[],
  data: Bytes,
  timeout = 15_000,
): Promise<LightOutcome> {
  const failures: StampFailure[] = [];
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
  for (const authority of authorities) {
    const { request, nonce } = lightQuestion(hash);
    const answer = await askAuthority(authority, request, timeout);
    if (!answer.ok) {
      failures.push({ authority, why: answer.why, detail: answer.detail });
      continue;
    }
    const why = lightFault(answer.bytes, hash, nonce);
    if (why === null) return { ok: true, authority, answer: answer.bytes, failures };
    failures.push({ authority, why, detail: '' });
  }
  return { ok: false, failures };
}
