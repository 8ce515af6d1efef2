/** The sender's side of evidence, against the reference intake over HTTP. */
import 'fake-indexeddb/auto';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EvidenceSource, uploadEvidence } from '../../../lib/reports/evidence-upload.ts';
import type { StoredReport } from '../../../lib/reports/stored-report.ts';
import type { VigieDatabase } from '../../../lib/storage/database.ts';
import type { Intake } from '../../../tools/intake/app.ts';
import { EvidenceDirectory } from '../../../tools/intake/evidence-store.ts';
import { memoryIntake, reportRequest } from '../intake/requests.ts';
import { sampleReport } from './sample.ts';
import { storedReport } from './stored-report-fixture.ts';

let database: VigieDatabase;
let folder: string;
let intake: Intake;
let server: Server;
let base: string;
let requests: string[];
/** Hashes that the library was told of. */
let told: string[];
/** Breaks the connection when it says so. */
let breaks: (request: IncomingMessage) => boolean;
let now = 1_000_000;
const clock = { now: () => now, random: () => 0 };

beforeEach(async () => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.resetModules();
  now = 1_000_000;
  requests = [];
  told = [];
  breaks = () => false;
  folder = mkdtempSync(join(tmpdir(), 'vigie-upload-'));
  intake = memoryIntake({ evidence: await EvidenceDirectory.open(folder) });
  const listener = getRequestListener(intake.fetch);
  server = createServer((request, response) => {
    requests.push(`${request.method} ${request.headers['content-range'] ?? 'whole'}`);
    if (breaks(request)) request.socket.destroy();
    else void listener(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { openDatabase } = await import('../../../lib/storage/database.ts');
  database = await openDatabase();
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await intake.close();
  rmSync(folder, { recursive: true });
});

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Keeps evidence as a library would: a blob by its hash. */
function sourceOf(...items: Uint8Array[]): EvidenceSource {
  const blobs = new Map(items.map((bytes) => [hashOf(bytes), new Blob([new Uint8Array(bytes)])]));
  return { open: async (sha256) => blobs.get(sha256) ?? null, sent: async (sha256) => void told.push(sha256) };
}

/** A report that the intake has and that announces the items, waiting for their upload. */
async function announced(...items: Uint8Array[]): Promise<void> {
  const evidence = items.map((bytes) => ({ sha256: hashOf(bytes), bytes: bytes.length }));
  const report = sampleReport({
    evidence: evidence.map((item) => ({
      ...item,
      mediaType: 'image/png',
      capturedAt: '2026-11-24T09:30:00Z',
      listing: 0,
    })),
  });
  expect((await intake.fetch(reportRequest(report))).status).toBe(201);
  await database.put(
    'reports',
    storedReport({
      id: 'r',
      state: 'acknowledged',
      authority: base,
      uploadAt: now,
      evidence: evidence.map((item) => ({ ...item, state: 'waiting', offset: 0 })),
    }),
  );
}

function upload(source: EvidenceSource, changed: (report: StoredReport) => void = () => undefined) {
  const signal = new AbortController().signal;
  return uploadEvidence(database, {
    source,
    token: async () => null,
    maySend: async () => true,
    signal,
    changed,
    clock,
    partBytes: 1000,
  });
}

async function states(): Promise<(string | undefined)[]> {
  return (await database.get('reports', 'r'))?.evidence.map(({ state }) => state) ?? [];
}

describe('uploading evidence', () => {
  it('goes part by part, and is done', async () => {
    const [large, small] = [randomBytes(2500), randomBytes(300)];
    await announced(large, small);
    expect(await upload(sourceOf(large, small))).toBeNull();
    expect(requests).toEqual([
      'HEAD whole',
      'PUT bytes 0-999/2500',
      'PUT bytes 1000-1999/2500',
      'PUT bytes 2000-2499/2500',
      'HEAD whole',
      'PUT whole',
    ]);
    expect(await states()).toEqual(['sent', 'sent']);
    expect(told).toEqual([hashOf(large), hashOf(small)]);
    expect(await (await EvidenceDirectory.open(folder)).intact(hashOf(large))).toBe(true);
  });

  it('takes nothing along with a child-protection report, whatever the database says', async () => {
    const item = randomBytes(300);
    await announced(item);
    const report = await database.get('reports', 'r');
    if (report === undefined) throw new Error('not stored');
    await database.put('reports', { ...report, kind: 'child-protection' });
    expect(await upload(sourceOf(item))).toBeNull();
    expect(requests).toEqual([]);
    expect((await database.get('reports', 'r'))?.evidence).toEqual([]);
  });

  it('sends nothing that is there already', async () => {
    const item = randomBytes(1500);
    await announced(item);
    await upload(sourceOf(item));
    requests = [];
    await announced(item);
    await upload(sourceOf(item));
    expect(requests).toEqual(['HEAD whole']);
    expect(await states()).toEqual(['sent']);
  });

  it('goes on from where it broke off, later, also with another worker', async () => {
    const item = randomBytes(3000);
    await announced(item);
    breaks = (request) => request.headers['content-range'] === 'bytes 1000-1999/3000';
    const next = await upload(sourceOf(item));
    expect(next).toBeGreaterThan(now);
    expect(await states()).toEqual(['waiting']);
    expect((await database.get('reports', 'r'))?.evidence[0]?.offset).toBe(1000);
    breaks = () => false;
    requests = [];
    expect(await upload(sourceOf(item))).toBe(next);
    expect(requests).toEqual([]);
    now = next ?? now;
    expect(await upload(sourceOf(item))).toBeNull();
    expect(requests).toEqual(['HEAD whole', 'PUT bytes 1000-1999/3000', 'PUT bytes 2000-2999/3000']);
    expect(await states()).toEqual(['sent']);
  });

  it('loses no byte and doubles none, wherever the connection breaks', async () => {
    const item = randomBytes(4200);
    for (let broken = 1; broken <= 6; broken++) {
      await announced(item);
      await (await EvidenceDirectory.open(folder)).remove(hashOf(item));
      let seen = 0;
      breaks = () => ++seen === broken;
      for (let next = await upload(sourceOf(item)); next !== null; next = await upload(sourceOf(item))) now = next;
      expect(await states()).toEqual(['sent']);
      expect(await (await EvidenceDirectory.open(folder)).intact(hashOf(item))).toBe(true);
    }
  });

  it('says what this browser has lost, and what the authority does not take', async () => {
    const [lost, short, unknown] = [randomBytes(100), randomBytes(100), randomBytes(100)];
    await announced(lost, short);
    const source: EvidenceSource = {
      ...sourceOf(),
      open: async (sha256) => (sha256 === hashOf(short) ? new Blob(['shorter']) : null),
    };
    expect(await upload(source)).toBeNull();
    expect(await states()).toEqual(['lost', 'lost']);
    await database.put(
      'reports',
      storedReport({
        id: 'r',
        state: 'acknowledged',
        authority: base,
        uploadAt: now,
        evidence: [{ sha256: hashOf(unknown), bytes: 100, state: 'waiting', offset: 0 }],
      }),
    );
    expect(await upload(sourceOf(unknown))).toBeNull();
    expect(await states()).toEqual(['refused']);
  });

  it('tries again later when what it reads does not hash to its address', async () => {
    const item = randomBytes(500);
    await announced(item);
    const wrong: EvidenceSource = { ...sourceOf(), open: async () => new Blob([new Uint8Array(randomBytes(500))]) };
    expect(await upload(wrong)).toBeGreaterThan(now);
    expect(await states()).toEqual(['waiting']);
  });

  it('waits when nothing answers at all', async () => {
    const item = randomBytes(100);
    await announced(item);
    breaks = () => true;
    expect(await upload(sourceOf(item))).toBeGreaterThan(now);
    expect(await states()).toEqual(['waiting']);
  });
});
