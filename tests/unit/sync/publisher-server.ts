/** A rule host on loopback that misbehaves as told. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const running: Server[] = [];

export async function host(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/vigie/`;
}

export function stopHosts(): void {
  for (const server of running.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export const pathOf = (request: IncomingMessage): string => (request.url ?? '').replace(/^\/vigie\//, '');

export interface Seen {
  path: string;
  headers: Record<string, string | string[] | undefined>;
}

/** A static server for these files, with answers of its own for some paths; notes the requests. */
export async function serving(
  files: Readonly<Record<string, Uint8Array>>,
  instead: Readonly<Record<string, Answer>> = {},
): Promise<{ address: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const address = await host((request, response) => {
    const path = pathOf(request);
    seen.push({ path, headers: request.headers });
    const special = instead[path];
    if (special !== undefined) return special(request, response);
    const bytes = files[path];
    if (bytes === undefined) return response.writeHead(404, { 'Content-Type': 'text/html' }).end('<h1>Not found</h1>');
    return response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end(bytes);
  });
  return { address, seen };
}
