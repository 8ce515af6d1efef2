/**
 * Why signed metadata or a pack was not taken. Whatever the reason, the last good rules stay in use: a refusal never
 * removes anything.
 */

/** What a file turned out to be about. */
export type SignedFile = 'root' | 'head' | 'pack' | 'delta' | 'bundle';

export type Refusal =
  /** Not in the form that the format describes. `where` is for a log, never for a person. */
  | { kind: 'malformed'; file: SignedFile; where: string }
  /** Longer than any honest file, or than the signed length. */
  | { kind: 'too-large'; file: SignedFile; most: number }
  /** Fewer valid signatures of the role's keys than it needs. */
  | { kind: 'signatures'; file: 'root' | 'head'; valid: number; needed: number }
  /** A new root that the trusted root's keys did not sign: the publisher's keys changed without a rotation. */
  | { kind: 'keys-changed'; valid: number; needed: number }
  /** A root version that does not follow the trusted one. */
  | { kind: 'root-version'; offered: number; expected: number }
  /** The newest root that there is has expired: nothing below it can be trusted anew. Times in ms since the epoch. */
  | { kind: 'root-expired'; since: number }
  | { kind: 'other-publisher'; offered: string; trusted: string }
  /** An older head than the trusted one. */
  | { kind: 'rollback'; offered: number; trusted: number }
  /** The trusted sequence number with other content: two different heads are in circulation. */
  | { kind: 'equivocation'; sequence: number }
  /** The newest head that the host has is past its expiry. */
  | { kind: 'head-expired'; since: number }
  /** Head and root, or head and packs, are not of one publication. */
  | { kind: 'mixed'; what: string }
  | { kind: 'wrong-length'; file: 'pack' | 'delta'; length: number; expected: number }
  | { kind: 'wrong-hash'; file: 'pack' | 'delta'; sha256: string; expected: string }
  /** Written for a newer Vigie. */
  | { kind: 'newer-format'; file: SignedFile; format: string }
  /** A pack without a rule would silently switch a publisher off. */
  | { kind: 'empty-pack'; pack: string };

export type Checked<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export const accepted = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });
export const refused = (refusal: Refusal): { ok: false; refusal: Refusal } => ({ ok: false, refusal });

const day = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** One English sentence, for the command line and logs; the interface has its own words for each kind. */
export function describeRefusal(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'malformed':
      return `the ${refusal.file} file is not in the documented form: ${refusal.where}`;
    case 'too-large':
      return `the ${refusal.file} file has more than the ${refusal.most} bytes that are read`;
    case 'signatures':
      return `the ${refusal.file} file carries ${refusal.valid} valid signatures and needs ${refusal.needed}`;
    case 'keys-changed':
      return `the new root is signed by ${refusal.valid} keys of the trusted root and needs ${refusal.needed}: the publisher's keys changed without a rotation`;
    case 'root-version':
      return `the root has version ${refusal.offered}, the next one must be ${refusal.expected}`;
    case 'root-expired':
      return `the publisher's root expired on ${day(refusal.since)}, and there is no newer one`;
    case 'other-publisher':
      return `this is from the publisher "${refusal.offered}", not from "${refusal.trusted}"`;
    case 'rollback':
      return `the host offers publication ${refusal.offered}, older than ${refusal.trusted}, which was already accepted`;
    case 'equivocation':
      return `publication ${refusal.sequence} was already accepted with other content`;
    case 'head-expired':
      return `the newest publication of the host expired on ${day(refusal.since)}`;
    case 'mixed':
      return `files of different publications are mixed: ${refusal.what}`;
    case 'wrong-length':
      return `the ${refusal.file} file has ${refusal.length} bytes, the signed head says ${refusal.expected}`;
    case 'wrong-hash':
      return `the ${refusal.file} file has another SHA-256 than the signed head says`;
    case 'newer-format':
      return `the ${refusal.file} file is in the format ${refusal.format}, which this Vigie does not read; update Vigie`;
    case 'empty-pack':
      return `the pack "${refusal.pack}" holds no rule`;
  }
}
