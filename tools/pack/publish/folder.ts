/**
 * A publication as a folder that any static web server can serve:
 *   root.json            the newest root
 *   1.root.json, …       every root there ever was; clients follow them one by one
 *   head.json            the signed head, written last
 *   packs/, deltas/      by SHA-256 of their content, gzipped; never changed
 *   next.root.json       a root that still lacks signatures; no client asks for it
 */
import { mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Source } from '../../../lib/sync/source.ts';
import type { Bytes } from '../../../lib/sync/trust/encoding.ts';
import { type Envelope, readEnvelope } from '../../../lib/sync/trust/envelope.ts';
import { HEAD_PATH, type Head, readHead, rootPath } from '../../../lib/sync/trust/head.ts';
import { type Checked, describeRefusal } from '../../../lib/sync/trust/refusal.ts';
import { type Root, readFirstRoot, readNextRoot } from '../../../lib/sync/trust/root.ts';
import { UsageError } from '../../command-line.ts';

export const DRAFT_PATH = 'next.root.json';

/** @throws UsageError naming the file and what is wrong with it. */
export function good<T>(file: string, checked: Checked<T>): T {
  if (!checked.ok) throw new UsageError(`"${file}": ${describeRefusal(checked.refusal)}.`);
  return checked.value;
}

export class Folder {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  at(file: string): string {
    return path.join(this.directory, file);
  }

  async read(file: string): Promise<Bytes | null> {
    try {
      return new Uint8Array(await readFile(this.at(file)));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw new UsageError(`"${this.at(file)}" cannot be read: ${error instanceof Error ? error.message : error}.`);
    }
  }

  /** Whole or not at all, so that the server never sends half a file. @param time of modification, ms. */
  async write(file: string, bytes: Uint8Array, time?: number): Promise<void> {
    const target = this.at(file);
    const partial = `${target}.partial`;
    try {
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(partial, bytes);
      if (time !== undefined) await utimes(partial, time / 1000, time / 1000);
      await rename(partial, target);
    } catch (error) {
      throw new UsageError(`"${target}" cannot be written: ${error instanceof Error ? error.message : error}.`);
    }
  }

  async remove(file: string): Promise<void> {
    await rm(this.at(file), { force: true });
  }

  async list(folder: string): Promise<string[]> {
    return readdir(this.at(folder)).catch(() => []);
  }

  /** Uncompressed; null where it is not there or damaged. */
  async readGzipped(file: string): Promise<Bytes | null> {
    const bytes = await this.read(file);
    try {
      return bytes === null ? null : new Uint8Array(gunzipSync(bytes));
    } catch {
      return null;
    }
  }

  /** The chain of roots, oldest first, each checked against the one before. @throws UsageError */
  async roots(): Promise<Root[]> {
    const roots: Root[] = [];
    for (let version = 1; ; version++) {
      const file = rootPath(version);
      const bytes = await this.read(file);
      if (bytes === null) return roots;
      const last = roots.at(-1);
      const root = last === undefined ? await readFirstRoot(bytes) : await readNextRoot(bytes, last);
      roots.push(good(this.at(file), root));
    }
  }

  /** The published head with its envelope; its signatures are not looked at, the folder is the publisher's own. */
  async head(): Promise<{ content: Head; envelope: Envelope; bytes: Bytes } | null> {
    const bytes = await this.read(HEAD_PATH);
    if (bytes === null) return null;
    const envelope = good(this.at(HEAD_PATH), readEnvelope('head', bytes));
    return { content: good(this.at(HEAD_PATH), readHead(envelope.signed)), envelope, bytes };
  }

  /** The folder as a client sees it; `instead` stands in for files that are not written yet. */
  source(instead: Readonly<Record<string, Bytes>> = {}): Source {
    return {
      read: async (file) => {
        const bytes = Object.hasOwn(instead, file) ? instead[file] : await this.read(file);
        return bytes === null || bytes === undefined ? { kind: 'absent' } : { kind: 'bytes', bytes };
      },
    };
  }
}

export const gzip = (bytes: Uint8Array): Bytes => new Uint8Array(gzipSync(bytes, { level: 9 }));
