/**
 * The one IndexedDB of the extension. Every store is described in `schema.ts`, every change of shape is a migration step
 * below, so that the data of every released version opens in the newest one.
 *
 * The background and Vigie's own pages write to it: pages store drafts and queued reports themselves, so that what a
 * person typed survives even when the worker does not answer.
 */
import { type IDBPTransaction, openDB, type StoreNames } from 'idb';
import { fromVersion1, type ReportOfVersion1 } from './reports-of-version-1.ts';
import type { VigieDatabase, VigieSchema } from './schema.ts';
import { createSweepPacks, createSweepStores, packVisits } from './sweep-stores.ts';

export type {
  CartItem,
  HiddenFinding,
  PublisherOrigin,
  StoredPack,
  StoredPackSource,
  StoredPublisher,
  VigieDatabase,
} from './schema.ts';

export const DATABASE_NAME = 'vigie';

type Upgrade = IDBPTransaction<VigieSchema, StoreNames<VigieSchema>[], 'versionchange'>;
interface Migration {
  /** Stores and indexes. */
  shape(database: VigieDatabase, transaction: Upgrade): void;
  /** What is in them, where a version holds it otherwise. */
  data?(transaction: Upgrade): Promise<void>;
}

/** One step a version: `MIGRATIONS[n]` takes a database from version n to n + 1. Never edit a released step. */
const MIGRATIONS: readonly Migration[] = [
  {
    shape(database) {
      const reports = database.createObjectStore('reports', { keyPath: 'id' });
      reports.createIndex('state', 'state');
      reports.createIndex('changedAt', 'changedAt');
      // Typed loosely: the index of the first version is no part of today's schema.
      (reports as unknown as IDBObjectStore).createIndex('listing', 'listing');
      database.createObjectStore('hidden', { keyPath: ['listing', 'rule'] });
    },
  },
  {
    shape(database) {
      database.createObjectStore('publishers', { keyPath: 'publisher' });
      database.createObjectStore('packs', { keyPath: ['publisher', 'name'] });
      database.createObjectStore('packSources', { keyPath: ['publisher', 'name'] });
    },
  },
  {
    /** Reports about several listings, what comes after the receipt, and the cart. */
    shape(database, transaction) {
      const reports = transaction.objectStore('reports');
      (reports as unknown as IDBObjectStore).deleteIndex('listing');
      reports.createIndex('listings', 'listings', { multiEntry: true });
      reports.createIndex('followAt', 'followAt');
      reports.createIndex('uploadAt', 'uploadAt');
      database.createObjectStore('cart', { keyPath: 'listing' }).createIndex('at', 'at');
    },
    async data(transaction) {
      const reports = transaction.objectStore('reports');
      for (let cursor = await reports.openCursor(); cursor !== null; cursor = await cursor.continue()) {
        await cursor.update(fromVersion1(cursor.value as unknown as ReportOfVersion1));
      }
    },
  },
  {
    shape(database) {
      database.createObjectStore('cases', { keyPath: 'id' });
      const evidence = database.createObjectStore('evidence', { keyPath: 'id' });
      evidence.createIndex('caseId', 'caseId');
      evidence.createIndex('state', 'state');
      evidence.createIndex('listings', 'listings', { multiEntry: true });
      const files = database.createObjectStore('evidenceFiles', { keyPath: ['item', 'name'] });
      files.createIndex('sha256', 'sha256');
      database.createObjectStore('custody', { keyPath: ['case', 'sequence'] });
      const seals = database.createObjectStore('seals', { keyPath: 'item' });
      seals.createIndex('stampDue', 'stampDue');
      database.createObjectStore('keys', { keyPath: 'name' });
    },
  },
  { shape: createSweepStores },
  {
    /** Cards as texts, and copies of journals. */
    shape: createSweepPacks,
    data: (transaction) => packVisits(transaction.objectStore('sweepVisits')),
  },
];

export const DATABASE_VERSION = MIGRATIONS.length;

let opening: Promise<VigieDatabase> | null = null;

/** Opens the database once a context; a connection that the browser closed (update, eviction) is opened anew. */
export function openDatabase(): Promise<VigieDatabase> {
  opening ??= openDB<VigieSchema>(DATABASE_NAME, DATABASE_VERSION, {
    async upgrade(database, from, _to, transaction) {
      const steps = MIGRATIONS.slice(from);
      // All shapes first: the transaction must not end between them, as it may while data is awaited.
      for (const { shape } of steps) shape(database, transaction);
      try {
        for (const { data } of steps) await data?.(transaction);
      } catch {
        // Everything stays as it was, and opening fails: better than half of it in a new shape.
        transaction.abort();
      }
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
