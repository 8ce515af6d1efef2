import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { askForStatuses, bringForward, nextQuestionAt, QUESTIONS_A_RUN } from '../../../lib/reports/follow-up.ts';
import type { ReportState, ReportStatus } from '../../../lib/reports/protocol.ts';
import type { StatusResult, WireSender } from '../../../lib/reports/senders/sender.ts';
import type { StoredReport } from '../../../lib/reports/stored-report.ts';
import type { VigieDatabase } from '../../../lib/storage/database.ts';
import { storedReport } from './stored-report-fixture.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-11-24T10:00:00Z');
const signal = new AbortController().signal;
let now = START;
const clock = { now: () => now, random: () => 0.5 };

let database: VigieDatabase;
let told: StoredReport[];
const maySend = async () => true;
const events = { changed: (report: StoredReport) => void told.push(report) };

function status(state: ReportState, decision: string | null = null): ReportStatus {
  return { reference: 'R', state, reason: null, decision, updatedAt: '2026-11-24T10:00:00Z' };
}

/** Answers by reference, one after another; the references and tags that were asked with. */
function authority(answers: Record<string, StatusResult[]>): { sender: () => WireSender; asked: string[] } {
  const asked: string[] = [];
  const sender: WireSender = {
    id: 'vigie-intake',
    kind: 'wire',
    body: () => ({ ok: true, value: '' }),
    send: async () => ({ kind: 'retry', reason: 'offline', afterMs: null }),
    follow: async (_authority, reference, etag) => {
      asked.push(etag === null ? reference : `${reference} ${etag}`);
      return answers[reference]?.shift() ?? { kind: 'unchanged' };
    },
  };
  return { sender: () => sender, asked };
}

async function acknowledged(id: string, changes: Partial<StoredReport> = {}): Promise<void> {
  const receipt = { reference: id, receivedAt: new Date(START).toISOString(), sha256: 'a'.repeat(64) };
  await database.put('reports', storedReport({ id, state: 'acknowledged', receipt, followAt: START, ...changes }));
}

function got(state: ReportState, etag: string | null = null, decision: string | null = null): StatusResult {
  return { kind: 'status', status: status(state, decision), etag };
}

beforeEach(async () => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.resetModules();
  now = START;
  told = [];
  const { openDatabase } = await import('../../../lib/storage/database.ts');
  database = await openDatabase();
});

describe('following reports', () => {
  it('asks about open reports that are due, and comes back hours later', async () => {
    await acknowledged('a');
    await acknowledged('later', { followAt: START + 100 * HOUR });
    await database.put('reports', storedReport({ id: 'draft' }));
    const { sender, asked } = authority({ a: [got('in-review', '"1"')] });
    const next = await askForStatuses(database, { sender, maySend }, events, signal, clock);
    expect(asked).toEqual(['a']);
    expect(next).toBe(START + 6 * HOUR);
    expect((await database.get('reports', 'a'))?.followUp).toMatchObject({
      status: { state: 'in-review' },
      etag: '"1"',
      checkedAt: START,
    });
    expect(told.map(({ id }) => id)).toEqual(['a']);
  });

  it('sends the entity tag, and tells nobody that nothing changed', async () => {
    await acknowledged('a');
    const { sender, asked } = authority({ a: [got('in-review', '"1"'), { kind: 'unchanged' }] });
    await askForStatuses(database, { sender, maySend }, events, signal, clock);
    now = START + 7 * HOUR;
    await askForStatuses(database, { sender, maySend }, events, signal, clock);
    expect(asked).toEqual(['a', 'a "1"']);
    expect(told).toHaveLength(1);
    expect((await database.get('reports', 'a'))?.followUp?.checkedAt).toBe(now);
  });

  it('stops once it is decided, and tells the decision', async () => {
    await acknowledged('a');
    const { sender } = authority({ a: [got('action-taken', null, 'Taken down.')] });
    expect(await askForStatuses(database, { sender, maySend }, events, signal, clock)).toBeNull();
    expect(told[0]?.followUp?.status?.decision).toBe('Taken down.');
    expect((await database.get('reports', 'a'))?.followAt).toBeNull();
  });

  it('tells a decision that is worded anew', async () => {
    await acknowledged('a');
    const { sender } = authority({ a: [got('in-review'), got('in-review', null, 'We wrote to the seller.')] });
    await askForStatuses(database, { sender, maySend }, events, signal, clock);
    now += 7 * HOUR;
    await askForStatuses(database, { sender, maySend }, events, signal, clock);
    expect(told).toHaveLength(2);
  });

  it('asks ever more seldom while nothing answers, and keeps what it knew', async () => {
    await acknowledged('a');
    const { sender } = authority({
      a: [got('in-review'), ...Array.from({ length: 9 }, () => ({ kind: 'retry' as const, afterMs: null }))],
    });
    const waits: number[] = [];
    for (let turn = 0; turn < 6; turn++) {
      const next = await askForStatuses(database, { sender, maySend }, events, signal, clock);
      waits.push(((next ?? 0) - now) / HOUR);
      now = next ?? now;
    }
    expect(waits).toEqual([6, 12, 24, 48, 96, 168]);
    expect((await database.get('reports', 'a'))?.followUp?.status?.state).toBe('in-review');
  });

  it('honours Retry-After', async () => {
    await acknowledged('a');
    const { sender } = authority({ a: [{ kind: 'retry', afterMs: 50 * HOUR }] });
    expect(await askForStatuses(database, { sender, maySend }, events, signal, clock)).toBe(START + 50 * HOUR);
  });

  it('gives a report up that the authority does not know three times in a row', async () => {
    await acknowledged('a');
    const { sender, asked } = authority({ a: Array.from({ length: 5 }, () => ({ kind: 'unknown' as const })) });
    for (let turn = 0; turn < 5; turn++) {
      now = (await askForStatuses(database, { sender, maySend }, events, signal, clock)) ?? now;
    }
    expect(asked).toHaveLength(3);
  });

  it('asks at most so many times in one run', async () => {
    for (let number = 0; number < QUESTIONS_A_RUN + 5; number++) await acknowledged(`r${number}`);
    const { sender, asked } = authority({});
    expect(await askForStatuses(database, { sender, maySend }, events, signal, clock)).toBeLessThanOrEqual(now);
    expect(asked).toHaveLength(QUESTIONS_A_RUN);
  });

  it('brings back nothing that the person deleted meanwhile', async () => {
    await acknowledged('a');
    const { sender } = authority({});
    const deleting: WireSender = {
      ...sender(),
      follow: async () => {
        await database.clear('reports');
        return got('forwarded');
      },
    };
    await askForStatuses(database, { sender: () => deleting, maySend }, events, signal, clock);
    expect(await database.count('reports')).toBe(0);
    expect(told).toEqual([]);
  });

  it('by hand is possible at once, and not again within a minute', async () => {
    await acknowledged('a', { followAt: START + 6 * HOUR });
    const { sender, asked } = authority({});
    const ask = async () => {
      await bringForward(database, clock);
      await askForStatuses(database, { sender, maySend }, events, signal, clock);
    };
    await ask();
    await ask();
    expect(asked).toHaveLength(1);
    now += 61_000;
    await ask();
    expect(asked).toHaveLength(2);
  });
});

describe('nextQuestionAt', () => {
  const followUp = { status: null, etag: null, checkedAt: null, failures: 0 };
  const report = (days: number) =>
    storedReport({
      receipt: { reference: 'R', receivedAt: new Date(START - days * 24 * HOUR).toISOString(), sha256: 'a'.repeat(64) },
    });

  it('is once a day after a week, and never after a year', () => {
    expect(nextQuestionAt(report(8), followUp, 0, clock)).toBe(START + 24 * HOUR);
    expect(nextQuestionAt(report(366), followUp, 0, clock)).toBeNull();
  });

  it('is spread by a quarter either way', () => {
    const at = (random: number) => nextQuestionAt(report(0), followUp, 0, { now: () => START, random: () => random });
    expect(at(0)).toBe(START + 4.5 * HOUR);
    expect(at(1)).toBe(START + 7.5 * HOUR);
  });

  it('asks nobody whom the browser does not let it ask, and asks when it does', async () => {
    await acknowledged('R');
    const { sender, asked } = authority({ R: [got('in-review')] });
    await askForStatuses(database, { sender, maySend: async () => false }, events, signal, clock);
    expect(asked).toEqual([]);
    now += 24 * HOUR;
    await askForStatuses(database, { sender, maySend }, events, signal, clock);
    expect(asked).toEqual(['R']);
  });
});
