/**
 * The outbox against a server that answers with each status code, and that drops the connection in each phase of a
 * request: nothing is lost, nothing is doubled, and what can go out later does.
 */
import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { IDBFactory } from 'fake-indexeddb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { flushOutbox, queueReport, type WayOut } from '../../../lib/reports/outbox.ts';
import { vigieIntake } from '../../../lib/reports/senders/vigie-intake.ts';
import type { StoredReport } from '../../../lib/reports/stored-report.ts';
import type { VigieDatabase } from '../../../lib/storage/database.ts';
import { storedReport } from './stored-report-fixture.ts';

const WAY: WayOut = { sender: () => vigieIntake, token: async () => null, maySend: async () => true };
const HOUR = 3600_000;

/** What the server does with a request: it may take the report in, and answers or does not. */
type Conduct = (request: IncomingMessage, response: ServerResponse, take: () => Promise<string>) => Promise<void>;

let server: Server;
let address: string;
let conduct: Conduct;
/** The keys under which each report was taken in: the effect takes place once for each key. */
const effects = new Map<string, Set<string>>();

/** Stores by key, as the protocol asks, and gives the receipt. */
async function take(request: IncomingMessage): Promise<string> {
  const body = await text(request);
  const key = String(request.headers['idempotency-key']);
  const { id } = JSON.parse(body) as { id: string };
  effects.set(id, (effects.get(id) ?? new Set()).add(key));
  const sha256 = createHash('sha256').update(body).digest('hex');
  return JSON.stringify({ reference: `R-${key}`, receivedAt: '2026-11-24T10:00:00Z', sha256 });
}

const good: Conduct = async (_request, response, takeIn) => void response.writeHead(201).end(await takeIn());

beforeAll(async () => {
  server = createServer((request, response) => {
    void conduct(request, response, () => take(request)).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

let database: VigieDatabase;
let now: number;
const clock = { now: () => now, random: () => 0 };
beforeEach(async () => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.resetModules();
  const { openDatabase } = await import('../../../lib/storage/database.ts');
  database = await openDatabase();
  now = 1_000_000;
  effects.clear();
});

const flush = () =>
  flushOutbox(database, WAY, { changed: () => undefined }, new AbortController().signal, clock).catch(() => null);

/** Queues a report, sends it to a server of that conduct, and then to a good one; what became of it each time. */
async function sent(id: string, first: Conduct): Promise<{ after: StoredReport; end: StoredReport }> {
  const body = `{"id":"${id}"}`;
  await queueReport(database, storedReport({ id, authority: address }), body, clock);
  conduct = first;
  await flush();
  const after = await database.get('reports', id);
  conduct = good;
  now += 24 * HOUR;
  await flush();
  const end = await database.get('reports', id);
  if (after === undefined || end === undefined) throw new Error(`${id} is lost`);
  for (const report of [after, end]) expect(report.body, id).toBe(body);
  await database.clear('reports');
  return { after, end };
}

const problem = (status: number) =>
  JSON.stringify({ type: 'urn:vigie:problem:invalid', title: 'Not taken', status, detail: 'It is not taken.' });
const CODES = Array.from({ length: 400 }, (_, index) => 200 + index);
const BODIES: [string, (status: number) => string][] = [
  ['nothing', () => ''],
  ['a web page', () => '<!doctype html><title>Sign in</title>'],
  ['a problem document', problem],
];

describe('an authority that answers', () => {
  it.each(BODIES)(
    'each status code from 200 to 599 with %s: nothing lost, nothing doubled',
    {
      timeout: 180_000,
    },
    async (what, bodyOf) => {
      const refused: number[] = [];
      for (const status of CODES) {
        const id = `${status}`;
        // Whoever fails may have taken the report in before; whoever refuses has not.
        const hasTaken = status < 400 || status >= 500;
        const { after, end } = await sent(id, async (request, response, takeIn) => {
          if (hasTaken) await takeIn();
          else await text(request);
          response.writeHead(status).end(bodyOf(status));
        });
        if (after.state === 'refused') {
          refused.push(status);
          // It stays as it is, with the bytes, for the person to mend.
          expect(end.state, id).toBe('refused');
          expect(effects.has(id), id).toBe(false);
        } else {
          expect(after, id).toMatchObject({ state: 'queued', attempts: 1, receipt: null });
          expect(end, id).toMatchObject({ state: 'acknowledged', receipt: { reference: `R-${id}` } });
          expect(effects.get(id), id).toEqual(new Set([id]));
        }
      }
      // Only a problem document refuses, and only where the authority says that the report is at fault.
      if (what === 'a problem document') {
        for (const status of [400, 409, 413, 415, 422]) expect(refused).toContain(status);
        for (const status of refused) expect(status >= 400 && status < 500, String(status)).toBe(true);
        for (const status of [401, 403, 408, 429]) expect(refused).not.toContain(status);
      } else expect(refused).toEqual([]);
    },
  );

  const phases: [string, boolean, Conduct][] = [
    ['before the body is read', false, async (request) => void request.socket.destroy()],
    [
      'in the middle of the body',
      false,
      async (request) => {
        request.once('data', () => request.socket.destroy());
      },
    ],
    [
      'once the report is stored, before any answer',
      true,
      async (request, _response, takeIn) => {
        await takeIn();
        request.socket.destroy();
      },
    ],
    [
      'within the head of the answer',
      true,
      async (request, _response, takeIn) => {
        await takeIn();
        request.socket.write('HTTP/1.1 201 Crea', () => request.socket.destroy());
      },
    ],
    [
      'between head and receipt',
      true,
      async (request, _response, takeIn) => {
        const receipt = await takeIn();
        const head = `HTTP/1.1 201 Created\r\nContent-Length: ${receipt.length}\r\n\r\n`;
        request.socket.write(head, () => request.socket.destroy());
      },
    ],
    [
      'within the receipt',
      true,
      async (request, _response, takeIn) => {
        const receipt = await takeIn();
        const head = `HTTP/1.1 201 Created\r\nContent-Length: ${receipt.length}\r\n\r\n`;
        request.socket.write(head + receipt.slice(0, -5), () => request.socket.destroy());
      },
    ],
  ];
  it.each(phases)('and drops the connection %s: nothing lost, nothing doubled', async (phase, isStored, drop) => {
    const { after, end } = await sent('dropped', async (request, response, takeIn) => {
      await drop(request, response, takeIn);
      expect(effects.has('dropped'), phase).toBe(isStored);
    });
    expect(after).toMatchObject({ state: 'queued', attempts: 1, receipt: null });
    expect(end).toMatchObject({ state: 'acknowledged', receipt: { reference: 'R-dropped' } });
    expect(effects.get('dropped')).toEqual(new Set(['dropped']));
  });
});
