/**
 * `vigie scan --url URL [--no-rules] FILE…`: reads saved pages as the extension would at URL and prints one JSON line
 * a listing. linkedom stands in for the browser's DOM; adapters and readers are the extension's own.
 */
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { parseHTML } from 'linkedom';
import type { Completeness, Listing } from '../../lib/listing/listing.ts';
import { completenessOf } from '../../lib/marketplaces/assemble.ts';
import { readPage } from '../../lib/marketplaces/reader.ts';
import { ADAPTERS, adapterFor } from '../../lib/marketplaces/registry.ts';
import type { Finding } from '../../lib/rules/finding.ts';
import { matchInputOf } from '../../lib/rules/match-input.ts';
import { UsageError } from '../command-line.ts';
import { loadEngine } from '../pack/load.ts';

const USAGE = 'usage: vigie scan --url URL [--no-rules] FILE…';

export interface ScanLine {
  listing: Listing | null;
  completeness: Completeness;
  findings: Finding[];
}

/** Matches one listing against the rules; absent with `--no-rules`. */
export type FindingsOf = (listing: Listing) => Finding[];

/** The lines for one saved page: one a listing, or one that says why there is none. */
export function scanPage(html: string, url: URL, findingsOf?: FindingsOf): ScanLine[] {
  const { document } = parseHTML(html);
  const adapter = adapterFor(url);
  const reading = readPage({ url, document });
  if (adapter === null || reading === null) return [];
  if (reading.listings.length === 0) return [{ listing: null, completeness: reading.completeness, findings: [] }];
  return reading.listings.map((listing) => ({
    listing,
    completeness: listing.kind === 'product' ? reading.completeness : completenessOf(listing, adapter.carries.card),
    findings: findingsOf?.(listing) ?? [],
  }));
}

function addressFrom(value: string | undefined): URL {
  if (value === undefined)
    throw new UsageError(`--url is missing: it is the address that the page was saved from; ${USAGE}.`);
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw new UsageError(`"${value}" is no address; give the https address that the page was saved from.`);
  }
  if (adapterFor(url) === null) {
    const names = ADAPTERS.map(({ name }) => name).join(', ');
    throw new UsageError(`no adapter reads "${url.hostname}"; Vigie reads ${names}.`);
  }
  return url;
}

async function textOfFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new UsageError(`cannot read "${file}" (${code}).`);
  }
}

/** `findingsOf` for a run, loaded only when rules are asked for. */
export type LoadFindings = () => Promise<FindingsOf>;

export async function scan(args: string[], loadFindings: LoadFindings): Promise<number> {
  let parsed: { values: { url?: string | undefined; 'no-rules'?: boolean | undefined }; positionals: string[] };
  try {
    parsed = parseArgs({
      args,
      options: { url: { type: 'string' }, 'no-rules': { type: 'boolean' } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message.split('\n')[0] : 'bad options'}; ${USAGE}.`);
  }
  const { values, positionals: files } = parsed;
  const url = addressFrom(values.url);
  if (files.length === 0) throw new UsageError(`no file is named; ${USAGE}.`);
  // All files are read first: a name that is wrong must not leave half an output behind.
  const pages = await Promise.all(files.map(textOfFile));
  const findingsOf = values['no-rules'] === true ? undefined : await loadFindings();
  for (const html of pages) {
    for (const line of scanPage(html, url, findingsOf)) process.stdout.write(`${JSON.stringify(line)}\n`);
  }
  return 0;
}

const builtInRules: LoadFindings = async () => {
  const engine = await loadEngine();
  return (listing) => engine.match(matchInputOf(listing));
};

export async function run(args: string[]): Promise<number> {
  return scan(args, builtInRules);
}
