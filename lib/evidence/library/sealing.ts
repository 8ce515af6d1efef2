/** Seals what was captured, and asks for the time stamps that sealed items wait for. */
import type { VigieDatabase } from '../../storage/database.ts';
import { SEAL_FILES, type Software, sealItem } from '../seal.ts';
import { type LightOutcome, requestLightly } from '../time-stamp/light.ts';
import { tellEvidenceChanged } from './changes.ts';
import { headOfMaking, logCustody } from './custody-log.ts';
import { installationKeys } from './installation-keys.ts';
import { evidenceItem } from './items.ts';
import type { StoredItem, StoredSeal } from './stored.ts';

const LOCK = 'vigie-sealing';
const MAX_ATTEMPTS = 50;

async function seal(database: VigieDatabase, stored: StoredItem, software: Software): Promise<void> {
  const head = await headOfMaking(database, stored.caseId, stored.id);
  if (head === null) return;
  const keys = await installationKeys(database);
  const made = await sealItem(await evidenceItem(database, stored), head, keys.signing, software);
  const now = new Date().toISOString();
  const row: StoredSeal = {
    item: stored.id,
    sealedAt: now,
    manifest: made.manifest,
    signature: made.signature,
    key: made.key,
    stamp: { wantedSince: now, attempts: [], token: null, by: null, answeredAt: null },
    stampDue: 1,
  };
  const event = { action: 'sealed', item: stored.id, detail: SEAL_FILES.manifest } as const;
  await logCustody(database, stored.caseId, event, ['evidence', 'seals'], async (transaction) => {
    const store = transaction.objectStore('evidence');
    const current = await store.get(stored.id);
    if (current === undefined) return;
    await transaction.objectStore('seals').put(row);
    await store.put({ ...current, state: 'sealed' });
  });
  tellEvidenceChanged();
}

/** Seals every item that waits for it: usually the one that was just captured, after a kill also those before. */
export function sealAll(database: VigieDatabase, software: Software): Promise<void> {
  return navigator.locks.request(LOCK, async () => {
    for (const stored of await database.getAllFromIndex('evidence', 'state', 'captured')) {
      await seal(database, stored, software);
    }
  });
}

export type RequestStamp = (authorities: readonly string[], manifest: Uint8Array<ArrayBuffer>) => Promise<LightOutcome>;

function afterAnswer(row: StoredSeal, outcome: LightOutcome, at: string): StoredSeal {
  const attempts = [...row.stamp.attempts, ...outcome.failures.map((failure) => ({ at, ...failure }))].slice(
    -MAX_ATTEMPTS,
  );
  return outcome.ok
    ? {
        ...row,
        stampDue: 0,
        stamp: { ...row.stamp, attempts, token: outcome.answer, by: outcome.authority, answeredAt: at },
      }
    : { ...row, stamp: { ...row.stamp, attempts } };
}

/**
 * Asks for the stamps that are due. What an authority does not give now stays due: the delay is part of the record.
 * @returns how many are still due
 */
export async function stampDue(
  database: VigieDatabase,
  authorities: readonly string[],
  request: RequestStamp = requestLightly,
): Promise<number> {
  if (authorities.length === 0) return 0;
  return navigator.locks.request('vigie-stamping', async () => {
    let left = 0;
    for (const row of await database.getAllFromIndex('seals', 'stampDue', 1)) {
      const outcome = await request(authorities, row.manifest);
      const answered = afterAnswer(row, outcome, new Date().toISOString());
      const item = await database.get('evidence', row.item);
      if (item === undefined) continue;
      if (!outcome.ok) {
        await database.put('seals', answered);
        left += 1;
        continue;
      }
      const event = { action: 'time-stamped', item: row.item, detail: outcome.authority.slice(0, 300) } as const;
      await logCustody(database, item.caseId, event, ['seals'], (transaction) =>
        transaction.objectStore('seals').put(answered),
      );
    }
    tellEvidenceChanged();
    return left;
  });
}
