/**
 * The agents' pages under `/queue`: list, filter, one report, set its state, erase its content, export. Rendered on the
 * server without a single script; whatever comes from a report is escaped by the `html` templates.
 */
import { type Context, Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { sha256Hex, text } from '../../../lib/formats/fields.ts';
import { z } from '../../../lib/formats/validation.ts';
import { REPORT_STATES, referenceSchema } from '../../../lib/reports/protocol.ts';
import { readBody } from '../body.ts';
import type { EvidenceStore } from '../evidence-store.ts';
import { forbidden, notFound, problemResponse } from '../problem.ts';
import type { ListQuery, ReportStore, StoredReport } from '../store.ts';
import { type Bearer, bearerSecret, type Tokens } from '../tokens.ts';
import { evidenceOf, exportCsv, exportJson } from './export.ts';
import { isCodeOf, keysPage } from './keys-page.ts';
import { type Html, PAGE_HEADERS, STYLE } from './layout.ts';
import { listPage, loginPage, PAGE_SIZE } from './list-page.ts';
import { type EvidenceState, type HeldEvidence, reportPage } from './report-page.ts';
import { agentOf, COOKIE, fromOwnPage, newSession, SESSION_SECONDS } from './session.ts';
import { textsFor } from './texts.ts';

export interface QueueOptions {
  store: ReportStore;
  tokens: Tokens;
  now: () => Date;
  evidence?: EvidenceStore;
  /** Whether clients come by https, so that the cookie may insist on it. */
  secure: boolean;
}

const MAX_FORM_BYTES = 64 * 1024;

const optionalText = (max: number) =>
  z
    .string()
    .optional()
    .transform((value) => (value === undefined || value.trim() === '' ? undefined : value.trim().slice(0, max)));

const querySchema = z.object({
  state: z.enum(REPORT_STATES).optional().catch(undefined),
  schema: z.enum(['vigie-report/1', 'vigie-child-protection-report/1']).optional().catch(undefined),
  family: optionalText(64),
  marketplace: optionalText(32),
  listing: optionalText(100),
  before: z.coerce.number().int().min(0).optional().catch(undefined),
});

/** The filter of a query string; what makes no sense in it is ignored. */
function filterOf(context: Context): Omit<ListQuery, 'limit'> {
  const parsed = querySchema.parse(context.req.query());
  return Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== undefined));
}

const changeSchema = z.object({
  state: z.enum(REPORT_STATES),
  reason: text(500),
  decision: text(5000),
});

async function formOf(request: Request): Promise<URLSearchParams | null> {
  const body = await readBody(request, MAX_FORM_BYTES);
  return body.ok ? new URLSearchParams(Buffer.from(body.value).toString('utf8')) : null;
}

function streamed(chunks: AsyncIterable<string | Uint8Array>, type: string, name: string): Response {
  const encoder = new TextEncoder();
  const iterator = chunks[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done === true) controller.close();
      else controller.enqueue(typeof next.value === 'string' ? encoder.encode(next.value) : next.value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  const headers = { ...PAGE_HEADERS, 'Content-Type': type, 'Content-Disposition': `attachment; filename="${name}"` };
  return new Response(body, { headers });
}

/** Evidence is hashed anew each time that an agent looks: what was altered since must not pass for evidence. */
async function heldEvidence(stored: StoredReport, evidence: EvidenceStore | undefined): Promise<HeldEvidence> {
  const states = new Map<string, EvidenceState>();
  for (const hash of evidence === undefined ? [] : evidenceOf(stored)) {
    const intact = await evidence?.intact(hash);
    states.set(hash, intact === true ? 'intact' : intact === false ? 'damaged' : 'missing');
  }
  return states;
}

export function createQueue({
  store,
  tokens,
  now,
  secure,
  evidence,
}: QueueOptions): Hono<{ Variables: { agent: Bearer } }> {
  const app = new Hono<{ Variables: { agent: Bearer } }>();
  const texts = (context: Context) => textsFor(context.req.header('accept-language'));
  const show = (context: Context, body: Html, status: 200 | 401 | 403 | 404 | 422 = 200) =>
    context.html(body, status, { ...PAGE_HEADERS });
  const cookie = (value: string, seconds: number) =>
    `${COOKIE}=${value}; Path=/queue; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;

  app.get('/style.css', (context) =>
    context.body(STYLE, 200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'public, max-age=3600' }),
  );

  app.post('*', async (context, next) => {
    if (!fromOwnPage(context.req.raw))
      return problemResponse(forbidden('This form was not sent from the agents’ pages.'));
    return next();
  });

  app.post('/login', async (context) => {
    const secret = (await formOf(context.req.raw))?.get('token')?.trim() ?? '';
    const id = tokens.find(secret)?.role === 'agent' ? tokens.id(secret) : null;
    const session = id === null ? null : newSession(tokens, id, now().getTime());
    if (session === null) return show(context, loginPage(texts(context), true), 401);
    context.header('Set-Cookie', cookie(session, SESSION_SECONDS));
    return context.redirect('/queue', 303);
  });

  app.post('/logout', (context) => {
    context.header('Set-Cookie', cookie('', 0));
    return context.redirect('/queue', 303);
  });

  /** A program may send the agent's token as a bearer instead of a cookie, for the exports. */
  const agent = (context: Context): Bearer | null => {
    const authorization = context.req.header('authorization');
    if (authorization === undefined) return agentOf(tokens, getCookie(context, COOKIE), now().getTime());
    const bearer = tokens.find(bearerSecret(authorization) ?? '');
    return bearer?.role === 'agent' ? bearer : null;
  };

  app.use(async (context, next) => {
    const found = agent(context);
    if (found === null) return show(context, loginPage(texts(context), false), 401);
    context.set('agent', found);
    return next();
  });

  app.get('/', async (context) => {
    const query = filterOf(context);
    const reports = await store.list({ ...query, limit: PAGE_SIZE });
    return show(context, listPage(texts(context), context.get('agent').agency, query, reports));
  });

  app.get('/export.json', (context) =>
    streamed(exportJson(store, filterOf(context)), 'application/json; charset=utf-8', 'reports.json'),
  );
  app.get('/export.csv', (context) =>
    streamed(exportCsv(store, filterOf(context)), 'text/csv; charset=utf-8', 'reports.csv'),
  );

  const showKeys = async (context: Context<{ Variables: { agent: Bearer } }>, fault: string | null) =>
    show(
      context,
      keysPage(texts(context), context.get('agent').agency, await store.keys(), fault),
      fault === null ? 200 : 422,
    );

  app.get('/keys', (context) => showKeys(context, null));

  app.post('/keys/:fingerprint', async (context) => {
    const form = await formOf(context.req.raw);
    const state = form?.get('state') === 'enrolled' ? 'enrolled' : 'refused';
    const key = await store.key(context.req.param('fingerprint'));
    if (key === null) return problemResponse(notFound('There is no such key.'));
    if (state === 'enrolled' && !(await isCodeOf(key, form?.get('code') ?? ''))) {
      return showKeys(context, texts(context).wrongCode);
    }
    await store.decideKey(key.fingerprint, state, now().toISOString(), context.get('agent').agency);
    return context.redirect('/queue/keys', 303);
  });

  const found = async (context: Context) => {
    const reference = referenceSchema.safeParse(context.req.param('reference'));
    return reference.success ? store.get(reference.data) : null;
  };
  const missing = () => problemResponse(notFound('There is no report with this reference.'));

  app.get('/reports/:reference', async (context) => {
    const stored = await found(context);
    if (stored === null) return missing();
    return show(
      context,
      reportPage(texts(context), context.get('agent').agency, stored, await heldEvidence(stored, evidence), null),
    );
  });

  app.get('/evidence/:sha256', async (context) => {
    const hash = context.req.param('sha256');
    const here = evidence !== undefined && sha256Hex.safeParse(hash).success && (await evidence.intact(hash)) === true;
    if (!here) return problemResponse(notFound('This evidence is not here, or damaged.'));
    return streamed(evidence.read(hash), 'application/octet-stream', hash);
  });

  app.post('/reports/:reference/status', async (context) => {
    const stored = await found(context);
    if (stored === null) return missing();
    const form = await formOf(context.req.raw);
    const words = texts(context);
    const trimmed = (name: string) => form?.get(name)?.replaceAll('\r\n', '\n').trim() ?? '';
    const change = changeSchema.safeParse({
      state: form?.get('state'),
      reason: trimmed('reason'),
      decision: trimmed('decision'),
    });
    const fault = !change.success
      ? words.tooLong
      : change.data.state === 'rejected' && change.data.reason === ''
        ? words.reasonNeeded
        : null;
    const { agency } = context.get('agent');
    if (!change.success || fault !== null) {
      return show(context, reportPage(words, agency, stored, await heldEvidence(stored, evidence), fault), 422);
    }
    const { state, reason, decision } = change.data;
    const at = now().toISOString();
    await store.setStatus(stored.reference, { state, reason: reason || null, decision: decision || null, at, agency });
    return context.redirect(`/queue/reports/${encodeURIComponent(stored.reference)}`, 303);
  });

  app.post('/reports/:reference/erase', async (context) => {
    const stored = await found(context);
    if (stored === null) return missing();
    const erasure = await store.erase(stored.reference, now().toISOString());
    for (const hash of erasure?.evidence ?? []) await evidence?.remove(hash);
    return context.redirect(`/queue/reports/${encodeURIComponent(stored.reference)}`, 303);
  });

  return app;
}
