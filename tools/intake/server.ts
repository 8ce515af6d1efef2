/** Starts the reference intake on this machine, and stops it without losing what it is working on. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo, isIPv6 } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { AuthorityProfile } from '../../lib/authority/profile.ts';
import { INTAKE_PROTOCOL } from '../../lib/authority/well-known.ts';
import { z } from '../../lib/formats/validation.ts';
import { UsageError } from '../command-line.ts';
import { createIntake } from './app.ts';
import { EvidenceDirectory, type EvidenceStore } from './evidence-store.ts';
import { type Log, silent } from './log.ts';
import { clientKey, RateLimiter } from './rate-limit.ts';
import { startRetention } from './retention.ts';
import type { S3Options } from './s3-evidence-store.ts';
import { SqliteStore } from './sqlite-store.ts';
import type { ReportStore } from './store.ts';
import { Tokens } from './tokens.ts';

export interface ServerOptions {
  /** Path of the SQLite file, `:memory:`, or the `postgres://` address of a PostgreSQL database. */
  db: string;
  /** 0: any free port. */
  port: number;
  host?: string;
  /** Address under which clients reach the intake, when that is not `http://HOST:PORT`. */
  publicUrl?: string;
  /** Replaces members of the built-in demonstration profile. */
  profile?: Partial<AuthorityProfile>;
  tokens?: Tokens;
  log?: Log;
  /** Directory for evidence, made when it is missing, or a bucket; without either none is taken. */
  evidence?: string | S3Options;
  /** False: questions about known listings are not answered. */
  knownListings?: boolean;
  /** Days after which the content of a report is erased; kept until an agent erases it when not given. */
  retentionDays?: number;
  /** Requests a minute that one network address may make; 0 (also when not given): any number. */
  rate?: number;
  /** A proxy stands before the intake and appends the client's address to `X-Forwarded-For`. */
  behindProxy?: boolean;
}

export interface RunningIntake {
  /** Base address, without a slash at its end. */
  url: string;
  /** Takes no new request, answers those under way, closes the database. */
  close(): Promise<void>;
}

/** Milliseconds after which a stop no longer waits for requests under way. */
const STOP_AFTER = 10_000;

/** What an intake says about itself when it was given no profile. */
export function demonstrationProfile(endpoint: string, tokens: Tokens): AuthorityProfile {
  return {
    schema: 'vigie-authority/1',
    name: { en: 'Vigie reference intake', fr: 'Service de réception de référence Vigie' },
    country: 'FR',
    remit: { families: ['*'] },
    intake: { endpoint, protocol: INTAKE_PROTOCOL, tokenRoles: tokens.has('inspector') ? ['inspector'] : [] },
    identity: { name: 'optional', email: 'optional' },
    privacyNotice: null,
    packs: [],
    keys: [],
  };
}

/** Questions about known listings that one address may ask in a minute, of the requests that it may make. */
const LOOKUP_SHARE = 0.1;

/** A cart of listings may come at once: half a minute's worth, and 20 at least. */
function limitersFor(perMinute: number): { limiter: RateLimiter; lookupLimiter: RateLimiter } {
  const lookups = Math.max(1, Math.ceil(perMinute * LOOKUP_SHARE));
  return {
    limiter: new RateLimiter({ perMinute, burst: Math.max(20, Math.ceil(perMinute / 2)) }),
    lookupLimiter: new RateLimiter({ perMinute: lookups, burst: lookups }),
  };
}

/** The client's key: the address of the connection, or the last one that the proxy appended. */
function clientOf(behindProxy: boolean): (headers: Headers, environment: unknown) => string {
  const bindings = z.object({ incoming: z.object({ socket: z.object({ remoteAddress: z.string() }) }) });
  return (headers, environment) => {
    const forwarded = behindProxy ? headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
    if (forwarded !== undefined && forwarded !== '') return clientKey(forwarded.slice(0, 64));
    const parsed = bindings.safeParse(environment);
    return parsed.success ? clientKey(parsed.data.incoming.socket.remoteAddress) : 'unknown';
  };
}

/** The database as messages may show it: without user name and password. */
export function shownDatabase(db: string): string {
  if (!isPostgres(db) || !URL.canParse(db)) return isPostgres(db) ? 'postgres://…' : db;
  const { host, pathname } = new URL(db);
  return `postgres://${host}${pathname}`;
}

function isPostgres(db: string): boolean {
  return /^postgres(?:ql)?:/.test(db);
}

async function openStore(db: string): Promise<ReportStore> {
  try {
    // The driver is loaded only where it is needed.
    if (isPostgres(db)) return await (await import('./postgres-store.ts')).PostgresStore.open(db);
    return new SqliteStore({ file: db });
  } catch (error) {
    const reason = error instanceof Error && error.message !== '' ? error.message : 'it does not answer';
    const advice = isPostgres(db)
      ? 'Check the address, the login and the server.'
      : 'Choose a file in a folder that you may write to.';
    throw new UsageError(`the database "${shownDatabase(db)}" cannot be used: ${reason}. ${advice}`);
  }
}

async function openEvidence(place: string | S3Options): Promise<EvidenceStore> {
  try {
    // The client is loaded only where it is needed.
    if (typeof place !== 'string') return await (await import('./s3-evidence-store.ts')).S3EvidenceStore.open(place);
    return await EvidenceDirectory.open(place);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const what = typeof place === 'string' ? `the evidence directory "${place}"` : `the evidence bucket "${place.url}"`;
    throw new UsageError(`${what} cannot be used: ${reason}.`);
  }
}

const LISTEN_FAULTS: Record<string, string> = {
  EADDRINUSE: 'is already in use; choose another with --port, or 0 for any free one',
  EACCES: 'needs more rights than you have; choose one above 1023 with --port',
  EADDRNOTAVAIL: 'cannot be used: this machine does not have that address; see --host',
  ENOTFOUND: 'cannot be used: the host name is not known; see --host',
};

async function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (error: NodeJS.ErrnoException) => {
    const fault = LISTEN_FAULTS[error.code ?? ''] ?? `cannot be used: ${error.message}`;
    reject(new UsageError(`port ${port} on ${host} ${fault}.`));
  });
  server.listen({ port, host, exclusive: true }, resolve);
  await promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address;
}

/** Rejects with a `UsageError` of one sentence when the file or the port cannot be used. */
export async function startIntake(options: ServerOptions): Promise<RunningIntake> {
  const { db, port, host = '127.0.0.1', tokens = new Tokens(), log = silent } = options;
  const evidence = options.evidence === undefined ? {} : { evidence: await openEvidence(options.evidence) };
  const store = await openStore(db);
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 15_000 });
  let address: AddressInfo;
  try {
    address = await listen(server, port, host);
  } catch (error) {
    await store.close();
    throw error;
  }
  const url = `http://${isIPv6(address.address) ? `[${address.address}]` : address.address}:${address.port}`;
  const endpoint = options.publicUrl ?? url;
  const profile = { ...demonstrationProfile(endpoint, tokens), ...options.profile };
  const intake = createIntake({
    store,
    profile,
    tokens,
    ...evidence,
    log,
    clientOf: clientOf(options.behindProxy === true),
    ...(options.rate === undefined || options.rate === 0 ? {} : limitersFor(options.rate)),
    ...(options.knownListings === undefined ? {} : { knownListings: options.knownListings }),
  });
  const stopRetention =
    options.retentionDays === undefined
      ? async () => undefined
      : startRetention({ store, days: options.retentionDays, log, ...evidence });
  server.on('request', getRequestListener(intake.fetch));
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  return {
    url,
    close: async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      // A connection that is kept alive becomes idle only once its request is answered.
      const idle = setInterval(() => server.closeIdleConnections(), 20);
      const timer = setTimeout(() => server.closeAllConnections(), STOP_AFTER);
      await promise;
      clearInterval(idle);
      clearTimeout(timer);
      await stopRetention();
      await intake.close();
    },
  };
}
