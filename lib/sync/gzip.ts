import { readCapped } from './gunzip.ts';
import type { Bytes } from './trust/encoding.ts';

/** For keeping transport forms, which shrink to a fifth. */
export async function gzip(bytes: Bytes): Promise<Bytes> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  const result = await readCapped(stream, Number.POSITIVE_INFINITY);
  return result ?? new Uint8Array();
}
