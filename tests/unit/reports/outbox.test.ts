import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { WayOut } from '../../../lib/reports/outbox.ts';
import { flushOutbox, GIVE_UP_AFTER_MS, queueReport, retryDelay, retryOffline } from '../../../lib/reports/outbox.ts';
import type { Delivery, SendResult, WireSender } from '../../../lib/reports/senders/sender.ts';
import type { StoredReport } from '../../../lib/reports/stored-report.ts';
import type { CartItem, VigieDatabase } from '../../../lib/storage/database.ts';
import { storedReport } from './stored-report-fixture.ts';

const RECEIPT = { reference: 'R-1', receivedAt: '2026-11-24T10:00:00Z', sha256: 'a'.repeat(64) };
const ACKNOWLEDGED: SendResult = { kind: 'acknowledged', receipt: RECEIPT };
const OFFLINE: SendResult = { kind: 'retry', reason: 'offline', afterMs: null };

let database: VigieDatabase;
let now = 1_000_000;
const clock = { now: () => now, random: () => 0 };
const quiet = { changed: () => undefined };
const signal = new AbortController().signal;

function wire(send: WireSender['send'], token: string | null = null): WayOut {
  const sender: WireSender = {
    id: 'vigie-intake',
    kind: 'wire',
    body: (report) => ({ ok: true, value: JSON.stringify(report) }),
    send,
    follow: async () => ({ kind: 'unchanged' }),
  };
  return { sender: () => sender, token: async () => token, maySend: async () => true };
}

function scripted(answers: Record<string, SendResult[]>): WayOut & { sent: string[] } {
  const sent: string[] = [];
  const way = wire(async ({ idempotencyKey }) => {
    sent.push(idempotencyKey);
    return answers[idempotencyKey]?.shift() ?? ACKNOWLEDGED;
  });
  return { ...way, sent };
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
    const sender = wire(async () => {
      during = (await database.get('reports', 'a'))?.state;
      return ACKNOWLEDGED;
    });
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

  it('does not wait its turn out when the network is back or the person is there, unless a server asked for it', async () => {
    await queued('a');
    await queued('b', { authority: 'https://other.example' });
    const busy: SendResult = { kind: 'retry', reason: 'rate-limited', afterMs: 60_000 };
    const sender = scripted({ a: [OFFLINE], b: [busy] });
    await flushOutbox(database, sender, quiet, signal, clock);
    await queued('c');
    await retryOffline(database, clock);
    await flushOutbox(database, sender, quiet, signal, clock);
    expect([...sender.sent].sort()).toEqual(['a', 'a', 'b', 'c']);
    expect(sender.sent.lastIndexOf('a')).toBeLessThan(sender.sent.indexOf('c'));
  });

  it('keeps what the browser does not let go, counts no attempt, never gives it up, and sends it once it may', async () => {
    await queued('a');
    await queued('b', { kind: 'child-protection' });
    const sender = scripted({});
    const closed = { ...sender, maySend: async ({ kind }: StoredReport) => kind === 'child-protection' };
    await flushOutbox(database, closed, quiet, signal, clock);
    now += GIVE_UP_AFTER_MS;
    await flushOutbox(database, closed, quiet, signal, clock);
    expect(sender.sent).toEqual(['b']);
    expect(await database.get('reports', 'a')).toMatchObject({
      state: 'queued',
      lastFailure: 'no-access',
      attempts: 0,
    });
    // At once, and not when the alarm would have looked again.
    await flushOutbox(database, sender, quiet, signal, clock);
    expect(sender.sent).toEqual(['b', 'a']);
  });

  it('is not put to sleep by a report that the browser does not let go', async () => {
    await queued('a');
    await queued('b', { kind: 'child-protection' });
    const way = { ...scripted({ b: [OFFLINE] }), maySend: async ({ kind }: StoredReport) => kind !== 'report' };
    expect(await flushOutbox(database, way, quiet, signal, clock)).toBe(now + retryDelay(1, clock));
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

  it('takes the listings of a report out of the cart in the same step that queues it', async () => {
    const subject = { listing: {}, findings: [] } as unknown as CartItem['subject'];
    await database.put('cart', { listing: 'joom:a', subject, at: 1 });
    await database.put('cart', { listing: 'joom:b', subject, at: 2 });
    await queued('a', { listings: ['joom:a', 'joom:c'] });
    expect(await database.getAllKeys('cart')).toEqual(['joom:b']);
  });

  it('asks for the status later, and not of a child-protection report', async () => {
    await queued('a');
    await queued('b', { kind: 'child-protection' });
    await flushOutbox(database, scripted({}), quiet, signal, clock);
    expect((await database.get('reports', 'a'))?.followAt).toBeGreaterThan(now);
    expect((await database.get('reports', 'b'))?.followAt).toBeNull();
  });

  it('sends the token of the agency, never with a child-protection report', async () => {
    await queued('a');
    await queued('b', { kind: 'child-protection' });
    const tokens: Record<string, string | null> = {};
    const way = wire(async ({ idempotencyKey, token }: Delivery) => {
      tokens[idempotencyKey] = token;
      return ACKNOWLEDGED;
    }, 'secret-of-the-agency');
    await flushOutbox(database, way, quiet, signal, clock);
    expect(tokens).toEqual({ a: 'secret-of-the-agency', b: null });
  });

  it('brings back nothing that the person deleted while it was being sent', async () => {
    await queued('a');
    const way = wire(async () => {
      await database.clear('reports');
      return ACKNOWLEDGED;
    });
    await flushOutbox(database, way, quiet, signal, clock);
    expect(await database.count('reports')).toBe(0);
  });

  it('stops, and loses nothing, when the disk is full', async () => {
    await queued('a');
    const sent: string[] = [];
    const way = wire(async ({ idempotencyKey }) => {
      sent.push(idempotencyKey);
      return ACKNOWLEDGED;
    });
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('The quota is exceeded.', 'QuotaExceededError');
    });
    try {
      await expect(flushOutbox(database, way, quiet, signal, clock)).rejects.toThrow('quota');
    } finally {
      put.mockRestore();
    }
    // Nothing was sent that could not be written down first; with room again it goes out, once.
    expect(sent).toEqual([]);
    await flushOutbox(database, way, quiet, signal, clock);
    expect(sent).toEqual(['a']);
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
