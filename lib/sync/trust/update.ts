/**
 * What a client of rule publications believes, and what makes it change its mind. Pure: bytes and a clock in, the next
 * state or a refusal out; who fetched the bytes, and whether from a server or a file, makes no difference.
 *
 * The order of The Update Framework's client workflow (specification §5.3 to §5.7), and its rules:
 * - Verify first, keep afterwards: a state is handed out only when everything that led to it was good.
 * - The head's sequence number is a ratchet. It holds for as long as the head that set it would still be accepted
 *   under the current root; so a head that a thief signed with an enormous number falls with the thief's key.
 * - The clock never runs back behind what trusted signatures say: a machine whose clock was set back cannot be fed a
 *   head that had expired before the newest one was made.
 * - An expired publication is never taken anew, but what is installed stays in use; `freshness` says how old it is.
 */
import { type Bytes, sha256, toBase64 } from './encoding.ts';
import { type Envelope, type EnvelopeSignature, readEnvelope } from './envelope.ts';
import { type Head, type PackEntry, readHead } from './head.ts';
import { accepted, type Checked, type Refusal, refused } from './refusal.ts';
import { type Root, readFirstRoot, readNextRoot } from './root.ts';
import { countSignatures } from './signature.ts';
import { millis } from './time.ts';

/** The newest accepted head, with the signatures that made it acceptable. */
export interface TrustedHead {
  content: Head;
  signed: Bytes;
  signatures: EnvelopeSignature[];
}

/** A pack whose content was verified and handed out for use. */
export interface InstalledPack {
  name: string;
  version: string;
  format: string;
  /** Of its transport form. */
  sha256: string;
  /** The publication that it came with. */
  sequence: number;
  /** `created` of that publication, milliseconds since the epoch. */
  created: number;
}

/** All that is believed of one publisher. Plain data: fit for IndexedDB as it is. */
export interface TrustedState {
  publisher: string;
  root: Root;
  head: TrustedHead | null;
  installed: InstalledPack[];
}

/** A publisher whose root is pinned and of whom nothing is installed yet. */
export async function trustRoot(bytes: Uint8Array): Promise<Checked<TrustedState>> {
  const root = await readFirstRoot(bytes);
  if (!root.ok) return root;
  return accepted({ publisher: root.value.publisher, root: root.value, head: null, installed: [] });
}

/** `Date.now()`, or the newest signed time where the machine's clock stands before it. */
export function clock(state: TrustedState, now: number): number {
  return state.head === null ? now : Math.max(now, millis(state.head.content.created));
}

async function isSignedFor(root: Root, envelope: Envelope): Promise<Checked<true>> {
  const needed = root.roles.head.threshold;
  const valid = await countSignatures('head', envelope, root.keys, root.roles.head);
  return valid >= needed ? accepted(true) : refused({ kind: 'signatures', file: 'head', valid, needed });
}

/** The next root in the chain. The trusted head is forgotten where its keys no longer count; installed packs stay. */
export async function acceptRoot(state: TrustedState, bytes: Uint8Array): Promise<Checked<TrustedState>> {
  const root = await readNextRoot(bytes, state.root);
  if (!root.ok) return root;
  const stillCounts = state.head !== null && (await isSignedFor(root.value, state.head)).ok;
  return accepted({ ...state, root: root.value, head: stillCounts ? state.head : null });
}

/** Whether the trusted root may still vouch for anything new. To be asked once the newest root is known. */
export function checkRootExpiry(state: TrustedState, now: number): Refusal | null {
  const since = millis(state.root.expires);
  return clock(state, now) < since ? null : { kind: 'root-expired', since };
}

export interface AcceptedHead {
  state: TrustedState;
  /** False where it is the head that was already trusted. */
  isNew: boolean;
}

/**
 * A head, from wherever it came.
 * @param now `Date.now()` at the start of the check.
 */
export async function acceptHead(state: TrustedState, bytes: Uint8Array, now: number): Promise<Checked<AcceptedHead>> {
  const envelope = readEnvelope('head', bytes);
  if (!envelope.ok) return envelope;
  const { signed, signatures } = envelope.value;
  const enough = await isSignedFor(state.root, envelope.value);
  if (!enough.ok) return enough;
  const head = readHead(signed);
  if (!head.ok) return head;
  const content = head.value;
  const trusted = state.head;
  if (content.publisher !== state.publisher)
    return refused({ kind: 'other-publisher', offered: content.publisher, trusted: state.publisher });
  if (trusted !== null && content.sequence < trusted.content.sequence)
    return refused({ kind: 'rollback', offered: content.sequence, trusted: trusted.content.sequence });
  const isNew = trusted === null || content.sequence > trusted.content.sequence;
  if (!isNew && toBase64(signed) !== toBase64(trusted.signed))
    return refused({ kind: 'equivocation', sequence: content.sequence });
  if (content.root > state.root.version || (isNew && content.root < state.root.version))
    return refused({
      kind: 'mixed',
      what: `the head was signed under root ${content.root}, the trusted root is ${state.root.version}`,
    });
  const since = millis(content.expires);
  if (clock(state, now) >= since) return refused({ kind: 'head-expired', since });
  // Made after its root expired: by a thief, or by a clock that is wrong. It must not set this client's clock.
  if (millis(content.created) >= millis(state.root.expires))
    return refused({ kind: 'root-expired', since: millis(state.root.expires) });
  if (trusted !== null && millis(content.created) < millis(trusted.content.created))
    return refused({ kind: 'mixed', what: 'a later publication says that it was made earlier' });
  return accepted({ state: { ...state, head: { content, signed, signatures } }, isNew });
}

/** A transport format that this Vigie can use, such as `vigie-rules/1`, and the version of the engine behind it. */
export interface Ability {
  id: string;
  engine: number;
}

export interface Plan {
  /** Packs of the trusted head that are not installed as they are. */
  wanted: PackEntry[];
  /** Those that need a newer Vigie; what is installed under their names stays in use. */
  tooNew: PackEntry[];
}

export function planOf(state: TrustedState, abilities: readonly Ability[]): Plan {
  const plan: Plan = { wanted: [], tooNew: [] };
  for (const entry of state.head?.content.packs ?? []) {
    const usable = abilities.some(({ id, engine }) => id === entry.format && entry.minEngine <= engine);
    if (!usable) plan.tooNew.push(entry);
    else if (!state.installed.some(({ name, sha256 }) => name === entry.name && sha256 === entry.sha256))
      plan.wanted.push(entry);
  }
  return plan;
}

/** Whether these bytes (uncompressed) are what the head promised. */
export async function checkContent(
  file: 'pack' | 'delta',
  entry: { length: number; sha256: string },
  bytes: Bytes,
): Promise<Refusal | null> {
  if (bytes.length !== entry.length)
    return { kind: 'wrong-length', file, length: bytes.length, expected: entry.length };
  const found = await sha256(bytes);
  return found === entry.sha256 ? null : { kind: 'wrong-hash', file, sha256: found, expected: entry.sha256 };
}

/**
 * The state once the given packs of the trusted head are in use. A pack that the head no longer names is withdrawn by
 * its publisher; the head's own schema sees to it that there is always one left.
 */
export function install(state: TrustedState, packs: readonly PackEntry[]): TrustedState {
  const { head } = state;
  if (head === null) return state;
  const { sequence, created } = head.content;
  const installed = head.content.packs.flatMap((entry): InstalledPack[] => {
    if (packs.some(({ name }) => name === entry.name)) {
      const { name, version, format, sha256 } = entry;
      return [{ name, version, format, sha256, sequence, created: millis(created) }];
    }
    const before = state.installed.find(({ name }) => name === entry.name);
    return before === undefined ? [] : [before];
  });
  return { ...state, installed };
}

export interface Freshness {
  /** Milliseconds since the newest accepted publication was made; null before the first. */
  age: number | null;
  /** The publication is past its expiry: rules stay in use, and the person is told that they are old. */
  expired: boolean;
}

export function freshness(state: TrustedState, now: number): Freshness {
  if (state.head === null) {
    const created = Math.max(...state.installed.map((pack) => pack.created));
    return Number.isFinite(created)
      ? { age: Math.max(0, now - created), expired: true }
      : { age: null, expired: false };
  }
  const time = clock(state, now);
  const { created, expires } = state.head.content;
  return { age: time - millis(created), expired: time >= millis(expires) };
}

/**
 * Whether `next` may take the place of `stored`, to be asked inside the transaction that writes it: two checks may have
 * run at once, and the later one to finish must not undo the newer one.
 */
export function supersedes(next: TrustedState, stored: TrustedState | undefined): boolean {
  if (stored === undefined) return true;
  if (next.publisher !== stored.publisher || next.root.version < stored.root.version) return false;
  if (next.root.version > stored.root.version) return true;
  return (next.head?.content.sequence ?? 0) >= (stored.head?.content.sequence ?? 0);
}

/** Whether a pack that comes in the package is newer than the one that was downloaded under the same name. */
export function packagedIsNewer(
  packaged: { name: string; sequence: number },
  state: TrustedState | undefined,
): boolean {
  const installed = state?.installed.find(({ name }) => name === packaged.name);
  return installed === undefined || packaged.sequence > installed.sequence;
}
