/** Runs the conformance suite against an intake. */

import { authorityProfileSchema, type IdentityPolicy } from '../../../lib/authority/profile.ts';
import { PROFILE_PATH } from '../../../lib/authority/well-known.ts';
import { CASES } from './cases.ts';
import { Client, json, Unmet } from './client.ts';

export interface Verdict {
  case: string;
  pass: boolean;
  /** What is not met; null when the case passes. */
  reason: string | null;
}

const PROFILE_CASE = 'the authority profile is published and valid';

/** The identity that the profile asks for; without a valid profile, none is given. */
async function profileOf(base: string): Promise<{ verdict: Verdict; identity: IdentityPolicy }> {
  const unknown: IdentityPolicy = { name: 'optional', email: 'optional' };
  const failed = (reason: string) => ({ verdict: { case: PROFILE_CASE, pass: false, reason }, identity: unknown });
  const answer = await new Client(base, unknown, null).ask(new URL(PROFILE_PATH, base).href);
  if (answer.status !== 200) return failed(`${PROFILE_PATH} must be 200, and is ${answer.status}`);
  try {
    const profile = authorityProfileSchema.safeParse(json(answer));
    if (!profile.success) {
      const [issue] = profile.error.issues;
      return failed(`the profile is not valid at /${issue?.path.join('/')}: ${issue?.message}`);
    }
    if (profile.data.intake === null) return failed('the profile must name an intake');
    return { verdict: { case: PROFILE_CASE, pass: true, reason: null }, identity: profile.data.identity };
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Unmet) return error.message;
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `there was no answer (${error instanceof Error ? error.message : error}${cause})`;
}

/**
 * Gives each verdict as soon as it is there. Rejects when `base` cannot be reached at all.
 * `bearer`: a token for the role consumer, where the intake asks for one.
 */
export async function* checkIntake(base: string, bearer: string | null): AsyncGenerator<Verdict> {
  const { verdict, identity } = await profileOf(base);
  yield verdict;
  const client = new Client(base, identity, bearer);
  for (const { name, run } of CASES) {
    try {
      await run(client);
      yield { case: name, pass: true, reason: null };
    } catch (error) {
      yield { case: name, pass: false, reason: reasonOf(error) };
    }
  }
}
