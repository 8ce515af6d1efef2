/** What the stores of the one IndexedDB hold. */
import type { DBSchema, IDBPDatabase } from 'idb';
import type { AuthorityProfile } from '../authority/profile.ts';
import type {
  StoredCase,
  StoredCustodyLine,
  StoredFile,
  StoredItem,
  StoredKeys,
  StoredSeal,
} from '../evidence/library/stored.ts';
import type { OutboxState, StoredReport, Subject } from '../reports/stored-report.ts';
import type { FamilyChange } from '../sync/changes.ts';
import type { Bytes } from '../sync/trust/encoding.ts';
import type { TrustedState } from '../sync/trust/update.ts';
import type { UpdateFault } from '../sync/update-fault.ts';
import type { SweepStores } from './sweep-stores.ts';

/** A person's "not illicit: hide this" for one rule on one listing. */
export interface HiddenFinding {
  listing: string;
  rule: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/** A listing that the person ticked, to report with others. */
export interface CartItem {
  listing: string;
  subject: Subject;
  /** Milliseconds since the epoch. */
  at: number;
}

/** Who put a publisher there: the package, the organisation's policy, or the person. */
export type PublisherOrigin = 'package' | 'policy' | 'person';

/** All that is known of one publisher of rules. Times in milliseconds since the epoch. */
export interface StoredPublisher {
  publisher: string;
  origin: PublisherOrigin;
  /** What its host said about it when it was accepted; null where it came without, as from a file. */
  profile: AuthorityProfile | null;
  /** Of the folder that it serves; null where its rules only ever come from files. */
  address: string | null;
  acceptedAt: number;
  /** Root, head with its sequence number, what is installed. */
  state: TrustedState;
  /** Names of packs that need a newer Vigie. */
  tooNew: string[];
  /** When a check last came to its end, good or bad. */
  checkedAt: number | null;
  /** When rules were last put into use, and what changed then. */
  changedAt: number | null;
  changes: FamilyChange[];
  /** Why the last check brought nothing; null after a good one. */
  fault: UpdateFault | null;
  /** Failed checks in a row. */
  failures: number;
  nextCheckAt: number;
}

/** A pack ready to be used. */
export interface StoredPack {
  publisher: string;
  name: string;
  format: string;
  version: string;
  /** Of the transport form that it was compiled from. */
  sha256: string;
  /** Typed arrays, used in place. */
  compiled: Bytes;
}

/** The transport form of a pack: what the next delta changes, and what a newer Vigie compiles again. */
export interface StoredPackSource {
  publisher: string;
  name: string;
  sha256: string;
  gzipped: Bytes;
}

export interface VigieSchema extends DBSchema, SweepStores {
  reports: {
    key: string;
    value: StoredReport;
    /** `listings` has an entry for each listing of a report; `followAt` and `uploadAt` only for those with work to do. */
    indexes: { state: OutboxState; changedAt: number; listings: string; followAt: number; uploadAt: number };
  };
  hidden: { key: [listing: string, rule: string]; value: HiddenFinding };
  publishers: { key: string; value: StoredPublisher };
  packs: { key: [publisher: string, name: string]; value: StoredPack };
  packSources: { key: [publisher: string, name: string]; value: StoredPackSource };
  cases: { key: string; value: StoredCase };
  evidence: {
    key: string;
    value: StoredItem;
    indexes: { caseId: string; state: string; listings: string };
  };
  evidenceFiles: { key: [item: string, name: string]; value: StoredFile; indexes: { sha256: string } };
  custody: { key: [caseId: string, sequence: number]; value: StoredCustodyLine };
  seals: { key: string; value: StoredSeal; indexes: { stampDue: number } };
  keys: { key: string; value: StoredKeys };
  cart: { key: string; value: CartItem; indexes: { at: number } };
}

export type VigieDatabase = IDBPDatabase<VigieSchema>;
