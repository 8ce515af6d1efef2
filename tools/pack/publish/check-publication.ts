/** A publication as clients will see it, checked with their own code before it becomes visible. */
import { checkForUpdate, type UpdateResult } from '../../../lib/sync/fetch-update.ts';
import type { Bytes } from '../../../lib/sync/trust/encoding.ts';
import { HEAD_PATH, type Head, packPath, rootPath } from '../../../lib/sync/trust/head.ts';
import { describeRefusal } from '../../../lib/sync/trust/refusal.ts';
import { acceptHead, acceptRoot, install, type TrustedState, trustRoot } from '../../../lib/sync/trust/update.ts';
import { UsageError } from '../../command-line.ts';
import { type Folder, good } from './folder.ts';

/** What a client knows that has followed the roots up to this version, and taken nothing yet. */
async function clientAt(folder: Folder, root: number): Promise<TrustedState> {
  const read = async (version: number): Promise<Bytes> => {
    const bytes = await folder.read(rootPath(version));
    if (bytes === null)
      throw new UsageError(`"${folder.at(rootPath(version))}" is missing; clients follow every root.`);
    return bytes;
  };
  let state = good(folder.at(rootPath(1)), await trustRoot(await read(1)));
  for (let version = 2; version <= root; version++)
    state = good(folder.at(rootPath(version)), await acceptRoot(state, await read(version)));
  return state;
}

function reason(result: Exclude<UpdateResult, { kind: 'updated' }>): string {
  if (result.kind === 'refused') return describeRefusal(result.refusal);
  return result.kind === 'fault' ? `"${result.file}": ${result.fault.kind}` : 'it sees nothing new';
}

/**
 * A client that begins at the first root, and one that has the last publication, must both take this head.
 * @param now when they look, milliseconds since the epoch.
 * @throws UsageError saying why one would not.
 */
export async function checkPublication(
  folder: Folder,
  head: Bytes,
  last: { content: Head; bytes: Bytes } | null,
  now: number,
): Promise<void> {
  const source = folder.source({ [HEAD_PATH]: head });
  const fresh = await checkForUpdate(source, await clientAt(folder, 1), { now });
  if (fresh.kind !== 'updated')
    throw new UsageError(`a new client would not take this: ${reason(fresh)}; nothing was published.`);
  if (last === null) return;
  const before = await clientAt(folder, last.content.root);
  // It took the last head when that was fresh, however long ago.
  const followed = good('head.json', await acceptHead(before, last.bytes, Number.NEGATIVE_INFINITY));
  const state = install(followed.state, last.content.packs);
  const base = (_: string, sha256: string): Promise<Bytes | null> => folder.readGzipped(packPath(sha256));
  const next = await checkForUpdate(source, state, { now, base });
  if (next.kind === 'refused' || next.kind === 'fault')
    throw new UsageError(
      `a client of publication ${last.content.sequence} would not take this: ${reason(next)}; nothing was published.`,
    );
}
