/**
 * How a browser reaches the stand-in under the marketplaces' real host names, and nothing else.
 *
 * The browser is told to use this server as its proxy. For https it sends `CONNECT www.example.com:443`; a host that the
 * stand-in plays is answered with our own TLS server on the very same socket, and every other host is refused and
 * remembered. One mechanism serves Chromium and Firefox alike, needs no root (port 443 is never bound), leaves name
 * resolution alone, and its list of refused hosts shows what a page or the extension tried to reach.
 */
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Certificate } from './certificate.ts';

export interface Gate {
  /** Loopback port of the proxy. */
  port: number;
  /** `host:port` of every connection that was refused, in order; the newest thousand. */
  refused: string[];
  close(): Promise<void>;
}

const REMEMBERED = 1000;

export interface GateOptions {
  certificate: Certificate;
  /** Whether the stand-in plays this host (lower case, no port). */
  plays: (host: string) => boolean;
  handler: RequestListener;
  /** 0 takes a free port. */
  port: number;
}

export async function openGate({ certificate, plays, handler, port }: GateOptions): Promise<Gate> {
  const refused: string[] = [];
  const sockets = new Set<Duplex>();
  const refuse = (target: string) => {
    refused.push(target);
    if (refused.length > REMEMBERED) refused.shift();
  };

  const shops = createHttpsServer({ key: certificate.key, cert: certificate.cert }, handler);
  // A browser may hang up at any moment; that is no error of ours.
  shops.on('tlsClientError', (_error, socket) => socket.destroy());

  const proxy = createHttpServer((request, response) => {
    refuse(request.url ?? '');
    response
      .writeHead(403, { 'content-type': 'text/plain' })
      .end('The stand-in plays the marketplaces over https only.\n');
  });
  proxy.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  proxy.on('connect', (request, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const target = request.url ?? '';
    const match = /^([^:/]+):443$/.exec(target);
    if (match?.[1] === undefined || !plays(match[1].toLowerCase())) {
      refuse(target);
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    shops.emit('connection', socket);
  });

  await new Promise<void>((resolve, reject) => {
    proxy.once('error', reject);
    proxy.listen(port, '127.0.0.1', resolve);
  });
  const address = proxy.address() as AddressInfo;
  return {
    port: address.port,
    refused,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        proxy.close(() => resolve());
      }),
  };
}
