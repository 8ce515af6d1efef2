/** A package's files, read as a verifier needs them: capped, and absent files told from unreadable ones. */

import type { z } from '../../formats/validation.ts';
import type { Bytes } from '../../sync/trust/encoding.ts';

/** Text files of a package are small; a larger one is not what it says it is. */
const MAX_TEXT = 32 * 1024 * 1024;

export class PackageFiles {
  readonly #files: ReadonlyMap<string, Blob>;

  constructor(files: ReadonlyMap<string, Blob>) {
    this.#files = files;
  }

  get paths(): string[] {
    return [...this.#files.keys()];
  }

  get(path: string): Blob | null {
    return this.#files.get(path) ?? null;
  }

  async bytes(path: string): Promise<Bytes | null> {
    const file = this.#files.get(path);
    return file === undefined ? null : new Uint8Array(await file.arrayBuffer());
  }

  /** Null also where the file is not UTF-8 or too long for a text. */
  async text(path: string): Promise<string | null> {
    const file = this.#files.get(path);
    if (file === undefined || file.size > MAX_TEXT) return null;
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
    } catch {
      return null;
    }
  }

  async json<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
    const text = await this.text(path);
    if (text === null) return null;
    try {
      return schema.parse(JSON.parse(text));
    } catch {
      return null;
    }
  }
}
