/** `vigie intake --db FILE --port N`: runs the reference intake until it is interrupted; `vigie intake check URL` tests one. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type AuthorityProfile, authorityProfileSchema } from '../../lib/authority/profile.ts';
import { endpointUrl } from '../../lib/formats/fields.ts';
import { describeFaults } from '../../lib/reports/faults.ts';
import { UsageError } from '../command-line.ts';
import { jsonLines } from '../intake/log.ts';
import type { S3Options } from '../intake/s3-evidence-store.ts';
import { type ServerOptions, shownDatabase, startIntake } from '../intake/server.ts';
import { Tokens } from '../intake/tokens.ts';

const USAGE = `usage: vigie intake (--db FILE | --database URL) [--port N] [--host ADDRESS] [--public-url URL]
                    [--profile FILE] [--token ROLE[@AGENCY]=SECRET]… [--tokens FILE]
                    [--evidence DIR|URL] [--retention DAYS] [--rate N]
                    [--no-known-listings] [--behind-proxy] [--quiet]
  --db FILE         the SQLite file that holds the reports; made when it is missing
  --database URL    postgres://… instead: one database for any number of intake processes
  --port N          8787 when not given; 0 for any free port
  --host ADDRESS    127.0.0.1 when not given: reachable from this machine only
  --public-url URL  address under which clients reach the intake, behind a proxy
  --profile FILE    authority profile (JSON) to publish and enforce
  --token …         a token for the role consumer, monitor, inspector or agent; may be given more than once
  --tokens FILE     one such token a line
  --evidence DIR    directory for evidence; without it none is taken
  --evidence URL    s3://BUCKET[/PREFIX] or https://HOST/BUCKET[/PREFIX] of an S3-compatible store; the keys are read from
                    AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION
  --retention DAYS  erase the content of reports after so many days; kept when not given
  --rate N          requests a minute from one network address; 120 when not given, 0 for any number
  --no-known-listings  do not say how many reports name a listing
  --behind-proxy    take the client's address from the last entry of X-Forwarded-For
  --quiet           no log of requests
or:    vigie intake check URL   tests any implementation of the protocol; see "vigie intake check --help"
`;

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function readText(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${option}: "${file}" cannot be read (${message(error)}).`);
  }
}

function readProfile(file: string): AuthorityProfile {
  const text = readText('--profile', file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`--profile: "${file}" is not valid JSON.`);
  }
  const profile = authorityProfileSchema.safeParse(value);
  if (profile.success) return profile.data;
  const [first] = describeFaults(profile.error, value);
  throw new UsageError(`--profile: "${file}" is not an authority profile: ${first?.detail ?? 'it is not valid.'}`);
}

function readTokens(given: readonly string[], file: string | undefined): Tokens {
  const tokens = new Tokens();
  const lines = file === undefined ? [] : readText('--tokens', file).split(/\r?\n/);
  const wanted = [...given, ...lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))];
  for (const line of wanted) {
    try {
      tokens.add(line);
    } catch (error) {
      throw new UsageError(`${message(error)}.`);
    }
  }
  return tokens;
}

function readNumber(option: string, text: string, most: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= most)) throw new UsageError(`${option} must be a number from 0 to ${most}, not "${text}".`);
  return number;
}

function readDays(text: string): number {
  const days = readNumber('--retention', text, 36_500);
  if (days === 0) throw new UsageError('--retention must be one day at least.');
  return days;
}

function readPublicUrl(text: string): string {
  const url = endpointUrl.safeParse(text);
  if (url.success) return url.data.replace(/\/$/, '');
  throw new UsageError(`--public-url ${url.error.issues[0]?.message ?? 'is not valid'}.`);
}

/** A directory, or a bucket with the keys of the environment: secrets do not belong into the list of processes. */
export function readEvidence(
  place: string,
  environment: Record<string, string | undefined> = process.env,
): string | S3Options {
  if (!/^(?:s3|https?):\/\//.test(place)) return place;
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_REGION: region } = environment;
  if (!accessKeyId || !secretAccessKey) {
    throw new UsageError('--evidence: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY for a bucket.');
  }
  const url = place.replace(/^s3:\/\//, `https://s3.${region ?? 'us-east-1'}.amazonaws.com/`);
  if (!URL.canParse(url) || new URL(url).pathname === '/') {
    throw new UsageError('--evidence: name the bucket in the address, as in https://HOST/BUCKET.');
  }
  return { url, region: region ?? 'us-east-1', accessKeyId, secretAccessKey };
}

function parse(args: string[]) {
  return parseArgs({
    args,
    strict: true,
    options: {
      db: { type: 'string' },
      database: { type: 'string' },
      port: { type: 'string', default: '8787' },
      host: { type: 'string', default: '127.0.0.1' },
      'public-url': { type: 'string' },
      profile: { type: 'string' },
      token: { type: 'string', multiple: true, default: [] },
      tokens: { type: 'string' },
      evidence: { type: 'string' },
      retention: { type: 'string' },
      rate: { type: 'string', default: '120' },
      'no-known-listings': { type: 'boolean', default: false },
      'behind-proxy': { type: 'boolean', default: false },
      quiet: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  }).values;
}

function parsed(args: string[]): ReturnType<typeof parse> {
  try {
    return parse(args);
  } catch (error) {
    throw new UsageError(`${message(error).split('\n')[0]} See "vigie intake --help".`);
  }
}

function database({ db, database: url }: ReturnType<typeof parse>): string {
  if (url !== undefined && !/^postgres(?:ql)?:\/\//.test(url))
    throw new UsageError('--database must be a postgres:// address.');
  const chosen = db ?? url;
  if (chosen === undefined || (db !== undefined && url !== undefined)) {
    throw new UsageError('say where the reports are kept: --db FILE or --database URL. See "vigie intake --help".');
  }
  return chosen;
}

function serverOptions(values: ReturnType<typeof parse>): ServerOptions {
  return {
    db: database(values),
    port: readNumber('--port', values.port, 65_535),
    host: values.host,
    tokens: readTokens(values.token, values.tokens),
    rate: readNumber('--rate', values.rate, 1_000_000),
    behindProxy: values['behind-proxy'],
    ...(values['public-url'] === undefined ? {} : { publicUrl: readPublicUrl(values['public-url']) }),
    ...(values['no-known-listings'] ? { knownListings: false } : {}),
    ...(values.evidence === undefined ? {} : { evidence: readEvidence(values.evidence) }),
    ...(values.retention === undefined ? {} : { retentionDays: readDays(values.retention) }),
    ...(values.profile === undefined ? {} : { profile: readProfile(values.profile) }),
    ...(values.quiet === true ? {} : { log: jsonLines((line) => process.stdout.write(line)) }),
  };
}

/** Resolves when a signal asks the process to end. */
function interruption(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

export async function run(args: string[]): Promise<number> {
  if (args[0] === 'check') return (await import('./intake-check.ts')).run(args.slice(1));
  const values = parsed(args);
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const options = serverOptions(values);
  const interrupted = interruption();
  const intake = await startIntake(options);
  process.stderr.write(
    `vigie intake: receives reports at ${intake.url}/v1/reports, keeps them in ${shownDatabase(options.db)}; Ctrl-C stops it.\n`,
  );
  process.stderr.write(
    options.tokens?.has('agent') === true
      ? `vigie intake: agents sign in at ${intake.url}/queue with their token.\n`
      : 'vigie intake: the agents’ pages are off; --token agent=SECRET turns them on.\n',
  );
  await interrupted;
  await intake.close();
  process.stderr.write('vigie intake: stopped.\n');
  return 0;
}
