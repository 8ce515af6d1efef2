import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fetchUpdate, type UpdateOptions, type UpdateResult } from '../../../lib/sync/fetch-update.ts';
import type { HttpOptions } from '../../../lib/sync/http-source.ts';
import { packPath } from '../../../lib/sync/trust/head.ts';
import { type TrustedState, trustRoot } from '../../../lib/sync/trust/update.ts';
import { day, type Files, type Pack, packOf, publication, rootFile, rulesFor } from '../../fixtures/sync/forge.ts';
import { type Answer, host, serving, stopHosts } from './publisher-server.ts';

const first = rulesFor('anvil', 'bellows');
const second = rulesFor('anvil', 'chisel');
let root: Files;
let one: Pack;
let two: Pack;
let base: Files;
let next: Files;
/** Trusts the root, has nothing. */
let fresh: TrustedState;
/** Has the first publication. */
let begun: TrustedState;

const now = (d: number): number => Date.parse(day(d));

function check(address: string, state: TrustedState, options: Partial<UpdateOptions & HttpOptions> = {}) {
  return fetchUpdate(address, state, { now: now(3), ...options });
}

beforeAll(async () => {
  root = await rootFile({}, ['root-a', 'root-b']);
  one = await packOf(first);
  two = await packOf(second, { version: '2' }, [first]);
  base = await publication([one], { sequence: 1 });
  next = await publication([two], { sequence: 2 });
  const pinned = await trustRoot(root['1.root.json'] ?? new Uint8Array());
  if (!pinned.ok) throw new Error('the root is not good');
  fresh = pinned.value;
  const result = await check((await serving(base)).address, fresh, { now: now(2) });
  if (result.kind !== 'updated') throw new Error(`not begun: ${result.kind}`);
  begun = result.state;
  stopHosts();
});

afterEach(stopHosts);

const withBase = { base: async (_: string, sha256: string) => (sha256 === one.entry.sha256 ? first : null) };

/** What failed, and that the last good rules are as they were. */
function failureOf(result: UpdateResult) {
  expect(result.state.installed).toEqual(begun.installed);
  expect(result.state.head?.content.sequence).toBe(1);
  if (result.kind === 'refused') return result.refusal;
  return result.kind === 'fault' ? { ...result.fault, file: result.file } : { kind: result.kind };
}

describe('a check over HTTP', () => {
  it('takes a first publication whole and the next by its delta, in two requests', async () => {
    const { address, seen } = await serving(next);
    const result = await check(address, begun, withBase);
    expect(result.kind === 'updated' && result.packs.map(({ via }) => via)).toEqual(['delta']);
    expect(result.state.head?.content.sequence).toBe(2);
    expect(seen.map(({ path }) => path.split('/')[0])).toEqual(['head.json', 'deltas']);
  });

  it('fetches the whole pack where the base of the delta is lost', async () => {
    const { address } = await serving(next);
    const result = await check(address, begun, { base: async () => null });
    expect(result.kind === 'updated' && result.packs.map(({ via }) => via)).toEqual(['full']);
  });

  it('asks once, with the signed time as its condition, and takes 304 for unchanged', async () => {
    const { address, seen } = await serving(base, { 'head.json': (_, response) => void response.writeHead(304).end() });
    const result = await check(address, begun);
    expect(result).toMatchObject({ kind: 'unchanged', state: begun, freshness: { expired: false } });
    expect(seen.map(({ path, headers }) => [path, headers['if-modified-since']])).toEqual([
      ['head.json', 'Fri, 01 Jan 2027 00:00:00 GMT'],
    ]);
  });

  it('sends nothing that a server could know one client by', async () => {
    const tagging: Answer = (_, response) =>
      void response
        .writeHead(200, {
          ETag: '"client-4711"',
          'Set-Cookie': 'id=4711',
          'Last-Modified': 'Sat, 02 Jan 2027 04:07:11 GMT',
        })
        .end(base['head.json']);
    const { address, seen } = await serving(base, { 'head.json': tagging });
    for (let round = 0; round < 2; round++) await check(address, begun);
    expect(seen[1]?.headers).toEqual(seen[0]?.headers);
    expect(Object.keys(seen[0]?.headers ?? {}).sort()).toEqual(
      // Those that Node's own fetch adds included.
      [
        'accept',
        'accept-encoding',
        'accept-language',
        'cache-control',
        'connection',
        'host',
        'if-modified-since',
        'pragma',
        'sec-fetch-mode',
        'user-agent',
      ],
    );
    expect(JSON.stringify(seen[1]?.headers)).not.toMatch(/4711|04:07:11/);
  });

  it('asks without condition once half of the life of the trusted head is over, and says when it has expired', async () => {
    const { address, seen } = await serving(base, { 'head.json': (_, response) => void response.writeHead(304).end() });
    expect(failureOf(await check(address, begun, { now: now(9) }))).toMatchObject({ kind: 'status', status: 304 });
    expect(seen[0]?.headers['if-modified-since']).toBeUndefined();
    const later = await check(address, begun, { now: now(20) });
    expect(later.freshness).toEqual({ age: 19 * 24 * 3600_000, expired: true });
  });

  it('takes a pack that the server declares as a content encoding, and one under a reverse proxy that compresses all', async () => {
    const encoded =
      (bytes: Uint8Array | undefined): Answer =>
      (_, response) =>
        void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bytes);
    const path = packPath(two.entry.sha256);
    const { address } = await serving(next, {
      [path]: encoded(next[path]),
      'head.json': encoded(gzipSync(next['head.json'] ?? '')),
    });
    expect((await check(address, begun)).kind).toBe('updated');
  });

  const to =
    (status: number, headers: Record<string, string> = {}, body = 'x'): Answer =>
    (_, response) =>
      void response.writeHead(status, headers).end(body);

  it.each<[string, Answer, object]>([
    ['404', to(404), { kind: 'missing' }],
    ['500', to(500), { kind: 'status', status: 500, retryAfter: null }],
    ['503 with Retry-After', to(503, { 'Retry-After': '120' }), { kind: 'status', status: 503, retryAfter: 120_000 }],
    [
      '429 with a wait of years',
      to(429, { 'Retry-After': '999999999' }),
      { kind: 'status', retryAfter: 24 * 3600_000 },
    ],
    ['204', to(204, {}, ''), { kind: 'status', status: 204 }],
    [
      'a web page',
      to(200, { 'Content-Type': 'text/html; charset=utf-8' }, '<title>Sign in</title>'),
      { kind: 'web-page' },
    ],
    [
      'JSON of some other service',
      to(200, { 'Content-Type': 'application/json' }, '{"ok":true}'),
      { kind: 'malformed' },
    ],
    ['an empty answer', to(200, {}, ''), { kind: 'malformed' }],
    ['a redirect on the same host', to(302, { Location: '/vigie/other.json' }), { kind: 'redirect' }],
    ['a connection cut before the answer', (request) => void request.socket.destroy(), { kind: 'unreachable' }],
    [
      'an answer cut short',
      (_, response) => {
        response.writeHead(200, { 'Content-Length': '5000' });
        response.write('{"signed":', () => response.destroy());
      },
      { kind: 'broken-off' },
    ],
    [
      'an answer without end',
      (_, response) => {
        response.writeHead(200);
        const more = (): void => {
          if (!response.destroyed) response.write('x'.repeat(65_536), more);
        };
        more();
      },
      { kind: 'too-large', file: 'head' },
    ],
    [
      'a gzip bomb as content encoding',
      (_, response) =>
        void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(new Uint8Array(64 * 1024 * 1024))),
      { kind: 'too-large', file: 'head' },
    ],
  ])('keeps the last good rules on %s', async (_, answer, failure) => {
    const { address } = await serving(next, { 'head.json': answer });
    expect(failureOf(await check(address, begun, withBase))).toMatchObject(failure);
  });

  it('does not follow a redirect to another host, not even with its first request', async () => {
    const elsewhere = await serving(next);
    const { address } = await serving(next, { 'head.json': to(307, { Location: `${elsewhere.address}head.json` }) });
    expect(failureOf(await check(address, begun))).toMatchObject({ kind: 'redirect', file: 'head.json' });
    expect(elsewhere.seen).toEqual([]);
  });

  const silent: Answer = () => undefined;
  const stalled: Answer = (_, response) => {
    response.writeHead(200);
    response.write('{"signed":"');
  };
  const trickling: Answer = (request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write(' '), 5);
    request.socket.on('close', () => clearInterval(timer));
  };
  it.each<[string, Answer, HttpOptions]>([
    ['does not answer', silent, { idleMs: 50 }],
    ['stalls in the middle', stalled, { idleMs: 50 }],
    ['trickles for ever', trickling, { idleMs: 10_000, totalMs: 100 }],
  ])('gives up on a host that %s', async (_, answer, limits) => {
    const { address } = await serving(next, { 'head.json': answer });
    expect(failureOf(await check(address, begun, limits))).toEqual({ kind: 'timeout', file: 'head.json' });
  });

  it('gives up on a pack that stalls, and takes it at the next check', async () => {
    const path = packPath(two.entry.sha256);
    const broken = await serving(next, { [path]: stalled });
    expect(failureOf(await check(broken.address, begun, { idleMs: 50 }))).toEqual({ kind: 'timeout', file: path });
    expect((await check((await serving(next)).address, begun)).kind).toBe('updated');
  });

  it('unfolds no bomb, whether declared as an encoding or not', async () => {
    const bomb = gzipSync(new Uint8Array(64 * 1024 * 1024));
    const path = packPath(two.entry.sha256);
    for (const headers of [{}, { 'Content-Encoding': 'gzip' }]) {
      const { address } = await serving(next, {
        [path]: (_, response) => void response.writeHead(200, headers).end(bomb),
      });
      expect(failureOf(await check(address, begun))).toMatchObject({ kind: 'too-large', file: 'pack' });
    }
  });

  it('says that nobody is there', async () => {
    const address = await host(() => undefined);
    stopHosts();
    expect(failureOf(await check(address, begun))).toEqual({ kind: 'unreachable', file: 'head.json' });
  });

  it.each([
    'http://rules.example/',
    'ftp://rules.example/',
    'https://user@rules.example/',
    'https://rules.example/?client=1',
    'rules.example',
  ])('asks nothing of %s', async (address) => {
    const request = async (): Promise<Response> => {
      throw new Error('must not be called');
    };
    expect(failureOf(await check(address, begun, { fetch: request }))).toEqual({
      kind: 'bad-address',
      file: 'head.json',
    });
  });

  it('takes an opaque redirect, as browsers show it, for a redirect', async () => {
    const opaque = Object.defineProperties(Response.error(), { type: { value: 'opaqueredirect' } });
    const result = await check('https://rules.example/', begun, { fetch: async () => opaque });
    expect(failureOf(result)).toMatchObject({ kind: 'redirect' });
  });
});
