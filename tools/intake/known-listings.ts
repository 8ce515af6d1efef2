/**
 * `POST /v1/listings/known`: how many reports name each of some listings. Counts only, and never of child-protection
 * reports. A question is not logged beyond its status, and is limited more tightly than reports are: whoever asks about
 * everything learns what others reported.
 */
import { listingKey } from '../../lib/listing/key.ts';
import { describeFaults } from '../../lib/reports/faults.ts';
import { knownListingsQuestionSchema } from '../../lib/reports/protocol.ts';
import { jsonTypeFault, type Outcome, parseJson, readBody } from './body.ts';
import { invalid } from './problem.ts';
import type { ReportStore } from './store.ts';

/** A hundred listings need less. */
const MAX_QUESTION_BYTES = 32 * 1024;

export async function answerKnownListings(
  request: Request,
  store: ReportStore,
): Promise<Outcome<{ reports: number[] }>> {
  const typeFault = jsonTypeFault(request.headers);
  if (typeFault !== null) return { ok: false, refusal: typeFault };
  const body = await readBody(request, MAX_QUESTION_BYTES);
  if (!body.ok) return body;
  const value = parseJson(body.value);
  if (!value.ok) return value;
  const question = knownListingsQuestionSchema.safeParse(value.value);
  if (!question.success) return { ok: false, refusal: invalid(describeFaults(question.error, value.value)) };
  return { ok: true, value: { reports: await store.known(question.data.listings.map(listingKey)) } };
}
