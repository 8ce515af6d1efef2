/** Both evidence stores do the same; the bucket's server checks each signature by its own computation. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEvidence } from '../../../tools/commands/intake.ts';
import { EvidenceDirectory, type EvidenceStore } from '../../../tools/intake/evidence-store.ts';
import { S3EvidenceStore } from '../../../tools/intake/s3-evidence-store.ts';
import { KEYS, S3Server } from './s3-server.ts';

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function contentOf(store: EvidenceStore, hash: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of store.read(hash)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

let server: S3Server;
let folder: string;
beforeEach(async () => {
  server = await S3Server.start();
  folder = mkdtempSync(join(tmpdir(), 'vigie-evidence-'));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

describe.each([
  ['a directory', () => EvidenceDirectory.open(folder)],
  ['a bucket', () => S3EvidenceStore.open({ url: server.url, ...KEYS })],
  ['a prefix in a bucket', () => S3EvidenceStore.open({ url: `${server.url}/of/agency`, ...KEYS })],
] as [string, () => Promise<EvidenceStore>][])('evidence in %s', (_name, open) => {
  it('is there whole only once all of its bytes are, whatever their parts', async () => {
    const store = await open();
    const item = randomBytes(5000);
    const hash = hashOf(item);
    expect(await store.held(hash)).toEqual({ kind: 'part', bytes: 0 });
    for (const [from, to] of [
      [0, 900],
      [900, 1000],
      [1000, 4999],
      [4999, 5000],
    ] as const) {
      await store.append(hash, from, item.subarray(from, to));
      expect(await store.held(hash)).toEqual({ kind: 'part', bytes: to });
      expect(await store.intact(hash)).toBeNull();
    }
    expect(await store.finish(hash)).toBe(true);
    expect(await store.held(hash)).toEqual({ kind: 'whole', bytes: 5000 });
    expect(await store.intact(hash)).toBe(true);
    expect((await contentOf(store, hash)).equals(item)).toBe(true);
  });

  it('of other bytes is forgotten, and the upload starts anew', async () => {
    const store = await open();
    const item = randomBytes(300);
    const hash = hashOf(item);
    await store.append(hash, 0, randomBytes(300));
    expect(await store.finish(hash)).toBe(false);
    expect(await store.held(hash)).toEqual({ kind: 'part', bytes: 0 });
    await store.append(hash, 0, item.subarray(0, 100));
    // An upload that starts anew from the beginning leaves nothing of the one before.
    await store.append(hash, 0, item.subarray(0, 50));
    expect((await store.held(hash)).bytes).toBeLessThanOrEqual(100);
    await store.append(hash, 0, item);
    expect(await store.finish(hash)).toBe(true);
  });

  it('is removed with what came of it', async () => {
    const store = await open();
    const [whole, part] = [randomBytes(10), randomBytes(10)];
    await store.append(hashOf(whole), 0, whole);
    await store.finish(hashOf(whole));
    await store.append(hashOf(part), 0, part.subarray(0, 5));
    for (const item of [whole, part]) await store.remove(hashOf(item));
    for (const item of [whole, part]) expect(await store.held(hashOf(item))).toEqual({ kind: 'part', bytes: 0 });
  });
});

describe('evidence in a bucket', () => {
  it('larger than one part of the final object is joined in parts, and leaves no upload behind', async () => {
    const store = await S3EvidenceStore.open({ url: server.url, ...KEYS });
    const item = randomBytes(20 * 1024 * 1024);
    const hash = hashOf(item);
    const step = 8 * 1024 * 1024;
    for (let at = 0; at < item.length; at += step) await store.append(hash, at, item.subarray(at, at + step));
    expect(await store.finish(hash)).toBe(true);
    expect(server.requests.filter((request) => request.includes('partNumber'))).toHaveLength(2);
    expect(server.uploads.size).toBe(0);
    expect([...server.objects.keys()]).toEqual([`${hash.slice(0, 2)}/${hash}`]);
    expect(await store.intact(hash)).toBe(true);
  });

  it('that was altered there is noticed', async () => {
    const store = await S3EvidenceStore.open({ url: server.url, ...KEYS });
    const item = randomBytes(64);
    const hash = hashOf(item);
    await store.append(hash, 0, item);
    await store.finish(hash);
    server.objects.set(`${hash.slice(0, 2)}/${hash}`, randomBytes(64));
    expect(await store.intact(hash)).toBe(false);
  });

  it('is not opened with wrong keys, and the sentence does not repeat them', async () => {
    const wrong = { url: server.url, ...KEYS, secretAccessKey: 'not-the-secret' };
    await expect(S3EvidenceStore.open(wrong)).rejects.toThrow('403 (SignatureDoesNotMatch)');
    await expect(S3EvidenceStore.open(wrong)).rejects.not.toThrow('not-the-secret');
  });

  it('is not acknowledged while the store is away', async () => {
    const store = await S3EvidenceStore.open({ url: server.url, ...KEYS });
    server.fault = 400;
    await expect(store.append('a'.repeat(64), 0, randomBytes(4))).rejects.toThrow('400 (SlowDown)');
    server.fault = null;
    expect(await store.held('a'.repeat(64))).toEqual({ kind: 'part', bytes: 0 });
  });
});

describe('--evidence', () => {
  const keys = { AWS_ACCESS_KEY_ID: 'k', AWS_SECRET_ACCESS_KEY: 's' };

  it('is a directory, or a bucket with the keys of the environment', () => {
    expect(readEvidence('evidence/', {})).toBe('evidence/');
    const bucket = { region: 'us-east-1', accessKeyId: 'k', secretAccessKey: 's' };
    expect(readEvidence('https://minio.example/reports/2026', keys)).toEqual({
      ...bucket,
      url: 'https://minio.example/reports/2026',
    });
    expect(readEvidence('s3://reports', { ...keys, AWS_REGION: 'eu-west-3' })).toEqual({
      ...bucket,
      region: 'eu-west-3',
      url: 'https://s3.eu-west-3.amazonaws.com/reports',
    });
  });

  it('says what is missing', () => {
    expect(() => readEvidence('s3://reports', {})).toThrow('AWS_ACCESS_KEY_ID');
    expect(() => readEvidence('https://minio.example/', keys)).toThrow('name the bucket');
  });
});
