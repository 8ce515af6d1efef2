/**
 * Adding a publisher: what a person sees of it before accepting, and what accepting does. Between the two the host may
 * show other keys, so what is pinned is read again and must have the fingerprint that the person saw.
 */

import { mayFetch } from '../access/host-access.ts';
import type { AuthorityProfile } from '../authority/profile.ts';
import { addPublisher, commit, getPublisher } from '../storage/publishers.ts';
import { bundleSource } from './bundle.ts';
import { checkPublisher, importPublication } from './check-publisher.ts';
import { httpSource } from './http-source.ts';
import { type Candidate, holdsPublication, type Pinning, publisherFrom, readCandidate } from './pin-publisher.ts';
import { CHECK_OPTIONS } from './rule-checks.ts';
import { alone } from './rules-lock.ts';
import type { Source } from './source.ts';
import type { Checked } from './trust/refusal.ts';
import { rootFingerprint } from './trust/root.ts';
import type { UpdateFault } from './update-fault.ts';

/** The publisher of the packaged rules: nobody adds another under its name. */
const RESERVED_PUBLISHER = 'vigie';

export type AddingFault =
  | UpdateFault
  /** The host's profile and its publication name different keys. */
  | { kind: 'keys-differ' }
  | { kind: 'reserved' };

/** A publication that could be followed, or why not. */
export type Offer =
  | {
      ok: true;
      publisher: string;
      /** 64 hexadecimal digits. */
      fingerprint: string;
      /** Null for a file. */
      address: string | null;
      /** It is followed already. */
      known: boolean;
    }
  | { ok: false; address: string | null; fault: AddingFault };

/** What is followed under the candidate's name, and whether under its keys; null where nothing is. */
const followed = ({ state, fingerprint }: Candidate): Promise<{ sameKeys: boolean; address: string | null } | null> =>
  alone(async (database) => {
    const stored = await getPublisher(database, state.publisher);
    if (stored === undefined) return null;
    return { sameKeys: (await rootFingerprint(stored.state.root)) === fingerprint, address: stored.address };
  });

async function offerOf(pinning: Pinning, address: string | null): Promise<Offer> {
  if (!pinning.ok) return { ok: false, address, fault: pinning.fault };
  const { candidate } = pinning;
  const { publisher, root } = candidate.state;
  if (publisher === RESERVED_PUBLISHER) return { ok: false, address, fault: { kind: 'reserved' } };
  let before = await followed(candidate);
  if (before?.sameKeys === false && address !== null) {
    // The keys may have been rotated since the last check.
    await alone((database) => checkPublisher(database, publisher, CHECK_OPTIONS));
    before = await followed(candidate);
    const { threshold } = root.roles.root;
    if (before?.sameKeys === false)
      return { ok: false, address, fault: { kind: 'keys-changed', valid: 0, needed: threshold } };
  }
  // One that came from a file so far is still to be given its address.
  const known = before !== null && (before.address !== null || address === null);
  return { ok: true, publisher, fingerprint: candidate.fingerprint, address, known };
}

const candidateAt = async (address: string, profile: AuthorityProfile): Promise<Pinning> =>
  (await mayFetch(address))
    ? readCandidate(httpSource(address), address, profile)
    : { ok: false, fault: { kind: 'no-access' } };

/** The publications that a profile names. */
export function offersOf(profile: AuthorityProfile): Promise<Offer[]> {
  return Promise.all(profile.packs.map(async ({ url }) => offerOf(await candidateAt(url, profile), url)));
}

async function pin(
  pinning: Pinning,
  fingerprint: string,
  profile: AuthorityProfile | null,
): Promise<AddingFault | null> {
  if (!pinning.ok) return pinning.fault;
  const { candidate } = pinning;
  if (candidate.fingerprint !== fingerprint) return { kind: 'keys-differ' };
  if (candidate.state.publisher === RESERVED_PUBLISHER) return { kind: 'reserved' };
  return alone(async (database) => {
    const added = publisherFrom(candidate, 'person', profile, CHECK_OPTIONS.now());
    const before = await getPublisher(database, added.publisher);
    if (before === undefined) await addPublisher(database, added);
    else if ((await rootFingerprint(before.state.root)) !== fingerprint)
      return { kind: 'keys-changed', valid: 0, needed: before.state.root.roles.root.threshold };
    else if (before.address === null) await commit(database, { ...before, profile, address: added.address }, []);
    return null;
  });
}

/** Follows a publication from now on. @param fingerprint that the person accepted. */
export async function followPublisher(
  address: string,
  fingerprint: string,
  profile: AuthorityProfile,
): Promise<AddingFault | null> {
  return pin(await candidateAt(address, profile), fingerprint, profile);
}

async function openBundle(text: string): Promise<Checked<Source>> {
  const opened = bundleSource(new TextEncoder().encode(text));
  if (!opened.ok || (await holdsPublication(opened.value))) return opened;
  return { ok: false, refusal: { kind: 'malformed', file: 'bundle', where: 'it holds no head.json' } };
}

/** What a file of rules holds, before anything of it is trusted. */
export async function openRulesFile(text: string): Promise<Offer> {
  const opened = await openBundle(text);
  if (!opened.ok) return { ok: false, address: null, fault: opened.refusal };
  return offerOf(await readCandidate(opened.value, null, null), null);
}

/**
 * Takes the rules of a file, by the same checks as from a server.
 * @param fingerprint of a publisher that the person accepts with it; null for one that is followed already.
 * @returns what is wrong with it, or null.
 */
export async function importRules(text: string, fingerprint: string | null): Promise<AddingFault | null> {
  const opened = await openBundle(text);
  if (!opened.ok) return opened.refusal;
  const pinning = await readCandidate(opened.value, null, null);
  if (!pinning.ok) return pinning.fault;
  const fault = fingerprint === null ? null : await pin(pinning, fingerprint, null);
  if (fault !== null) return fault;
  const { publisher } = pinning.candidate.state;
  return alone((database) => importPublication(database, publisher, opened.value, CHECK_OPTIONS));
}
