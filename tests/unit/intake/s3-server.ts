/**
 * An object store on loopback that speaks the part of S3 that the evidence store uses, and checks every signature (AWS
 * Signature Version 4) as S3 does, by its own computation. It keeps parts small enough to count: `requests` says what was asked.
 */
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const KEYS = { accessKeyId: 'VIGIETESTKEY', secretAccessKey: 'vigie/test+secret', region: 'eu-test-1' };

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Why the signature of a request is not valid; null when it is. */
function signatureFault(request: IncomingMessage, body: Buffer): string | null {
  const header = request.headers.authorization ?? '';
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  if (match === null) return 'AccessDenied';
  const [, key = '', day = '', region = '', signed = '', signature = ''] = match;
  if (key !== KEYS.accessKeyId) return 'InvalidAccessKeyId';
  const stated = String(request.headers['x-amz-content-sha256']);
  if (stated !== 'UNSIGNED-PAYLOAD' && stated !== sha256(body)) return 'XAmzContentSHA256Mismatch';
  const url = new URL(request.url ?? '/', 'http://host');
  const query = [...url.searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
  const names = signed.split(';');
  if (!names.includes('host') || !names.includes('x-amz-date')) return 'AccessDenied';
  const headers = names.map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`).join('');
  const canonical = [request.method, url.pathname, query, headers, signed, stated].join('\n');
  const time = String(request.headers['x-amz-date']);
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const signing = hmac(hmac(hmac(hmac(`AWS4${KEYS.secretAccessKey}`, day), region), 's3'), 'aws4_request');
  return hmac(signing, toSign).toString('hex') === signature ? null : 'SignatureDoesNotMatch';
}

export class S3Server {
  readonly objects = new Map<string, Buffer>();
  readonly uploads = new Map<string, Map<number, Buffer>>();
  readonly requests: string[] = [];
  /** Answers the next requests with this status instead. */
  fault: number | null = null;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<S3Server> {
    const listener = (request: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => started.#answer(request, response, Buffer.concat(chunks)));
    };
    const server = createServer(listener);
    const started = new S3Server(server);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return started;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/evidence`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #refuse(response: ServerResponse, status: number, code: string): ServerResponse {
    return response.writeHead(status, { 'Content-Type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`);
  }

  #answer(request: IncomingMessage, response: ServerResponse, body: Buffer): ServerResponse {
    const url = new URL(request.url ?? '/', 'http://host');
    const key = url.pathname.replace('/evidence/', '');
    const method = request.method ?? '';
    this.requests.push(`${method} ${key}${url.search}`);
    const fault = signatureFault(request, body);
    if (fault !== null) return this.#refuse(response, 403, fault);
    if (this.fault !== null) return this.#refuse(response, this.fault, 'SlowDown');
    const { searchParams: query } = url;
    const upload = query.get('uploadId');
    if (method === 'POST' && query.has('uploads')) {
      const id = `upload/${this.uploads.size + 1}=`;
      this.uploads.set(id, new Map());
      return response.end(`<R><UploadId>${id}</UploadId></R>`);
    }
    if (upload !== null) return this.#multipart(response, method, key, upload, Number(query.get('partNumber')), body);
    if (method === 'GET' && query.has('list-type')) return this.#list(response, query);
    if (method === 'PUT') {
      this.objects.set(key, body);
      return response.end();
    }
    if (method === 'DELETE') {
      this.objects.delete(key);
      return response.writeHead(204).end();
    }
    const object = this.objects.get(key);
    if (object === undefined) return this.#refuse(response, 404, 'NoSuchKey');
    return response.writeHead(200, { 'Content-Length': object.length }).end(method === 'HEAD' ? undefined : object);
  }

  #multipart(
    response: ServerResponse,
    method: string,
    key: string,
    id: string,
    number: number,
    body: Buffer,
  ): ServerResponse {
    const parts = this.uploads.get(id);
    if (parts === undefined) return this.#refuse(response, 404, 'NoSuchUpload');
    if (method === 'PUT') {
      parts.set(number, body);
      return response.writeHead(200, { ETag: `"${sha256(body).slice(0, 32)}"` }).end();
    }
    if (method === 'POST') {
      const tags = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>&quot;([0-9a-f]+)&quot;/g)];
      const joined = tags.map(([, place, tag]) => {
        const part = parts.get(Number(place));
        return part !== undefined && sha256(part).startsWith(tag ?? '?') ? part : null;
      });
      if (joined.length === 0 || joined.includes(null)) return this.#refuse(response, 400, 'InvalidPart');
      this.objects.set(key, Buffer.concat(joined.filter((part) => part !== null)));
      this.uploads.delete(id);
      return response.end('<R/>');
    }
    this.uploads.delete(id);
    return response.writeHead(204).end();
  }

  /** Two keys a page, so that the client must ask on. */
  #list(response: ServerResponse, query: URLSearchParams): ServerResponse {
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '')).sort();
    const from = Number(query.get('continuation-token') ?? '0');
    const page = keys.slice(from, from + 2);
    const entries = page.map(
      (key) => `<Contents><Key>${key}</Key><Size>${this.objects.get(key)?.length ?? 0}</Size></Contents>`,
    );
    const more = from + 2 < keys.length ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : '';
    return response.end(`<ListBucketResult>${entries.join('')}${more}</ListBucketResult>`);
  }
}
