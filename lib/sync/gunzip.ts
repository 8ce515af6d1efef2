/** Decompression with a cap: a few kilobytes of gzip can unfold to gigabytes. */
import type { Bytes } from './trust/encoding.ts';

export type Gunzipped = { ok: true; bytes: Bytes } | { ok: false; why: 'too-large' | 'damaged' };

/** RFC 1952; no JSON Lines file begins like this. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Joins parts of a known total length. */
export function join(parts: readonly Uint8Array[], length: number): Bytes {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Reads a stream to its end, or cancels it once it passes `most` bytes (null). Rejects where the stream breaks. */
export async function readCapped(stream: ReadableStream<Uint8Array>, most: number): Promise<Bytes | null> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > most) {
      await reader.cancel().catch(() => undefined);
      return null;
    }
    parts.push(part.value);
  }
  return join(parts, length);
}

/** One step of input; at gzip's best ratio (about 1000) a step unfolds to 4 MB before the cap is looked at. */
const STEP = 4096;

function inSteps(bytes: Bytes): ReadableStream<Bytes> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + STEP));
      at += STEP;
    },
  });
}

/** @param most bytes after decompression. */
export async function gunzip(bytes: Bytes, most: number): Promise<Gunzipped> {
  try {
    const stream = inSteps(bytes).pipeThrough(new DecompressionStream('gzip'));
    const result = await readCapped(stream, most);
    return result === null ? { ok: false, why: 'too-large' } : { ok: true, bytes: result };
  } catch {
    return { ok: false, why: 'damaged' };
  }
}
