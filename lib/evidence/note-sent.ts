/** Writes into the custody log that an authority has the bytes of a file. */
import { openDatabase } from '../storage/database.ts';
import type { CustodyEntry } from './custody.ts';
import { custodyLines, logCustody } from './library/custody-log.ts';

/**
 * Once for each item that holds the bytes, however often it is called: an upload that a dead background had finished is
 * told of again. @param to the authority's address and its reference of the report
 */
export async function noteEvidenceSent(sha256: string, to: string): Promise<void> {
  const database = await openDatabase();
  for (const { item, name } of await database.getAllFromIndex('evidenceFiles', 'sha256', sha256)) {
    const stored = await database.get('evidence', item);
    if (stored === undefined) continue;
    const detail = `${name}, ${to}`.slice(0, 300);
    const isThere = (await custodyLines(database, stored.caseId)).some((line) => {
      const entry: Partial<CustodyEntry> = JSON.parse(line);
      return entry.action === 'sent' && entry.item === item && entry.detail === detail;
    });
    if (!isThere) await logCustody(database, stored.caseId, { action: 'sent', item, detail });
  }
}
