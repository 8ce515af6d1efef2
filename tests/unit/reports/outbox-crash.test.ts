/**
 * The browser may be killed at any line of the outbox. Here it is, at random: before or after any write to the database,
 * before, during or after the request. Whatever happened, the authority has every report that it acknowledged exactly
 * once, everything else is still queued, and in the end all of them are there in order.
 */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { flushOutbox, queueReport, type WayOut } from '../../../lib/reports/outbox.ts';
import type { SendResult, WireSender } from '../../../lib/reports/senders/sender.ts';
import type { VigieDatabase } from '../../../lib/storage/database.ts';
import { storedReport } from './stored-report-fixture.ts';

const KILLS = Number(process.env.VIGIE_KILLS ?? 60);

class Killed extends Error {}

/** Ends a run at the n-th of the places at which it may be ended. */
class Killer {
  #left: number;
  constructor(after: number) {
    this.#left = after;
  }
  step(): void {
    this.#left -= 1;
    if (this.#left < 0) throw new Killed();
  }
}

/** An authority that stores by key, as the protocol asks. */
class Authority {
  readonly stored: string[] = [];
  readonly #keys = new Set<string>();

  receive(key: string): SendResult {
    if (!this.#keys.has(key)) {
      this.#keys.add(key);
      this.stored.push(key);
    }
    return {
      kind: 'acknowledged',
      receipt: { reference: `R-${key}`, receivedAt: '2026-11-24T10:00:00Z', sha256: 'a'.repeat(64) },
    };
  }
}

let database: VigieDatabase;
beforeEach(async () => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.resetModules();
  const { openDatabase } = await import('../../../lib/storage/database.ts');
  database = await openDatabase();
});

/** Dies with the worker: whatever the database is asked after that is not asked any more. */
function dying(alive: VigieDatabase, killer: Killer): VigieDatabase {
  return new Proxy(alive, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        killer.step();
        return Reflect.apply(value, target, args);
      };
    },
  });
}

function wayTo(authority: Authority, killer: Killer): WayOut {
  const sender: WireSender = {
    id: 'vigie-intake',
    kind: 'wire',
    body: () => ({ ok: true, value: '' }),
    follow: null,
    async send({ idempotencyKey }) {
      killer.step();
      const answer = authority.receive(idempotencyKey);
      killer.step();
      return answer;
    },
  };
  return { sender: () => sender, token: async () => null, maySend: async () => true };
}

describe('a browser that is killed while it sends', () => {
  it(`loses nothing and doubles nothing, ${KILLS} times`, { timeout: 120_000 }, async () => {
    const plan = fc.record({
      reports: fc.integer({ min: 1, max: 4 }),
      kills: fc.array(fc.integer({ min: 0, max: 25 }), { minLength: 1, maxLength: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ reports, kills }) => {
        await database.clear('reports');
        const authority = new Authority();
        const ids = Array.from({ length: reports }, (_, index) => `r${index}`);
        for (const [index, id] of ids.entries()) {
          await queueReport(database, storedReport({ id }), `{"id":"${id}"}`, { now: () => index, random: () => 0 });
        }
        const clock = { now: () => 1_000_000, random: () => 0 };
        const signal = new AbortController().signal;
        const run = (killer: Killer) =>
          flushOutbox(dying(database, killer), wayTo(authority, killer), { changed: () => undefined }, signal, clock);
        for (const after of kills) {
          await run(new Killer(after)).catch((error: unknown) => {
            if (!(error instanceof Killed)) throw error;
          });
          for (const { id, state, body } of await database.getAll('reports')) {
            expect(['queued', 'sending', 'acknowledged']).toContain(state);
            if (state === 'acknowledged') expect(authority.stored.filter((key) => key === id)).toHaveLength(1);
            else expect(body).toBe(`{"id":"${id}"}`);
          }
        }
        expect(await run(new Killer(Number.POSITIVE_INFINITY))).toBeNull();
        expect(authority.stored).toEqual(ids);
        const states = (await database.getAll('reports')).map(({ state }) => state);
        expect(states).toEqual(ids.map(() => 'acknowledged'));
      }),
      { numRuns: KILLS },
    );
  });
});
