/** Data of the first database opens in today's, and what was queued then goes out now under the same key. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { bareListing } from '../../../lib/listing/bare-listing.ts';
import type { StoredReport } from '../../../lib/reports/stored-report.ts';
import type { ReportOfVersion1 } from '../../../lib/storage/reports-of-version-1.ts';

const REF = {
  marketplace: 'joom',
  id: 'a1',
  canonicalUrl: 'https://www.joom.com/fr/products/a1',
  region: null,
};

function old(changes: Partial<ReportOfVersion1>): ReportOfVersion1 {
  return {
    id: '1',
    state: 'drafted',
    kind: 'report',
    listing: 'joom:a1',
    title: 'A title',
    url: REF.canonicalUrl,
    draft: {
      family: 'laser',
      explanation: 'Because.',
      differsFromTitle: true,
      differsText: 'Another thing.',
      goodFaith: true,
      name: 'Ana',
      email: '',
      withoutFindings: true,
      withoutReading: true,
    },
    subject: {
      listing: bareListing(REF),
      completeness: { verdict: 'complete', lacking: [], reason: null },
      visited: REF.canonicalUrl,
      findings: [],
      readAt: 5,
    },
    authority: 'https://authority.example',
    body: null,
    createdAt: 1,
    changedAt: 2,
    queuedAt: null,
    attempts: 0,
    nextAttemptAt: null,
    lastFailure: null,
    receipt: null,
    refusal: null,
    ...changes,
  };
}

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.resetModules();
});

async function migrated(...reports: ReportOfVersion1[]): Promise<StoredReport[]> {
  const first = await openDB('vigie', 1, {
    upgrade(database) {
      const store = database.createObjectStore('reports', { keyPath: 'id' });
      for (const index of ['state', 'changedAt', 'listing']) store.createIndex(index, index);
      database.createObjectStore('hidden', { keyPath: ['listing', 'rule'] });
    },
  });
  for (const report of reports) await first.put('reports', report);
  await first.put('hidden', { listing: 'joom:a1', rule: 'r', at: 1 });
  first.close();
  const { openDatabase } = await import('../../../lib/storage/database.ts');
  const database = await openDatabase();
  expect(await database.count('hidden')).toBe(1);
  for (const store of ['cart', 'publishers', 'packs', 'packSources'] as const)
    expect(await database.count(store)).toBe(0);
  return database.getAll('reports');
}

describe('the first database', () => {
  it('keeps drafts, with what was typed', async () => {
    const [draft] = await migrated(old({}));
    expect(draft).toMatchObject({
      listings: ['joom:a1'],
      subjects: [{ readAt: 5 }],
      sender: 'vigie-intake',
      draft: {
        family: 'laser',
        explanation: 'Because.',
        name: 'Ana',
        without: ['findings', 'price', 'seller', 'reading'],
        details: { 'joom:a1': { differsFromTitle: true, differsText: 'Another thing.' } },
      },
    });
    expect(draft).not.toHaveProperty('subject');
    expect(draft).not.toHaveProperty('listing');
  });

  it('finds a report by each of its listings', async () => {
    await migrated(old({}));
    const { openDatabase } = await import('../../../lib/storage/database.ts');
    expect(await (await openDatabase()).getAllKeysFromIndex('reports', 'listings', 'joom:a1')).toEqual(['1']);
  });

  it('sends what was queued, to the byte, under its key, also what was being sent', async () => {
    const body = '{"exact": "bytes"}';
    await migrated(
      old({ id: '1', state: 'queued', queuedAt: 1, nextAttemptAt: 1, body }),
      old({ id: '2', state: 'sending', queuedAt: 2, attempts: 1, body }),
    );
    const { openDatabase } = await import('../../../lib/storage/database.ts');
    const { flushOutbox } = await import('../../../lib/reports/outbox.ts');
    const sent: [string, string][] = [];
    const way = {
      token: async () => null,
      maySend: async () => true,
      sender: () => ({
        id: 'vigie-intake' as const,
        kind: 'wire' as const,
        body: () => ({ ok: true as const, value: '' }),
        follow: null,
        send: async ({ idempotencyKey, body: bytes }: { idempotencyKey: string; body: string }) => {
          sent.push([idempotencyKey, bytes]);
          return { kind: 'retry' as const, reason: 'offline' as const, afterMs: null };
        },
      }),
    };
    await flushOutbox(await openDatabase(), way, { changed: () => undefined }, new AbortController().signal);
    expect(sent).toEqual([['1', body]]);
  });

  it('follows what was acknowledged from now on, and nothing of a child-protection report', async () => {
    const receipt = { reference: 'R', receivedAt: '2026-11-24T10:00:00Z', sha256: 'a'.repeat(64) };
    const [report, secret] = await migrated(
      old({ id: '1', state: 'acknowledged', receipt }),
      old({ id: '2', kind: 'child-protection', state: 'acknowledged', listing: ':', subject: null, receipt }),
    );
    expect(report?.followAt).toBe(2);
    expect(secret).toMatchObject({ followAt: null, listings: [], subjects: [] });
  });
});
