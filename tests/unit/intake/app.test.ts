import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { authorityProfileSchema } from '../../../lib/authority/profile.ts';
import { problemSchema, receiptSchema, statusSchema } from '../../../lib/reports/protocol.ts';
import { createIntake, type Intake } from '../../../tools/intake/app.ts';
import type { LogEntry } from '../../../tools/intake/log.ts';
import { RateLimiter } from '../../../tools/intake/rate-limit.ts';
import { demonstrationProfile } from '../../../tools/intake/server.ts';
import { SqliteStore } from '../../../tools/intake/sqlite-store.ts';
import { type ReportStore, StoreUnavailable } from '../../../tools/intake/store.ts';
import { Tokens } from '../../../tools/intake/tokens.ts';
import { sampleChildProtectionReport, sampleListing, sampleReport } from '../reports/sample.ts';
import { BASE, memoryIntake, reportRequest } from './requests.ts';

let intake: Intake;
beforeEach(() => {
  intake = memoryIntake();
});
afterEach(() => intake.close());

async function send(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return intake.fetch(reportRequest(body, headers));
}

async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return intake.fetch(new Request(`${BASE}${path}`, { headers }));
}

async function problemOf(response: Response) {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = problemSchema.parse(await response.json());
  expect(problem.status).toBe(response.status);
  return problem;
}

describe('POST /v1/reports', () => {
  it('gives a receipt with the hash of the exact bytes, and a status to follow', async () => {
    const body = `${JSON.stringify(sampleReport(), null, 3)}\n`;
    const response = await send(body);
    expect(response.status).toBe(201);
    const receipt = receiptSchema.parse(await response.json());
    expect(receipt.sha256).toBe(createHash('sha256').update(body).digest('hex'));
    expect(receipt.duplicates).toBe(0);
    expect(response.headers.get('location')).toBe(`/v1/reports/${receipt.reference}`);
    const status = statusSchema.parse(await (await get(`/v1/reports/${receipt.reference}`)).json());
    expect(status).toEqual({
      reference: receipt.reference,
      state: 'received',
      reason: null,
      decision: null,
      updatedAt: receipt.receivedAt,
    });
  });

  it('takes a child-protection report', async () => {
    expect((await send(sampleChildProtectionReport())).status).toBe(201);
  });

  it('gives the same receipt for the same key and content, in either case of the key', async () => {
    const key = '3F0C1A2B-3C4D-4E6F-8A8B-9C0D1E2F3A4B';
    const first = await send(sampleReport(), { 'Idempotency-Key': key });
    const second = await send(sampleReport(), { 'Idempotency-Key': key.toLowerCase() });
    expect(second.status).toBe(201);
    expect(await second.text()).toBe(await first.text());
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });

  it('stores once what comes many times at once', async () => {
    const key = crypto.randomUUID();
    const responses = await Promise.all(
      Array.from({ length: 20 }, () => send(sampleReport(), { 'Idempotency-Key': key })),
    );
    const receipts = await Promise.all(responses.map((response) => response.text()));
    expect(new Set(receipts).size).toBe(1);
    expect(responses.filter((response) => response.headers.get('idempotency-replayed') === null)).toHaveLength(1);
    const next = receiptSchema.parse(await (await send(sampleReport())).json());
    expect(next.duplicates).toBe(1);
  });

  it('refuses the same key with other content, and keeps the first', async () => {
    const key = crypto.randomUUID();
    const first = await send(sampleReport(), { 'Idempotency-Key': key });
    const other = await send(sampleReport({ explanation: 'Other.' }), { 'Idempotency-Key': key });
    expect(other.status).toBe(409);
    expect((await problemOf(other)).type).toBe('urn:vigie:problem:key-reused');
    const again = await send(sampleReport(), { 'Idempotency-Key': key });
    expect(await again.text()).toBe(await first.text());
  });

  it('counts the earlier reports of the same listing', async () => {
    const two = sampleReport({ listings: [sampleListing('1'), sampleListing('2')] });
    const counts = [];
    for (const report of [two, sampleReport({ listings: [sampleListing('2')] }), two]) {
      counts.push(receiptSchema.parse(await (await send(report)).json()).duplicates);
    }
    expect(counts).toEqual([0, 1, 2]);
  });

  it.each([
    ['broken JSON', '{"schema":', {}, 400, 'not valid JSON'],
    ['nothing', '', {}, 400, 'empty'],
    ['invalid UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), {}, 400, 'UTF-8'],
    ['a byte order mark', `\ufeff${JSON.stringify(sampleReport())}`, {}, 400, 'byte order mark'],
    ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, {}, 400, 'nested deeper'],
    ['no key', sampleReport(), { 'Idempotency-Key': '' }, 400, 'Idempotency-Key'],
    ['a key that is no UUID', sampleReport(), { 'Idempotency-Key': 'abc' }, 400, 'Idempotency-Key'],
    ['a form', sampleReport(), { 'Content-Type': 'application/x-www-form-urlencoded' }, 415, 'application/json'],
    ['text that begins like JSON', sampleReport(), { 'Content-Type': 'application/jsonp' }, 415, 'application/json'],
    ['UTF-16', sampleReport(), { 'Content-Type': 'application/json; charset=utf-16' }, 415, 'UTF-8'],
    ['compression', sampleReport(), { 'Content-Encoding': 'gzip' }, 415, 'Content-Encoding'],
    ['too many bytes', `"${'x'.repeat(256 * 1024)}"`, {}, 413, '262,144'],
    ['a damaged body', sampleReport(), { 'Content-Digest': `sha-256=:${'A'.repeat(43)}=:` }, 400, 'damaged'],
    ['a broken digest', sampleReport(), { 'Content-Digest': 'sha-256=abc' }, 400, 'Content-Digest'],
    ['an unknown token', sampleReport(), { Authorization: 'Bearer 0123456789abcdef' }, 401, 'not known'],
  ] as const)('refuses %s', async (_, body, headers, status, words) => {
    const response = await send(body, headers);
    expect(response.status).toBe(status);
    expect((await problemOf(response)).detail).toContain(words);
  });

  it('takes a stated charset and a right digest', async () => {
    const body = JSON.stringify(sampleReport());
    const digest = createHash('sha256').update(body).digest('base64');
    const headers = {
      'Content-Type': 'application/json; charset="UTF-8"',
      'Content-Digest': `md5=:x:, sha-256=:${digest}:`,
    };
    expect((await send(body, headers)).status).toBe(201);
  });

  it('names the faulty fields with JSON pointers and sentences', async () => {
    const report = sampleReport({ listings: [sampleListing('1', { url: 'http://x.example/' })] });
    const response = await send({ ...report, explanation: 7, 'a/b': 1 });
    expect(response.status).toBe(422);
    const { errors, detail } = await problemOf(response);
    expect(errors).toEqual([
      {
        pointer: '/listings/0/url',
        detail: 'listings[0].url must be an https address without user name, password, spaces or fragment (#).',
      },
      { pointer: '/explanation', detail: 'explanation must be a text, and is a number.' },
      { pointer: '/a~1b', detail: 'a/b is not a member of this format: remove it.' },
    ]);
    expect(detail).toContain('explanation must be a text');
  });

  it('never repeats a value of the body', async () => {
    const secret = 'ana@example.org';
    const text = await (
      await send(sampleReport({ reporter: { name: 'x'.repeat(300), email: `${secret} <script>` } }))
    ).text();
    expect(text).not.toContain(secret);
    expect(text).not.toContain('<script>');
  });

  it('asks for the identity that the profile asks for, but never for child protection', async () => {
    await intake.close();
    const profile = demonstrationProfile('https://intake.example', new Tokens());
    intake = memoryIntake({ profile: { ...profile, identity: { name: 'never', email: 'required' } } });
    const refused = await problemOf(await send(sampleReport({ reporter: { name: 'Ana', email: null } })));
    expect(refused.errors?.map(({ pointer }) => pointer)).toEqual(['/reporter/name', '/reporter/email']);
    expect((await problemOf(await send(sampleReport({ reporter: null })))).errors).toHaveLength(1);
    expect((await send(sampleReport({ reporter: { name: null, email: 'ana@example.org' } }))).status).toBe(201);
    expect((await send(sampleChildProtectionReport())).status).toBe(201);
  });

  it('asks for a token in the roles that need one', async () => {
    await intake.close();
    const tokens = new Tokens();
    tokens.add('inspector@Douane=0123456789abcdef');
    tokens.add('monitor=fedcba9876543210');
    const store = new SqliteStore({ file: ':memory:' });
    intake = createIntake({ store, profile: demonstrationProfile('https://intake.example', tokens), tokens });
    const inspector = sampleReport({ role: 'inspector' });
    expect((await send(inspector)).status).toBe(401);
    expect((await send(inspector, { Authorization: 'Bearer fedcba9876543210' })).status).toBe(403);
    expect((await send(inspector, { Authorization: 'Bearer 0123456789abcdef' })).status).toBe(201);
    expect((await send(sampleReport(), { Authorization: 'Bearer 0123456789abcdef' })).status).toBe(201);
    const [asConsumer, asInspector] = await store.list({ limit: 10 });
    expect(asInspector?.facts).toMatchObject({ role: 'inspector', agency: 'Douane' });
    expect(asConsumer?.facts).toMatchObject({ role: 'consumer', agency: null });
  });
});

describe('GET /v1/reports/{reference}', () => {
  it.each(['VG-0000-0000-0000-0000', '%00', 'x'.repeat(100), '..%2f', "'--"])('gives 404 for %s', async (reference) => {
    const response = await get(`/v1/reports/${reference}`);
    expect(response.status).toBe(404);
    await problemOf(response);
  });

  it('gives 304 while nothing changed, and the new status after', async () => {
    await intake.close();
    const store = new SqliteStore({ file: ':memory:' });
    intake = memoryIntake({ store });
    const { reference } = receiptSchema.parse(await (await send(sampleReport())).json());
    const tag = (await get(`/v1/reports/${reference}`)).headers.get('etag') ?? '';
    expect((await get(`/v1/reports/${reference}`, { 'If-None-Match': tag })).status).toBe(304);
    const change = { reason: 'no offer there', decision: null, at: '2026-11-25T00:00:00.000Z', agency: 'DGCCRF' };
    await store.setStatus(reference, { state: 'rejected', ...change });
    const changed = await get(`/v1/reports/${reference}`, { 'If-None-Match': tag });
    expect(changed.status).toBe(200);
    expect(statusSchema.parse(await changed.json())).toMatchObject({ state: 'rejected', reason: 'no offer there' });
  });
});

describe('around it', () => {
  it('publishes its profile', async () => {
    const profile = authorityProfileSchema.parse(await (await get('/.well-known/vigie-authority.json')).json());
    expect(profile.intake).toMatchObject({ endpoint: 'https://intake.example', protocol: 'vigie-intake/1' });
  });

  it.each([
    ['DELETE', '/v1/reports', 'POST, OPTIONS'],
    ['GET', '/v1/reports', 'POST, OPTIONS'],
    ['POST', '/v1/reports/VG-1', 'GET, HEAD, OPTIONS'],
    ['PUT', '/health', 'GET, HEAD, OPTIONS'],
  ])('refuses %s %s with 405', async (method, path, allow) => {
    const response = await intake.fetch(new Request(`${BASE}${path}`, { method }));
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
    await problemOf(response);
  });

  it('gives 404 as a problem for any other path', async () => {
    expect((await get('/')).status).toBe(404);
    await problemOf(await get('/v2/reports'));
  });

  it('lets an extension of any origin send and read, without credentials', async () => {
    const preflight = await intake.fetch(
      new Request(`${BASE}/v1/reports`, {
        method: 'OPTIONS',
        headers: {
          Origin: 'moz-extension://6f0c1a2b',
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'idempotency-key, content-type',
          'Access-Control-Request-Private-Network': 'true',
        },
      }),
    );
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
    expect(preflight.headers.get('access-control-allow-private-network')).toBe('true');
    for (const header of ['Idempotency-Key', 'Content-Type', 'Authorization', 'Content-Digest']) {
      expect(preflight.headers.get('access-control-allow-headers')).toContain(header);
    }
    for (const response of [await send(sampleReport()), await send('{'), await get('/nowhere')]) {
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
      expect(response.headers.get('access-control-expose-headers')).toContain('Retry-After');
    }
  });

  it('says 503 with Retry-After when the database fails, and 500 for a fault of its own, without details', async () => {
    const failing = (error: Error): ReportStore =>
      new Proxy(new SqliteStore({ file: ':memory:' }), {
        get: (store, name) => (name === 'close' ? () => store.close() : () => Promise.reject(error)),
      });
    for (const [error, status] of [
      [new StoreUnavailable('disk full at /srv/secret'), 503],
      [new TypeError('secret'), 500],
    ] as const) {
      const broken = memoryIntake({ store: failing(error) });
      const response = await broken.fetch(reportRequest(sampleReport()));
      expect(response.status).toBe(status);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(JSON.stringify(await problemOf(response))).not.toContain('secret');
      expect((await broken.fetch(new Request(`${BASE}/health`))).status).toBe(503);
      await broken.close();
    }
  });

  it('logs neither references nor keys nor anything of a report', async () => {
    await intake.close();
    const entries: LogEntry[] = [];
    intake = memoryIntake({ log: (entry) => entries.push(entry) });
    const key = crypto.randomUUID();
    const { reference } = receiptSchema.parse(await (await send(sampleReport(), { 'Idempotency-Key': key })).json());
    await get(`/v1/reports/${reference}?email=ana@example.org`);
    await send({ ...sampleReport(), role: 'ana' });
    const log = JSON.stringify(entries);
    expect(entries).toHaveLength(3);
    for (const secret of [reference, key, 'ana', 'aliexpress', '1005006722922099']) expect(log).not.toContain(secret);
  });
});

describe('POST /v1/listings/known', () => {
  const ask = (body: unknown, from = intake) =>
    from.fetch(
      new Request(`${BASE}/v1/listings/known`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
    );
  const { marketplace, id } = sampleListing().ref;

  it('tells how many reports name a listing, and nothing else', async () => {
    await send(sampleReport());
    await send(sampleReport());
    const response = await ask({
      listings: [
        { marketplace, id },
        { marketplace, id: '1' },
      ],
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toEqual({ reports: [2, 0] });
  });

  it.each([
    ['no question', {}],
    ['an address in place of an id', { listings: [{ marketplace, id: 'https://x' }] }],
    ['more than it asks for', { listings: [{ marketplace, id, title: 'x' }] }],
    ['none', { listings: [] }],
  ])('refuses %s', async (_what, body) => {
    expect((await problemOf(await ask(body))).status).toBe(422);
  });

  it('is limited more tightly than reports', async () => {
    const limited = memoryIntake({
      limiter: new RateLimiter({ perMinute: 100, burst: 100 }),
      lookupLimiter: new RateLimiter({ perMinute: 2, burst: 2 }),
      clientOf: () => 'one',
    });
    const statuses: number[] = [];
    for (let turn = 0; turn < 3; turn++)
      statuses.push((await ask({ listings: [{ marketplace, id }] }, limited)).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await limited.fetch(reportRequest(sampleReport()))).status).toBe(201);
    await limited.close();
  });

  it('is not there when the authority does not want to say', async () => {
    const silent = memoryIntake({ knownListings: false });
    expect((await ask({ listings: [{ marketplace, id }] }, silent)).status).toBe(404);
    await silent.close();
  });
});
