/**
 * "Does the authority have these already?" Asked only when the person presses the button for it: the question itself
 * tells the authority which listings the person is about to report.
 */
import { readJson } from '../formats/capped-json.ts';
import { PRIVATE_REQUEST } from '../formats/private-request.ts';
import type { ListingRef } from '../listing/listing.ts';
import { KNOWN_LISTINGS_PATH, knownListingsAnswerSchema, REPORT_MEDIA_TYPE } from './protocol.ts';

const TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 16 * 1024;

export type KnownListings =
  /** How many reports name each listing, in the order asked. */
  | { kind: 'known'; reports: number[] }
  /** This authority does not say. */
  | { kind: 'silent' }
  | { kind: 'unreachable' };

/** Never rejects. */
export async function askKnownListings(
  authority: string,
  refs: readonly Pick<ListingRef, 'marketplace' | 'id'>[],
): Promise<KnownListings> {
  try {
    const response = await fetch(`${authority}${KNOWN_LISTINGS_PATH}`, {
      method: 'POST',
      headers: { 'Content-Type': REPORT_MEDIA_TYPE },
      body: JSON.stringify({ listings: refs.map(({ marketplace, id }) => ({ marketplace, id })) }),
      ...PRIVATE_REQUEST,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status === 404 || response.status === 405 || response.status === 403) return { kind: 'silent' };
    if (response.status !== 200) return { kind: 'unreachable' };
    const answer = knownListingsAnswerSchema.safeParse(await readJson(response, MAX_ANSWER_BYTES));
    return answer.success && answer.data.reports.length === refs.length
      ? { kind: 'known', reports: answer.data.reports }
      : { kind: 'silent' };
  } catch {
    return { kind: 'unreachable' };
  }
}
