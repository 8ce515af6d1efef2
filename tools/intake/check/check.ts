/** Runs the conformance suite against an intake. */

import { authorityProfileSchema, type IdentityPolicy } from '../../../lib/authority/profile.ts';
import { PROFILE_PATH } from '../../../lib/authority/well-known.ts';
import { CASES, type Case } from './cases.ts';
import { Client, json, Unmet } from './client.ts';
import { EVIDENCE_CASES, takesEvidence } from './evidence-cases.ts';
import { KNOWN_LISTINGS_CASES, saysWhatItHas } from './known-listings-cases.ts';

export interface Verdict {
  case: string;
  pass: boolean;
  /** The case is about an optional part that this intake does not have. */
  skipped: boolean;
  /** What is not met; null when the case passes. */
  reason: string | null;
}

/** Parts of the protocol that an intake may leave out: how to tell that it has one, and its cases. */
const OPTIONAL: readonly { has: (client: Client) => Promise<boolean>; cases: readonly Case[] }[] = [
  { has: takesEvidence, cases: EVIDENCE_CASES },
  { has: saysWhatItHas, cases: KNOWN_LISTINGS_CASES },
];

const PROFILE_CASE = 'the authority profile is published and valid';

/** The identity that the profile asks for; without a valid profile, none is given. */
async function profileOf(base: string): Promise<{ verdict: Verdict; identity: IdentityPolicy }> {
  const unknown: IdentityPolicy = { name: 'optional', email: 'optional' };
  const failed = (reason: string) => ({
    verdict: { case: PROFILE_CASE, pass: false, skipped: false, reason },
    identity: unknown,
  });
  const answer = await new Client(base, unknown, null).ask(new URL(PROFILE_PATH, base).href);
  if (answer.status !== 200) return failed(`${PROFILE_PATH} must be 200, and is ${answer.status}`);
  try {
    const profile = authorityProfileSchema.safeParse(json(answer));
    if (!profile.success) {
      const [issue] = profile.error.issues;
      return failed(`the profile is not valid at /${issue?.path.join('/')}: ${issue?.message}`);
    }
    if (profile.data.intake === null) return failed('the profile must name an intake');
    return {
      verdict: { case: PROFILE_CASE, pass: true, skipped: false, reason: null },
      identity: profile.data.identity,
    };
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
  for (const one of CASES) yield verdictOn(one, client);
  for (const { has, cases } of OPTIONAL) {
    // When it cannot be told, the cases say what is wrong.
    const offered = await has(client).catch(() => true);
    for (const one of cases) {
      yield offered ? verdictOn(one, client) : { case: one.name, pass: true, skipped: true, reason: null };
    }
  }
}

async function verdictOn({ name, run }: Case, client: Client): Promise<Verdict> {
  try {
    await run(client);
    return { case: name, pass: true, skipped: false, reason: null };
  } catch (error) {
    return { case: name, pass: false, skipped: false, reason: reasonOf(error) };
  }
}
