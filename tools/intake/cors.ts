/**
 * Cross-origin access to the public part of the intake.
 *
 * An extension's origin is different in every Firefox installation and in every Chromium package, so no list of origins
 * can name the clients. `*` is right because nothing here depends on who asks: there are no cookies, browsers never
 * attach stored credentials to a `*` answer, and a token must be put into a header by the client itself. With it, the
 * extension needs no host permission for an authority. The agents' pages are not part of this and allow no other origin.
 */
import { CONTENT_DIGEST, IDEMPOTENCY_KEY, IDEMPOTENCY_REPLAYED, UPLOAD_OFFSET } from '../../lib/reports/protocol.ts';

const ORIGIN = { 'Access-Control-Allow-Origin': '*' };

const EXPOSED = ['Retry-After', 'Location', 'ETag', IDEMPOTENCY_REPLAYED, UPLOAD_OFFSET].join(', ');

const PREFLIGHT = {
  ...ORIGIN,
  'Access-Control-Allow-Headers': [
    IDEMPOTENCY_KEY,
    'Content-Type',
    'Authorization',
    CONTENT_DIGEST,
    'Content-Range',
    'If-None-Match',
  ].join(', '),
  'Access-Control-Max-Age': '7200',
  Vary: 'Access-Control-Request-Private-Network',
};

/** Answer to a preflight request for a resource with these methods. */
export function preflight(request: Request, methods: readonly string[]): Response {
  const headers = new Headers(PREFLIGHT);
  headers.set('Access-Control-Allow-Methods', methods.join(', '));
  headers.set('Allow', methods.join(', '));
  // Chromium asks before a public page reaches a private address; an intake on an agency's own network wants that.
  if (request.headers.get('access-control-request-private-network') === 'true') {
    headers.set('Access-Control-Allow-Private-Network', 'true');
  }
  return new Response(null, { status: 204, headers });
}

/** Lets scripts of any origin read `response`. */
export function allowAnyOrigin(response: Response): void {
  response.headers.set('Access-Control-Allow-Origin', '*');
  response.headers.set('Access-Control-Expose-Headers', EXPOSED);
}
