/** The conformance suite of intake protocol v1: one case a requirement of docs/intake-protocol.md. */
import { randomUUID } from 'node:crypto';
import {
  CONTENT_DIGEST,
  HEALTH_PATH,
  IDEMPOTENCY_KEY,
  MAX_REPORT_BYTES,
  REPORTS_PATH,
  statusPath,
  statusSchema,
} from '../../../lib/reports/protocol.ts';
import { type Answer, bytesOf, type Client, json, must, receiptFor, refusal, refusedAt } from './client.ts';
import { childProtectionReport, listing, report } from './samples.ts';

export interface Case {
  name: string;
  /** Rejects with `Unmet` when the requirement is not met. */
  run(client: Client): Promise<void>;
}

/** A report padded to exactly `bytes` with spaces after the JSON text. */
function padded(body: unknown, bytes: number): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify(body);
  return bytesOf(text + ' '.repeat(bytes - Buffer.byteLength(text)));
}

const receipts: Case[] = [
  {
    name: 'a valid report gets 201 and a receipt with the hash of its exact bytes',
    run: async (client) => {
      const body = `${JSON.stringify(report(client.identity), null, 2)}\n`;
      receiptFor(body, await client.post(body));
    },
  },
  {
    name: 'Content-Digest is optional',
    run: async (client) => {
      const body = report(client.identity);
      receiptFor(body, await client.post(body, { [CONTENT_DIGEST]: null }));
    },
  },
  {
    name: 'a report of 100 listings is taken',
    run: async (client) => {
      const body = report(client.identity, { listings: Array.from({ length: 100 }, () => listing()) });
      receiptFor(body, await client.post(body));
    },
  },
  {
    name: `a body of ${MAX_REPORT_BYTES} bytes is taken`,
    run: async (client) => {
      const body = padded(report(client.identity), MAX_REPORT_BYTES);
      receiptFor(body, await client.post(body));
    },
  },
  {
    name: 'a child-protection report is taken without name or e-mail',
    run: async (client) => {
      const body = childProtectionReport();
      receiptFor(body, await client.post(body, { Authorization: null }));
    },
  },
  {
    name: 'receipts have different references',
    run: async (client) => {
      const bodies = [report(client.identity), report(client.identity)];
      const references = await Promise.all(
        bodies.map(async (body) => receiptFor(body, await client.post(body)).reference),
      );
      must(new Set(references).size === 2, 'two reports must not share a reference');
    },
  },
];

const repetition: Case[] = [
  {
    name: 'the same key with the same bytes gives the same receipt',
    run: async (client) => {
      const key = randomUUID();
      const body = report(client.identity);
      const first = receiptFor(body, await client.post(body, { [IDEMPOTENCY_KEY]: key }));
      const second = receiptFor(body, await client.post(body, { [IDEMPOTENCY_KEY]: key.toUpperCase() }));
      must(
        JSON.stringify(first) === JSON.stringify(second),
        'the second receipt must be the first, whatever the case of the key',
      );
    },
  },
  {
    name: 'the same key with other bytes gets 409, and the first receipt stands',
    run: async (client) => {
      const key = { [IDEMPOTENCY_KEY]: randomUUID() };
      const body = report(client.identity);
      const first = receiptFor(body, await client.post(body, key));
      refusal(await client.post(report(client.identity), key), 409);
      const again = receiptFor(body, await client.post(body, key));
      must(first.reference === again.reference, 'the first receipt must stand');
    },
  },
  {
    name: 'eight requests at once under one key give one receipt',
    run: async (client) => {
      const key = { [IDEMPOTENCY_KEY]: randomUUID() };
      const body = report(client.identity);
      const answers = await Promise.all(Array.from({ length: 8 }, () => client.post(body, key)));
      const references = answers.map((answer) => receiptFor(body, answer).reference);
      must(new Set(references).size === 1, 'all answers must give one reference');
    },
  },
];

function malformedCase(
  name: string,
  body: unknown,
  headers: Record<string, string | null>,
  ...statuses: number[]
): Case {
  return {
    name,
    run: async (client) => {
      const given = body === undefined ? report(client.identity) : body;
      refusal(await client.post(given, headers), ...statuses);
    },
  };
}

const malformed: Case[] = [
  malformedCase('broken JSON gets 400', '{"schema":"vigie-report/1",', {}, 400),
  malformedCase('an empty body gets 400', '', {}, 400),
  malformedCase('invalid UTF-8 gets 400', new Uint8Array([0x22, 0xc3, 0x28, 0x22]), {}, 400),
  malformedCase('deep nesting gets 400 or 422', '['.repeat(50_000) + ']'.repeat(50_000), {}, 400, 422),
  malformedCase('another content type gets 415', undefined, { 'Content-Type': 'text/plain' }, 415),
  malformedCase('a missing key gets 400', undefined, { [IDEMPOTENCY_KEY]: null }, 400),
  malformedCase('a key that is no UUID gets 400', undefined, { [IDEMPOTENCY_KEY]: 'report-1' }, 400),
  malformedCase(
    'a wrong Content-Digest gets 400',
    undefined,
    { [CONTENT_DIGEST]: `sha-256=:${'A'.repeat(43)}=:` },
    400,
  ),
  malformedCase('one byte too many gets 413', `"${'x'.repeat(MAX_REPORT_BYTES - 1)}"`, {}, 413),
  malformedCase('an unknown token gets 401', undefined, { Authorization: 'Bearer not-a-token-of-this-intake' }, 401),
];

function invalidCase(name: string, pointer: string, change: (client: Client) => unknown): Case {
  return { name, run: async (client) => refusedAt(await client.post(change(client)), pointer) };
}

const invalid: Case[] = [
  invalidCase('a missing member gets 422 with its pointer', '/family', ({ identity }) => ({
    ...report(identity),
    family: undefined,
  })),
  invalidCase('a member of the wrong type gets 422 with its pointer', '/explanation', ({ identity }) => ({
    ...report(identity),
    explanation: 7,
  })),
  invalidCase('an unknown member gets 422 with its pointer, escaped', '/a~1b~0c', ({ identity }) => ({
    ...report(identity),
    'a/b~c': 1,
  })),
  invalidCase('an explanation over 2,000 characters gets 422', '/explanation', ({ identity }) =>
    report(identity, { explanation: 'x'.repeat(2001) }),
  ),
  invalidCase('an address with a password gets 422', '/listings/0/url', ({ identity }) =>
    report(identity, { listings: [{ ...listing(), url: 'https://user:pass@listing.example/' }] }),
  ),
  invalidCase('evidence of a listing that is not there gets 422', '/evidence/0/listing', (client) => {
    const body = report(client.identity);
    const evidence = {
      sha256: 'a'.repeat(64),
      mediaType: 'image/png',
      bytes: 1,
      capturedAt: body.createdAt,
      listing: 1,
    };
    return { ...body, evidence: [evidence] };
  }),
  invalidCase('the statement of good faith is needed', '/goodFaith', ({ identity }) => ({
    ...report(identity),
    goodFaith: false,
  })),
  invalidCase('another schema gets 422', '/schema', ({ identity }) => ({
    ...report(identity),
    schema: 'vigie-report/999',
  })),
  invalidCase('a child-protection report has no room for a title', '/title', () => ({
    ...childProtectionReport(),
    title: 'x',
  })),
  invalidCase('an ordinary report does not take child-protection keywords', '/dsa/keyword', ({ identity }) =>
    report(identity, {
      dsa: { category: 'STATEMENT_CATEGORY_PROTECTION_OF_MINORS', keyword: 'KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL' },
    }),
  ),
  {
    name: 'a refusal repeats no value of the body',
    run: async (client) => {
      const value = `private-${randomUUID()}`;
      const body = { ...report(client.identity), language: value, reporter: { name: value, email: value } };
      must(!(await client.post(body)).text.includes(value), 'the problem document must not hold what the body held');
    },
  },
];

const following: Case[] = [
  {
    name: 'the status of a new report can be read at its Location',
    run: async (client) => {
      const body = report(client.identity);
      const sent = await client.post(body);
      const { reference } = receiptFor(body, sent);
      const location = sent.headers.get('location');
      must(location !== null, 'the answer to a report must have a Location');
      for (const path of [statusPath(reference), new URL(location, `${client.base}${REPORTS_PATH}`).href]) {
        const answer = await client.ask(path);
        must(answer.status === 200, `the status at ${path} must be 200, and is ${answer.status}`);
        const status = statusSchema.safeParse(json(answer));
        must(status.success, 'the body must be a status');
        must(status.data.reference === reference, 'the status must be of this report');
      }
    },
  },
  {
    name: 'an unknown reference gets 404',
    run: async (client) => {
      refusal(await client.ask(statusPath(`none-${randomUUID()}`)), 404);
    },
  },
];

const ORIGIN = 'moz-extension://0198c7a0-5b7e-4cc0-8f00-3a1d5e9b2c44';

function mustBeReadable({ headers }: Answer, what: string): void {
  must(headers.get('access-control-allow-origin') === '*', `${what} must have Access-Control-Allow-Origin: *`);
  must(headers.get('access-control-allow-credentials') !== 'true', `${what} must not allow credentials`);
}

function names(headers: Headers, header: string): string[] {
  return (headers.get(header) ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
}

const around: Case[] = [
  {
    name: 'health is 200',
    run: async (client) => {
      const { status } = await client.ask(HEALTH_PATH);
      must(status === 200, `the status must be 200, and is ${status}`);
    },
  },
  {
    name: 'a wrong method gets 405 with Allow',
    run: async (client) => {
      const answer = await client.ask(REPORTS_PATH, { method: 'DELETE' });
      refusal(answer, 405);
      must(names(answer.headers, 'allow').includes('post'), 'Allow must name POST');
    },
  },
  {
    name: 'a preflight lets an extension of any origin send',
    run: async (client) => {
      const answer = await client.ask(REPORTS_PATH, {
        method: 'OPTIONS',
        headers: {
          Origin: ORIGIN,
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'content-digest,content-type,idempotency-key',
        },
      });
      must(answer.status === 200 || answer.status === 204, `the status must be 200 or 204, and is ${answer.status}`);
      mustBeReadable(answer, 'the preflight');
      const allowed = names(answer.headers, 'access-control-allow-headers');
      for (const name of ['idempotency-key', 'content-type', 'content-digest', 'authorization']) {
        must(allowed.includes(name), `Access-Control-Allow-Headers must name ${name}`);
      }
    },
  },
  {
    name: 'answers and refusals can be read from any origin, with Retry-After and Location',
    run: async (client) => {
      const body = report(client.identity);
      for (const answer of [await client.post(body, { Origin: ORIGIN }), await client.post('{', { Origin: ORIGIN })]) {
        mustBeReadable(answer, `an answer with status ${answer.status}`);
        const exposed = names(answer.headers, 'access-control-expose-headers');
        for (const name of ['retry-after', 'location'])
          must(exposed.includes(name), `Access-Control-Expose-Headers must name ${name}`);
      }
    },
  },
];

export const CASES: readonly Case[] = [...receipts, ...repetition, ...malformed, ...invalid, ...following, ...around];
