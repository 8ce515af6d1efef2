/**
 * The compiled pack: a few typed arrays, and its binary form.
 *
 * In memory a pack *is* its binary form: decoding checks the bytes and lays typed arrays over them. Nothing is parsed,
 * and the texts of rules (labels, reasons, law) stay UTF-8 until someone asks for an explanation.
 *
 * Layout, little-endian:
 *   magic "VGPK" · format u16 · engine u16 · length u32 · checksum u32 (of all that follows byte 16) · sections u32
 *   then per section: offset u32, bytes u32 (offsets are multiples of 8) · then the sections.
 *
 * `FORMAT_VERSION` changes with this layout; `ENGINE_VERSION` whenever folding, inflection, hashing or the meaning of
 * a condition changes, so that a pack compiled by other code is refused and built anew instead of matching wrongly.
 *
 * Bytes from outside are hostile. `decodePack` proves every index of every table to be in range before the engine sees
 * it, and returns a problem instead of throwing.
 */
import { checkPack } from './pack-check.ts';
import { type CompiledPack, ENGINE_VERSION, FORMAT_VERSION, LARGEST_PACK, SECTIONS } from './pack-layout.ts';
import { failure, type Result, success } from './result.ts';

export { type CompiledPack, ENGINE_VERSION, FORMAT_VERSION } from './pack-layout.ts';

const HEADER_BYTES = 20;
const MAGIC = 0x4b504756;

/** FNV-1a over 32-bit words: finds damage, not forgery; signatures are another layer's. */
function checksum(bytes: Uint8Array, from: number): number {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + from, (bytes.byteLength - from) >>> 2);
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ (words[i] ?? 0), 0x01000193);
  return hash >>> 0;
}

const aligned = (length: number): number => (length + 7) & ~7;

export function encodePack(pack: CompiledPack): Uint8Array<ArrayBuffer> {
  const table = HEADER_BYTES + SECTIONS.length * 8;
  let length = aligned(table);
  for (const [name] of SECTIONS) length += aligned(pack[name].byteLength);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  let offset = aligned(table);
  SECTIONS.forEach(([name], index) => {
    const section = pack[name];
    view.setUint32(HEADER_BYTES + index * 8, offset, true);
    view.setUint32(HEADER_BYTES + index * 8 + 4, section.byteLength, true);
    bytes.set(new Uint8Array(section.buffer, section.byteOffset, section.byteLength), offset);
    offset += aligned(section.byteLength);
  });
  view.setUint32(0, MAGIC, true);
  view.setUint16(4, FORMAT_VERSION, true);
  view.setUint16(6, ENGINE_VERSION, true);
  view.setUint32(8, length, true);
  view.setUint32(16, SECTIONS.length, true);
  view.setUint32(12, checksum(bytes, 16), true);
  return bytes;
}

/** What stands in the way of using pack bytes. `stale`: sound, but compiled by another version; compile it again. */
export interface PackProblem {
  kind: 'not-a-pack' | 'newer-format' | 'stale' | 'damaged';
  message: string;
}

const problem = (kind: PackProblem['kind'], message: string): { ok: false; problems: PackProblem[] } =>
  failure({ kind, message });

/** Lays a pack over its bytes (copied only if they are not aligned to 8). Never throws. */
export function decodePack(source: Uint8Array): Result<CompiledPack, PackProblem> {
  if (source.byteLength < HEADER_BYTES) return problem('not-a-pack', 'this is not a rule pack: it is too short');
  if (source.byteLength > LARGEST_PACK)
    return problem('not-a-pack', `the pack has ${source.byteLength} bytes; at most ${LARGEST_PACK} are read`);
  const bytes = source.byteOffset % 8 === 0 ? source : new Uint8Array(source);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC)
    return problem(
      'not-a-pack',
      'this is not a rule pack: it does not begin with "VGPK"; build one with "vigie pack build"',
    );
  const format = view.getUint16(4, true);
  if (format > FORMAT_VERSION)
    return problem(
      'newer-format',
      `the pack has format ${format}, this Vigie reads up to ${FORMAT_VERSION}; update Vigie to use it`,
    );
  const engine = view.getUint16(6, true);
  if (format !== FORMAT_VERSION || engine !== ENGINE_VERSION)
    return problem(
      'stale',
      `the pack was compiled for format ${format} and engine ${engine}, this is format ${FORMAT_VERSION} and engine ${ENGINE_VERSION}; build it again`,
    );
  if (view.getUint32(8, true) !== bytes.byteLength || bytes.byteLength % 8 !== 0)
    return problem(
      'damaged',
      `the pack is cut short or padded: its header says ${view.getUint32(8, true)} bytes, it has ${bytes.byteLength}`,
    );
  if (view.getUint32(16, true) !== SECTIONS.length)
    return problem('damaged', 'the pack is damaged: wrong number of sections');
  if (view.getUint32(12, true) !== checksum(bytes, 16))
    return problem('damaged', 'the pack is damaged: its checksum does not match');
  const sections: Record<string, Uint8Array | Int32Array | Uint32Array | Float64Array> = {};
  for (const [index, [name, type]] of SECTIONS.entries()) {
    const offset = view.getUint32(HEADER_BYTES + index * 8, true);
    const length = view.getUint32(HEADER_BYTES + index * 8 + 4, true);
    if (offset % 8 !== 0 || length % type.BYTES_PER_ELEMENT !== 0 || offset + length > bytes.byteLength)
      return problem('damaged', `the pack is damaged: section "${name}" lies outside it`);
    sections[name] = new type(bytes.buffer as ArrayBuffer, bytes.byteOffset + offset, length / type.BYTES_PER_ELEMENT);
  }
  const pack = sections as unknown as CompiledPack;
  const fault = checkPack(pack);
  return fault === null ? success(pack) : problem('damaged', `the pack is damaged: ${fault}`);
}
