/**
 * The reference intake at full durability, over HTTP on this machine, against bare inserts of the same rows into the
 * same kind of database in the same run; and its queries with 100,000 reports stored.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { SqliteStore } from '../../tools/intake/sqlite-store.ts';
import type { ReportFacts } from '../../tools/intake/store.ts';
import { sampleListing, sampleReport } from '../unit/reports/sample.ts';
import { type Bench, type BenchRow, median } from './table.ts';

const REPORTS = 3000;
const STORED = 100_000;

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function body(index: number): string {
  return JSON.stringify(sampleReport({ listings: [sampleListing(String(1_005_000_000_000_000 + (index % 500)))] }));
}

interface Timing {
  perSecond: number;
  p99: number;
}

/** One commit a row, WAL, synchronous=FULL: what SQLite alone takes for the same bytes. */
function bareInserts(folder: string, bodies: readonly string[]): Timing {
  const database = new DatabaseSync(join(folder, 'bare.db'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  database.exec(
    'CREATE TABLE reports (sequence INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, body BLOB NOT NULL) STRICT',
  );
  const insert = database.prepare('INSERT INTO reports (key, body) VALUES (?, ?)');
  const times: number[] = [];
  const start = performance.now();
  for (const text of bodies) {
    const before = performance.now();
    insert.run(crypto.randomUUID(), Buffer.from(text));
    times.push(performance.now() - before);
  }
  const seconds = (performance.now() - start) / 1000;
  database.close();
  return { perSecond: bodies.length / seconds, p99: percentile(times, 0.99) };
}

async function startProcess(file: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [
    'tools/vigie.js',
    'intake',
    '--db',
    file,
    '--port',
    '0',
    '--quiet',
    '--rate',
    '0',
  ]);
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (chunk) => {
      const address = /http:\/\/[\d.]+:\d+/.exec(String(chunk))?.[0];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', () => reject(new Error('the intake did not start')));
  });
  return { child, url };
}

function post(url: string, agent: Agent, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sending = request(`${url}/v1/reports`, {
      agent,
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(text),
        'Idempotency-Key': crypto.randomUUID(),
      },
    });
    sending.on('error', reject);
    sending.on('response', (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 201 ? resolve() : reject(new Error(`status ${response.statusCode}`)),
      );
    });
    sending.end(text);
  });
}

async function overHttp(url: string, bodies: readonly string[], connections: number): Promise<Timing> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  let next = 0;
  const worker = async () => {
    for (let text = bodies[next++]; text !== undefined; text = bodies[next++]) {
      const before = performance.now();
      await post(url, agent, text);
      times.push(performance.now() - before);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - start) / 1000;
  agent.destroy();
  return { perSecond: bodies.length / seconds, p99: percentile(times, 0.99) };
}

async function fill(store: SqliteStore): Promise<void> {
  const text = Buffer.from(body(0));
  const marketplaces = ['aliexpress', 'joom', 'shein'];
  for (let done = 0; done < STORED; done += 1000) {
    const batch = Array.from({ length: 1000 }, (_, offset) => {
      const index = done + offset;
      const marketplace = marketplaces[index % 3] ?? 'joom';
      const facts: ReportFacts = {
        schema: 'vigie-report/1',
        family: `family-${index % 40}`,
        role: 'consumer',
        agency: null,
        jurisdiction: 'FR',
        marketplace,
        listings: [`${marketplace}:${index % 20_000}`],
        evidence: [],
      };
      const receivedAt = new Date(1_790_000_000_000 + index * 1000).toISOString();
      const reference = `VG-${index}`;
      return store.add({
        idempotencyKey: crypto.randomUUID(),
        reference,
        receivedAt,
        sha256: '0'.repeat(64),
        body: text,
        facts,
      });
    });
    await Promise.all(batch);
  }
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 25; round += 1) {
    const before = performance.now();
    await work();
    times.push(performance.now() - before);
  }
  return median(times);
}

async function queries(folder: string): Promise<BenchRow[]> {
  const store = new SqliteStore({ file: join(folder, 'many.db') });
  await fill(store);
  const bar = { atMost: 50 };
  const row = async (what: string, work: () => Promise<unknown>): Promise<BenchRow> => ({
    what,
    value: await timeOf(work),
    unit: 'ms',
    bar,
  });
  const rows = [
    await row('newest 50 of 100,000', () => store.list({ limit: 50 })),
    await row('50 from the middle', () => store.list({ limit: 50, before: STORED / 2 })),
    await row('50 of one family and marketplace', () =>
      store.list({ limit: 50, family: 'family-7', marketplace: 'joom' }),
    ),
    await row('50 in a state that none has', () => store.list({ limit: 50, state: 'rejected' })),
    await row('all of one listing', () => store.list({ limit: 50, listing: 'joom:1' })),
    await row('one report', () => store.get('VG-50000')),
  ];
  await store.close();
  return rows;
}

const bench: Bench = {
  title: 'Reference intake (SQLite, every report flushed to disk)',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'vigie-bench-'));
    const bodies = Array.from({ length: REPORTS }, (_, index) => body(index));
    try {
      const bare = bareInserts(folder, bodies);
      const { child, url } = await startProcess(join(folder, 'intake.db'));
      const gone = new Promise((resolve) => child.once('exit', resolve));
      await overHttp(url, bodies.slice(0, 1500), 8);
      const alone = await overHttp(url, bodies.slice(0, 1000), 1);
      const many = await overHttp(url, bodies, 32);
      child.kill('SIGTERM');
      await gone;
      const size = `${Math.round((bodies[0]?.length ?? 0) / 100) / 10} kB a report`;
      return [
        { what: 'bare inserts, one commit a row', value: bare.perSecond, unit: 'rows/s', note: size },
        { what: 'bare inserts, p99', value: bare.p99, unit: 'ms' },
        { what: 'intake over HTTP, 32 connections', value: many.perSecond, unit: 'reports/s' },
        { what: '– as a ratio to bare inserts', value: many.perSecond / bare.perSecond, unit: '×' },
        { what: '– p99', value: many.p99, unit: 'ms' },
        { what: 'intake over HTTP, one at a time', value: alone.perSecond, unit: 'reports/s' },
        { what: '– p99', value: alone.p99, unit: 'ms' },
        { what: '– p99 as a ratio to bare inserts', value: alone.p99 / bare.p99, unit: '×' },
        ...(await queries(folder)),
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

export default bench;
