/**
 * Where the intake keeps evidence items: content-addressed, so an item is stored once under the SHA-256 of its bytes
 * and is never changed. An upload grows part by part beside the finished items and joins them only when its hash is right.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

export type Held = { kind: 'whole'; bytes: number } | { kind: 'part'; bytes: number };

export interface EvidenceStore {
  /** What is there of an item; `part` with 0 bytes when nothing is. */
  held(sha256: string): Promise<Held>;
  /** Adds a part at `offset`, which must be where the upload stands; resolves once it is on the disk. */
  append(sha256: string, offset: number, part: Uint8Array): Promise<void>;
  /** Ends an upload: true when its bytes hash to `sha256`; else what was uploaded is forgotten. */
  finish(sha256: string): Promise<boolean>;
  /** Whether the stored bytes still hash to `sha256`; null when the item is not there. */
  intact(sha256: string): Promise<boolean | null>;
  read(sha256: string): AsyncIterable<Uint8Array>;
  remove(sha256: string): Promise<void>;
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A directory that all processes of an intake share. Hashes are checked by the caller to be 64 hexadecimal digits. */
export class EvidenceDirectory implements EvidenceStore {
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  /** Makes the directory when it is missing; rejects when it cannot be written. */
  static async open(directory: string): Promise<EvidenceDirectory> {
    await mkdir(join(directory, 'partial'), { recursive: true });
    const probe = join(directory, 'partial', '.probe');
    await (await open(probe, 'w')).close();
    await rm(probe);
    return new EvidenceDirectory(directory);
  }

  /** 256 folders keep each one small. */
  #path(sha256: string): string {
    return join(this.#directory, sha256.slice(0, 2), sha256);
  }

  #partial(sha256: string): string {
    return join(this.#directory, 'partial', sha256);
  }

  async held(sha256: string): Promise<Held> {
    const whole = await sizeOf(this.#path(sha256));
    if (whole !== null) return { kind: 'whole', bytes: whole };
    return { kind: 'part', bytes: (await sizeOf(this.#partial(sha256))) ?? 0 };
  }

  async append(sha256: string, offset: number, part: Uint8Array): Promise<void> {
    const handle = await open(this.#partial(sha256), offset === 0 ? 'w' : 'r+');
    try {
      for (let written = 0; written < part.length; ) {
        const { bytesWritten } = await handle.write(part, written, part.length - written, offset + written);
        written += bytesWritten;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  async finish(sha256: string): Promise<boolean> {
    const partial = this.#partial(sha256);
    if ((await hashOf(partial)) !== sha256) {
      await rm(partial, { force: true });
      return false;
    }
    const path = this.#path(sha256);
    const folder = join(path, '..');
    await mkdir(folder, { recursive: true });
    await rename(partial, path);
    // The new name must survive a power cut as well as the bytes do.
    await flush(folder);
    await flush(this.#directory);
    return true;
  }

  async intact(sha256: string): Promise<boolean | null> {
    const path = this.#path(sha256);
    return (await sizeOf(path)) === null ? null : (await hashOf(path)) === sha256;
  }

  read(sha256: string): AsyncIterable<Uint8Array> {
    return createReadStream(this.#path(sha256));
  }

  async remove(sha256: string): Promise<void> {
    await rm(this.#path(sha256), { force: true });
    await rm(this.#partial(sha256), { force: true });
  }
}
