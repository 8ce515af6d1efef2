/**
 * A file of a few typed arrays that is used in place: decoding checks the bytes and lays arrays over them.
 *
 * Layout, little-endian:
 *   magic u32 · format u16 · engine u16 · length u32 · checksum u32 (of all that follows byte 16) · sections u32
 *   then per section: offset u32, bytes u32 (offsets are multiples of 8) · then the sections.
 *
 * The checksum finds damage, not forgery; signatures are another layer's. Bytes from outside are hostile: whoever decodes
 * must still prove that the indices inside the arrays are in range.
 */
import { failure, type Result, success } from './result.ts';

type SectionArray =
  | Uint8ArrayConstructor
  | Uint16ArrayConstructor
  | Int32ArrayConstructor
  | Uint32ArrayConstructor
  | Float64ArrayConstructor;

/** Names and array types, in the order of the file. */
export type Sections = readonly (readonly [name: string, type: SectionArray])[];

type ArrayOf<S extends Sections, N> = InstanceType<Extract<S[number], readonly [N, unknown]>[1]>;

export type Tables<S extends Sections> = { readonly [N in S[number][0]]: ArrayOf<S, N> };

export interface SectionedFormat<S extends Sections> {
  /** What the bytes are called in messages: "alert pack". */
  noun: string;
  /** Four ASCII letters. */
  magic: string;
  format: number;
  /** Changes with whatever gives the tables their meaning: folding, hashing, matching. */
  engine: number;
  /** Largest file that is read, in bytes. */
  largest: number;
  sections: S;
}

/** What stands in the way of using the bytes. `stale`: sound, but written by another version; build it again. */
export interface BytesProblem {
  kind: 'not-a-pack' | 'newer-format' | 'stale' | 'damaged';
  message: string;
}

const HEADER_BYTES = 20;

const aligned = (length: number): number => (length + 7) & ~7;

function magicNumber(magic: string): number {
  let number = 0;
  for (let i = 0; i < 4; i++) number |= magic.charCodeAt(i) << (8 * i);
  return number >>> 0;
}

/** FNV-1a over 32-bit words. */
function checksum(bytes: Uint8Array): number {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + 16, (bytes.byteLength - 16) >>> 2);
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ (words[i] ?? 0), 0x01000193);
  return hash >>> 0;
}

export function encodeSections<S extends Sections>(
  format: SectionedFormat<S>,
  tables: Readonly<Record<S[number][0], ArrayBufferView>>,
): Uint8Array<ArrayBuffer> {
  const arrays = format.sections.map(([name]) => tables[name as S[number][0]]);
  const table = aligned(HEADER_BYTES + arrays.length * 8);
  const length = arrays.reduce((sum, array) => sum + aligned(array.byteLength), table);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  let offset = table;
  arrays.forEach((array, index) => {
    view.setUint32(HEADER_BYTES + index * 8, offset, true);
    view.setUint32(HEADER_BYTES + index * 8 + 4, array.byteLength, true);
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
    offset += aligned(array.byteLength);
  });
  view.setUint32(0, magicNumber(format.magic), true);
  view.setUint16(4, format.format, true);
  view.setUint16(6, format.engine, true);
  view.setUint32(8, length, true);
  view.setUint32(16, arrays.length, true);
  view.setUint32(12, checksum(bytes), true);
  return bytes;
}

/** Lays arrays over the bytes (copied only if they are not aligned to 8). Never throws. */
export function decodeSections<S extends Sections>(
  format: SectionedFormat<S>,
  source: Uint8Array,
): Result<Tables<S>, BytesProblem> {
  const { noun } = format;
  const problem = (kind: BytesProblem['kind'], message: string) => failure<BytesProblem>({ kind, message });
  if (source.byteLength < HEADER_BYTES) return problem('not-a-pack', `this is no ${noun}: it is too short`);
  if (source.byteLength > format.largest)
    return problem('not-a-pack', `the ${noun} has ${source.byteLength} bytes; at most ${format.largest} are read`);
  const bytes = source.byteOffset % 8 === 0 ? source : new Uint8Array(source);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== magicNumber(format.magic))
    return problem('not-a-pack', `this is no ${noun}: it does not begin with "${format.magic}"`);
  const version = view.getUint16(4, true);
  if (version > format.format)
    return problem(
      'newer-format',
      `the ${noun} has format ${version}, this Vigie reads up to ${format.format}; update Vigie to use it`,
    );
  const engine = view.getUint16(6, true);
  if (version !== format.format || engine !== format.engine)
    return problem(
      'stale',
      `the ${noun} was built for format ${version} and engine ${engine}, this is format ${format.format} and engine ${format.engine}; build it again`,
    );
  const damaged = (why: string) => problem('damaged', `the ${noun} is damaged: ${why}`);
  if (view.getUint32(8, true) !== bytes.byteLength || bytes.byteLength % 8 !== 0)
    return damaged(
      `it is cut short or padded: its header says ${view.getUint32(8, true)} bytes, it has ${bytes.byteLength}`,
    );
  if (view.getUint32(16, true) !== format.sections.length) return damaged('it has a wrong number of sections');
  if (HEADER_BYTES + format.sections.length * 8 > bytes.byteLength) return damaged('its table of sections is cut');
  if (view.getUint32(12, true) !== checksum(bytes)) return damaged('its checksum does not match');
  const tables: Record<string, ArrayBufferView> = {};
  for (const [index, [name, type]] of format.sections.entries()) {
    const offset = view.getUint32(HEADER_BYTES + index * 8, true);
    const length = view.getUint32(HEADER_BYTES + index * 8 + 4, true);
    if (offset % 8 !== 0 || length % type.BYTES_PER_ELEMENT !== 0 || offset + length > bytes.byteLength)
      return damaged(`section "${name}" lies outside it`);
    tables[name] = new type(bytes.buffer as ArrayBuffer, bytes.byteOffset + offset, length / type.BYTES_PER_ELEMENT);
  }
  // Every name of the format got an array of its own type in the loop above, which the type checker cannot follow.
  return success(tables as unknown as Tables<S>);
}

/** Whether every value lies in `0 … limit - 1`. */
export function allBelow(values: Int32Array | Uint32Array | Uint16Array, limit: number): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? -1;
    if (value < 0 || value >= limit) return false;
  }
  return true;
}

/** Whether these are the starts of `rows` rows, from 0 upwards to `length`. */
export function areRowStarts(starts: Int32Array, rows: number, length: number): boolean {
  if (rows < 0 || starts.length !== rows + 1 || starts[0] !== 0 || starts[rows] !== length) return false;
  for (let i = 1; i < starts.length; i++) if ((starts[i] ?? 0) < (starts[i - 1] ?? 0)) return false;
  return true;
}

/** Byte strings one after another, with their row starts. */
export function joinTexts(texts: readonly Uint8Array[]): {
  starts: Int32Array<ArrayBuffer>;
  bytes: Uint8Array<ArrayBuffer>;
} {
  const starts = new Int32Array(texts.length + 1);
  texts.forEach((text, index) => {
    starts[index + 1] = (starts[index] ?? 0) + text.length;
  });
  const bytes = new Uint8Array(starts[texts.length] ?? 0);
  texts.forEach((text, index) => {
    bytes.set(text, starts[index] ?? 0);
  });
  return { starts, bytes };
}
