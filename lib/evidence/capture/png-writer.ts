/**
 * Writes a PNG row by row (ISO/IEC 15948), so that a page of any height becomes one picture without ever being one
 * bitmap: a canvas of 1,280 by 30,000 pixels is 150 MB, and browsers limit its sides. Rows are compressed as they come;
 * only the compressed bytes are held, in a Blob that the browser may move to the disk. The height stands in the header
 * and is known at the end, so a capture that breaks off still closes to a sound picture of what it had.
 *
 * Eight bits, RGB: what a window shows is opaque. Rows use the filter "up", which turns the even areas of pages into zeros.
 */
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const FILTER_UP = 2;
const CHANNELS = 3;
/** Compressed bytes in one IDAT chunk. */
const CHUNK = 256 * 1024;

const CRC = new Uint32Array(256).map((_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** CRC-32 as PNG and ZIP have it, over several pieces. */
export function crc32(...pieces: readonly Uint8Array[]): number {
  let crc = 0xffffffff;
  for (const piece of pieces) {
    for (const byte of piece) crc = (CRC[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

type Bytes = Uint8Array<ArrayBuffer>;

function chunk(type: string, data: Bytes): Bytes[] {
  const name = new TextEncoder().encode(type);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, data.byteLength);
  const sum = new Uint8Array(4);
  new DataView(sum.buffer).setUint32(0, crc32(name, data));
  return [length, name, data, sum];
}

export class PngWriter {
  readonly #width: number;
  readonly #deflate = new CompressionStream('deflate');
  readonly #input: WritableStreamDefaultWriter<BufferSource>;
  readonly #output: Promise<Blob>;
  #above: Bytes;
  #height = 0;

  /** @param width pixels of every row */
  constructor(width: number) {
    this.#width = width;
    this.#above = new Uint8Array(width * CHANNELS);
    this.#input = this.#deflate.writable.getWriter();
    this.#output = this.#collect();
    // An aborted writer is heard of by whoever awaits `finish`.
    this.#output.catch(() => undefined);
  }

  get height(): number {
    return this.#height;
  }

  /** @param pixels whole rows of RGBA, as `ImageData` has them */
  async write(pixels: Uint8ClampedArray): Promise<void> {
    const stride = this.#width * 4;
    const rows = pixels.length / stride;
    if (!Number.isInteger(rows)) throw new RangeError('rows must be whole');
    const line = this.#width * CHANNELS;
    const filtered = new Uint8Array(rows * (line + 1));
    let above = this.#above;
    for (let row = 0; row < rows; row++) {
      const current = new Uint8Array(line);
      let to = row * (line + 1);
      filtered[to++] = FILTER_UP;
      for (let at = 0, from = row * stride; at < line; from += 4) {
        for (let channel = 0; channel < CHANNELS; channel++, at++) {
          const value = pixels[from + channel] ?? 0;
          current[at] = value;
          filtered[to++] = value - (above[at] ?? 0);
        }
      }
      above = current;
    }
    this.#above = above;
    this.#height += rows;
    await this.#input.write(filtered);
  }

  /** Closes the picture; it has at least one row. */
  async finish(): Promise<Blob> {
    await this.#input.close();
    const data = await this.#output;
    const header = new Uint8Array(13);
    const view = new DataView(header.buffer);
    view.setUint32(0, this.#width);
    view.setUint32(4, this.#height);
    // Eight bits a channel, colour type RGB, deflate, adaptive filters, not interlaced.
    header.set([8, 2, 0, 0, 0], 8);
    const parts = [SIGNATURE, ...chunk('IHDR', header), data, ...chunk('IEND', new Uint8Array())];
    return new Blob(parts, { type: 'image/png' });
  }

  async abort(): Promise<void> {
    await this.#input.abort().catch(() => undefined);
  }

  /** Cuts the compressed bytes into IDAT chunks as they come. */
  async #collect(): Promise<Blob> {
    const reader = this.#deflate.readable.getReader();
    let done: Blob = new Blob();
    let waiting: Bytes[] = [];
    let size = 0;
    const flush = () => {
      const data = new Uint8Array(size);
      let at = 0;
      for (const piece of waiting) {
        data.set(piece, at);
        at += piece.byteLength;
      }
      done = new Blob([done, ...chunk('IDAT', data)]);
      waiting = [];
      size = 0;
    };
    for (;;) {
      const { value, done: ended } = await reader.read();
      if (ended) break;
      waiting.push(new Uint8Array(value));
      size += value.byteLength;
      if (size >= CHUNK) flush();
    }
    if (size > 0) flush();
    return done;
  }
}
