import { readJson } from '../formats/capped-json.ts';
import { type AuthorityProfile, authorityProfileSchema } from './profile.ts';
import { PROFILE_PATH } from './well-known.ts';

export type LookUpResult =
  | { ok: true; profile: AuthorityProfile }
  | { ok: false; fault: 'bad-address' | 'unreachable' | 'not-a-profile'; address: string };

const TIMEOUT_MS = 15_000;
const MAX_PROFILE_BYTES = 256 * 1024;

/** The origin that a person's input names; https is assumed, http is taken for this machine only. */
export function authorityOrigin(input: string): string | null {
  const trimmed = input.trim();
  const url = URL.parse(/^[a-z]+:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
  if (url === null || url.username !== '' || url.password !== '') return null;
  const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLocal) ? url.origin : null;
}

/** Fetches the authority profile that a host publishes about itself (docs/intake-protocol.md). Never rejects. */
export async function lookUpAuthority(input: string): Promise<LookUpResult> {
  const origin = authorityOrigin(input);
  if (origin === null) return { ok: false, fault: 'bad-address', address: input };
  let answer: unknown;
  try {
    const response = await fetch(`${origin}${PROFILE_PATH}`, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) return { ok: false, fault: 'not-a-profile', address: origin };
    answer = await readJson(response, MAX_PROFILE_BYTES);
  } catch {
    return { ok: false, fault: 'unreachable', address: origin };
  }
  const profile = authorityProfileSchema.safeParse(answer);
  return profile.success && (profile.data.intake !== null || profile.data.packs.length > 0)
    ? { ok: true, profile: profile.data }
    : { ok: false, fault: 'not-a-profile', address: origin };
}
