/** The next version of one pack: its transport form, and deltas from the versions before. */
import { makeDelta } from '../../../lib/sync/delta.ts';
import { type Bytes, sha256 } from '../../../lib/sync/trust/encoding.ts';
import { type DeltaEntry, deltaPath, type PackEntry, packPath } from '../../../lib/sync/trust/head.ts';
import type { PackSource } from '../content.ts';
import { type Folder, gzip } from './folder.ts';

export interface NextPack {
  entry: PackEntry;
  /** Files to write, by their path. */
  files: Record<string, Bytes>;
}

/** A delta is worth a request only where it is much smaller than the pack. */
const WORTH = 0.5;

async function deltasTo(
  folder: Folder,
  to: { bytes: Bytes; sha256: string; wire: number },
  from: readonly string[],
): Promise<{ entries: DeltaEntry[]; files: Record<string, Bytes> }> {
  const entries: DeltaEntry[] = [];
  const files: Record<string, Bytes> = {};
  for (const hash of from) {
    const old = await folder.readGzipped(packPath(hash));
    if (old === null || (await sha256(old)) !== hash) continue;
    const delta = makeDelta({ bytes: old, sha256: hash }, to);
    if (!delta.ok) continue;
    const wire = gzip(delta.value);
    if (wire.length > to.wire * WORTH) continue;
    const entry = { from: hash, length: delta.value.length, sha256: await sha256(delta.value) };
    entries.push(entry);
    files[deltaPath(entry.sha256)] = wire;
  }
  return { entries, files };
}

/**
 * @param previous the pack's entry in the published head.
 * @param keep from how many earlier versions there are to be deltas.
 */
export async function nextPack(
  folder: Folder,
  pack: { name: string; version: string; source: PackSource },
  previous: PackEntry | undefined,
  keep: number,
): Promise<NextPack> {
  const { bytes, format, minEngine } = pack.source;
  const hash = await sha256(bytes);
  if (previous?.sha256 === hash) return { entry: previous, files: {} };
  const wire = gzip(bytes);
  const history =
    previous === undefined || previous.format !== format
      ? []
      : [previous.sha256, ...previous.deltas.map(({ from }) => from)];
  const from = [...new Set(history)].filter((old) => old !== hash).slice(0, keep);
  const deltas = await deltasTo(folder, { bytes, sha256: hash, wire: wire.length }, from);
  const entry: PackEntry = {
    name: pack.name,
    version: pack.version,
    format,
    minEngine,
    length: bytes.length,
    sha256: hash,
    deltas: deltas.entries,
  };
  return { entry, files: { [packPath(hash)]: wire, ...deltas.files } };
}
