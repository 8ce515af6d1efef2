/**
 * From the bytes of a request to a JSON value, with every refusal on the way as a value. The body of a report that is
 * too large is never read whole, and one that is nested too deep is never parsed.
 */
import { createHash } from 'node:crypto';
import { CONTENT_DIGEST, MAX_NESTING } from '../../lib/reports/protocol.ts';
import { malformed, type Refusal, tooLarge, unsupported } from './problem.ts';

export type Outcome<Value> = { ok: true; value: Value } | { ok: false; refusal: Refusal };

function refuse(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}

/** Null when the content type is JSON in UTF-8 without compression. */
export function jsonTypeFault(headers: Headers): Refusal | null {
  const encoding = headers.get('content-encoding') ?? 'identity';
  if (encoding.trim().toLowerCase() !== 'identity') {
    return unsupported('Send the body without Content-Encoding.', { 'Accept-Encoding': 'identity' });
  }
  const [type = '', ...parameters] = (headers.get('content-type') ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase());
  if (type !== 'application/json') {
    return unsupported('Send the report with "Content-Type: application/json".', { 'Accept-Post': 'application/json' });
  }
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  if (charset !== undefined && charset !== 'utf-8') return unsupported('Send the report in UTF-8.');
  return null;
}

/** The whole body, at most `limit` bytes of it; more is refused as soon as it is seen. */
export async function readBody(request: Request, limit: number): Promise<Outcome<Uint8Array>> {
  const declared = request.headers.get('content-length');
  if (declared !== null) {
    if (Number(declared) > limit) return refuse(tooLarge(limit));
    try {
      // The HTTP server reads no further than the declared length.
      const bytes = new Uint8Array(await request.arrayBuffer());
      return bytes.length > limit ? refuse(tooLarge(limit)) : { ok: true, value: bytes };
    } catch {
      return refuse(malformed('The connection ended before the whole body was there. Send the report again.'));
    }
  }
  if (request.body === null) return { ok: true, value: new Uint8Array() };
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.length;
      if (length > limit) {
        reader.cancel().catch(() => undefined);
        return refuse(tooLarge(limit));
      }
      chunks.push(next.value);
    }
  } catch {
    return refuse(malformed('The connection ended before the whole body was there. Send the report again.'));
  }
  return { ok: true, value: Buffer.concat(chunks) };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * The SHA-256 that a `Content-Digest` header (RFC 9530) states, as hexadecimal digits. Null when there is no header or
 * when it states other algorithms only, which RFC 9530 lets a recipient ignore.
 */
export function statedDigest(headers: Headers): Outcome<string | null> {
  const header = headers.get(CONTENT_DIGEST);
  if (header === null) return { ok: true, value: null };
  const member = header
    .split(',')
    .map((part) => part.trim())
    .find((part) => part.startsWith('sha-256='));
  if (member === undefined) return { ok: true, value: null };
  const base64 = /^sha-256=:([A-Za-z0-9+/]{43}=):$/.exec(member)?.[1];
  if (base64 === undefined) return refuse(malformed('Write the digest as "Content-Digest: sha-256=:BASE64:".'));
  return { ok: true, value: Buffer.from(base64, 'base64').toString('hex') };
}

/** How deep the arrays and objects of a JSON text are nested; stops counting beyond `limit`. */
export function nesting(json: string, limit: number): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < json.length; index += 1) {
    const unit = json.charCodeAt(index);
    if (inString) {
      if (unit === 0x5c) index += 1;
      else if (unit === 0x22) inString = false;
    } else if (unit === 0x22) inString = true;
    else if (unit === 0x7b || unit === 0x5b) {
      depth += 1;
      if (depth > deepest) deepest = depth;
      if (depth > limit) return depth;
    } else if (unit === 0x7d || unit === 0x5d) depth -= 1;
  }
  return deepest;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function parseJson(bytes: Uint8Array): Outcome<unknown> {
  if (bytes.length === 0) return refuse(malformed('The body is empty. Send one report as JSON.'));
  let json: string;
  try {
    json = utf8.decode(bytes);
  } catch {
    return refuse(malformed('The body is not valid UTF-8.'));
  }
  if (json.startsWith('\ufeff')) return refuse(malformed('The body starts with a byte order mark. Leave it out.'));
  if (nesting(json, MAX_NESTING) > MAX_NESTING) {
    return refuse(malformed(`The body is nested deeper than ${MAX_NESTING} levels.`));
  }
  try {
    return { ok: true, value: JSON.parse(json) };
  } catch {
    return refuse(malformed('The body is not valid JSON. Send one report as JSON.'));
  }
}
