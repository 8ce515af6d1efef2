import { v7 as uuidv7 } from 'uuid';
import { storage } from 'wxt/utils/storage';
import type { VigieDatabase } from '../../storage/database.ts';
import { EVIDENCE_LIMITS } from '../item.ts';
import { tellEvidenceChanged } from './changes.ts';
import { removeLog } from './custody-log.ts';
import type { StoredCase } from './stored.ts';

/** The case that the next capture goes into. */
const currentCaseId = storage.defineItem<string | null>('local:currentCase', { fallback: null, version: 1 });

/** Newest first. */
export async function listCases(database: VigieDatabase): Promise<StoredCase[]> {
  return (await database.getAll('cases')).sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

export async function createCase(database: VigieDatabase, name: string): Promise<StoredCase> {
  const now = new Date();
  const given = name.trim().slice(0, EVIDENCE_LIMITS.caseName);
  const made: StoredCase = {
    id: uuidv7(),
    name: given === '' ? now.toISOString().slice(0, 10) : given,
    createdAt: now.toISOString(),
  };
  await database.put('cases', made);
  await currentCaseId.setValue(made.id);
  tellEvidenceChanged();
  return made;
}

export async function chooseCase(id: string): Promise<void> {
  await currentCaseId.setValue(id);
}

/** The case in use; null before the first. */
export async function currentCase(database: VigieDatabase): Promise<StoredCase | null> {
  const id = await currentCaseId.getValue();
  const chosen = id === null ? undefined : await database.get('cases', id);
  return chosen ?? (await listCases(database))[0] ?? null;
}

/** The case in use, made with the day as its name where there is none yet. */
export async function caseForCapture(database: VigieDatabase): Promise<StoredCase> {
  return (await currentCase(database)) ?? (await createCase(database, ''));
}

/** Deletes a case without items, and its log with it; does nothing while there are items. */
export async function deleteCase(database: VigieDatabase, id: string): Promise<void> {
  const transaction = database.transaction(['cases', 'custody', 'evidence'], 'readwrite');
  const items = await transaction.objectStore('evidence').index('caseId').count(id);
  if (items === 0) {
    await transaction.objectStore('cases').delete(id);
    await removeLog(transaction, id);
  }
  await transaction.done;
  tellEvidenceChanged();
}
