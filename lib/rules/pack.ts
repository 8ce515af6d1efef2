/**
 * A compiled pack as bytes.
 *
 * In memory a pack *is* its binary form (sectioned-bytes.ts): decoding checks the bytes and lays typed arrays over them.
 * Nothing is parsed, and the texts of rules (labels, reasons, law) stay UTF-8 until someone asks for an explanation.
 *
 * `FORMAT_VERSION` changes with the sections; `ENGINE_VERSION` whenever folding, inflection, hashing or the meaning of a
 * condition changes, so that a pack compiled by other code is refused and built anew instead of matching wrongly.
 *
 * Bytes from outside are hostile. `decodePack` proves every index of every table to be in range before the engine sees
 * it, and returns a problem instead of throwing.
 */
import { checkPack } from './pack-check.ts';
import { type CompiledPack, ENGINE_VERSION, FORMAT_VERSION, LARGEST_PACK, SECTIONS } from './pack-layout.ts';
import { failure, type Result } from './result.ts';
import { type BytesProblem, decodeSections, encodeSections, type SectionedFormat } from './sectioned-bytes.ts';

export { type CompiledPack, ENGINE_VERSION, FORMAT_VERSION } from './pack-layout.ts';

const PACK_FORMAT: SectionedFormat<typeof SECTIONS> = {
  noun: 'rule pack',
  magic: 'VGPK',
  format: FORMAT_VERSION,
  engine: ENGINE_VERSION,
  largest: LARGEST_PACK,
  sections: SECTIONS,
};

export const encodePack = (pack: CompiledPack): Uint8Array<ArrayBuffer> => encodeSections(PACK_FORMAT, pack);

/** Lays a pack over its bytes (copied only if they are not aligned to 8). Never throws. */
export function decodePack(source: Uint8Array): Result<CompiledPack, BytesProblem> {
  const decoded = decodeSections(PACK_FORMAT, source);
  if (!decoded.ok) return decoded;
  const fault = checkPack(decoded.value);
  return fault === null
    ? decoded
    : failure<BytesProblem>({ kind: 'damaged', message: `the ${PACK_FORMAT.noun} is damaged: ${fault}` });
}
