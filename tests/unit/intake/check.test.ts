import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../../tools/command-line.ts';
import { run } from '../../../tools/commands/intake-check.ts';
import type { Intake, IntakeOptions } from '../../../tools/intake/app.ts';
import { checkIntake } from '../../../tools/intake/check/check.ts';
import { EvidenceDirectory } from '../../../tools/intake/evidence-store.ts';
import { memoryIntake } from './requests.ts';

let server: Server | undefined;
let intake: Intake;
/** Cases that the last suite left out, because the intake does not have the part that they are about. */
let skipped: string[] = [];
afterEach(async () => {
  await new Promise((resolve) => (server === undefined ? resolve(null) : server.close(resolve)));
  server = undefined;
  await intake.close();
});

/** Names of the cases that an intake fails, when `wrap` stands before the reference intake. */
async function failures(
  wrap: (request: Request, intake: Intake) => Response | Promise<Response>,
  options: Partial<IntakeOptions> = {},
): Promise<string[]> {
  intake = memoryIntake(options);
  const listening = createServer(getRequestListener((request) => wrap(request, intake)));
  server = listening;
  await new Promise<void>((resolve) => {
    listening.listen(0, '127.0.0.1', resolve);
  });
  const { port } = listening.address() as AddressInfo;
  const failed: string[] = [];
  skipped = [];
  let cases = 0;
  for await (const verdict of checkIntake(`http://127.0.0.1:${port}`, null)) {
    cases += 1;
    expect(verdict.reason === null).toBe(verdict.pass);
    if (!verdict.pass) failed.push(verdict.case);
    if (verdict.skipped) skipped.push(verdict.case);
  }
  expect(cases).toBeGreaterThan(30);
  return failed;
}

/** The same request with another header. */
function withHeader(request: Request, name: string, value: string): Request {
  const changed = new Request(request, { headers: new Headers(request.headers) });
  changed.headers.set(name, value);
  return changed;
}

async function withoutHeaders(answer: Response | Promise<Response>, prefix: string): Promise<Response> {
  const response = await answer;
  const kept = [...response.headers].filter(([name]) => !name.startsWith(prefix));
  return new Response(response.body, { status: response.status, headers: kept });
}

describe('the conformance suite', () => {
  it('passes the reference intake', async () => {
    expect(await failures((request, reference) => reference.fetch(request))).toEqual([]);
  });

  describe('on evidence', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'vigie-check-'));
    });
    afterEach(() => rmSync(folder, { recursive: true }));
    const withEvidence = async () => ({ evidence: await EvidenceDirectory.open(folder) });

    it('passes the reference intake, and leaves nothing out', async () => {
      expect(await failures((request, reference) => reference.fetch(request), await withEvidence())).toEqual([]);
      expect(skipped).toEqual([]);
    });

    it('is left out for an intake that takes none', async () => {
      expect(await failures((request, reference) => reference.fetch(request))).toEqual([]);
      expect(skipped).toContain('an announced item is taken whole, and is there afterwards');
    });

    it('catches an intake that checks no digest', async () => {
      const failed = await failures(
        async (request, reference) => {
          if (request.method !== 'PUT') return reference.fetch(request);
          const body = new Uint8Array(await request.arrayBuffer());
          const headers = new Headers(request.headers);
          headers.set('Content-Digest', `sha-256=:${createHash('sha256').update(body).digest('base64')}:`);
          return reference.fetch(new Request(request.url, { method: 'PUT', headers, body }));
        },
        await withEvidence(),
      );
      expect(failed).toEqual([
        'a part that is not what Content-Digest states gets 400, and is not kept',
        'a part without Content-Digest gets 400',
      ]);
    });

    it('catches an intake that forgets where an upload stands', async () => {
      const failed = await failures(
        async (request, reference) =>
          request.url.includes('/v1/evidence/') && request.method === 'HEAD'
            ? new Response(null, {
                status: 404,
                headers: { 'Upload-Offset': '0', 'Access-Control-Expose-Headers': 'Upload-Offset' },
              })
            : reference.fetch(request),
        await withEvidence(),
      );
      expect(failed).toContain(
        'an item is taken part by part, and an upload that broke off goes on from Upload-Offset',
      );
      expect(failed).toContain('an announced item is taken whole, and is there afterwards');
    });
  });

  describe('on known listings', () => {
    it('is left out for an intake that does not say', async () => {
      expect(await failures((request, reference) => reference.fetch(request), { knownListings: false })).toEqual([]);
      expect(skipped).toContain('child-protection reports are never counted');
    });

    it('catches an intake that counts in another order', async () => {
      const failed = await failures(async (request, reference) => {
        const response = await reference.fetch(request);
        if (!request.url.endsWith('/v1/listings/known') || response.status !== 200) return response;
        const { reports } = (await response.json()) as { reports: number[] };
        return Response.json({ reports: reports.toSorted((a, b) => b - a) });
      });
      expect(failed).toEqual(['known listings are counted, in the order asked, and unknown ones are 0']);
    });
  });

  it('catches an intake that forgets keys', async () => {
    const failed = await failures((request, reference) =>
      reference.fetch(
        request.headers.has('idempotency-key') && request.headers.get('idempotency-key') !== 'report-1'
          ? withHeader(request, 'Idempotency-Key', crypto.randomUUID())
          : request,
      ),
    );
    expect(failed).toEqual([
      'the same key with the same bytes gives the same receipt',
      'the same key with other bytes gets 409, and the first receipt stands',
      'eight requests at once under one key give one receipt',
    ]);
  });

  it('catches an intake that takes anything', async () => {
    const failed = await failures(async (request, reference) => {
      if (request.method !== 'POST') return reference.fetch(request);
      const sha256 = createHash('sha256')
        .update(new Uint8Array(await request.arrayBuffer()))
        .digest('hex');
      const receipt = { reference: crypto.randomUUID(), receivedAt: new Date().toISOString(), sha256 };
      return Response.json(receipt, { status: 201 });
    });
    expect(failed).toContain('broken JSON gets 400');
    expect(failed).toContain('a child-protection report has no room for a title');
    expect(failed).toContain('one byte too many gets 413');
    expect(failed).toContain('the status of a new report can be read at its Location');
  });

  it('catches an intake that hashes something else than the bytes', async () => {
    const failed = await failures(async (request, reference) => {
      if (request.method !== 'POST' || request.headers.has('content-digest')) return reference.fetch(request);
      const text = await request.text();
      return reference.fetch(new Request(request.url, { method: 'POST', headers: request.headers, body: `${text} ` }));
    });
    expect(failed).toEqual(['Content-Digest is optional']);
  });

  it('catches an intake that extensions cannot read', async () => {
    const failed = await failures((request, reference) => withoutHeaders(reference.fetch(request), 'access-control'));
    expect(failed).toEqual([
      'a preflight lets an extension of any origin send',
      'answers and refusals can be read from any origin, with Retry-After and Location',
    ]);
  });

  it('catches refusals that are no problem documents', async () => {
    const failed = await failures(async (request, reference) => {
      const response = await reference.fetch(request);
      return response.status < 400 ? response : new Response('<h1>No</h1>', { status: response.status });
    });
    expect(failed).toContain('a missing member gets 422 with its pointer');
    expect(failed).toContain('an unknown reference gets 404');
  });

  it('says in one sentence when there is nothing to check', async () => {
    intake = memoryIntake();
    await expect(run(['http://127.0.0.1:1'])).rejects.toThrow(UsageError);
    await expect(run([])).rejects.toThrow('give the one address');
    await expect(run(['ftp://x'])).rejects.toThrow('must be an https address');
  });
});
