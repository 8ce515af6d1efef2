import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { flushOutbox, GIVE_UP_AFTER_MS, queueReport, retryDelay } from '../../../lib/reports/outbox.ts';
import type { Sender, SendResult } from '../../../lib/reports/senders/sender.ts';
import type { StoredReport } from '../../../lib/reports/stored-report.ts';
import type { VigieDatabase } from '../../../lib/storage/database.ts';
import { storedReport } from './stored-report-fixture.ts';

const RECEIPT = { reference: 'R-1', receivedAt: '2026-11-24T10:00:00Z', sha256: 'a'.repeat(64) };
const ACKNOWLEDGED: SendResult = { kind: 'acknowledged', receipt: RECEIPT };
const OFFLINE: SendResult = { kind: 'retry', reason: 'offline', afterMs: null };

let database: VigieDatabase;
let now = 1_000_000;
const clock = { now: () => now, random: () => 0 };
const quiet = { changed: () => undefined };
const signal = new AbortController().signal;

function scripted(answers: Record<string, SendResult[]>): Sender & { sent: string[] } {
  const sent: string[] = [];
  return {
    protocol: 'test',
    sent,
    async send(_authority, key) {
      sent.push(key);
      return answers[key]?.shift() ?? ACKNOWLEDGED;
    },
  };
}

async function queued(id: string, changes: Partial<StoredReport> = {}): Promise<void> {
  await queueReport(database, storedReport({ id, ...changes }), `{"id":"${id}"}`, clock);
  now += 1;
}

beforeEach(async () => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.resetModules();
  now = 1_000_000;
  const { openDatabase } = await import('../../../lib/storage/database.ts');
  database = await openDatabase();
});

describe('the outbox', () => {
  it('stores a report with its bytes before anything is sent', async () => {
    await queued('a');
    expect(await database.get('reports', 'a')).toMatchObject({ state: 'queued', body: '{"id":"a"}', attempts: 0 });
  });

  it('keeps the receipt of an acknowledged report and then has nothing to do', async () => {
    await queued('a');
    expect(await flushOutbox(database, scripted({}), quiet, signal, clock)).toBeNull();
    expect(await database.get('reports', 'a')).toMatchObject({ state: 'acknowledged', receipt: RECEIPT });
  });

  it('sends again, under the same key, what a dead worker left in sending', async () => {
    await queued('a');
    const left = await database.get('reports', 'a');
    if (left === undefined) throw new Error('not stored');
    await database.put('reports', { ...left, state: 'sending', attempts: 1 });
    const sender = scripted({});
    await flushOutbox(database, sender, quiet, signal, clock);
    expect(sender.sent).toEqual(['a']);
    expect((await database.get('reports', 'a'))?.state).toBe('acknowledged');
  });

  it('has written sending before the request leaves', async () => {
    await queued('a');
    let during: string | undefined;
    const sender: Sender = {
      protocol: 'test',
      async send() {
        during = (await database.get('reports', 'a'))?.state;
        return ACKNOWLEDGED;
      },
    };
    await flushOutbox(database, sender, quiet, signal, clock);
    expect(during).toBe('sending');
  });

  it('keeps the order within one authority and does not let one authority hold up another', async () => {
    await queued('a');
    await queued('b');
    await queued('c', { authority: 'https://other.example' });
    const sender = scripted({ a: [OFFLINE] });
    const next = await flushOutbox(database, sender, quiet, signal, clock);
    expect([...sender.sent].sort()).toEqual(['a', 'c']);
    expect(next).toBe(now + retryDelay(1, clock));
    // Not due yet: neither the head nor what waits behind it is sent, and the time to come back is the head's.
    expect(await flushOutbox(database, sender, quiet, signal, clock)).toBe(next);
    expect(sender.sent).toHaveLength(2);
    now = next ?? now;
    expect(await flushOutbox(database, sender, quiet, signal, clock)).toBeNull();
    expect(sender.sent.slice(2)).toEqual(['a', 'b']);
  });

  it('goes on with the next report after one is refused', async () => {
    await queued('a');
    await queued('b');
    const refusal = { title: 'Invalid', status: 422, detail: 'The title is too long.', errors: [] };
    await flushOutbox(database, scripted({ a: [{ kind: 'refused', refusal }] }), quiet, signal, clock);
    expect(await database.get('reports', 'a')).toMatchObject({ state: 'refused', refusal });
    expect((await database.get('reports', 'b'))?.state).toBe('acknowledged');
  });

  it('honours Retry-After when it is longer than the backoff, and caps it at a day', async () => {
    await queued('a');
    const wait = (afterMs: number): SendResult => ({ kind: 'retry', reason: 'rate-limited', afterMs });
    const sender = scripted({ a: [wait(3_600_000), wait(1e12)] });
    const first = await flushOutbox(database, sender, quiet, signal, clock);
    expect(first).toBe(now + 3_600_000);
    now = first ?? now;
    expect(await flushOutbox(database, sender, quiet, signal, clock)).toBe(now + 86_400_000);
  });

  it('gives up after two weeks without an answer, keeps the report, and sends it when asked again', async () => {
    await queued('a');
    now += GIVE_UP_AFTER_MS;
    expect(await flushOutbox(database, scripted({ a: [OFFLINE] }), quiet, signal, clock)).toBeNull();
    const given = await database.get('reports', 'a');
    expect(given).toMatchObject({ state: 'given-up', lastFailure: 'offline', body: '{"id":"a"}' });
    if (given?.body == null) throw new Error('the body is gone');
    await queueReport(database, given, given.body, clock);
    await flushOutbox(database, scripted({}), quiet, signal, clock);
    expect((await database.get('reports', 'a'))?.state).toBe('acknowledged');
  });

  it('tells each change of state', async () => {
    await queued('a');
    const states: string[] = [];
    const events = { changed: (report: StoredReport) => void states.push(report.state) };
    await flushOutbox(database, scripted({ a: [OFFLINE] }), events, signal, clock);
    expect(states).toEqual(['sending', 'queued']);
  });
});

describe('retryDelay', () => {
  it('doubles, is jittered by at most half, and is capped', () => {
    const low = { now: () => 0, random: () => 0 };
    const high = { now: () => 0, random: () => 1 };
    expect(retryDelay(2, low)).toBe(2 * retryDelay(1, low));
    expect(retryDelay(3, high)).toBe(2 * retryDelay(3, low));
    expect(retryDelay(1000, high)).toBe(6 * 60 * 60_000);
  });
});
