/** What the library keeps of a case: rows of the database (`lib/storage/database.ts`). */
import type { CustodyHead } from '../custody.ts';
import type { EvidenceCase, EvidenceFile, EvidenceItem } from '../item.ts';
import type { InstallationKeys } from '../keys.ts';

/**
 * `capturing → captured → sealed`, or `capturing → interrupted`, where it stays: what broke off is kept as it is, and
 * never shown, sealed or exported as a whole capture.
 */
export type ItemState = 'capturing' | 'interrupted' | 'captured' | 'sealed';

export type StoredCase = EvidenceCase;

export interface StoredItem extends Omit<EvidenceItem, 'files'> {
  state: ItemState;
  /** Why it broke off (a `CaptureFault`); null when it did not. */
  fault: string | null;
  /** What a finished picture does not show, in words of the record. */
  shortfall: string | null;
  /** Keys of all listings that the page showed, for the search, and for forgetting. */
  listings: string[];
  /** The person's own. */
  note: string;
  thumbnail: Blob | null;
  /** Of all its files. */
  bytes: number;
}

/** A file with its bytes; `item` and `name` are its key. `order` is that of the capture. */
export interface StoredFile extends EvidenceFile {
  item: string;
  order: number;
  blob: Blob;
}

export interface StoredCustodyLine {
  case: string;
  sequence: number;
  /** As it was written; what is hashed. */
  text: string;
  head: CustodyHead;
}

/** A time-stamp authority that gave no stamp. */
export interface StampAttempt {
  /** ISO 8601. */
  at: string;
  authority: string;
  /** A `StampFailure['why']`. */
  why: string;
  detail: string;
}

/** Wanted from the moment of sealing; `stampedAt` minus `wantedSince` is the delay. */
export interface StampState {
  wantedSince: string;
  attempts: StampAttempt[];
  token: Uint8Array<ArrayBuffer> | null;
  by: string | null;
  answeredAt: string | null;
}

export interface StoredSeal {
  item: string;
  sealedAt: string;
  manifest: Uint8Array<ArrayBuffer>;
  signature: Uint8Array<ArrayBuffer>;
  key: string;
  stamp: StampState;
  /** 1 while a time stamp is wanted and not there: an index holds no booleans. */
  stampDue: 0 | 1;
}

export interface StoredKeys extends InstallationKeys {
  name: 'installation';
}
