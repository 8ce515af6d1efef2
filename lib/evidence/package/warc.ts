/**
 * WARC (ISO 28500:2017, version 1.1) with `resource` records: what an extension has is the page as the browser built
 * it, not the server's bytes, and a `response` record would claim the latter. One gzip member a record, as readers of
 * WACZ need for reading single records.
 */
import { type Bytes, sha256 } from '../../sync/trust/encoding.ts';

export interface ResourceRecord {
  url: string;
  /** ISO 8601, UTC. */
  at: string;
  mediaType: string;
  body: Bytes;
}

export interface Warc {
  bytes: Bytes;
  /** CDXJ lines of its records. */
  index: string[];
}

const encoder = new TextEncoder();

function join(parts: readonly Uint8Array[]): Bytes {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

async function gzip(bytes: Bytes): Promise<Bytes> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function record(headers: readonly (readonly [string, string])[], body: Bytes): Promise<Bytes> {
  const head = headers.map(([name, value]) => `${name}: ${value.replaceAll(/[\r\n]/g, ' ')}\r\n`).join('');
  const length = `Content-Length: ${body.length}\r\n`;
  return gzip(join([encoder.encode(`WARC/1.1\r\n${head}${length}\r\n`), body, encoder.encode('\r\n\r\n')]));
}

/** Whole seconds: WARC 1.1 takes fractions, but not every reader does. */
const seconds = (at: string) => `${at.slice(0, 19)}Z`;

/** Sort-friendly form of an address (SURT): the host's parts from the top, then the rest in lower case. */
export function surt(url: string): string {
  const { hostname, pathname, search } = new URL(url);
  return `${hostname.split('.').reverse().join(',')})${pathname}${search}`.toLowerCase();
}

/** @param filename the WARC's own name, for its index. @param software for its first record. */
export async function writeWarc(filename: string, records: readonly ResourceRecord[], software: string): Promise<Warc> {
  const started = seconds(records[0]?.at ?? new Date(0).toISOString());
  const parts = [
    await record(
      [
        ['WARC-Type', 'warcinfo'],
        ['WARC-Record-ID', `<urn:uuid:${crypto.randomUUID()}>`],
        ['WARC-Date', started],
        ['WARC-Filename', filename],
        ['Content-Type', 'application/warc-fields'],
      ],
      encoder.encode(`software: ${software}\r\nformat: WARC File Format 1.1\r\n`),
    ),
  ];
  let offset = parts[0]?.length ?? 0;
  const index: string[] = [];
  for (const { url, at, mediaType, body } of records) {
    const digest = `sha256:${await sha256(body)}`;
    const bytes = await record(
      [
        ['WARC-Type', 'resource'],
        ['WARC-Record-ID', `<urn:uuid:${crypto.randomUUID()}>`],
        ['WARC-Target-URI', url],
        ['WARC-Date', seconds(at)],
        ['WARC-Payload-Digest', digest],
        ['WARC-Block-Digest', digest],
        ['Content-Type', mediaType],
      ],
      body,
    );
    const place = { offset: String(offset), length: String(bytes.length), filename };
    const entry = JSON.stringify({ url, mime: mediaType, status: '200', digest, ...place });
    index.push(`${surt(url)} ${seconds(at).replaceAll(/\D/g, '')} ${entry}`);
    parts.push(bytes);
    offset += bytes.length;
  }
  return { bytes: join(parts), index };
}
