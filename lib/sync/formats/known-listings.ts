/**
 * Known listings on their way. A decision is `{"id":"decision/<key>","value":{"authority","reference","date","link"}}`;
 * an id that it names is `{"id":"listing/<marketplace>:<id>","value":"<key>"}`, or `seller/…`. One id a line, so that a
 * day's changes are as many lines as ids changed; keys are short because half a million lines repeat them.
 */

import { z } from '../../formats/validation.ts';
import {
  buildKnownListings,
  createKnownListingEngine,
  type Decision,
  decodeKnownListings,
  encodeKnownListings,
  KNOWN_LISTINGS_ENGINE,
  type KnownId,
} from '../../rules/known-listings.ts';
import { failure, success } from '../../rules/result.ts';
import { type Bytes, sha256 } from '../trust/encoding.ts';
import { firstIssue } from '../trust/envelope.ts';
import { type PackFormat, readRecords, recordLine } from './format.ts';
import { writeLines } from './lines.ts';

export const KNOWN_LISTINGS_FORMAT = 'vigie-known-listings/1';

const decisionSchema = z.strictObject({
  authority: z.string().max(200),
  reference: z.string().max(100),
  date: z.string().max(10),
  link: z.string().max(500).nullable(),
});

const SHORTEST_KEY = 6;

/** Short names of decisions: the beginning of their reference's SHA-256, the same at every publication. */
async function keysOf(decisions: readonly Decision[]): Promise<Map<string, string>> {
  const keys = new Map<string, string>();
  const taken = new Set<string>();
  for (const { reference } of decisions) {
    if (keys.has(reference)) continue;
    const hash = await sha256(new TextEncoder().encode(reference));
    let length = SHORTEST_KEY;
    while (taken.has(hash.slice(0, length))) length++;
    keys.set(reference, hash.slice(0, length));
    taken.add(hash.slice(0, length));
  }
  return keys;
}

/** The same decisions and ids always give the same bytes; an id that is named twice keeps its last decision. */
export async function encodeKnownIds(decisions: readonly Decision[], ids: Iterable<KnownId>): Promise<Bytes> {
  const sorted = [...decisions].sort((a, b) => (a.reference < b.reference ? -1 : 1));
  const keys = await keysOf(sorted);
  const lines = new Map(
    sorted.map((decision) => {
      const line = recordLine('decision', keys.get(decision.reference) ?? '', decision);
      return [line.id, line];
    }),
  );
  for (const { kind, marketplace, id, decision } of ids) {
    const line = recordLine(kind, `${marketplace}:${id}`, keys.get(decision) ?? '');
    lines.set(line.id, line);
  }
  return writeLines([...lines.values()]);
}

export const knownListingsFormat: PackFormat = {
  id: KNOWN_LISTINGS_FORMAT,
  engine: KNOWN_LISTINGS_ENGINE,
  decode(bytes) {
    // Decisions stand before listings and sellers: `d` sorts before `l` and `s`.
    const decisions = new Map<string, Decision>();
    const ids: KnownId[] = [];
    const read = readRecords(bytes, ({ kind, name, value }) => {
      if (kind === 'decision') {
        const decision = decisionSchema.safeParse(value);
        if (!decision.success) return firstIssue(decision.error);
        decisions.set(name, decision.data);
        return null;
      }
      if (kind !== 'listing' && kind !== 'seller') return `there is no kind "${kind}" in ${KNOWN_LISTINGS_FORMAT}`;
      const decision = typeof value === 'string' ? decisions.get(value) : undefined;
      const colon = name.indexOf(':');
      if (decision === undefined) return 'names a decision that is not there';
      if (colon < 1) return 'must be <marketplace>:<id>';
      ids.push({
        kind,
        marketplace: name.slice(0, colon),
        id: name.slice(colon + 1),
        decision: decision.reference,
      });
      return null;
    });
    if (!read.ok) return read;
    return success({
      size: ids.length,
      compile(info) {
        const list = buildKnownListings([...decisions.values()], ids, info);
        return list.ok ? success(encodeKnownListings(list.value)) : failure(...list.problems.slice(0, 5));
      },
    });
  },
  load(stored) {
    const list = decodeKnownListings(stored);
    if (list.ok) return success(createKnownListingEngine(list.value));
    const [problem] = list.problems;
    return failure({
      kind: problem?.kind === 'stale' ? 'stale' : 'unusable',
      message: problem?.message ?? 'unreadable',
    });
  },
};
