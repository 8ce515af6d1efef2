/**
 * From what a check or a file brought to rules in use: compiles what is new, works out what changed, and writes it all
 * in one transaction. Until that is done nothing of the last good rules is touched, so the worker may be killed, the
 * disk may be full and two checks may run into each other at any line below.
 */
import type { StoredPublisher, VigieDatabase } from '../storage/database.ts';
import { commit, getPublisher, type NewStoredPack, packSource } from '../storage/publishers.ts';
import { asLastChecked, noteUnstored } from '../storage/unstored-checks.ts';
import { addChanges, changesBetween, type FamilyChange } from './changes.ts';
import { checkForUpdate, type NewPack, type UpdateResult } from './fetch-update.ts';
import { formatOf } from './formats/registry.ts';
import { gunzip } from './gunzip.ts';
import { gzip } from './gzip.ts';
import { type HttpOptions, httpSource } from './http-source.ts';
import type { Source } from './source.ts';
import type { Bytes } from './trust/encoding.ts';
import { MAX_PACK_BYTES } from './trust/head.ts';
import type { UpdateFault } from './update-fault.ts';

export interface CheckOptions extends HttpOptions {
  now(): number;
  /** Uniform in [0, 1). */
  random(): number;
  /** Whether a request may be made at all; where not, the person is asked for access first. */
  mayFetch?(address: string): Promise<boolean>;
  /** Whether the browser lets Vigie fetch from this address; asked only where nothing came. */
  hasAccess?(address: string): Promise<boolean>;
}

const HOUR = 3600_000;
const FIRST_RETRY = HOUR / 4;
const LONGEST_RETRY = 6 * HOUR;

/** Six to twelve hours, so that clients do not all come at once. */
export const nextCheck = ({ now, random }: CheckOptions): number => now() + Math.round((6 + 6 * random()) * HOUR);

/** Doubles with each failure up to six hours, shortened at most by half; never before the server asked to be. */
export function nextRetry(failures: number, fault: UpdateFault, { now, random }: CheckOptions): number {
  const ceiling = Math.min(FIRST_RETRY * 2 ** Math.min(failures - 1, 20), LONGEST_RETRY);
  const asked = fault.kind === 'status' ? (fault.retryAfter ?? 0) : 0;
  return now() + Math.max(asked, Math.round(ceiling * (0.5 + random() / 2)));
}

/** The transport form of a pack in use, as long as it is the one with this SHA-256. */
async function sourceOf(
  database: VigieDatabase,
  publisher: string,
  name: string,
  sha256: string | null,
): Promise<Bytes | null> {
  const stored = await packSource(database, publisher, name);
  if (stored === undefined || (sha256 !== null && stored.sha256 !== sha256)) return null;
  const plain = await gunzip(stored.gzipped, MAX_PACK_BYTES);
  return plain.ok ? plain.bytes : null;
}

/** Null for a pack of which this Vigie can make no rules. */
async function compiled(publisher: string, { entry, bytes, content }: NewPack): Promise<NewStoredPack | null> {
  const format = formatOf(entry.format);
  const result = content.compile({ publisher, version: entry.version });
  if (format === undefined || !result.ok || !format.load(result.value).ok) return null;
  const { name, version, sha256 } = entry;
  return {
    pack: { publisher, name, format: format.id, version, sha256, compiled: result.value },
    source: { publisher, name, sha256, gzipped: await gzip(bytes) },
  };
}

/** `QuotaExceededError` is an error of its own kind in the newest browsers and a DOMException in others. */
function storageFault(error: unknown): UpdateFault {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  return { kind: name === 'QuotaExceededError' ? 'storage-full' : 'storage-failed' };
}

interface Outcome {
  /** As it was before, or newer; what it says is installed is installed once the outcome is written. */
  next: StoredPublisher;
  packs: NewStoredPack[];
}

function failed(stored: StoredPublisher, fault: UpdateFault, options: CheckOptions): StoredPublisher {
  const failures = stored.failures + 1;
  return {
    ...stored,
    fault,
    failures,
    checkedAt: options.now(),
    nextCheckAt: nextRetry(failures, fault, options),
  };
}

async function outcomeOf(
  database: VigieDatabase,
  stored: StoredPublisher,
  result: UpdateResult,
  options: CheckOptions,
): Promise<Outcome> {
  const { publisher } = stored;
  if (result.kind === 'refused')
    return { next: { ...failed(stored, result.refusal, options), state: result.state }, packs: [] };
  if (result.kind === 'fault') {
    const { address } = stored;
    const blocked =
      result.fault.kind === 'unreachable' && address !== null && (await options.hasAccess?.(address)) === false;
    const fault: UpdateFault = blocked ? { kind: 'no-access' } : result.fault;
    return { next: { ...failed(stored, fault, options), state: result.state }, packs: [] };
  }
  const packs: NewStoredPack[] = [];
  const changes: FamilyChange[] = [];
  for (const pack of result.kind === 'updated' ? result.packs : []) {
    const ready = await compiled(publisher, pack);
    if (ready === null)
      return { next: failed(stored, { kind: 'does-not-compile', pack: pack.entry.name }, options), packs: [] };
    packs.push(ready);
    changes.push(...changesBetween(await sourceOf(database, publisher, pack.entry.name, null), pack.bytes));
  }
  for (const { name } of stored.state.installed)
    if (!result.state.installed.some((pack) => pack.name === name))
      changes.push(...changesBetween(await sourceOf(database, publisher, name, null), null));
  const now = options.now();
  const next: StoredPublisher = {
    ...stored,
    state: result.state,
    tooNew: result.tooNew,
    checkedAt: now,
    fault: null,
    failures: 0,
    nextCheckAt: nextCheck(options),
    ...(changes.length > 0 ? { changedAt: now, changes: addChanges(changes) } : {}),
  };
  return { next, packs };
}

/** Writes an outcome; where there is no room for it, that there was none, to the disk or else to memory. */
async function settle(
  database: VigieDatabase,
  stored: StoredPublisher,
  { next, packs }: Outcome,
  options: CheckOptions,
): Promise<StoredPublisher> {
  try {
    const isWritten = await commit(database, next, packs);
    await noteUnstored(next.publisher, null);
    if (isWritten) return next;
    return (await getPublisher(database, next.publisher)) ?? stored;
  } catch (error) {
    const fault = failed(stored, storageFault(error), options);
    const isTold = await commit(database, fault, []).then(
      () => true,
      () => false,
    );
    await noteUnstored(fault.publisher, isTold ? null : fault);
    return fault;
  }
}

async function outcomeFrom(
  database: VigieDatabase,
  source: Source,
  stored: StoredPublisher,
  options: CheckOptions,
): Promise<Outcome> {
  const result = await checkForUpdate(source, stored.state, {
    now: options.now(),
    base: (name, sha256) => sourceOf(database, stored.publisher, name, sha256),
  });
  return outcomeOf(database, stored, result, options);
}

/**
 * One check of one publisher at its own address, from the request to the rules in use. The caller makes sure that only
 * one runs at a time (a Web Lock); were two to run all the same, the older could not undo the newer.
 * @returns what is stored afterwards; null for a publisher that is not there, or comes from files only.
 */
export async function checkPublisher(
  database: VigieDatabase,
  publisher: string,
  options: CheckOptions,
): Promise<StoredPublisher | null> {
  const known = await getPublisher(database, publisher);
  const [stored] = known === undefined ? [] : await asLastChecked([known]);
  if (stored === undefined || stored.address === null) return null;
  if ((await options.mayFetch?.(stored.address)) === false)
    return settle(database, stored, { next: failed(stored, { kind: 'no-access' }, options), packs: [] }, options);
  const outcome = await outcomeFrom(database, httpSource(stored.address, options), stored, options);
  return settle(database, stored, outcome, options);
}

/**
 * The same door for a publication that somebody carried. A bad file says nothing about the publisher's own address, so
 * what is wrong with it is handed back and not stored.
 * @returns null where its rules are in use now, or were already.
 */
export async function importPublication(
  database: VigieDatabase,
  publisher: string,
  source: Source,
  options: CheckOptions,
): Promise<UpdateFault | null> {
  const stored = await getPublisher(database, publisher);
  if (stored === undefined) return { kind: 'missing' };
  const outcome = await outcomeFrom(database, source, stored, options);
  if (outcome.next.fault !== null) return outcome.next.fault;
  try {
    await commit(database, outcome.next, outcome.packs);
    return null;
  } catch (error) {
    return storageFault(error);
  }
}
