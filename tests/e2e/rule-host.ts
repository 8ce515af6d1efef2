/**
 * An authority's rule host on loopback: its profile at the well-known path and a publication below `/vigie/`, made and
 * signed with the test keys. It sends no CORS headers, as most static web servers do not, and misbehaves as told.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PROFILE_PATH } from '../../lib/authority/well-known.ts';
import { HEAD_PATH } from '../../lib/sync/trust/head.ts';
import type { Owned } from '../../tools/browser/owned.ts';
import { type Files, type KeyName, type Pack, publication, rootFile } from '../fixtures/sync/forge.ts';
import keys from '../fixtures/sync/keys.json' with { type: 'json' };

const DAY = 24 * 3600_000;

const signedTime = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export class RuleHost {
  readonly #server: Server;
  readonly publisher: string;
  files: Files = {};
  /** Answers of its own for some paths below `/vigie/`. */
  instead: Record<string, Answer> = {};
  /** Paths that were asked for below `/vigie/`. */
  seen: string[] = [];
  /** Headers of the requests for the head. */
  headers: IncomingMessage['headers'][] = [];
  /** Root keys that the profile names. */
  rootKeys: KeyName[] = ['root-b', 'root-c'];

  private constructor(server: Server, publisher: string) {
    this.#server = server;
    this.publisher = publisher;
  }

  static async start(owned: Owned, publisher: string): Promise<RuleHost> {
    const server = createServer((request, response) => host.#answer(request, response));
    const host = new RuleHost(server, publisher);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    owned.closes(() => {
      server.closeAllConnections();
      server.close();
    });
    return host;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get #profile(): object {
    return {
      schema: 'vigie-authority/1',
      name: { en: 'Test rules authority', fr: 'Autorité de règles d’essai' },
      country: 'FR',
      remit: { families: ['*'] },
      intake: null,
      identity: { name: 'optional', email: 'never' },
      privacyNotice: `${this.origin}/privacy`,
      packs: [{ url: `${this.origin}/vigie/` }],
      keys: this.rootKeys.map((name) => ({
        id: keys[name].id,
        algorithm: keys[name].alg,
        publicKey: keys[name].spki,
      })),
    };
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '';
    if (path === PROFILE_PATH) {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(this.#profile));
      return;
    }
    const name = path.replace(/^\/vigie\//, '');
    this.seen.push(name);
    if (name === HEAD_PATH) this.headers.push(request.headers);
    const special = this.instead[name];
    const bytes = this.files[name];
    if (special !== undefined) special(request, response);
    else if (bytes === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end(bytes);
  }

  /** Serves these packs as publication `sequence`, made `age` days ago and lasting for `lasts` days. */
  async publish(packs: readonly Pack[], sequence: number, { age = 0, lasts = 14 } = {}): Promise<void> {
    const created = Date.now() - age * DAY;
    const head = await publication(
      packs,
      {
        publisher: this.publisher,
        sequence,
        created: signedTime(created),
        expires: signedTime(created + lasts * DAY),
      },
      ['head-b'],
    );
    const root = await this.#root(['root-b', 'root-c']);
    this.files = { ...head, '1.root.json': root, 'root.json': root };
    this.instead = {};
    this.seen = [];
    this.rootKeys = ['root-b', 'root-c'];
  }

  /** Shows another root in the place of the first: a key change without rotation. */
  async changeKeys(): Promise<void> {
    this.rootKeys = ['root-a', 'root-b'];
    const root = await this.#root(this.rootKeys);
    this.files = { ...this.files, '1.root.json': root, 'root.json': root };
  }

  async #root(root: KeyName[]): Promise<Uint8Array<ArrayBuffer>> {
    const files = await rootFile({ publisher: this.publisher, root, head: ['head-b'], rootThreshold: 2 }, root);
    return files['1.root.json'] ?? new Uint8Array();
  }
}
