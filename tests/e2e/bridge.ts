/**
 * A bridge on loopback that takes reports in the shape of SignalConso, as an authority would run one. It answers with an id, as
 * SignalConso does, allows any origin, and remembers idempotency keys.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Owned } from '../../tools/browser/owned.ts';

const ANY_ORIGIN = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'Content-Type, Idempotency-Key',
  'Access-Control-Allow-Methods': 'POST',
};

export interface BridgedReport {
  key: string;
  body: unknown;
}

export class Bridge {
  readonly #server: Server;
  readonly received: BridgedReport[] = [];
  /** `GET /…` of everything that was asked for. */
  readonly asked: string[] = [];
  /** Answers this instead, once. */
  next: number | null = null;

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(owned: Owned): Promise<Bridge> {
    const bridge = new Bridge();
    await new Promise<void>((resolve) => bridge.#server.listen(0, '127.0.0.1', resolve));
    owned.closes(() => {
      bridge.#server.closeAllConnections();
      bridge.#server.close();
    });
    return bridge;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  idOf(key: string): string {
    return `sc-${this.received.findIndex((one) => one.key === key) + 1}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.asked.push(`${request.method} ${request.url}`);
    if (request.method === 'OPTIONS') return void response.writeHead(204, ANY_ORIGIN).end();
    const body = await text(request);
    const answer = (status: number, value: unknown) =>
      void response.writeHead(status, { ...ANY_ORIGIN, 'Content-Type': 'application/json' }).end(JSON.stringify(value));
    if (request.method !== 'POST' || request.url !== '/api/reports') return answer(404, {});
    const key = String(request.headers['idempotency-key'] ?? '');
    if (!this.received.some((one) => one.key === key)) this.received.push({ key, body: JSON.parse(body) });
    const { next } = this;
    this.next = null;
    answer(next ?? 200, next === null ? { id: this.idOf(key), status: 'TraitementEnCours' } : {});
  }
}
