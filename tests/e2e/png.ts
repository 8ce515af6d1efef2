/** Reads the PNGs of both browsers and of Vigie after ISO/IEC 15948: eight bits, RGB or RGBA, not interlaced. */
import { inflateSync } from 'node:zlib';

export interface Decoded {
  width: number;
  height: number;
  /** RGB, row after row. */
  pixels: Uint8Array;
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [toLeft, toAbove, toCorner] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  if (filter === 4) return paeth(left, above, corner);
  throw new Error(`there is no filter ${filter}`);
}

export function decodePng(png: Buffer): Decoded {
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const channels = png[25] === 6 ? 4 : 3;
  if (png[24] !== 8 || (png[25] !== 2 && png[25] !== 6) || png[28] !== 0) throw new Error('not such a PNG');
  const raw = inflateSync(Buffer.concat(data));
  const line = width * channels;
  const pixels = new Uint8Array(width * height * 3);
  let above = new Uint8Array(line);
  for (let row = 0; row < height; row++) {
    const start = row * (line + 1);
    const filter = raw[start] ?? 0;
    const current = new Uint8Array(line);
    for (let at = 0; at < line; at++) {
      const left = at < channels ? 0 : (current[at - channels] ?? 0);
      const corner = at < channels ? 0 : (above[at - channels] ?? 0);
      current[at] = (raw[start + 1 + at] ?? 0) + predicted(filter, left, above[at] ?? 0, corner);
    }
    for (let at = 0; at < width; at++) {
      pixels.set(current.subarray(at * channels, at * channels + 3), (row * width + at) * 3);
    }
    above = current;
  }
  return { width, height, pixels };
}

/** How many pixels differ; `NaN` for pictures of different sizes. */
export function differingPixels(a: Decoded, b: Decoded): number {
  if (a.width !== b.width || a.height !== b.height) return Number.NaN;
  let count = 0;
  for (let at = 0; at < a.pixels.length; at += 3) {
    if (a.pixels[at] !== b.pixels[at] || a.pixels[at + 1] !== b.pixels[at + 1] || a.pixels[at + 2] !== b.pixels[at + 2])
      count += 1;
  }
  return count;
}

/** How many rows have that colour in a column. */
export function rowsOfColour(picture: Decoded, column: number, colour: readonly [number, number, number]): number {
  let count = 0;
  for (let row = 0; row < picture.height; row++) {
    const at = (row * picture.width + column) * 3;
    if (colour.every((value, channel) => picture.pixels[at + channel] === value)) count += 1;
  }
  return count;
}
