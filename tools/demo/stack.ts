/** Everything that a walk needs, together on this machine: the stand-in shops, the reference intake, a browser with the extension. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { startChromium } from '../browser/chromium.ts';
import type { FoundBrowser } from '../browser/find.ts';
import { startFirefox } from '../browser/firefox.ts';
import type { Owned } from '../browser/owned.ts';
import { chooseAuthority, textsOf } from '../browser/pages.ts';
import type { BrowserSession, SessionOptions } from '../browser/session.ts';
import type { Texts } from '../browser/texts.ts';
import { type RunningIntake, startIntake } from '../intake/server.ts';
import { type Standin, startStandin } from '../standin/server.ts';
import { extensionFolder } from './build.ts';

export interface ReceivedReport {
  reference: string;
  receivedAt: string;
  /** SHA-256 of the bytes, hex, as the receipt says it. */
  sha256: string;
  report: unknown;
}

/** The reference intake over one SQLite file; it can be stopped and started again on the same port, as servers are. */
export class LocalIntake {
  readonly #db: string;
  #running: RunningIntake;
  readonly port: number;

  private constructor(db: string, running: RunningIntake) {
    this.#db = db;
    this.#running = running;
    this.port = Number(new URL(running.url).port);
  }

  static async start(owned: Owned, port: number): Promise<LocalIntake> {
    const db = join(owned.folder('intake'), 'reports.sqlite');
    const intake = new LocalIntake(db, await startIntake({ db, port, host: '127.0.0.1' }));
    owned.closes(() => intake.stop());
    return intake;
  }

  get url(): string {
    return this.#running.url;
  }

  async stop(): Promise<void> {
    await this.#running.close();
  }

  async restart(): Promise<void> {
    this.#running = await startIntake({ db: this.#db, port: this.port, host: '127.0.0.1' });
  }

  /** What is in the database file itself, oldest first. */
  received(): ReceivedReport[] {
    const Row = z.object({
      reference: z.string(),
      received_at: z.string(),
      sha256: z.string(),
      body: z.instanceof(Uint8Array),
    });
    if (!existsSync(this.#db)) return [];
    const database = new DatabaseSync(this.#db, { readOnly: true });
    try {
      const rows = database.prepare('SELECT reference, received_at, sha256, body FROM reports ORDER BY sequence').all();
      return z
        .array(Row)
        .parse(rows)
        .map((row) => ({
          reference: row.reference,
          receivedAt: row.received_at,
          sha256: row.sha256,
          report: JSON.parse(new TextDecoder().decode(row.body)),
        }));
    } finally {
      database.close();
    }
  }
}

export interface Stack {
  browser: FoundBrowser;
  session: BrowserSession;
  standin: Standin;
  intake: LocalIntake;
  texts: Texts;
}

export type StackOptions = Partial<Pick<SessionOptions, 'language' | 'colourScheme' | 'viewport'>>;

/** A headless browser with the extension, reporting to an intake on a free port. `owned.close()` ends it all. */
export async function startStack(owned: Owned, browser: FoundBrowser, options: StackOptions = {}): Promise<Stack> {
  const standin = await startStandin();
  owned.closes(() => standin.close());
  const intake = await LocalIntake.start(owned, 0);
  const start = browser.kind === 'firefox' ? startFirefox : startChromium;
  const session = await start(owned, {
    path: browser.path,
    extension: extensionFolder(browser.kind),
    gate: { port: standin.port, spki: standin.spki },
    headless: true,
    language: 'fr',
    colourScheme: 'light',
    viewport: { width: 1280, height: 800 },
    ...options,
  });
  owned.closes(() => session.close());
  const texts = await textsOf(session);
  await chooseAuthority(session, texts, intake.url);
  return { browser, session, standin, intake, texts };
}
