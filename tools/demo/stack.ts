/** Everything that a walk needs, together on this machine: the stand-in shops, the reference intake, a browser with the extension. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { AuthorityProfile } from '../../lib/authority/profile.ts';
import type { ReportState } from '../../lib/reports/protocol.ts';
import { startChromium } from '../browser/chromium.ts';
import type { FoundBrowser } from '../browser/find.ts';
import { startFirefox } from '../browser/firefox.ts';
import type { Owned } from '../browser/owned.ts';
import { chooseAuthority, textsOf } from '../browser/pages.ts';
import type { BrowserSession, SessionOptions } from '../browser/session.ts';
import type { Texts } from '../browser/texts.ts';
import { type RunningIntake, type ServerOptions, startIntake } from '../intake/server.ts';
import { Tokens } from '../intake/tokens.ts';
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
  readonly #options: ServerOptions;
  readonly #agent: string;
  /** The token of an agency's inspectors. */
  readonly inspector: string;
  #running: RunningIntake;
  readonly port: number;
  /** Each request as it came, before it is answered: its method, path and headers, as one line of JSON. */
  readonly heard: string[] = [];

  private constructor(options: ServerOptions, agent: string, inspector: string, running: RunningIntake) {
    this.#options = options;
    this.#agent = agent;
    this.inspector = inspector;
    this.#running = running;
    this.port = Number(new URL(running.url).port);
  }

  static async start(owned: Owned, port: number): Promise<LocalIntake> {
    const db = join(owned.folder('intake'), 'reports.sqlite');
    const [agent, inspector] = [crypto.randomUUID(), crypto.randomUUID()];
    const tokens = new Tokens();
    tokens.add(`agent@Agency=${agent}`);
    tokens.add(`inspector@Inspectorate=${inspector}`);
    const evidence = join(owned.folder('intake-evidence'), 'files');
    const options = { db, evidence, port, host: '127.0.0.1', tokens };
    const intake = new LocalIntake(options, agent, inspector, await startIntake(options));
    const hear = (message: unknown) => {
      const { request } = message as { request: IncomingMessage };
      if (request.socket.localPort !== intake.port) return;
      const { method, url, headers } = request;
      intake.heard.push(JSON.stringify({ method, url, headers }));
    };
    subscribe('http.server.request.start', hear);
    owned.closes(() => {
      unsubscribe('http.server.request.start', hear);
      return intake.stop();
    });
    return intake;
  }

  get url(): string {
    return this.#running.url;
  }

  async stop(): Promise<void> {
    await this.#running.close();
  }

  /** `profile`: members that are other than before. */
  async restart(profile: Partial<AuthorityProfile> = {}): Promise<void> {
    this.#running = await startIntake({ ...this.#options, port: this.port, profile });
  }

  /** What an agent does on the queue's page of a report. */
  async decide(reference: string, status: { state: ReportState; reason?: string; decision?: string }): Promise<void> {
    const response = await fetch(`${this.url}/queue/reports/${reference}/status`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Authorization: `Bearer ${this.#agent}`, 'Sec-Fetch-Site': 'same-origin' },
      body: new URLSearchParams({ reason: '', decision: '', ...status }),
    });
    if (response.status !== 303) throw new Error(`the queue answered ${response.status}`);
  }

  /** What an agent does on the page of inspectors' keys; whether the code was that of the key. */
  async enrol(fingerprint: string, code: string): Promise<boolean> {
    const response = await fetch(`${this.url}/queue/keys/${fingerprint}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Authorization: `Bearer ${this.#agent}`, 'Sec-Fetch-Site': 'same-origin' },
      body: new URLSearchParams({ state: 'enrolled', code }),
    });
    if (response.status !== 303 && response.status !== 422) throw new Error(`the queue answered ${response.status}`);
    return response.status === 303;
  }

  /** What an agent gets at an address of the queue, e.g. `/queue/reports/VG-…`. */
  async agentSees(path: string): Promise<Buffer> {
    const response = await fetch(`${this.url}${path}`, { headers: { Authorization: `Bearer ${this.#agent}` } });
    if (response.status !== 200) throw new Error(`the queue answered ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  }

  /** What is in the database file itself, oldest first. */
  received(): ReceivedReport[] {
    const Row = z.object({
      reference: z.string(),
      received_at: z.string(),
      sha256: z.string(),
      body: z.instanceof(Uint8Array),
    });
    if (!existsSync(this.#options.db)) return [];
    const database = new DatabaseSync(this.#options.db, { readOnly: true });
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

export interface StackOptions
  extends Partial<Pick<SessionOptions, 'language' | 'colourScheme' | 'viewport' | 'extension' | 'profiles'>> {
  /** What the extension says, where that is not one of its locales. */
  texts?: Texts;
}

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
  // It opens by itself on installation; left open, it would be the tab that was last in front.
  const welcome = await session.openedExtensionPage('welcome.html');
  await welcome.close();
  const texts = options.texts ?? (await textsOf(session));
  await chooseAuthority(session, texts, intake.url);
  return { browser, session, standin, intake, texts };
}
