/** One item of a package: its manifest, the signature and stamp over it, its files, and its line in the custody log. */
import type { Certificate } from 'pkijs';
import { isSignedBy, spkiFromPem } from '../keys.ts';
import { itemPath } from '../package/layout.ts';
import { type Manifest, manifestSchema, SEAL_FILES } from '../seal.ts';
import { type TimeStampFault, verifyTimeStamp } from '../time-stamp/verify.ts';
import { type Check, type CheckFault, failed, passed } from './check.ts';
import type { PackageFiles } from './package-files.ts';

const STAMP_FAULTS: Readonly<Record<TimeStampFault, CheckFault>> = {
  refused: 'not-a-time-stamp',
  unreadable: 'not-a-time-stamp',
  'other-bytes': 'other-bytes',
  'other-nonce': 'other-bytes',
  'no-certificate': 'not-a-time-stamp',
  'bad-signature': 'bad-signature',
  'wrong-purpose': 'not-a-time-stamp',
  expired: 'expired',
  untrusted: 'untrusted',
};

/** The stamp at `path` over the file at `over`; nothing where the package holds none. */
export async function* verifyStamp(
  files: PackageFiles,
  path: string,
  over: string,
  roots: Certificate[],
): AsyncGenerator<Check> {
  const answer = await files.bytes(path);
  const data = await files.bytes(over);
  if (answer === null || data === null) return;
  const verdict = await verifyTimeStamp(answer, data, roots);
  if (!verdict.ok) yield failed('time-stamp', path, STAMP_FAULTS[verdict.why], verdict.detail || null);
  else {
    const root = verdict.trusted ? '' : ' (root not checked)';
    yield passed('time-stamp', path, `${verdict.at.toISOString()}, ${verdict.chain.join(' < ')}${root}`);
  }
}

async function* verifyFiles(
  files: PackageFiles,
  manifest: Manifest,
  sums: ReadonlyMap<string, string>,
): AsyncGenerator<Check> {
  const { item } = manifest;
  const path = itemPath(item.id, SEAL_FILES.manifest);
  const known = new Set<string>(Object.values(SEAL_FILES));
  for (const { name, sha256, bytes } of item.files) {
    known.add(name);
    const file = itemPath(item.id, name);
    const content = files.get(file);
    if (content === null) return yield failed('manifest-files', file, 'missing');
    // The hashes of `SHA256SUMS` were checked before this.
    if (sums.get(file) !== sha256 || content.size !== bytes) return yield failed('manifest-files', file, 'changed');
  }
  const folder = itemPath(item.id, '');
  const stray = files.paths.find((other) => other.startsWith(folder) && !known.has(other.slice(folder.length)));
  if (stray !== undefined) return yield failed('manifest-files', stray, 'not-sealed');
  yield passed('manifest-files', path, `${item.files.length} files`);
}

/** @param custody hashes of the log's lines, by sequence number. */
export async function* verifyItem(
  files: PackageFiles,
  id: string,
  caseId: string,
  custody: readonly string[],
  sums: ReadonlyMap<string, string>,
  roots: Certificate[],
): AsyncGenerator<Check> {
  const path = itemPath(id, SEAL_FILES.manifest);
  const signaturePath = itemPath(id, SEAL_FILES.signature);
  const bytes = await files.bytes(path);
  const manifest = await files.json(path, manifestSchema);
  if (bytes === null) return yield failed('manifest', path, 'missing');
  if (manifest === null) return yield failed('manifest', path, 'unreadable');
  if (manifest.item.id !== id || manifest.item.caseId !== caseId)
    return yield failed('manifest', path, 'does-not-agree');
  yield passed('manifest', path, manifest.item.url);
  const signature = await files.bytes(signaturePath);
  const spki = spkiFromPem((await files.text(itemPath(id, SEAL_FILES.key))) ?? '');
  if (signature === null || spki === null) return yield failed('manifest-signature', signaturePath, 'missing');
  if (!(await isSignedBy(spki, signature, bytes))) {
    return yield failed('manifest-signature', signaturePath, 'bad-signature');
  }
  yield passed('manifest-signature', signaturePath);
  yield* verifyFiles(files, manifest, sums);
  const line = custody[manifest.custody.sequence];
  if (line !== manifest.custody.hash) return yield failed('manifest-custody', path, 'log-cut');
  yield passed('manifest-custody', path, `line ${manifest.custody.sequence + 1}`);
  yield* verifyStamp(files, itemPath(id, SEAL_FILES.timeStamp), path, roots);
}
