import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { receiptSchema } from '../../../lib/reports/protocol.ts';
import type { Intake } from '../../../tools/intake/app.ts';
import { EvidenceDirectory } from '../../../tools/intake/evidence-store.ts';
import { Tokens } from '../../../tools/intake/tokens.ts';
import { sampleReport } from '../reports/sample.ts';
import { BASE, memoryIntake, reportRequest } from './requests.ts';

const SECRET = 'agent-secret-0123456789';
const AGENT = { Authorization: `Bearer ${SECRET}`, 'Sec-Fetch-Site': 'same-origin' };

let folder: string;
let intake: Intake;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-evidence-'));
  const tokens = new Tokens();
  tokens.add(`agent=${SECRET}`);
  intake = memoryIntake({ tokens, evidence: await EvidenceDirectory.open(folder) });
});
afterEach(async () => {
  await intake.close();
  rmSync(folder, { recursive: true });
});

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Sends a report that announces `items`; its reference. */
async function announce(...items: Uint8Array[]): Promise<string> {
  const evidence = items.map((bytes) => ({
    sha256: hashOf(bytes),
    mediaType: 'image/png',
    bytes: bytes.length,
    capturedAt: '2026-11-24T09:30:00Z',
    listing: 0,
  }));
  return receiptSchema.parse(await (await intake.fetch(reportRequest(sampleReport({ evidence })))).json()).reference;
}

/** A PUT of `bytes`, whole or as the part at `start` of `total`; an empty header is left out. */
async function put(
  hash: string,
  bytes: Uint8Array,
  part?: { start: number; total: number },
  headers: Record<string, string> = {},
) {
  const range = part === undefined ? '' : `bytes ${part.start}-${part.start + bytes.length - 1}/${part.total}`;
  const wanted = {
    'Content-Length': String(bytes.length),
    'Content-Digest': `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`,
    'Content-Range': range,
    ...headers,
  };
  const given = Object.entries(wanted).filter(([, value]) => value !== '');
  const response = await intake.fetch(
    new Request(`${BASE}/v1/evidence/${hash}`, { method: 'PUT', headers: given, body: new Uint8Array(bytes) }),
  );
  return { status: response.status, offset: response.headers.get('upload-offset'), text: await response.text() };
}

async function head(hash: string) {
  const response = await intake.fetch(new Request(`${BASE}/v1/evidence/${hash}`, { method: 'HEAD' }));
  return { status: response.status, offset: response.headers.get('upload-offset') };
}

function stored(hash: string): Uint8Array {
  return readFileSync(join(folder, hash.slice(0, 2), hash));
}

describe('PUT /v1/evidence/{sha256}', () => {
  it('takes an announced item once', async () => {
    const item = randomBytes(1000);
    const hash = hashOf(item);
    await announce(item);
    expect(await head(hash)).toEqual({ status: 404, offset: '0' });
    expect(await put(hash, item)).toMatchObject({ status: 201, offset: '1000' });
    expect(Buffer.from(stored(hash)).equals(item)).toBe(true);
    expect(await head(hash)).toEqual({ status: 200, offset: '1000' });
    expect((await put(hash, item)).status).toBe(200);
    expect(readdirSync(join(folder, 'partial'))).toEqual([]);
  });

  it('goes on where an upload broke off', async () => {
    const item = randomBytes(3000);
    const hash = hashOf(item);
    const total = item.length;
    await announce(item);
    expect(await put(hash, item.subarray(0, 1000), { start: 0, total })).toMatchObject({ status: 202, offset: '1000' });
    expect(await put(hash, item.subarray(2000), { start: 2000, total })).toMatchObject({ status: 409, offset: '1000' });
    expect(await put(hash, item.subarray(0, 1000), { start: 0, total })).toMatchObject({ status: 409, offset: '1000' });
    expect(await head(hash)).toEqual({ status: 404, offset: '1000' });
    expect(await put(hash, item.subarray(1000), { start: 1000, total })).toMatchObject({ status: 201, offset: '3000' });
    expect(Buffer.from(stored(hash)).equals(item)).toBe(true);
  });

  it('takes parts that come at the same time one after another', async () => {
    const item = randomBytes(2000);
    await announce(item);
    const results = await Promise.all(Array.from({ length: 6 }, () => put(hashOf(item), item)));
    expect(results.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 201]);
  });

  it('refuses what no report announces', async () => {
    const item = randomBytes(10);
    for (const hash of [hashOf(item), '..', 'A'.repeat(64), '%2e%2e%2f%2e%2e%2fetc']) {
      expect((await put(hash, item)).status).toBe(404);
      expect((await head(hash)).status).toBe(404);
    }
    expect(readdirSync(folder)).toEqual(['partial']);
    expect(readdirSync(join(folder, 'partial'))).toEqual([]);
  });

  it('refuses other bytes, other sizes and broken headers, and starts anew', async () => {
    const item = randomBytes(1000);
    const hash = hashOf(item);
    await announce(item);
    const total = 1000;
    expect((await put(hash, randomBytes(1000))).status).toBe(422);
    expect(await head(hash)).toEqual({ status: 404, offset: '0' });
    expect((await put(hash, randomBytes(999))).status).toBe(400);
    expect((await put(hash, item, undefined, { 'Content-Digest': '' })).status).toBe(400);
    expect((await put(hash, item, undefined, { 'Content-Digest': `sha-256=:${'A'.repeat(43)}=:` })).status).toBe(400);
    for (const range of [
      'bytes 0-1999/2000',
      'bytes 5-2/1000',
      'bytes 0-1000/1000',
      'items 0-999/1000',
      'bytes */1000',
    ]) {
      expect((await put(hash, item, undefined, { 'Content-Range': range })).status).toBe(400);
    }
    expect(
      (await put(hash, item.subarray(0, 10), { start: 0, total }, { 'Content-Range': 'bytes 0-19/1000' })).status,
    ).toBe(400);
    expect((await put(hash, item)).status).toBe(201);
  });

  it('is off without a directory', async () => {
    const without = memoryIntake();
    const response = await without.fetch(new Request(`${BASE}/v1/evidence/${'a'.repeat(64)}`, { method: 'HEAD' }));
    expect(response.status).toBe(404);
    expect(response.headers.get('upload-offset')).toBeNull();
    await without.close();
  });
});

describe('evidence on the agents’ pages', () => {
  const get = (path: string) => intake.fetch(new Request(`${BASE}${path}`, { headers: AGENT }));

  it('is checked against its hash whenever an agent looks, and given out only intact, as a download', async () => {
    const [here, altered, coming] = [randomBytes(100), randomBytes(100), randomBytes(100)];
    const reference = await announce(here, altered, coming);
    await put(hashOf(here), here);
    await put(hashOf(altered), altered);
    writeFileSync(join(folder, hashOf(altered).slice(0, 2), hashOf(altered)), randomBytes(100));
    const page = await (await get(`/queue/reports/${reference}`)).text();
    expect(page.match(/here, matches its hash/g)).toHaveLength(1);
    expect(page.match(/DAMAGED/g)).toHaveLength(1);
    expect(page.match(/not here yet/g)).toHaveLength(1);
    const download = await get(`/queue/evidence/${hashOf(here)}`);
    expect(Buffer.from(await download.arrayBuffer()).equals(here)).toBe(true);
    expect(download.headers.get('content-disposition')).toContain('attachment');
    expect(download.headers.get('content-type')).toBe('application/octet-stream');
    for (const hash of [hashOf(altered), hashOf(coming), '..%2f..%2fetc%2fpasswd']) {
      expect((await get(`/queue/evidence/${hash}`)).status).toBe(404);
    }
    expect((await intake.fetch(new Request(`${BASE}/queue/evidence/${hashOf(here)}`))).status).toBe(401);
  });

  it('goes when the last report that announces it is erased', async () => {
    const [shared, own] = [randomBytes(10), randomBytes(10)];
    const first = await announce(shared, own);
    const second = await announce(shared);
    for (const item of [shared, own]) await put(hashOf(item), item);
    const erase = (reference: string) =>
      intake.fetch(new Request(`${BASE}/queue/reports/${reference}/erase`, { method: 'POST', headers: AGENT }));
    expect((await erase(first)).status).toBe(303);
    expect(() => stored(hashOf(own))).toThrow('ENOENT');
    expect(stored(hashOf(shared)).length).toBe(10);
    await erase(second);
    expect(() => stored(hashOf(shared))).toThrow('ENOENT');
  });
});
