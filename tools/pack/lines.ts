/** Lines of a byte stream as UTF-8 text, in constant memory: a line beyond the limit is dropped and said to be so. */
import { type FileHandle, open } from 'node:fs/promises';

export interface Line {
  text: string;
  tooLong: boolean;
  limit: number;
}

const LONGEST_LINE = 8 * 1024 * 1024;
const BUFFER_BYTES = 32 * 1024;

/** The lines that each chunk of the input ends. Waiting for a chunk costs more than a line does, so they come together. */
export async function* readLineBatches(
  input: AsyncIterable<Uint8Array | string>,
  limit: number = LONGEST_LINE,
): AsyncGenerator<Line[]> {
  const decoder = new TextDecoder();
  let rest = '';
  let tooLong = false;
  for await (const chunk of input) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines: Line[] = [];
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      lines.push({ text: tooLong ? '' : rest + text.slice(from, end), tooLong, limit });
      rest = '';
      tooLong = false;
      from = end + 1;
    }
    rest += text.slice(from);
    if (rest.length > limit) {
      rest = '';
      tooLong = true;
    }
    if (lines.length > 0) yield lines;
  }
  rest += decoder.decode();
  if (rest !== '' || tooLong) yield [{ text: rest, tooLong, limit }];
}

export async function* readLines(
  input: AsyncIterable<Uint8Array | string>,
  limit: number = LONGEST_LINE,
): AsyncGenerator<Line> {
  for await (const lines of readLineBatches(input, limit)) yield* lines;
}

/**
 * The bytes of a file, in one buffer that is used again for each chunk: a chunk is good until the next is asked for.
 * Buffers of their own, as streams make them, pile up outside the heap faster than they are collected.
 *
 * @throws what opening or reading the file throws.
 */
export async function* readChunks(path: string): AsyncGenerator<Uint8Array> {
  const file: FileHandle = await open(path);
  try {
    const buffer = new Uint8Array(BUFFER_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, BUFFER_BYTES, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
