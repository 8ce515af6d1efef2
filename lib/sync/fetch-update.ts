/**
 * One check of one publisher: what is newer, verified and ready to be put into use, or why nothing is.
 *
 * An unchanged publication costs one conditional request. Everything is verified in memory and handed back at once; the
 * caller compiles the packs and writes rules and state in one transaction, or nothing. Whatever fails, the returned
 * state is never worse than the one before, and installed packs are never taken away because of a failure.
 */
import { applyDelta, type HashedPack } from './delta.ts';
import type { PackContent } from './formats/format.ts';
import { formatOf, PACK_FORMATS } from './formats/registry.ts';
import { gunzip, isGzip } from './gunzip.ts';
import { type HttpOptions, httpSource } from './http-source.ts';
import type { Fault, Source } from './source.ts';
import type { Bytes } from './trust/encoding.ts';
import { MAX_METADATA_BYTES } from './trust/envelope.ts';
import { type DeltaEntry, deltaPath, HEAD_PATH, type PackEntry, packPath, rootPath } from './trust/head.ts';
import type { Refusal } from './trust/refusal.ts';
import { millis } from './trust/time.ts';
import {
  type AcceptedHead,
  acceptHead,
  acceptRoot,
  checkContent,
  checkRootExpiry,
  clock,
  type Freshness,
  freshness,
  install,
  planOf,
  type TrustedState,
} from './trust/update.ts';

/** A pack that is to replace the one of the same name. */
export interface NewPack {
  entry: PackEntry;
  /** Transport form, uncompressed: to be kept as the base of the next delta. */
  bytes: Bytes;
  content: PackContent;
  via: 'full' | 'delta';
}

export type UpdateResult =
  /** New packs; `state` is what to store with them, in one transaction. `tooNew`: names of packs that need a newer Vigie. */
  | { kind: 'updated'; state: TrustedState; packs: NewPack[]; tooNew: string[]; freshness: Freshness }
  /** Nothing to put into use. `state` may still differ (a new root, a renewed expiry) and is to be stored. */
  | { kind: 'unchanged'; state: TrustedState; tooNew: string[]; freshness: Freshness }
  /** What was offered is not to be trusted. `state` is to be stored: it may hold a newer root. */
  | { kind: 'refused'; refusal: Refusal; state: TrustedState; freshness: Freshness }
  /** Nothing came, or not all of it. `file` is the path at fault. */
  | { kind: 'fault'; fault: Fault | { kind: 'missing' }; file: string; state: TrustedState; freshness: Freshness };

export interface UpdateOptions {
  /** `Date.now()` at the start of the check; the whole check is judged by it. */
  now: number;
  /** The stored transport form of an installed pack, for deltas. */
  base?: (name: string, sha256: string) => Promise<Bytes | null>;
}

/** Longest chain of new roots that one check follows. */
const MAX_ROOTS = 32;
/** Uncompressed bytes of all packs of one check. */
const MAX_TOTAL_BYTES = 64 * 1024 * 1024;

type Failure =
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'fault'; fault: Fault | { kind: 'missing' }; file: string };
type Step<T> = { ok: true; value: T } | { ok: false; failure: Failure };

const done = <T>(value: T): Step<T> => ({ ok: true, value });
const refuse = (refusal: Refusal): { ok: false; failure: Failure } => ({
  ok: false,
  failure: { kind: 'refused', refusal },
});

/** Reads and decompresses a pack or delta whose uncompressed length is signed, and compares it with what is signed. */
async function readContent(
  source: Source,
  file: 'pack' | 'delta',
  path: string,
  entry: PackEntry | DeltaEntry,
): Promise<Step<Bytes>> {
  // What does not compress grows a little in gzip.
  const got = await source.read(path, { most: entry.length + 1024 + (entry.length >>> 8) });
  if (got.kind === 'absent' || got.kind === 'not-modified')
    return { ok: false, failure: { kind: 'fault', fault: { kind: 'missing' }, file: path } };
  if (got.kind === 'fault')
    return got.fault.kind === 'too-large'
      ? refuse({ kind: 'too-large', file, most: entry.length })
      : { ok: false, failure: { kind: 'fault', fault: got.fault, file: path } };
  let { bytes } = got;
  // Some servers declare .gz as a content encoding; then the transfer has undone it already.
  if (isGzip(bytes)) {
    const plain = await gunzip(bytes, entry.length);
    if (!plain.ok)
      return plain.why === 'too-large'
        ? refuse({ kind: 'too-large', file, most: entry.length })
        : refuse({ kind: 'malformed', file, where: 'it is damaged or cut short' });
    bytes = plain.bytes;
  }
  const refusal = await checkContent(file, entry, bytes);
  return refusal === null ? done(bytes) : refuse(refusal);
}

/** By a delta from what is installed, where there is one and all goes well with it; null otherwise. */
async function byDelta(
  source: Source,
  state: TrustedState,
  entry: PackEntry,
  options: UpdateOptions,
): Promise<Bytes | null> {
  const installed = state.installed.find(({ name }) => name === entry.name);
  const delta = entry.deltas.find(({ from }) => from === installed?.sha256);
  if (installed === undefined || delta === undefined) return null;
  const stored = await options.base?.(entry.name, installed.sha256).catch(() => null);
  if (stored === null || stored === undefined) return null;
  const got = await readContent(source, 'delta', deltaPath(delta.sha256), delta);
  if (!got.ok) return null;
  const base: HashedPack = { bytes: stored, sha256: installed.sha256 };
  const result = applyDelta(base, got.value, entry.sha256);
  return result.ok && (await checkContent('pack', entry, result.value)) === null ? result.value : null;
}

async function readPack(
  source: Source,
  state: TrustedState,
  entry: PackEntry,
  options: UpdateOptions,
): Promise<Step<NewPack>> {
  const merged = await byDelta(source, state, entry, options);
  const content = merged === null ? await readContent(source, 'pack', packPath(entry.sha256), entry) : done(merged);
  if (!content.ok) return content;
  const bytes = content.value;
  const decoded = formatOf(entry.format)?.decode(bytes);
  if (decoded === undefined) return refuse({ kind: 'newer-format', file: 'pack', format: entry.format });
  if (!decoded.ok) return refuse({ kind: 'malformed', file: 'pack', where: decoded.problems.join('; ') });
  if (decoded.value.size === 0) return refuse({ kind: 'empty-pack', pack: entry.name });
  return done({ entry, bytes, content: decoded.value, via: merged === null ? 'full' : 'delta' });
}

/** Follows the chain of roots to its end. */
async function followRoots(
  source: Source,
  state: TrustedState,
): Promise<{ state: TrustedState; failure: Failure | null }> {
  let current = state;
  for (let count = 0; count < MAX_ROOTS; count++) {
    const path = rootPath(current.root.version + 1);
    const got = await source.read(path, { most: MAX_METADATA_BYTES });
    if (got.kind === 'absent' || got.kind === 'not-modified') break;
    if (got.kind === 'fault') return { state: current, failure: { kind: 'fault', fault: got.fault, file: path } };
    const next = await acceptRoot(current, got.bytes);
    if (!next.ok) return { state: current, failure: { kind: 'refused', refusal: next.refusal } };
    current = next.value;
  }
  return { state: current, failure: null };
}

/** Whether a newer root may be what is missing. */
const asksForRoot = (refusal: Refusal): boolean => refusal.kind === 'signatures' || refusal.kind === 'mixed';

/**
 * One check.
 * @param state what is stored of the publisher.
 */
export async function checkForUpdate(
  source: Source,
  state: TrustedState,
  options: UpdateOptions,
): Promise<UpdateResult> {
  const { now } = options;
  let current = state;
  const end = (failure: Failure): UpdateResult => ({ ...failure, state: current, freshness: freshness(current, now) });

  const got = await source.read(HEAD_PATH, { most: MAX_METADATA_BYTES, newerThan: conditionOf(state, now) });
  if (got.kind === 'fault')
    return end(
      got.fault.kind === 'too-large'
        ? { kind: 'refused', refusal: { kind: 'too-large', file: 'head', most: MAX_METADATA_BYTES } }
        : { kind: 'fault', fault: got.fault, file: HEAD_PATH },
    );
  if (got.kind === 'absent') return end({ kind: 'fault', fault: { kind: 'missing' }, file: HEAD_PATH });

  if (got.kind === 'bytes') {
    let head = await acceptHead(current, got.bytes, now);
    if (checkRootExpiry(current, now) !== null || (!head.ok && asksForRoot(head.refusal))) {
      const followed = await followRoots(source, current);
      const moved = followed.state !== current;
      current = followed.state;
      if (followed.failure !== null) return end(followed.failure);
      if (moved) head = await acceptHead(current, got.bytes, now);
    }
    const expired = checkRootExpiry(current, now);
    if (expired !== null) return end({ kind: 'refused', refusal: expired });
    if (!head.ok) return end({ kind: 'refused', refusal: head.refusal });
    return takePacks(source, current, head.value, options);
  }
  const trusted: AcceptedHead = { state: current, isNew: false };
  return takePacks(source, current, trusted, options);
}

/**
 * The signed time of the trusted head, as the condition of the request. A head past half of its life is asked for
 * without condition, so that a server with a wrong clock cannot hold the client to it until it expires.
 */
function conditionOf(state: TrustedState, now: number): number | undefined {
  if (state.head === null) return undefined;
  const created = millis(state.head.content.created);
  const expires = millis(state.head.content.expires);
  return clock(state, now) < (created + expires) / 2 ? created : undefined;
}

async function takePacks(
  source: Source,
  before: TrustedState,
  head: AcceptedHead,
  options: UpdateOptions,
): Promise<UpdateResult> {
  const { state } = head;
  const plan = planOf(state, PACK_FORMATS);
  const tooNew = plan.tooNew.map(({ name }) => name);
  const fail = (failure: Failure): UpdateResult => ({
    ...failure,
    state: before,
    freshness: freshness(before, options.now),
  });
  const [first] = plan.tooNew;
  if (first !== undefined && plan.tooNew.length === state.head?.content.packs.length)
    return fail({ kind: 'refused', refusal: { kind: 'newer-format', file: 'pack', format: formatNeeded(first) } });
  if (plan.wanted.reduce((sum, { length }) => sum + length, 0) > MAX_TOTAL_BYTES)
    return fail({ kind: 'refused', refusal: { kind: 'too-large', file: 'pack', most: MAX_TOTAL_BYTES } });

  const packs: NewPack[] = [];
  for (const entry of plan.wanted) {
    const pack = await readPack(source, state, entry, options);
    if (!pack.ok) return fail(pack.failure);
    packs.push(pack.value);
  }
  const installed = install(state, plan.wanted);
  const result = { state: installed, tooNew, freshness: freshness(installed, options.now) };
  return packs.length === 0 ? { kind: 'unchanged', ...result } : { kind: 'updated', packs, ...result };
}

const formatNeeded = ({ format, minEngine }: PackEntry): string =>
  formatOf(format) === undefined ? format : `${format} for engine ${minEngine}`;

/** One check of a publisher that serves its files at `address`. */
export function fetchUpdate(
  address: string,
  state: TrustedState,
  options: UpdateOptions & HttpOptions,
): Promise<UpdateResult> {
  return checkForUpdate(httpSource(address, options), state, options);
}
