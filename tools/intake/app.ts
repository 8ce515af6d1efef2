/**
 * The reference intake as a Hono application over a store: the public part of intake protocol v1
 * (docs/intake-protocol.md). It holds no state of its own, so any number of processes may stand over one database.
 */
import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { AuthorityProfile } from '../../lib/authority/profile.ts';
import { PROFILE_PATH } from '../../lib/authority/well-known.ts';
import { KEYS_PATH } from '../../lib/evidence/enrolment.ts';
import {
  EVIDENCE_PATH,
  HEALTH_PATH,
  IDEMPOTENCY_REPLAYED,
  KNOWN_LISTINGS_PATH,
  REPORT_MEDIA_TYPE,
  REPORTS_PATH,
  referenceSchema,
  statusPath,
} from '../../lib/reports/protocol.ts';
import { allowAnyOrigin, preflight } from './cors.ts';
import { EvidenceReception } from './evidence.ts';
import type { EvidenceStore } from './evidence-store.ts';
import { askEnrolment, enrolmentOf } from './keys.ts';
import { answerKnownListings } from './known-listings.ts';
import { type Log, silent } from './log.ts';
import { INTERNAL, methodNotAllowed, notFound, problemResponse, tooMany, UNAVAILABLE } from './problem.ts';
import { createQueue } from './queue/app.ts';
import type { RateLimiter } from './rate-limit.ts';
import { receiveReport } from './receive.ts';
import { type ReportStore, StoreUnavailable } from './store.ts';
import { Tokens } from './tokens.ts';

export interface IntakeOptions {
  store: ReportStore;
  /** What `/.well-known/vigie-authority.json` says; its identity policy and roles are enforced. */
  profile: AuthorityProfile;
  /** Where evidence is kept; none is taken without it. */
  evidence?: EvidenceStore;
  tokens?: Tokens;
  log?: Log;
  now?: () => Date;
  /** Limits what one client may ask of `/v1`, and how often it may try to sign in; needs `clientOf`. */
  limiter?: RateLimiter;
  /** Limits questions about known listings beyond that. */
  lookupLimiter?: RateLimiter;
  /** False: this intake does not say which listings it has. */
  knownListings?: boolean;
  /** Key of the client of a request, from what the HTTP server passes along. */
  clientOf?: (headers: Headers, environment: unknown) => string;
}

export interface Intake {
  fetch: (request: Request, env?: unknown) => Response | Promise<Response>;
  /** Closes the store; what was acknowledged is in it. */
  close: () => Promise<void>;
}

/** Where the agents work, when there is a token for one. */
export const QUEUE_PATH = '/queue';

function json(body: unknown, status: number, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': REPORT_MEDIA_TYPE, ...headers } });
}

/** The agents' pages are for their own origin only. */
function isQueue(path: string): boolean {
  return path === QUEUE_PATH || path.startsWith(`${QUEUE_PATH}/`);
}

/** The path as logs may show it: never with a reference in it. */
function routeOf(path: string): string {
  if (path.startsWith(`${REPORTS_PATH}/`)) return `${REPORTS_PATH}/:reference`;
  if (path.startsWith(`${KEYS_PATH}/`)) return `${KEYS_PATH}/:fingerprint`;
  if (path.startsWith(`${EVIDENCE_PATH}/`)) return `${EVIDENCE_PATH}/:sha256`;
  if (isQueue(path)) return QUEUE_PATH;
  return [REPORTS_PATH, KNOWN_LISTINGS_PATH, HEALTH_PATH, PROFILE_PATH].includes(path) ? path : 'other';
}

export function createIntake(options: IntakeOptions): Intake {
  const {
    store,
    profile,
    evidence,
    tokens = new Tokens(),
    log = silent,
    now = () => new Date(),
    limiter,
    lookupLimiter,
    knownListings = true,
    clientOf,
  } = options;
  const app = new Hono();

  app.use(async (context, next) => {
    const start = performance.now();
    await next();
    context.res.headers.set('X-Content-Type-Options', 'nosniff');
    if (!isQueue(context.req.path)) allowAnyOrigin(context.res);
    log({
      level: context.res.status >= 500 ? 'error' : 'info',
      event: 'request',
      method: context.req.method,
      route: routeOf(context.req.path),
      status: context.res.status,
      milliseconds: Math.round((performance.now() - start) * 100) / 100,
    });
  });

  const limit = (path: string, by: RateLimiter | undefined) => {
    if (by === undefined || clientOf === undefined) return;
    app.use(path, async (context, next) => {
      // A browser hides the answer to a preflight from the extension, so refusing one would look like a broken network.
      const wait = context.req.method === 'OPTIONS' ? 0 : by.take(clientOf(context.req.raw.headers, context.env));
      if (wait > 0) return problemResponse(tooMany(wait));
      return next();
    });
  };
  limit('/v1/*', limiter);
  limit(`${QUEUE_PATH}/login`, limiter);
  limit(KNOWN_LISTINGS_PATH, lookupLimiter);

  /** Answers preflights and wrong methods of a path that has `methods`. */
  const only = (path: string, methods: string[]) => {
    app.options(path, (context) => preflight(context.req.raw, [...methods, 'OPTIONS']));
    app.all(path, () => problemResponse(methodNotAllowed([...methods, 'OPTIONS'])));
  };

  app.post(REPORTS_PATH, async (context) => {
    const received = await receiveReport(context.req.raw, { store, profile, tokens, now });
    if (!received.ok) return problemResponse(received.refusal);
    const { kind, receipt } = received.value;
    return json(receipt, 201, {
      Location: statusPath(receipt.reference),
      'Cache-Control': 'no-store',
      ...(kind === 'replayed' ? { [IDEMPOTENCY_REPLAYED]: 'true' } : {}),
    });
  });
  only(REPORTS_PATH, ['POST']);

  app.get(`${REPORTS_PATH}/:reference`, async (context) => {
    const reference = referenceSchema.safeParse(context.req.param('reference'));
    const status = reference.success ? await store.status(reference.data) : null;
    if (status === null) return problemResponse(notFound('There is no report with this reference.'));
    return conditional(context, JSON.stringify(status), 'private, no-cache');
  });
  only(`${REPORTS_PATH}/:reference`, ['GET', 'HEAD']);

  if (knownListings) {
    app.post(KNOWN_LISTINGS_PATH, async (context) => {
      const answer = await answerKnownListings(context.req.raw, store);
      return answer.ok ? json(answer.value, 200, { 'Cache-Control': 'no-store' }) : problemResponse(answer.refusal);
    });
    only(KNOWN_LISTINGS_PATH, ['POST']);
  }

  app.get(HEALTH_PATH, async () => {
    try {
      await store.ping();
      return json({ status: 'ok' }, 200, { 'Cache-Control': 'no-store' });
    } catch {
      return json({ status: 'unavailable' }, 503, { 'Cache-Control': 'no-store' });
    }
  });
  only(HEALTH_PATH, ['GET', 'HEAD']);

  const enroller = { store, tokens, now };
  const keyPattern = `${KEYS_PATH}/:fingerprint`;
  app.put(keyPattern, async (context) => {
    const asked = await askEnrolment(context.req.param('fingerprint'), context.req.raw, enroller);
    return asked.ok ? json(asked.value, 202, { 'Cache-Control': 'no-store' }) : problemResponse(asked.refusal);
  });
  app.get(keyPattern, async (context) => {
    const known = await enrolmentOf(context.req.param('fingerprint'), store);
    return known.ok ? json(known.value, 200, { 'Cache-Control': 'no-store' }) : problemResponse(known.refusal);
  });
  only(keyPattern, ['GET', 'HEAD', 'PUT']);

  if (evidence !== undefined) {
    const reception = new EvidenceReception(store, evidence);
    const path = `${EVIDENCE_PATH}/:sha256`;
    // Hono answers HEAD by the GET handler; there is no GET: agents read evidence on their own pages.
    app.get(path, (context) =>
      context.req.method === 'HEAD'
        ? reception.head(context.req.param('sha256'))
        : problemResponse(methodNotAllowed(['HEAD', 'PUT', 'OPTIONS'])),
    );
    app.put(path, (context) => reception.put(context.req.param('sha256'), context.req.raw));
    only(path, ['HEAD', 'PUT']);
  }

  const profileText = JSON.stringify(profile);
  app.get(PROFILE_PATH, (context) => conditional(context, profileText, 'public, max-age=300'));
  only(PROFILE_PATH, ['GET', 'HEAD']);

  if (tokens.has('agent')) {
    const secure = profile.intake?.endpoint.startsWith('https:') === true;
    app.route(QUEUE_PATH, createQueue({ store, tokens, now, secure, ...(evidence === undefined ? {} : { evidence }) }));
  }

  app.notFound(() => problemResponse(notFound('There is nothing at this address. See the intake protocol.')));

  app.onError((error) => {
    const unavailable = error instanceof StoreUnavailable;
    // The message of a database may quote what it was given; its name is enough to look further.
    log({ level: 'error', event: unavailable ? 'store-unavailable' : 'fault', name: error.name });
    return problemResponse(unavailable ? UNAVAILABLE : INTERNAL);
  });

  return { fetch: (request, env) => app.fetch(request, env ?? {}), close: () => store.close() };
}

/** JSON with an entity tag; 304 when the client has it already. */
function conditional(context: Context, text: string, cacheControl: string): Response {
  const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  const headers = { ETag: tag, 'Cache-Control': cacheControl };
  const known = context.req
    .header('if-none-match')
    ?.split(',')
    .map((candidate) => candidate.trim().replace(/^W\//, ''));
  if (known?.includes(tag) === true) return new Response(null, { status: 304, headers });
  return new Response(text, { status: 200, headers: { ...headers, 'Content-Type': REPORT_MEDIA_TYPE } });
}
