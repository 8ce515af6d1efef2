/** The conformance suite's cases about evidence, for intakes that take any. */
import { createHash, randomBytes } from 'node:crypto';
import { CONTENT_DIGEST, evidencePath, UPLOAD_OFFSET } from '../../../lib/reports/protocol.ts';
import type { Case } from './cases.ts';
import { type Answer, type Client, must, receiptFor, refusal } from './client.ts';
import { report } from './samples.ts';

interface Item {
  bytes: Uint8Array<ArrayBuffer>;
  sha256: string;
}

function newItem(size: number): Item {
  const bytes = new Uint8Array(randomBytes(size));
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function digestOf(bytes: Uint8Array): string {
  return `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;
}

/** Sends a report that announces the items. */
async function announce(client: Client, ...items: Item[]): Promise<void> {
  const evidence = items.map(({ bytes, sha256 }) => ({
    sha256,
    mediaType: 'application/octet-stream',
    bytes: bytes.length,
    capturedAt: new Date().toISOString(),
    listing: null,
  }));
  const body = report(client.identity, { evidence });
  receiptFor(body, await client.post(body));
}

interface Part {
  from: number;
  to: number;
}

/** A PUT of the item, whole or of the bytes from `from` up to `to`. A header of `null` is left out. */
function put(client: Client, { bytes, sha256 }: Item, part?: Part, headers: Record<string, string | null> = {}) {
  const body = part === undefined ? bytes : bytes.slice(part.from, part.to);
  const wanted: Record<string, string | null> = {
    'Content-Type': 'application/octet-stream',
    [CONTENT_DIGEST]: digestOf(body),
    'Content-Range': part === undefined ? null : `bytes ${part.from}-${part.to - 1}/${bytes.length}`,
    ...client.authorization,
    ...headers,
  };
  const given = Object.entries(wanted).flatMap(([name, value]): [string, string][] =>
    value === null ? [] : [[name, value]],
  );
  return client.ask(evidencePath(sha256), { method: 'PUT', headers: given, body });
}

function head(client: Client, { sha256 }: Item): Promise<Answer> {
  return client.ask(evidencePath(sha256), { method: 'HEAD', headers: client.authorization });
}

function mustStandAt(answer: Answer, status: number, offset: number): void {
  must(answer.status === status, `the status must be ${status}, and is ${answer.status}: ${answer.text.slice(0, 200)}`);
  const stated = answer.headers.get(UPLOAD_OFFSET);
  must(stated === String(offset), `${UPLOAD_OFFSET} must be ${offset}, and is ${stated ?? 'missing'}`);
}

/** Whether the intake takes evidence at all: it then says of an announced item how much of it is there. */
export async function takesEvidence(client: Client): Promise<boolean> {
  const item = newItem(10);
  await announce(client, item);
  return (await head(client, item)).headers.has(UPLOAD_OFFSET);
}

export const EVIDENCE_CASES: readonly Case[] = [
  {
    name: 'an announced item is taken whole, and is there afterwards',
    run: async (client) => {
      const item = newItem(1000);
      await announce(client, item);
      mustStandAt(await head(client, item), 404, 0);
      mustStandAt(await put(client, item), 201, 1000);
      mustStandAt(await head(client, item), 200, 1000);
    },
  },
  {
    name: 'an item is taken part by part, and an upload that broke off goes on from Upload-Offset',
    run: async (client) => {
      const item = newItem(3000);
      await announce(client, item);
      mustStandAt(await put(client, item, { from: 0, to: 1000 }), 202, 1000);
      mustStandAt(await head(client, item), 404, 1000);
      mustStandAt(await put(client, item, { from: 1000, to: 2500 }), 202, 2500);
      mustStandAt(await put(client, item, { from: 2500, to: 3000 }), 201, 3000);
    },
  },
  {
    name: 'an item that is there already gets 200, whoever sends it again',
    run: async (client) => {
      const item = newItem(500);
      await announce(client, item);
      mustStandAt(await put(client, item), 201, 500);
      await announce(client, item);
      mustStandAt(await put(client, item), 200, 500);
    },
  },
  {
    name: 'a part that starts elsewhere gets 409 with where the upload stands',
    run: async (client) => {
      const item = newItem(2000);
      await announce(client, item);
      mustStandAt(await put(client, item, { from: 0, to: 700 }), 202, 700);
      const answer = await put(client, item, { from: 1500, to: 2000 });
      refusal(answer, 409);
      mustStandAt(answer, 409, 700);
    },
  },
  {
    name: 'bytes that do not hash to the address get 422, and the upload starts anew',
    run: async (client) => {
      const item = newItem(800);
      await announce(client, item);
      const other = newItem(800);
      refusal(await put(client, { bytes: other.bytes, sha256: item.sha256 }), 422);
      mustStandAt(await head(client, item), 404, 0);
      mustStandAt(await put(client, item), 201, 800);
    },
  },
  {
    name: 'a part that is not what Content-Digest states gets 400, and is not kept',
    run: async (client) => {
      const item = newItem(600);
      await announce(client, item);
      refusal(await put(client, item, undefined, { [CONTENT_DIGEST]: digestOf(newItem(600).bytes) }), 400);
      mustStandAt(await head(client, item), 404, 0);
    },
  },
  {
    name: 'a part without Content-Digest gets 400',
    run: async (client) => {
      const item = newItem(600);
      await announce(client, item);
      refusal(await put(client, item, undefined, { [CONTENT_DIGEST]: null }), 400);
    },
  },
  {
    name: 'evidence that no report announces gets 404',
    run: async (client) => {
      const item = newItem(100);
      must((await head(client, item)).status === 404, 'HEAD must be 404');
      refusal(await put(client, item), 404);
    },
  },
  {
    name: 'an item of another size than announced is refused',
    run: async (client) => {
      const item = newItem(100);
      await announce(client, item);
      const longer = new Uint8Array([...item.bytes, 0]);
      refusal(await put(client, { bytes: longer, sha256: item.sha256 }), 400, 413, 422);
    },
  },
  {
    name: 'evidence can be sent from any origin',
    run: async (client) => {
      const item = newItem(100);
      await announce(client, item);
      const headers = {
        Origin: 'moz-extension://0198c7a0-5b7e-4cc0-8f00-3a1d5e9b2c44',
        'Access-Control-Request-Method': 'PUT',
        'Access-Control-Request-Headers': 'content-digest,content-range,content-type',
      };
      const answer = await client.ask(evidencePath(item.sha256), { method: 'OPTIONS', headers });
      const allowed = (answer.headers.get('access-control-allow-headers') ?? '').toLowerCase();
      for (const name of ['content-digest', 'content-range', 'content-type']) {
        must(allowed.includes(name), `Access-Control-Allow-Headers must name ${name}`);
      }
      const methods = (answer.headers.get('access-control-allow-methods') ?? '').toUpperCase();
      must(methods.includes('PUT'), 'Access-Control-Allow-Methods must name PUT');
      const exposed = (await head(client, item)).headers.get('access-control-expose-headers') ?? '';
      must(exposed.toLowerCase().includes('upload-offset'), `Access-Control-Expose-Headers must name ${UPLOAD_OFFSET}`);
    },
  },
];
