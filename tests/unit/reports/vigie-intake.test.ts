import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Delivery } from '../../../lib/reports/senders/sender.ts';
import { vigieIntake } from '../../../lib/reports/senders/vigie-intake.ts';

const BODY = '{"schema":"vigie-report/1"}';
const KEY = '019ab3f0-0000-7000-8000-000000000001';
const sha256 = createHash('sha256').update(BODY).digest('hex');
const RECEIPT = { reference: 'R-1', receivedAt: '2026-11-24T10:00:00Z', sha256 };

let server: Server | null = null;

async function authority(listener: RequestListener): Promise<string> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
}

function delivery(to: string, token: string | null): Delivery {
  return { authority: to, idempotencyKey: KEY, body: BODY, token };
}

async function sendTo(listener: RequestListener, token: string | null = null) {
  return vigieIntake.send(delivery(await authority(listener), token), new AbortController().signal);
}

function answer(status: number, body: string, headers: Record<string, string> = {}): RequestListener {
  return (request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(status, headers).end(body));
  };
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

describe('sending to a Vigie intake', () => {
  it('sends the bytes once, with the key, and takes a receipt for exactly them', async () => {
    const seen: { method?: string; url?: string; key?: unknown; body?: string } = {};
    const result = await sendTo((request, response) => {
      let body = '';
      request.on('data', (part) => (body += part));
      request.on('end', () => {
        Object.assign(seen, {
          method: request.method,
          url: request.url,
          key: request.headers['idempotency-key'],
          body,
        });
        response.writeHead(201).end(JSON.stringify(RECEIPT));
      });
    });
    expect(seen).toEqual({ method: 'POST', url: '/v1/reports', key: KEY, body: BODY });
    expect(result).toEqual({ kind: 'acknowledged', receipt: RECEIPT });
  });

  const unreadable = { kind: 'retry', reason: 'unreadable-answer', afterMs: null };
  it.each([
    ['a receipt for other bytes', 201, JSON.stringify({ ...RECEIPT, sha256: 'b'.repeat(64) })],
    ['HTML with status 200', 200, '<!doctype html><title>Sign in</title>'],
    ['half a receipt', 201, JSON.stringify(RECEIPT).slice(0, 40)],
    ['an empty 201', 201, ''],
    ['a 404 of some other server', 404, 'Not found'],
    ['a 422 without a problem document', 422, 'no'],
    ['a body without end', 201, `"${'x'.repeat(100_000)}`],
  ])('keeps the report in the queue on %s', async (_what, status, body) => {
    expect(await sendTo(answer(status, body))).toEqual(unreadable);
  });

  it('keeps the report in the queue on a 500, and honours Retry-After', async () => {
    const result = await sendTo(answer(503, 'down', { 'Retry-After': '120' }));
    expect(result).toEqual({ kind: 'retry', reason: 'server-error', afterMs: 120_000 });
  });

  it('waits as long as a 429 asks', async () => {
    const result = await sendTo(answer(429, '{}', { 'Retry-After': '7' }));
    expect(result).toEqual({ kind: 'retry', reason: 'rate-limited', afterMs: 7_000 });
  });

  it('keeps the report when the connection breaks off in the answer', async () => {
    const result = await sendTo((_request, response) => {
      response.writeHead(201, { 'Content-Length': '5000' });
      response.write(JSON.stringify(RECEIPT));
      setTimeout(() => response.destroy(), 20);
    });
    expect(result).toEqual(unreadable);
  });

  it('says offline when nobody listens', async () => {
    const url = await authority(() => undefined);
    await new Promise((resolve) => server?.close(resolve));
    server = null;
    const result = await vigieIntake.send(delivery(url, null), new AbortController().signal);
    expect(result).toEqual({ kind: 'retry', reason: 'offline', afterMs: null });
  });

  it('does not follow a redirect to another place', async () => {
    let asked = 0;
    const result = await sendTo((request, response) => {
      asked += 1;
      request.resume();
      response.writeHead(307, { Location: '/elsewhere' }).end();
    });
    expect(result).toEqual({ kind: 'retry', reason: 'offline', afterMs: null });
    expect(asked).toBe(1);
  });

  it('is refused only by a problem document, whose faults it keeps by field', async () => {
    const problem = {
      type: 'urn:vigie:problem:invalid',
      title: 'Invalid report',
      status: 422,
      detail: 'The report has a fault.',
      errors: [{ pointer: '/family', detail: 'must be a family id' }],
    };
    const result = await sendTo(answer(422, JSON.stringify(problem), { 'Content-Type': 'application/problem+json' }));
    expect(result).toEqual({
      kind: 'refused',
      refusal: { title: problem.title, status: 422, detail: problem.detail, errors: problem.errors },
    });
  });
});

describe('the token of an agency', () => {
  it('goes along as a bearer token, and is missing without one', async () => {
    const seen: (string | undefined)[] = [];
    const listener: RequestListener = (request, response) => {
      seen.push(request.headers.authorization);
      request.resume();
      request.on('end', () => response.writeHead(201).end(JSON.stringify(RECEIPT)));
    };
    await sendTo(listener, 'token-of-the-agency');
    server?.close();
    await sendTo(listener);
    expect(seen).toEqual(['Bearer token-of-the-agency', undefined]);
  });

  it.each([401, 403])('that is asked for with %i keeps the report queued and says so', async (status) => {
    expect(await sendTo(answer(status, '{}'))).toEqual({ kind: 'retry', reason: 'token', afterMs: null });
  });
});

describe('following a report', () => {
  const STATUS = {
    reference: 'R-1',
    state: 'in-review',
    reason: null,
    decision: null,
    updatedAt: '2026-11-24T10:00:00Z',
  };

  async function follow(listener: RequestListener, etag: string | null = null) {
    return vigieIntake.follow?.(await authority(listener), 'R-1', etag, new AbortController().signal);
  }

  it('takes a status of this very report, with its entity tag', async () => {
    const seen: unknown[] = [];
    const result = await follow((request, response) => {
      seen.push(request.url, request.headers['if-none-match']);
      response.writeHead(200, { ETag: '"b"' }).end(JSON.stringify(STATUS));
    }, '"a"');
    expect(seen).toEqual(['/v1/reports/R-1', '"a"']);
    expect(result).toEqual({ kind: 'status', status: STATUS, etag: '"b"' });
  });

  it.each([
    ['nothing new', 304, '', { kind: 'unchanged' }],
    ['an unknown reference', 404, '{}', { kind: 'unknown' }],
    [
      'a status of another report',
      200,
      JSON.stringify({ ...STATUS, reference: 'R-2' }),
      { kind: 'retry', afterMs: null },
    ],
    ['a page of a captive portal', 200, '<html>', { kind: 'retry', afterMs: null }],
    [
      'a state that this version does not know',
      200,
      JSON.stringify({ ...STATUS, state: 'lost' }),
      { kind: 'retry', afterMs: null },
    ],
    ['a fault', 503, '', { kind: 'retry', afterMs: null }],
  ])('understands %s', async (_what, status, body, expected) => {
    expect(await follow(answer(status, body))).toEqual(expected);
  });
});
