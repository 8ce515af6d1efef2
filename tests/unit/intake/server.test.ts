import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { receiptSchema } from '../../../lib/reports/protocol.ts';
import { UsageError } from '../../../tools/command-line.ts';
import { run } from '../../../tools/commands/intake.ts';
import { type RunningIntake, startIntake } from '../../../tools/intake/server.ts';
import { SqliteStore } from '../../../tools/intake/sqlite-store.ts';
import { sampleReport } from '../reports/sample.ts';

let folder: string;
let running: RunningIntake | undefined;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-intake-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(async () => {
  await running?.close();
  running = undefined;
});

async function start(): Promise<string> {
  running = await startIntake({ db: ':memory:', port: 0 });
  return running.url;
}

function post(url: string, body: string, key: string = crypto.randomUUID()): Promise<Response> {
  return fetch(`${url}/v1/reports`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body,
  });
}

/** Sends raw bytes and gives everything that comes back until the server closes. */
function raw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

describe('the server', () => {
  it('receives over a socket and hashes the exact bytes', async () => {
    const body = JSON.stringify(sampleReport());
    const receipt = receiptSchema.parse(await (await post(await start(), body)).json());
    expect(receipt.sha256).toBe(createHash('sha256').update(body).digest('hex'));
  });

  it('refuses a declared size without reading the body', async () => {
    const answer = await raw(
      await start(),
      `POST /v1/reports HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nIdempotency-Key: ${crypto.randomUUID()}\r\nContent-Length: 999999999999\r\n\r\n{`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('urn:vigie:problem:too-large');
  });

  it('stops reading an undeclared size at the limit', async () => {
    const url = await start();
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sending = request(`${url}/v1/reports`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
      });
      const chunk = Buffer.alloc(64 * 1024, 'x');
      // Never ends: only an answer before the end of the body lets this promise settle.
      const pump = setInterval(() => sending.write(chunk), 1);
      sending.on('response', (response) => {
        clearInterval(pump);
        response.resume();
        sending.destroy();
        resolve(response.statusCode);
      });
      sending.on('error', reject);
    });
    expect(status).toBe(413);
  });

  it('limits one address, says how long to wait, and lets preflights and the profile through', async () => {
    running = await startIntake({ db: ':memory:', port: 0, rate: 1 });
    const { url } = running;
    const statuses = [];
    for (let index = 0; index < 21; index += 1) statuses.push((await post(url, JSON.stringify(sampleReport()))).status);
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 201), 429]);
    const refused = await post(url, JSON.stringify(sampleReport()));
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
    expect((await fetch(`${url}/v1/reports`, { method: 'OPTIONS' })).status).toBe(204);
    expect((await fetch(`${url}/.well-known/vigie-authority.json`)).status).toBe(200);
  });

  it('survives half a body and garbage, and works on', async () => {
    const url = await start();
    const { hostname, port } = new URL(url);
    await new Promise<void>((resolve) => {
      const head = `POST /v1/reports HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nIdempotency-Key: ${crypto.randomUUID()}\r\nContent-Length: 500\r\n\r\n{"schema"`;
      const socket = connect(Number(port), hostname, () => socket.write(head, () => socket.destroy()));
      socket.on('close', () => resolve());
    });
    expect(await raw(url, '\u0000\u0001nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect((await post(url, JSON.stringify(sampleReport()))).status).toBe(201);
  });

  it('answers what is under way before it stops', async () => {
    const url = await start();
    const sending = request(`${url}/v1/reports`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID(), Expect: '100-continue' },
    });
    const answer = new Promise<number | undefined>((resolve, reject) => {
      sending.on('error', reject);
      sending.on('response', (response) => {
        response.resume();
        resolve(response.statusCode);
      });
    });
    sending.flushHeaders();
    await new Promise<void>((resolve) => sending.once('continue', () => resolve()));
    const stopped = running?.close();
    running = undefined;
    await expect(post(url, '{}')).rejects.toThrow();
    sending.end(JSON.stringify(sampleReport()));
    expect(await answer).toBe(201);
    await stopped;
  });

  it('says in one sentence why it cannot start', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => {
      blocker.listen(0, '127.0.0.1', resolve);
    });
    const { port } = blocker.address() as AddressInfo;
    await expect(startIntake({ db: ':memory:', port })).rejects.toThrow(
      new UsageError(`port ${port} on 127.0.0.1 is already in use; choose another with --port, or 0 for any free one.`),
    );
    blocker.close();
    await expect(startIntake({ db: join(folder, 'none', 'x.db'), port: 0 })).rejects.toThrow(
      /^the database ".*" cannot be used: /,
    );
  });
});

describe('vigie intake', () => {
  it.each([
    [[], 'say where the reports are kept'],
    [['--db', 'x.db', '--port', '99999'], '--port must be a number from 0 to 65535, not "99999"'],
    [['--db', 'x.db', '--port', 'abc'], '--port must be a number'],
    [['--bogus'], "Unknown option '--bogus'"],
    [['--db', 'x.db', '--rate', 'x'], '--rate must be a number'],
    [['--db', 'x.db', '--token', 'king=0123456789abcdef'], 'a token is written ROLE=SECRET'],
    [['--db', 'x.db', '--token', 'agent=short'], 'at least 16 characters'],
    [['--db', 'x.db', '--tokens', 'no-such-file'], '--tokens: "no-such-file" cannot be read'],
    [['--db', 'x.db', '--profile', 'package.json'], '"package.json" is not an authority profile: schema is missing'],
    [['--db', 'x.db', '--profile', 'README'], '--profile: "README" cannot be read'],
    [['--db', 'x.db', '--public-url', 'ftp://x'], '--public-url must be an https address'],
  ])('refuses %j with one sentence', async (args, words) => {
    const failure = await run(args).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect(failure instanceof Error && failure.message).toContain(words);
    expect(failure instanceof Error && failure.message).not.toContain('\n');
  });

  it('never repeats the secret of a token', async () => {
    const failure = await run(['--db', 'x.db', '--token', 'king=0123456789abcdef']).catch((error: unknown) => error);
    expect(String(failure)).not.toContain('0123456789abcdef');
  });
});

/** How many times the process is killed; `VIGIE_KILLS=200` for the long run. */
const KILLS = Number(process.env.VIGIE_KILLS ?? 5);

/** A `vigie intake` process over `db`, and its address once it listens. */
async function spawnIntake(db: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [
    'tools/vigie.js',
    'intake',
    '--db',
    db,
    '--port',
    '0',
    '--quiet',
    '--rate',
    '0',
  ]);
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stderr.on('data', (chunk) => {
      text += chunk;
      const address = /http:\/\/[\d.]+:\d+/.exec(text)?.[0];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`exit ${code}: ${text}`)));
  });
  return { child, url };
}

function exited(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}

describe('the process', () => {
  it('ends with status 0 on SIGTERM and on SIGINT', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const { child } = await spawnIntake(join(folder, 'signal.db'));
      const code = exited(child);
      child.kill(signal);
      expect(await code).toBe(0);
    }
  }, 60_000);

  it(
    'has every acknowledged report exactly once after SIGKILL at random moments',
    async () => {
      const db = join(folder, 'killed.db');
      const acknowledged = new Map<string, string>();
      const keys: string[] = [];
      for (let round = 0; round < KILLS; round += 1) {
        const { child, url } = await spawnIntake(db);
        const gone = exited(child);
        let alive = true;
        let left = 1 + Math.floor(Math.random() * 12);
        const sender = async () => {
          while (alive) {
            const key = crypto.randomUUID();
            keys.push(key);
            try {
              const response = await post(url, JSON.stringify(sampleReport({ explanation: key })), key);
              acknowledged.set(key, receiptSchema.parse(await response.json()).reference);
              left -= 1;
              // Counted in receipts, so that a slow machine gets as far; the pause lets the kill hit any phase of a request.
              if (left === 0) setTimeout(() => child.kill('SIGKILL'), Math.random() * 4);
            } catch {
              alive = false;
            }
          }
        };
        await Promise.all([sender(), sender(), sender(), sender()]);
        await gone;
      }
      // Whatever was not acknowledged is sent again, as the outbox does; the receipt must be the first one where there was one.
      const { child, url } = await spawnIntake(db);
      const references = new Set<string>();
      for (const key of keys) {
        const response = await post(url, JSON.stringify(sampleReport({ explanation: key })), key);
        const { reference } = receiptSchema.parse(await response.json());
        if (acknowledged.has(key)) expect(reference).toBe(acknowledged.get(key));
        references.add(reference);
      }
      const gone = exited(child);
      child.kill('SIGTERM');
      await gone;
      const store = new SqliteStore({ file: db });
      const stored = await store.list({ limit: keys.length + 10 });
      await store.close();
      expect(acknowledged.size).toBeGreaterThan(0);
      expect(new Set(stored.map(({ reference }) => reference))).toEqual(references);
      expect(stored).toHaveLength(keys.length);
    },
    60_000 + KILLS * 20_000,
  );
});
