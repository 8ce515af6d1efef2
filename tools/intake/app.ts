/**
 * The reference intake as a Hono application over a store: the public part of intake protocol v1
 * (docs/intake-protocol.md). It holds no state of its own, so any number of processes may stand over one database.
 */
import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import {
  HEALTH_PATH,
  IDEMPOTENCY_REPLAYED,
  PROFILE_PATH,
  REPORT_MEDIA_TYPE,
  REPORTS_PATH,
  referenceSchema,
  statusPath,
} from '../../lib/reports/protocol.ts';
import type { AuthorityProfile } from '../../lib/sync/authority-profile.ts';
import { allowAnyOrigin, preflight } from './cors.ts';
import { type Log, silent } from './log.ts';
import { INTERNAL, methodNotAllowed, notFound, problemResponse, UNAVAILABLE } from './problem.ts';
import { receiveReport } from './receive.ts';
import { type ReportStore, StoreUnavailable } from './store.ts';
import { Tokens } from './tokens.ts';

export interface IntakeOptions {
  store: ReportStore;
  /** What `/.well-known/vigie-authority.json` says; its identity policy and roles are enforced. */
  profile: AuthorityProfile;
  tokens?: Tokens;
  log?: Log;
  now?: () => Date;
}

export interface Intake {
  fetch: (request: Request, env?: unknown) => Response | Promise<Response>;
  /** Closes the store; what was acknowledged is in it. */
  close: () => Promise<void>;
}

function json(body: unknown, status: number, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': REPORT_MEDIA_TYPE, ...headers } });
}

/** The path as logs may show it: never with a reference in it. */
function routeOf(path: string): string {
  if (path.startsWith(`${REPORTS_PATH}/`)) return `${REPORTS_PATH}/:reference`;
  return [REPORTS_PATH, HEALTH_PATH, PROFILE_PATH].includes(path) ? path : 'other';
}

export function createIntake({
  store,
  profile,
  tokens = new Tokens(),
  log = silent,
  now = () => new Date(),
}: IntakeOptions): Intake {
  const app = new Hono();

  app.use(async (context, next) => {
    const start = performance.now();
    await next();
    context.res.headers.set('X-Content-Type-Options', 'nosniff');
    allowAnyOrigin(context.res);
    log({
      level: context.res.status >= 500 ? 'error' : 'info',
      event: 'request',
      method: context.req.method,
      route: routeOf(context.req.path),
      status: context.res.status,
      milliseconds: Math.round((performance.now() - start) * 100) / 100,
    });
  });

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

  app.get(HEALTH_PATH, async () => {
    try {
      await store.ping();
      return json({ status: 'ok' }, 200, { 'Cache-Control': 'no-store' });
    } catch {
      return json({ status: 'unavailable' }, 503, { 'Cache-Control': 'no-store' });
    }
  });
  only(HEALTH_PATH, ['GET', 'HEAD']);

  const profileText = JSON.stringify(profile);
  app.get(PROFILE_PATH, (context) => conditional(context, profileText, 'public, max-age=300'));
  only(PROFILE_PATH, ['GET', 'HEAD']);

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
