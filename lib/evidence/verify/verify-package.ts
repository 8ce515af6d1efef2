/**
 * Verifies a package, offline, in the browser and in Node alike. The order matters: names before bytes, the signature
 * over the list before the hashes in it, all hashes before any content is believed. It ends at the first failure, since what comes
 * after rests on what failed.
 *
 * It proves that nothing changed since the installation with this key signed. Whether that key is an inspector's is for
 * the authority that enrolled it to say, and whether a time stamp's root is to be trusted for whoever gives `roots`.
 */
import type { Certificate } from 'pkijs';
import { z } from '../../formats/validation.ts';
import { sha256 } from '../../sync/trust/encoding.ts';
import { readCustody } from '../custody.ts';
import { enrolmentCode, isArchiveHashSigned, isSignedBy, spkiFromPem } from '../keys.ts';
import { caseFileSchema } from '../package/case-file.ts';
import { isContainerOf, readContainer } from '../package/container.ts';
import { OUTSIDE_SUMS, PACKAGE_VERSION, PATHS } from '../package/layout.ts';
import { isSafePath, readSums } from '../package/sums.ts';
import { type Check, failed, passed } from './check.ts';
import { PackageFiles } from './package-files.ts';
import { verifyItem, verifyStamp } from './verify-item.ts';

const versionSchema = z.object({ package: z.int() });
const hash = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const datapackageSchema = z.object({ resources: z.array(z.object({ path: z.string(), hash, bytes: z.int() })) });
const digestSchema = z.object({
  hash,
  signedData: z.object({ hash, signature: z.string().max(500), publicKey: z.string().max(500) }),
});

async function* verifyNames(files: PackageFiles): AsyncGenerator<Check> {
  const unsafe = files.paths.find((path) => !isSafePath(path));
  if (unsafe !== undefined) return yield failed('container', unsafe, 'unsafe-name');
  const version = await files.json(PATHS.case, versionSchema);
  if (version === null)
    return yield failed('version', PATHS.case, files.get(PATHS.case) === null ? 'missing' : 'unreadable');
  if (version.package > PACKAGE_VERSION)
    return yield failed('version', PATHS.case, 'newer-version', `${version.package}`);
  yield passed('version', PATHS.case, `${version.package}`);
}

async function* verifyList(files: PackageFiles, sums: ReadonlyMap<string, string> | null): AsyncGenerator<Check> {
  if (files.get(PATHS.sums) === null) return yield failed('list', PATHS.sums, 'missing');
  if (sums === null) return yield failed('list', PATHS.sums, 'unreadable');
  const missing = [...sums.keys()].find((path) => files.get(path) === null);
  if (missing !== undefined) return yield failed('list', missing, 'missing');
  const extra = files.paths.find((path) => !sums.has(path) && !OUTSIDE_SUMS.includes(path));
  if (extra !== undefined) return yield failed('list', extra, 'not-listed');
  yield passed('list', PATHS.sums, `${sums.size} files`);
  const signature = await files.bytes(PATHS.signature);
  const spki = spkiFromPem((await files.text(PATHS.key)) ?? '');
  const bytes = await files.bytes(PATHS.sums);
  if (signature === null || bytes === null) return yield failed('list-signature', PATHS.signature, 'missing');
  if (spki === null) return yield failed('list-signature', PATHS.key, 'unreadable');
  if (!(await isSignedBy(spki, signature, bytes)))
    return yield failed('list-signature', PATHS.signature, 'bad-signature');
  yield passed('list-signature', PATHS.signature, `key ${await sha256(spki)}, code ${await enrolmentCode(spki)}`);
}

async function* verifyHashes(files: PackageFiles, sums: ReadonlyMap<string, string>): AsyncGenerator<Check> {
  for (const [path, expected] of sums) {
    const bytes = await files.bytes(path);
    if (bytes === null || (await sha256(bytes)) !== expected) return yield failed('hash', path, 'changed');
    yield passed('hash', path);
  }
}

async function* verifyWebArchive(files: PackageFiles, sums: ReadonlyMap<string, string>): AsyncGenerator<Check> {
  const datapackage = await files.json(PATHS.datapackage, datapackageSchema);
  if (datapackage === null) return yield failed('web-archive', PATHS.datapackage, 'unreadable');
  for (const { path, hash: stated, bytes } of datapackage.resources) {
    if (stated !== `sha256:${sums.get(path)}` || files.get(path)?.size !== bytes) {
      return yield failed('web-archive', path, 'does-not-agree');
    }
  }
  const digest = await files.json(PATHS.digest, digestSchema);
  if (digest === null) return yield failed('web-archive', PATHS.digest, 'unreadable');
  const { hash: stated, signedData } = digest;
  if (stated !== `sha256:${sums.get(PATHS.datapackage)}` || signedData.hash !== stated) {
    return yield failed('web-archive', PATHS.digest, 'does-not-agree');
  }
  if (!(await isArchiveHashSigned(signedData.publicKey, signedData.signature, signedData.hash))) {
    return yield failed('web-archive', PATHS.digest, 'bad-signature');
  }
  yield passed('web-archive', PATHS.digest);
}

async function* verifyCase(
  files: PackageFiles,
  sums: ReadonlyMap<string, string>,
  roots: Certificate[],
): AsyncGenerator<Check> {
  const log = await files.text(PATHS.custody);
  if (log === null) return yield failed('custody', PATHS.custody, 'missing');
  const custody = await readCustody(log.split('\n').slice(0, -1));
  if (!custody.ok) return yield failed('custody', PATHS.custody, 'chain-broken', `line ${custody.line}`);
  yield passed('custody', PATHS.custody, `${custody.entries.length} lines`);
  const caseFile = await files.json(PATHS.case, caseFileSchema);
  if (caseFile === null) return yield failed('case', PATHS.case, 'unreadable');
  const listed = new Set(caseFile.items.map(({ id }) => id));
  const stray = files.paths.find((path) => {
    const [, item] = /^evidence\/items\/([^/]+)\//.exec(path) ?? [];
    return item !== undefined && !listed.has(item);
  });
  if (stray !== undefined) return yield failed('case', stray, 'not-listed');
  yield passed('case', PATHS.case, caseFile.case.name);
  for (const { id } of caseFile.items) yield* verifyItem(files, id, caseFile.case.id, custody.hashes, sums, roots);
  yield* verifyStamp(files, PATHS.stamp, PATHS.digest, roots);
}

async function* everyCheck(blob: Blob, roots: Certificate[]): AsyncGenerator<Check> {
  const container = await readContainer(blob);
  if (!container.ok) return yield failed('container', container.file, container.why);
  yield passed('container', null, `${container.files.size} files`);
  const files = new PackageFiles(container.files);
  yield* verifyNames(files);
  const list = readSums((await files.text(PATHS.sums)) ?? '');
  const sums = list === null ? null : new Map(list.map(({ path, sha256: sum }) => [path, sum]));
  yield* verifyList(files, sums);
  if (sums === null) return;
  yield* verifyHashes(files, sums);
  const ordered = new Map([...sums.keys(), ...OUTSIDE_SUMS].map((path) => [path, files.get(path) ?? new Blob()]));
  if (!(await isContainerOf(blob, ordered))) return yield failed('container-bytes', null, 'changed');
  yield passed('container-bytes', null);
  yield* verifyWebArchive(files, sums);
  yield* verifyCase(files, sums, roots);
}

/** One check after another; the first that fails is the last. @param roots trusted for time stamps; may be empty. */
export async function* verifyPackage(blob: Blob, roots: Certificate[] = []): AsyncGenerator<Check> {
  for await (const check of everyCheck(blob, roots)) {
    yield check;
    if (!check.ok) return;
  }
}
