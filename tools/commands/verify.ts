/** `vigie verify FILE`: checks an evidence package, offline, with the code that the extension checks it with. */
import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Certificate } from 'pkijs';
import { certificatesFromPem } from '../../lib/evidence/time-stamp/verify.ts';
import type { Check, CheckFault, CheckName } from '../../lib/evidence/verify/check.ts';
import { verifyPackage } from '../../lib/evidence/verify/verify-package.ts';
import { UsageError } from '../command-line.ts';

const USAGE = `usage: vigie verify [--ca FILE.pem] PACKAGE.wacz
  Checks hashes, signatures, time stamps and the custody log of an evidence package, and every byte around them.
  One JSON line a check on stdout; exit status 0 when all pass, 1 at the first failure, 2 when the file cannot be read.
  --ca FILE.pem   certificates trusted for time stamps; without it, their chain is shown and not judged
`;

const CHECKS: Readonly<Record<CheckName, string>> = {
  container: 'the file is a package',
  version: 'its version is known',
  list: 'SHA256SUMS lists every file',
  'list-signature': 'SHA256SUMS is signed',
  hash: 'unchanged',
  'container-bytes': 'nothing is hidden between the files',
  'web-archive': 'the web archive\u2019s own hashes and signature hold',
  custody: 'the custody log is unbroken',
  case: 'the case lists its items',
  manifest: 'the item\u2019s manifest is there',
  'manifest-signature': 'the manifest is signed',
  'manifest-files': 'the item\u2019s files are those sealed',
  'manifest-custody': 'the capture stands in the custody log',
  'time-stamp': 'time-stamped',
};

const FAULTS: Readonly<Record<CheckFault, string>> = {
  'not-a-zip': 'it is no ZIP file, or a damaged one',
  'too-many-files': 'it holds more files than a package can',
  'same-name-twice': 'two files have this name',
  compressed: 'it is compressed or encrypted, which files of a package never are',
  outside: 'it is cut short',
  'unsafe-name': 'its name could lead out of the folder that it is unpacked to',
  missing: 'it is missing',
  'not-listed': 'it is not listed: it was added',
  unreadable: 'it cannot be read',
  'newer-version': 'the package was made by a newer Vigie; update to verify it',
  changed: 'it was changed',
  'bad-signature': 'the signature is not of these bytes',
  'chain-broken': 'a line was changed, added or taken out',
  'log-cut': 'the line of this capture is not in the custody log',
  'not-sealed': 'it was not there when the item was sealed',
  'does-not-agree': 'it does not agree with the rest of the package',
  'not-a-time-stamp': 'it is no time stamp',
  'other-bytes': 'it stamps something else',
  expired: 'the certificate was not valid at that time',
  untrusted: 'its certificates do not lead to a trusted one',
};

/** For a person: `ok`, the file, what was checked; or `FAIL` and why. */
function sentence(check: Check): string {
  const subject = check.file === null ? '' : `${check.file}: `;
  const detail = check.detail === null ? '' : ` (${check.detail})`;
  return check.ok ? `ok    ${subject}${CHECKS[check.check]}${detail}` : `FAIL  ${subject}${FAULTS[check.why]}${detail}`;
}

function parse(args: string[]) {
  const options = { ca: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
  try {
    return parseArgs({ args, strict: true, allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message.split('\n')[0] : error} See "vigie verify --help".`);
  }
}

async function rootsFrom(file: string): Promise<Certificate[]> {
  const pem = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`"${file}" cannot be read; give --ca a PEM file of certificates.`);
  });
  const roots = certificatesFromPem(pem);
  if (roots === null)
    throw new UsageError(`"${file}" holds no certificate in PEM; give --ca a PEM file of certificates.`);
  return roots;
}

/** The file as a blob: its parts are read when they are checked, so its size does not matter. */
async function packageAt(file: string): Promise<Blob> {
  try {
    return await openAsBlob(file);
  } catch {
    throw new UsageError(`"${file}" cannot be read; give the path of a package.`);
  }
}

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('give the one package to verify: vigie verify FILE.');
  const roots = values.ca === undefined ? [] : await rootsFrom(values.ca);
  const blob = await packageAt(file);
  let count = 0;
  for await (const check of verifyPackage(blob, roots)) {
    process.stdout.write(`${JSON.stringify(check)}\n`);
    process.stderr.write(`${sentence(check)}\n`);
    if (!check.ok) return 1;
    count++;
  }
  process.stderr.write(`${count} checks pass: nothing changed since it was sealed.\n`);
  return 0;
}
