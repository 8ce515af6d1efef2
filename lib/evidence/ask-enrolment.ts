/** The installation's side of enrolling its key with an authority (`PUT` and `GET /v1/keys/{fingerprint}`). */
import { readJson } from '../formats/capped-json.ts';
import { authorization, PRIVATE_REQUEST } from '../formats/private-request.ts';
import { type Bytes, sha256, toBase64 } from '../sync/trust/encoding.ts';
import { type EnrolmentRequest, type EnrolmentState, enrolmentSchema, keyPath } from './enrolment.ts';

const TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 4096;

export type EnrolmentAnswer =
  | { ok: true; state: EnrolmentState | 'not-asked' }
  /** `token`: the token is missing or not an inspector's. `not-taken`: this authority enrols no keys, or not this one. */
  | { ok: false; fault: 'no-answer' | 'token' | 'not-taken' };

const failed = (fault: Extract<EnrolmentAnswer, { ok: false }>['fault']): EnrolmentAnswer => ({ ok: false, fault });

/** Only a well-formed answer about this very key counts as one. */
async function stateFrom(response: Response, fingerprint: string): Promise<EnrolmentAnswer> {
  if (response.status === 401 || response.status === 403) return failed('token');
  if (response.status >= 500 || response.status === 429) return failed('no-answer');
  if (!response.ok) return failed('not-taken');
  const answer = enrolmentSchema.safeParse(await readJson(response, MAX_ANSWER_BYTES));
  return answer.success && answer.data.fingerprint === fingerprint
    ? { ok: true, state: answer.data.state }
    : failed('not-taken');
}

/**
 * @param intake Base address of the authority's intake.
 * @param holder Who holds the installation, as the agent is to recognise them.
 */
export async function askEnrolment(
  intake: string,
  token: string | null,
  spki: Bytes,
  holder: string,
): Promise<EnrolmentAnswer> {
  const fingerprint = await sha256(spki);
  const request: EnrolmentRequest = { schema: 'vigie-key/1', spki: toBase64(spki), holder };
  try {
    const response = await fetch(`${intake}${keyPath(fingerprint)}`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', ...authorization(token) },
      body: JSON.stringify(request),
      ...PRIVATE_REQUEST,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return await stateFrom(response, fingerprint);
  } catch {
    return failed('no-answer');
  }
}

/** What the authority says of the key; `not-asked` where it does not know it. */
export async function enrolmentState(intake: string, spki: Bytes): Promise<EnrolmentAnswer> {
  const fingerprint = await sha256(spki);
  try {
    const response = await fetch(`${intake}${keyPath(fingerprint)}`, {
      ...PRIVATE_REQUEST,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return response.status === 404 ? { ok: true, state: 'not-asked' } : await stateFrom(response, fingerprint);
  } catch {
    return failed('no-answer');
  }
}
