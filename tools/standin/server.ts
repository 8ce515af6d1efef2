/** The stand-in for the three marketplaces: one loopback port, the real host names, invented goods. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { aliexpress } from './aliexpress.ts';
import { makeCertificate } from './certificate.ts';
import { openGate } from './gate.ts';
import { PLAYED_DOMAINS, roleOf } from './hosts.ts';
import { joom } from './joom.ts';
import { type Answer, notFound, type ShopRequest } from './layout.ts';
import { drawPicture } from './pictures.ts';
import { shein } from './shein.ts';
import type { SweepMarket } from './sweep-market.ts';

export interface Standin {
  /** Loopback port that a browser takes as its proxy. */
  port: number;
  /** Base64 SHA-256 of the certificate's public key. */
  spki: string;
  /** `host:port` of what a browser tried to reach and was refused. */
  refused: readonly string[];
  /** Every request that was answered, `GET https://host/path`. */
  requests: readonly string[];
  /** Answers this address (without its query) with a page of the caller's own, until what this gives is called; for tests. */
  serve(url: string, body: string): () => void;
  /** Lets a market of many queries answer what is its own, or no longer. */
  play(market: SweepMarket | null): void;
  close(): Promise<void>;
}

const SHOPS = { aliexpress, joom, shein };
const REMEMBERED = 5000;

function picture(path: string): Answer {
  // …/S<view><key>_350x350.jpg, …/S0mug.jpg_960x960q75.jpg_.avif, …/S1mug_thumbnail_405x552.jpg
  const match = /\/S(\d)([a-z0-9-]+)[._][^/]*$/.exec(path);
  return { status: 200, type: 'image/svg+xml', body: drawPicture(match?.[2] ?? '', Number(match?.[1] ?? 0)) };
}

function answer(request: ShopRequest, own: ReadonlyMap<string, string>, market: SweepMarket | null): Answer {
  const body = own.get(`https://${request.host}${request.path}`);
  if (body !== undefined) return { status: 200, type: 'text/html; charset=utf-8', body };
  const role = roleOf(request.host);
  if (role === null) return notFound('en');
  const swept = role === 'pictures' ? null : (market?.answer(role, request) ?? null);
  if (swept !== null) return swept;
  return role === 'pictures' ? picture(request.path) : SHOPS[role](request);
}

export async function startStandin({ port = 0 }: { port?: number } = {}): Promise<Standin> {
  const certificate = await makeCertificate(PLAYED_DOMAINS);
  const own = new Map<string, string>();
  const requests: string[] = [];
  let market: SweepMarket | null = null;
  const handler = (message: IncomingMessage, response: ServerResponse) => {
    const host = (message.headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
    let result: Answer;
    try {
      const url = new URL(message.url ?? '/', `https://${host}`);
      requests.push(`${message.method} ${url.href}`);
      if (requests.length > REMEMBERED) requests.shift();
      result = answer({ host, path: url.pathname, query: url.searchParams }, own, market);
    } catch {
      // A malformed address or escape is the asker's fault.
      result = { ...notFound('en'), status: 400 };
    }
    response.writeHead(result.status, {
      'content-type': result.type,
      'cache-control': result.type === 'image/svg+xml' ? 'max-age=3600' : 'no-store',
    });
    response.end(message.method === 'HEAD' ? undefined : result.body);
  };
  const gate = await openGate({ certificate, plays: (host) => roleOf(host) !== null, handler, port });
  return {
    port: gate.port,
    spki: certificate.spki,
    refused: gate.refused,
    requests,
    serve: (url, body) => {
      const { origin, pathname } = new URL(url);
      own.set(origin + pathname, body);
      return () => own.delete(origin + pathname);
    },
    play: (played) => {
      market = played;
    },
    close: gate.close,
  };
}
