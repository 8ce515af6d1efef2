import { openDatabase } from '../storage/database.ts';

/** The file of the library with that SHA-256, for whoever refers to evidence by its hash; null when it is not there. */
export async function readEvidence(sha256: string): Promise<Blob | null> {
  const database = await openDatabase();
  return (await database.getFromIndex('evidenceFiles', 'sha256', sha256))?.blob ?? null;
}
