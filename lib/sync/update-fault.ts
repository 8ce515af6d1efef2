/** Everything that can end a check or an import, as it is stored and shown. The interface has one sentence for each kind. */
import type { Fault } from './source.ts';
import type { Refusal } from './trust/refusal.ts';

export type UpdateFault =
  | Refusal
  | Fault
  /** A file of the publication that is not there. */
  | { kind: 'missing' }
  /** The person has not given Vigie access to the host, or took it back. */
  | { kind: 'no-access' }
  /** No room on the disk, or in the share of it that the browser gives Vigie. */
  | { kind: 'storage-full' }
  | { kind: 'storage-failed' }
  /** Trusted and whole, but this Vigie can make no rules of it. */
  | { kind: 'does-not-compile'; pack: string };
