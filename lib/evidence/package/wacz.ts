/** The WACZ parts of a package: `datapackage.json`, its digest, and the list of pages. */
import { type Bytes, sha256, toBase64 } from '../../sync/trust/encoding.ts';
import { type InstallationKeys, signArchiveHash, spkiOf } from '../keys.ts';
import { PATHS, WACZ_VERSION } from './layout.ts';

export interface PageEntry {
  id: string;
  url: string;
  /** ISO 8601, UTC. */
  ts: string;
  title: string;
}

export interface Resource {
  path: string;
  sha256: string;
  bytes: number;
}

const encode = (value: unknown): Bytes => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);

/** The first line names the format, each further one a page (WACZ 1.1.1, § pages.jsonl). */
export function writePages(title: string, pages: readonly PageEntry[]): Bytes {
  const header = { format: 'json-pages-1.0', id: 'pages', title };
  return new TextEncoder().encode([header, ...pages].map((line) => `${JSON.stringify(line)}\n`).join(''));
}

export interface DatapackageFacts {
  title: string;
  created: string;
  software: string;
  mainPage: PageEntry | null;
}

export function writeDatapackage(facts: DatapackageFacts, resources: readonly Resource[]): Bytes {
  const { title, created, software, mainPage } = facts;
  return encode({
    profile: 'data-package',
    wacz_version: WACZ_VERSION,
    title,
    created,
    software,
    ...(mainPage === null ? {} : { mainPageUrl: mainPage.url, mainPageDate: mainPage.ts }),
    resources: resources.map(({ path, sha256: hash, bytes }) => ({
      name: path.slice(path.lastIndexOf('/') + 1),
      path,
      hash: `sha256:${hash}`,
      bytes,
    })),
  });
}

/** The digest with an anonymous signature (wacz-auth 0.1.0). */
export async function writeDigest(
  datapackage: Bytes,
  keys: InstallationKeys,
  created: string,
  software: string,
): Promise<Bytes> {
  const hash = `sha256:${await sha256(datapackage)}`;
  return encode({
    path: PATHS.datapackage,
    hash,
    signedData: {
      hash,
      created,
      software,
      version: '0.1.0',
      signature: await signArchiveHash(keys.archive, hash),
      publicKey: toBase64(await spkiOf(keys.archive)),
    },
  });
}
