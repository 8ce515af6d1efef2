/**
 * Evidence in any S3-compatible object store, so that the processes of an intake need no disk in common.
 *
 * An object cannot grow, so an upload is kept as one object a part, named after the place where the part begins, and the
 * parts become the item by a multipart upload once all are there. Parts of S3's multipart uploads must have 5 MiB except
 * for the last, and Vigie's parts may be smaller: they are put together to parts of `JOINED` bytes while they are hashed.
 * The item is made under its final name only when the hash is right; until then nobody can read half of it.
 *
 * Requests are signed (AWS Signature Version 4) by aws4fetch. Several processes may be asked for one upload at once: a
 * part that is written twice has the same name and, because its digest was checked, the same bytes.
 */
import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import type { EvidenceStore, Held } from './evidence-store.ts';

export interface S3Options {
  /** Base address of the bucket, path style: `https://host/bucket`, optionally with a prefix. */
  url: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Bytes of one part of the final multipart upload; at least S3's 5 MiB. */
const JOINED = 16 * 1024 * 1024;
const TIMEOUT_MS = 60_000;

/** The object store refused or did not answer; nothing is acknowledged. */
export class ObjectStoreUnavailable extends Error {
  override name = 'ObjectStoreUnavailable';
}

interface Part {
  key: string;
  offset: number;
  bytes: number;
}

/** The texts of all elements of that name; S3's listings are flat enough for it, and keys here hold no character to escape. */
function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) => text);
}

/** Digits enough for the largest item, so that names sort as numbers do. */
function placeName(offset: number): string {
  return String(offset).padStart(12, '0');
}

export class S3EvidenceStore implements EvidenceStore {
  readonly #client: AwsClient;
  readonly #bucket: string;
  readonly #prefix: string;

  constructor({ url, region, accessKeyId, secretAccessKey }: S3Options) {
    this.#client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 2 });
    const { origin, pathname } = new URL(url);
    const [bucket = '', ...prefix] = pathname.split('/').filter((part) => part !== '');
    this.#bucket = `${origin}/${bucket}`;
    this.#prefix = prefix.length === 0 ? '' : `${prefix.join('/')}/`;
  }

  /** Rejects with a sentence when the bucket cannot be used. */
  static async open(options: S3Options): Promise<S3EvidenceStore> {
    const store = new S3EvidenceStore(options);
    const probe = `${store.#prefix}partial/.probe`;
    await store.#expect(await store.#ask('PUT', probe, { body: new Uint8Array(0) }));
    await store.#expect(await store.#ask('DELETE', probe), 204);
    return store;
  }

  #path(sha256: string): string {
    return `${this.#prefix}${sha256.slice(0, 2)}/${sha256}`;
  }

  #partial(sha256: string): string {
    return `${this.#prefix}partial/${sha256}/`;
  }

  async #ask(method: string, key: string, { query = '', body }: { query?: string; body?: Uint8Array } = {}) {
    const url = `${this.#bucket}/${key}${query}`;
    try {
      return await this.#client.fetch(url, {
        method,
        ...(body === undefined ? {} : { body: new Uint8Array(body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      throw new ObjectStoreUnavailable(error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  async #expect(response: Response, ...statuses: number[]): Promise<Response> {
    if (response.ok || statuses.includes(response.status)) return response;
    const [code = 'no code'] = elements((await response.text()).slice(0, 4096), 'Code');
    throw new ObjectStoreUnavailable(`the object store answered ${response.status} (${code})`);
  }

  async #size(key: string): Promise<number | null> {
    const response = await this.#expect(await this.#ask('HEAD', key), 404);
    return response.status === 404 ? null : Number(response.headers.get('content-length'));
  }

  /** The parts of an upload, in the order of their places. */
  async #parts(sha256: string): Promise<Part[]> {
    const prefix = this.#partial(sha256);
    const parts: Part[] = [];
    let more = '';
    do {
      const query = `?list-type=2&prefix=${encodeURIComponent(prefix)}${more}`;
      const xml = await (await this.#expect(await this.#ask('GET', '', { query }))).text();
      const keys = elements(xml, 'Key');
      const sizes = elements(xml, 'Size');
      parts.push(
        ...keys.map((key, index) => ({ key, offset: Number(key.slice(prefix.length)), bytes: Number(sizes[index]) })),
      );
      const [token] = elements(xml, 'NextContinuationToken');
      more = token === undefined ? '' : `&continuation-token=${encodeURIComponent(token)}`;
    } while (more !== '');
    return parts.sort((a, b) => a.offset - b.offset);
  }

  /** The parts from the start on without a gap: what lies behind one was written by an upload that was started anew. */
  async #unbroken(sha256: string): Promise<{ parts: Part[]; bytes: number }> {
    const parts: Part[] = [];
    let bytes = 0;
    for (const part of await this.#parts(sha256)) {
      if (part.offset !== bytes) break;
      parts.push(part);
      bytes += part.bytes;
    }
    return { parts, bytes };
  }

  async held(sha256: string): Promise<Held> {
    const whole = await this.#size(this.#path(sha256));
    if (whole !== null) return { kind: 'whole', bytes: whole };
    return { kind: 'part', bytes: (await this.#unbroken(sha256)).bytes };
  }

  async append(sha256: string, offset: number, part: Uint8Array): Promise<void> {
    if (offset === 0) await this.#forgetParts(sha256);
    await this.#expect(await this.#ask('PUT', `${this.#partial(sha256)}${placeName(offset)}`, { body: part }));
  }

  async finish(sha256: string): Promise<boolean> {
    const { parts } = await this.#unbroken(sha256);
    const hash = createHash('sha256');
    const upload = await this.#begin(sha256);
    const tags: string[] = [];
    try {
      let waiting: Uint8Array[] = [];
      let bytes = 0;
      const flush = async () => {
        tags.push(await this.#uploadPart(sha256, upload, tags.length + 1, Buffer.concat(waiting)));
        waiting = [];
        bytes = 0;
      };
      for (const { key } of parts) {
        const content = new Uint8Array(await (await this.#expect(await this.#ask('GET', key))).arrayBuffer());
        hash.update(content);
        waiting.push(content);
        bytes += content.length;
        if (bytes >= JOINED) await flush();
      }
      if (bytes > 0 || tags.length === 0) await flush();
      const isRight = hash.digest('hex') === sha256;
      if (isRight) await this.#complete(sha256, upload, tags);
      else await this.#abort(sha256, upload);
      await this.#forgetParts(sha256);
      return isRight;
    } catch (error) {
      await this.#abort(sha256, upload).catch(() => undefined);
      throw error;
    }
  }

  async #begin(sha256: string): Promise<string> {
    const response = await this.#expect(await this.#ask('POST', this.#path(sha256), { query: '?uploads=' }));
    const [id] = elements(await response.text(), 'UploadId');
    if (id === undefined) throw new ObjectStoreUnavailable('the object store began no multipart upload');
    return encodeURIComponent(id);
  }

  async #uploadPart(sha256: string, upload: string, number: number, body: Uint8Array): Promise<string> {
    const query = `?partNumber=${number}&uploadId=${upload}`;
    const response = await this.#expect(await this.#ask('PUT', this.#path(sha256), { query, body }));
    return response.headers.get('etag') ?? '';
  }

  async #complete(sha256: string, upload: string, tags: readonly string[]): Promise<void> {
    const parts = tags.map(
      (tag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${tag.replaceAll('"', '&quot;')}</ETag></Part>`,
    );
    const body = Buffer.from(`<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`);
    const query = `?uploadId=${upload}`;
    const text = await (await this.#expect(await this.#ask('POST', this.#path(sha256), { query, body }))).text();
    // S3 may answer 200 first and tell of the failure in the body.
    if (text.includes('<Error>')) throw new ObjectStoreUnavailable('the object store could not join the parts');
  }

  async #abort(sha256: string, upload: string): Promise<void> {
    await this.#expect(await this.#ask('DELETE', this.#path(sha256), { query: `?uploadId=${upload}` }), 404);
  }

  async #forgetParts(sha256: string): Promise<void> {
    for (const { key } of await this.#parts(sha256)) await this.#expect(await this.#ask('DELETE', key), 404);
  }

  async intact(sha256: string): Promise<boolean | null> {
    if ((await this.#size(this.#path(sha256))) === null) return null;
    const hash = createHash('sha256');
    for await (const chunk of this.read(sha256)) hash.update(chunk);
    return hash.digest('hex') === sha256;
  }

  async *read(sha256: string): AsyncIterable<Uint8Array> {
    const response = await this.#expect(await this.#ask('GET', this.#path(sha256)));
    if (response.body !== null) yield* response.body;
  }

  async remove(sha256: string): Promise<void> {
    await this.#expect(await this.#ask('DELETE', this.#path(sha256)), 404);
    await this.#forgetParts(sha256);
  }
}
