/**
 * The one IndexedDB of the extension. Every store is described here and nowhere else; a change of shape is a new version
 * with a migration step below, so that the data of every released version opens in the newest one.
 *
 * Only the background writes to it, except for drafts, which the popup stores itself so that typed text survives even
 * when the worker does not answer.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { OutboxState, StoredReport } from '../reports/stored-report.ts';

/** A person's "not illicit: hide this" for one rule on one listing. */
export interface HiddenFinding {
  listing: string;
  rule: string;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface VigieSchema extends DBSchema {
  reports: {
    key: string;
    value: StoredReport;
    indexes: { state: OutboxState; changedAt: number; listing: string };
  };
  hidden: { key: [listing: string, rule: string]; value: HiddenFinding };
}

export type VigieDatabase = IDBPDatabase<VigieSchema>;

export const DATABASE_NAME = 'vigie';
export const DATABASE_VERSION = 1;

/** One step a version: `MIGRATIONS[n]` takes a database from version n to n + 1. Never edit a released step. */
const MIGRATIONS: readonly ((database: VigieDatabase) => void)[] = [
  (database) => {
    const reports = database.createObjectStore('reports', { keyPath: 'id' });
    reports.createIndex('state', 'state');
    reports.createIndex('changedAt', 'changedAt');
    reports.createIndex('listing', 'listing');
    database.createObjectStore('hidden', { keyPath: ['listing', 'rule'] });
  },
];

let opening: Promise<VigieDatabase> | null = null;

/** Opens the database once a context; a connection that the browser closed (update, eviction) is opened anew. */
export function openDatabase(): Promise<VigieDatabase> {
  opening ??= openDB<VigieSchema>(DATABASE_NAME, DATABASE_VERSION, {
    upgrade(database, from) {
      for (const migrate of MIGRATIONS.slice(from)) migrate(database);
    },
    blocking(_current, _blocked, event) {
      // A newer version of the extension wants to migrate: let it, rather than hold it up.
      (event.target as IDBDatabase | null)?.close();
      opening = null;
    },
    terminated() {
      opening = null;
    },
  }).catch((error: unknown) => {
    opening = null;
    throw error;
  });
  return opening;
}
