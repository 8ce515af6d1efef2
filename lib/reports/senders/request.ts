import { authorization, PRIVATE_REQUEST } from '../../formats/private-request.ts';
import { IDEMPOTENCY_KEY, REPORT_MEDIA_TYPE } from '../protocol.ts';
import type { Delivery } from './sender.ts';

/** Posts the exact body of a delivery. Rejects when nothing answers. */
export function post(url: string, { idempotencyKey, body, token }: Delivery, signal: AbortSignal): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': REPORT_MEDIA_TYPE, [IDEMPOTENCY_KEY]: idempotencyKey, ...authorization(token) },
    body,
    ...PRIVATE_REQUEST,
    signal,
  });
}
