import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EvidenceDirectory } from '../../../tools/intake/evidence-store.ts';
import type { LogEntry } from '../../../tools/intake/log.ts';
import { applyRetention } from '../../../tools/intake/retention.ts';
import { SqliteStore } from '../../../tools/intake/sqlite-store.ts';
import { submission } from './store-contract.ts';

const ITEM = new TextEncoder().encode('evidence');
const HASH = '07a2fbaf87a5cbb0b7f1c7ce6a79cb4d7e0c34de7ef7bb0a5cb37cd4d8ad2d5e';

describe('retention', () => {
  it('forgets content and evidence of reports that are too old, keeps the others, and logs how many', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vigie-retention-'));
    const store = new SqliteStore({ file: ':memory:' });
    const evidence = await EvidenceDirectory.open(folder);
    const log: LogEntry[] = [];
    const announced = { evidence: [{ sha256: HASH, bytes: ITEM.length + 1 }] };
    await store.add(submission({ reference: 'VG-old', receivedAt: '2026-10-24T23:59:59.000Z' }, announced));
    await store.add(submission({ reference: 'VG-young', receivedAt: '2026-10-26T00:00:00.000Z' }));
    await evidence.append(HASH, 0, ITEM);
    const options = {
      store,
      evidence,
      days: 30,
      log: (entry: LogEntry) => log.push(entry),
      now: () => new Date('2026-11-24T00:00:00Z'),
    };
    await applyRetention(options);
    await applyRetention(options);
    expect((await store.get('VG-old'))?.body).toBeNull();
    expect((await store.get('VG-young'))?.body).not.toBeNull();
    expect(await store.status('VG-old')).not.toBeNull();
    expect(await evidence.held(HASH)).toEqual({ kind: 'part', bytes: 0 });
    expect(log).toEqual([{ level: 'info', event: 'retention', reports: 1, evidence: 1 }]);
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('logs a fault and lives on', async () => {
    const store = new SqliteStore({ file: ':memory:' });
    await store.close();
    const log: LogEntry[] = [];
    await applyRetention({ store, days: 1, log: (entry) => log.push(entry) });
    expect(log).toEqual([{ level: 'error', event: 'retention-failed', name: 'StoreUnavailable' }]);
  });
});
