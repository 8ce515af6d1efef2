/**
 * Where things stand in an evidence package. A package is a WACZ file (webrecorder specification 1.1.1: `datapackage.json`,
 * `archive/`, `indexes/`, `pages/`), so that web-archive readers open it, with Vigie's own files under `evidence/`, and
 * with `SHA256SUMS` and its signature over everything, so that nobody needs Vigie to check it.
 */
export const PACKAGE_VERSION = 1;
export const WACZ_VERSION = '1.1.1';

export const PATHS = {
  datapackage: 'datapackage.json',
  digest: 'datapackage-digest.json',
  /** A time stamp over `datapackage-digest.json`: the WACZ digest has no room for one (wacz-auth 0.1.0). */
  stamp: 'datapackage-digest.json.tsr',
  pages: 'pages/pages.jsonl',
  /** Not `.cdx`: wabac.js 2.27 lists the hash of one among those to check and never checks it, so shows it as wrong. */
  index: 'indexes/index.cdxj',
  case: 'evidence/case.json',
  custody: 'evidence/custody.jsonl',
  key: 'key.pem',
  sums: 'SHA256SUMS',
  signature: 'SHA256SUMS.sig',
} as const;

export const archiveName = (item: string): string => `${item}.warc.gz`;
export const archivePath = (item: string): string => `archive/${archiveName(item)}`;
export const itemPath = (item: string, file: string): string => `evidence/items/${item}/${file}`;
export const reportPath = (language: string): string => `report.${language}.html`;

/** What `SHA256SUMS` does not list: itself and its signature. */
export const OUTSIDE_SUMS: readonly string[] = [PATHS.sums, PATHS.signature];
