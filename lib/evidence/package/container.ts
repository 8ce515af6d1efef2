/**
 * The ZIP around a package. It is written in one fixed way (nothing compressed, one fixed date, in the order of
 * `SHA256SUMS`), because then a verifier can write it anew from the files and compare every byte: what no hash of a
 * file covers, such as names and sizes in the ZIP's own tables, is covered so.
 */
import { BlobReader, configure, type Entry, ZipReader } from '@zip.js/zip.js';
import { makeZip } from 'client-zip';

// The extension's pages may start no worker from a blob, and nothing here is compressed.
configure({ useWebWorkers: false });

/** The first day that a ZIP can name, in local time as the format wants it. */
const DATE = new Date(1980, 0, 1);
const MAX_ENTRIES = 50_000;

export interface ContainerFile {
  path: string;
  content: Blob | Uint8Array<ArrayBuffer>;
}

export function writeContainer(files: AsyncIterable<ContainerFile>): ReadableStream<Uint8Array> {
  async function* entries() {
    for await (const { path, content } of files) yield { name: path, input: content, lastModified: DATE };
  }
  return makeZip(entries());
}

export type ContainerReading =
  /** Slices of the package, in the order of its directory. */
  | { ok: true; files: Map<string, Blob> }
  | {
      ok: false;
      why: 'not-a-zip' | 'too-many-files' | 'same-name-twice' | 'compressed' | 'outside';
      file: string | null;
    };

const LOCAL_HEADER = 30;
const STORED = 0;

/** Where an entry's bytes stand: behind its local header, whose name and extra field have lengths of their own. */
async function contentOf(blob: Blob, entry: Entry): Promise<Blob | null> {
  const header = new DataView(await blob.slice(entry.offset, entry.offset + LOCAL_HEADER).arrayBuffer());
  if (header.byteLength < LOCAL_HEADER) return null;
  const start = entry.offset + LOCAL_HEADER + header.getUint16(26, true) + header.getUint16(28, true);
  const end = start + entry.uncompressedSize;
  return end <= blob.size ? blob.slice(start, end) : null;
}

/** Reads the directory. Nothing is unpacked, so nothing can swell; bytes are read only when a file is. */
export async function readContainer(blob: Blob): Promise<ContainerReading> {
  let entries: Entry[];
  const reader = new ZipReader(new BlobReader(blob));
  try {
    entries = [];
    for await (const entry of reader.getEntriesGenerator()) {
      entries.push(entry);
      if (entries.length > MAX_ENTRIES) return { ok: false, why: 'too-many-files', file: null };
    }
  } catch {
    return { ok: false, why: 'not-a-zip', file: null };
  } finally {
    await reader.close().catch(() => undefined);
  }
  const files = new Map<string, Blob>();
  for (const entry of entries) {
    const { filename, compressionMethod, encrypted, directory } = entry;
    if (files.has(filename)) return { ok: false, why: 'same-name-twice', file: filename };
    if (compressionMethod !== STORED || encrypted || directory || entry.compressedSize !== entry.uncompressedSize) {
      return { ok: false, why: 'compressed', file: filename };
    }
    const content = await contentOf(blob, entry);
    if (content === null) return { ok: false, why: 'outside', file: filename };
    files.set(filename, content);
  }
  return { ok: true, files };
}

/** Whether a package is, byte for byte, what `writeContainer` makes of these files. */
export async function isContainerOf(blob: Blob, files: ReadonlyMap<string, Blob>): Promise<boolean> {
  async function* again(): AsyncGenerator<ContainerFile> {
    for (const [path, content] of files) yield { path, content };
  }
  const fresh = writeContainer(again()).getReader();
  let at = 0;
  for (;;) {
    const { value, done } = await fresh.read();
    if (done) return at === blob.size;
    if (at + value.length > blob.size) return false;
    const found = new Uint8Array(await blob.slice(at, at + value.length).arrayBuffer());
    for (let index = 0; index < value.length; index++) if (found[index] !== value[index]) return false;
    at += value.length;
  }
}
