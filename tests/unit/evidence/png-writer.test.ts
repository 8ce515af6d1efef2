import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32, PngWriter } from '../../../lib/evidence/capture/png-writer.ts';

/** Reads what the writer writes, after ISO/IEC 15948, with Node's inflate: RGB, filters "none" and "up". */
function decode(png: Uint8Array): { width: number; height: number; pixels: number[] } {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  expect([...png.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  const data: Uint8Array[] = [];
  const names: string[] = [];
  let width = 0;
  let height = 0;
  for (let at = 8; at < png.length; ) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...png.subarray(at + 4, at + 8));
    const body = png.subarray(at + 8, at + 8 + length);
    expect(view.getUint32(at + 8 + length)).toBe(crc32(png.subarray(at + 4, at + 8 + length)));
    names.push(name);
    if (name === 'IHDR') {
      width = view.getUint32(at + 8);
      height = view.getUint32(at + 12);
      expect([...body.subarray(8)]).toEqual([8, 2, 0, 0, 0]);
    }
    if (name === 'IDAT') data.push(body);
    at += 12 + length;
  }
  expect(names[0]).toBe('IHDR');
  expect(names.at(-1)).toBe('IEND');
  const raw = inflateSync(Buffer.concat(data));
  const line = width * 3;
  expect(raw).toHaveLength(height * (line + 1));
  const pixels: number[] = [];
  for (let row = 0; row < height; row++) {
    expect(raw[row * (line + 1)]).toBe(2);
    for (let at = 0; at < line; at++) {
      const above = row === 0 ? 0 : (pixels[(row - 1) * line + at] ?? 0);
      pixels.push(((raw[row * (line + 1) + 1 + at] ?? 0) + above) & 255);
    }
  }
  return { width, height, pixels };
}

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

describe('crc32', () => {
  it('gives the check value of its specification', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
    expect(crc32(new TextEncoder().encode('1234'), new TextEncoder().encode('56789'))).toBe(0xcbf43926);
  });
});

describe('PngWriter', () => {
  it('gives back every pixel, whatever the rows come in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
        fc.infiniteStream(fc.nat(255)),
        async (width, bands, values) => {
          const writer = new PngWriter(width);
          const expected: number[] = [];
          for (const rows of bands) {
            const pixels = new Uint8ClampedArray(rows * width * 4);
            for (let at = 0; at < pixels.length; at++) {
              pixels[at] = values.next().value ?? 0;
              if (at % 4 !== 3) expected.push(pixels[at] ?? 0);
            }
            await writer.write(pixels);
          }
          const { pixels, height } = decode(await bytesOf(await writer.finish()));
          expect(height).toBe(bands.reduce((sum, rows) => sum + rows, 0));
          expect(pixels).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('closes to a sound picture of the rows that came, wherever it is ended', async () => {
    const writer = new PngWriter(2);
    await writer.write(Uint8ClampedArray.from([1, 2, 3, 255, 4, 5, 6, 255]));
    const png = decode(await bytesOf(await writer.finish()));
    expect(png).toEqual({ width: 2, height: 1, pixels: [1, 2, 3, 4, 5, 6] });
  });

  it('splits what is long into several chunks', async () => {
    const writer = new PngWriter(1000);
    let state = 1;
    for (let band = 0; band < 4; band++) {
      const noise = new Uint8ClampedArray(1000 * 100 * 4);
      for (let at = 0; at < noise.length; at++) {
        // xorshift32: nothing that compresses.
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        noise[at] = state & 255;
      }
      await writer.write(noise);
    }
    const png = await bytesOf(await writer.finish());
    expect(Buffer.from(png).toString('latin1').split('IDAT').length).toBeGreaterThan(3);
    expect(decode(png).height).toBe(400);
  });

  it('refuses rows that are not whole', async () => {
    await expect(new PngWriter(3).write(new Uint8ClampedArray(13))).rejects.toThrow(RangeError);
  });
});
