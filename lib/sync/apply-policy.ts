/** Brings settings and publishers in line with the organisation's policy. Runs before each round of checks. */
import type { VigieDatabase } from '../storage/database.ts';
import type { Policy } from '../storage/policy.ts';
import { addPublisher, allPublishers, removePublisher } from '../storage/publishers.ts';
import type { CheckOptions } from './check-publisher.ts';
import { type HttpOptions, httpSource } from './http-source.ts';
import { type Pinning, publisherFrom, readCandidate } from './pin-publisher.ts';

/** A preset publisher that could not be added; it is tried again at the next round. */
export interface PolicyFault {
  address: string;
  fault: Extract<Pinning, { ok: false }>['fault'] | { kind: 'other-fingerprint'; fingerprint: string };
}

/**
 * Adds the publishers that the policy names and removes those that it named before.
 * @returns what could not be added.
 */
export async function applyPublisherPolicy(
  database: VigieDatabase,
  policy: Policy,
  options: HttpOptions & Pick<CheckOptions, 'now' | 'mayFetch' | 'hasAccess'>,
): Promise<PolicyFault[]> {
  const wanted = policy.publishers ?? [];
  const stored = await allPublishers(database);
  for (const { publisher, origin, address } of stored)
    if (origin === 'policy' && !wanted.some((one) => one.address === address))
      await removePublisher(database, publisher);
  const faults: PolicyFault[] = [];
  for (const { address, fingerprint } of wanted) {
    if (stored.some((one) => one.origin === 'policy' && one.address === address)) continue;
    if ((await options.mayFetch?.(address)) === false) {
      faults.push({ address, fault: { kind: 'no-access' } });
      continue;
    }
    const pinned = await readCandidate(httpSource(address, options), address, null);
    if (!pinned.ok) {
      const isBlocked = pinned.fault.kind === 'unreachable' && (await options.hasAccess?.(address)) === false;
      faults.push({ address, fault: isBlocked ? { kind: 'no-access' } : pinned.fault });
    } else if (pinned.candidate.fingerprint !== fingerprint)
      faults.push({ address, fault: { kind: 'other-fingerprint', fingerprint: pinned.candidate.fingerprint } });
    else {
      // The organisation's pin goes before what a person added under the same name.
      await removePublisher(database, pinned.candidate.state.publisher);
      await addPublisher(database, publisherFrom(pinned.candidate, 'policy', null, options.now()));
    }
  }
  return faults;
}
