/**
 * `npm run kills [-- N]`: Chromium is killed (SIGKILL, the whole browser) N times while its outbox is sending, 200 by
 * default; about three seconds each, so not a part of `npm test`, where the outbox is killed without a browser
 * (`tests/unit/reports/outbox-crash.test.ts`). At the end every report that was queued durably is at the authority exactly
 * once, and the outbox says so, with the authority's reference.
 */
import { createServer, request } from 'node:http';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { findBrowser } from '../../tools/browser/find.ts';
import { Owned } from '../../tools/browser/owned.ts';
import { buildExtension, extensionFolder } from '../../tools/demo/build.ts';
import { LocalIntake } from '../../tools/demo/stack.ts';
import { sampleReport } from '../unit/reports/sample.ts';
import { storedReport } from '../unit/reports/stored-report-fixture.ts';

const KILLS = Number(process.argv[2] ?? 200);
const REPORTS_A_ROUND = 3;
const LONGEST_DELAY_MS = 150;
const EARLIEST_KILL_MS = 20;
const LATEST_KILL_MS = 900;
const PATIENCE_MS = 120_000;

/** The intake behind a slow line: before a request arrives and before its answer does, there is time to be killed. */
async function slowLine(owned: Owned, intake: LocalIntake): Promise<string> {
  const wait = () => sleep(Math.random() * LONGEST_DELAY_MS);
  const server = createServer(async (asked, answer) => {
    await wait();
    const { method = 'GET', url = '/', headers } = asked;
    const passed = request(`${intake.url}${url}`, { method, headers }, async (given) => {
      const chunks: Buffer[] = [];
      for await (const chunk of given) chunks.push(chunk);
      await wait();
      answer.writeHead(given.statusCode ?? 502, given.headers).end(Buffer.concat(chunks));
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  owned.closes(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

async function start(owned: Owned, profile: string): Promise<{ browser: Browser; page: Page }> {
  const browser = await launch({
    executablePath: findBrowser('chromium').path,
    headless: true,
    pipe: true,
    enableExtensions: [extensionFolder('chromium')],
    userDataDir: profile,
    args: ['--disable-gpu', '--disable-component-update', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  const child = browser.process();
  if (child !== null) owned.process(child);
  const worker = await browser.waitForTarget((target) => target.type() === 'service_worker', { timeout: 30_000 });
  const page = await browser.newPage();
  await page.goto(`chrome-extension://${new URL(worker.url()).host}/reports.html#history`);
  return { browser, page };
}

interface Kept {
  id: string;
  state: string;
  reference: string | null;
}

/** Stores reports as "send" does, and has the background send them; resolves once they are durable. */
async function queue(page: Page, reports: readonly unknown[]): Promise<void> {
  await page.evaluate(async (all: string) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('vigie');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const transaction = database.transaction('reports', 'readwrite', { durability: 'strict' });
    for (const report of JSON.parse(all)) transaction.objectStore('reports').put(report);
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onerror = () => reject(transaction.error);
    });
    database.close();
    const scope = globalThis as unknown as { chrome: { runtime: { sendMessage(message: unknown): Promise<unknown> } } };
    void scope.chrome.runtime.sendMessage({ what: 'flush-outbox', body: null }).catch(() => null);
  }, JSON.stringify(reports));
}

async function outbox(page: Page): Promise<Kept[]> {
  const found: unknown = await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('vigie');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const rows = await new Promise<{ id: string; state: string; receipt: { reference: string } | null }[]>(
      (resolve, reject) => {
        const reading = database.transaction('reports').objectStore('reports').getAll();
        reading.onsuccess = () => resolve(reading.result);
        reading.onerror = () => reject(reading.error);
      },
    );
    database.close();
    return rows.map(({ id, state, receipt }) => ({ id, state, reference: receipt?.reference ?? null }));
  });
  return z.array(z.object({ id: z.string(), state: z.string(), reference: z.string().nullable() })).parse(found);
}

const owned = new Owned();
try {
  await buildExtension('chromium');
  const intake = await LocalIntake.start(owned, 0);
  const authority = await slowLine(owned, intake);
  const profile = owned.folder('kills');
  const queued = new Set<string>();
  const found = { queued: 0, sending: 0, acknowledged: 0 };
  for (let kill = 0; kill < KILLS; kill++) {
    const { browser, page } = await start(owned, profile);
    for (const { state } of await outbox(page)) if (state in found) found[state as keyof typeof found] += 1;
    const fresh = Array.from({ length: REPORTS_A_ROUND }, () => {
      const id = uuidv7();
      const now = Date.now();
      const body = JSON.stringify(sampleReport({ id, createdAt: new Date(now).toISOString() }));
      const times = { createdAt: now, changedAt: now, queuedAt: now, nextAttemptAt: now };
      return storedReport({ id, authority, body, state: 'queued', ...times });
    });
    await queue(page, fresh);
    for (const { id } of fresh) queued.add(id);
    await sleep(EARLIEST_KILL_MS + Math.random() * (LATEST_KILL_MS - EARLIEST_KILL_MS));
    browser.process()?.kill('SIGKILL');
    await browser.close().catch(() => undefined);
    process.stdout.write(
      `\r${kill + 1} kills, ${queued.size} reports queued, ${intake.received().length} at the authority`,
    );
  }
  const { browser, page } = await start(owned, profile);
  await queue(page, []);
  const began = Date.now();
  let kept = await outbox(page);
  while (kept.some(({ state }) => state !== 'acknowledged') && Date.now() - began < PATIENCE_MS) {
    await sleep(500);
    kept = await outbox(page);
  }
  await browser.close();
  const at = Map.groupBy(intake.received(), ({ report }) => z.looseObject({ id: z.string() }).parse(report).id);
  const wrong = [...queued].flatMap((id) => {
    const own = kept.find((one) => one.id === id);
    const there = at.get(id) ?? [];
    const isRight =
      there.length === 1 && own?.state === 'acknowledged' && own.reference === (there[0]?.reference ?? null);
    return isRight ? [] : [`${id}: ${own?.state ?? 'lost'} in the outbox, ${there.length} times at the authority`];
  });
  process.stdout.write(
    `\nAfter each kill, together: ${found.queued} queued, ${found.sending} in the middle of sending, ${found.acknowledged} acknowledged.\n`,
  );
  for (const line of wrong) process.stdout.write(`${line}\n`);
  process.stdout.write(
    `${queued.size - wrong.length} of ${queued.size} reports are there exactly once and acknowledged.\n`,
  );
  if (wrong.length > 0) process.exitCode = 1;
} finally {
  await owned.close();
}
