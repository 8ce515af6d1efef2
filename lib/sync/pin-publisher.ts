/**
 * The first root of a publisher, before anybody trusts it: read from its host or from a file, with the fingerprint that
 * a person (or a policy) compares. What is pinned here decides about everything that comes later.
 */
import type { AuthorityProfile } from '../authority/profile.ts';
import type { PublisherOrigin, StoredPublisher } from '../storage/database.ts';
import type { Fetched, Source } from './source.ts';
import { MAX_METADATA_BYTES } from './trust/envelope.ts';
import { HEAD_PATH, ROOT_PATH, rootPath } from './trust/head.ts';
import { rootFingerprint } from './trust/root.ts';
import { type TrustedState, trustRoot } from './trust/update.ts';
import type { UpdateFault } from './update-fault.ts';

/** More roots than any publisher has had. */
const MAX_ROOTS = 1000;

/** A publisher that could be added. */
export interface Candidate {
  state: TrustedState;
  /** 64 hexadecimal digits: root keys and their threshold. */
  fingerprint: string;
  address: string | null;
}

export type Pinning = { ok: true; candidate: Candidate } | { ok: false; fault: UpdateFault | { kind: 'keys-differ' } };

/** Ids of the root keys all stand among those that the profile names. */
function isNamedBy(profile: Pick<AuthorityProfile, 'keys'>, { root }: TrustedState): boolean {
  const named = new Set(profile.keys.map(({ id }) => id));
  return root.roles.root.keys.every((id) => named.has(id));
}

/** A server has the newest root under a name of its own, a file has all of them by their numbers. */
async function newestRoot(source: Source): Promise<Fetched> {
  let newest = await source.read(ROOT_PATH, { most: MAX_METADATA_BYTES });
  for (let version = 1; newest.kind !== 'fault' && version <= MAX_ROOTS; version++) {
    if (version === 1 && newest.kind === 'bytes') break;
    const next = await source.read(rootPath(version), { most: MAX_METADATA_BYTES });
    if (next.kind !== 'bytes') break;
    newest = next;
  }
  return newest;
}

/**
 * @param address of the folder that the publisher serves; null for a file.
 * @param profile whose keys the root must be of; null where there is none to ask.
 */
export async function readCandidate(
  source: Source,
  address: string | null,
  profile: AuthorityProfile | null,
): Promise<Pinning> {
  const got = await newestRoot(source);
  if (got.kind === 'fault') return { ok: false, fault: got.fault };
  if (got.kind !== 'bytes') return { ok: false, fault: { kind: 'missing' } };
  const state = await trustRoot(got.bytes);
  if (!state.ok) return { ok: false, fault: state.refusal };
  if (profile !== null && !isNamedBy(profile, state.value)) return { ok: false, fault: { kind: 'keys-differ' } };
  const fingerprint = await rootFingerprint(state.value.root);
  return { ok: true, candidate: { state: state.value, fingerprint, address } };
}

/** Whether a file holds a publication at all. */
export const holdsPublication = async (source: Source): Promise<boolean> =>
  (await source.read(HEAD_PATH, { most: MAX_METADATA_BYTES })).kind === 'bytes';

export function publisherFrom(
  { state, address }: Candidate,
  origin: PublisherOrigin,
  profile: AuthorityProfile | null,
  now: number,
): StoredPublisher {
  return {
    publisher: state.publisher,
    origin,
    profile,
    address,
    acceptedAt: now,
    state,
    tooNew: [],
    checkedAt: null,
    changedAt: null,
    changes: [],
    fault: null,
    failures: 0,
    nextCheckAt: now,
  };
}
