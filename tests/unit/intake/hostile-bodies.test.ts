import fc from 'fast-check';
import { Window } from 'happy-dom';
import { describe, expect, it } from 'vitest';
import { problemSchema, receiptSchema } from '../../../lib/reports/protocol.ts';
import { SqliteStore } from '../../../tools/intake/sqlite-store.ts';
import { Tokens } from '../../../tools/intake/tokens.ts';
import { sampleChildProtectionReport, sampleReport } from '../reports/sample.ts';
import { BASE, memoryIntake, reportRequest } from './requests.ts';

const BODIES = 10_000;
const SECRET = 'agent-secret-0123456789';

const MARKUP = [
  '<script>window.hit = 1</script>',
  '"><img src=x onerror="window.hit = 1">',
  "' autofocus onfocus='window.hit = 1",
  '</textarea></title></style><svg onload=window.hit=1>',
  'javascript:alert(1)',
  '=HYPERLINK("https://evil.example")',
  '\u202e\u2066\u0000\ud800',
  "'; DROP TABLE reports; --",
  '#{7*7}{{7*7}}',
  '../../../../etc/passwd',
];

const hostileText = fc.oneof(
  fc.constantFrom(...MARKUP),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('x', '<b>').map((unit) => unit.repeat(3000)),
);

const hostileValue = fc.oneof(
  { weight: 5, arbitrary: hostileText },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, true, -1, 1e308, 0.1, [], {}, [[]], { toString: 1 }) },
);

/** Every path to a member or an element of a JSON value. */
function paths(value: unknown, here: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [here];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [here, ...entries.flatMap(([key, member]) => paths(member, [...here, key]))];
}

function replaced(value: unknown, path: readonly (string | number)[], by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((member, index) => (index === key ? replaced(member, rest, by) : member));
  return { ...Object(value), [key]: replaced(Object(value)[key], rest, by) };
}

const bases = [sampleReport(), sampleReport({ reporter: null, findings: [] }), sampleChildProtectionReport()];
const base = fc.constantFrom(...bases);

/** One or a few members replaced by something hostile. */
const mutated = base.chain((report) =>
  fc
    .array(fc.tuple(fc.constantFrom(...paths(report)), hostileValue), { minLength: 1, maxLength: 3 })
    .map((changes) => changes.reduce<unknown>((body, [path, value]) => replaced(body, path, value), report)),
);

/** Only texts that the schema takes as they are: these get through, to the agents' pages. */
const accepted = fc.tuple(fc.constantFrom(...MARKUP), fc.string({ maxLength: 40 })).map(([markup, more]) => {
  const text = `${markup}${more}`.replace(/\p{Cc}|\p{Cs}/gu, ' ');
  return sampleReport({
    explanation: text,
    reporter: { name: text, email: null },
    client: { name: text.slice(0, 60), version: '1' },
  });
});

const damaged = fc
  .tuple(
    base,
    fc.array(fc.tuple(fc.nat(4000), fc.nat(255)), { minLength: 1, maxLength: 8 }),
    fc.double({ min: 0.2, max: 1, noNaN: true }),
  )
  .map(([report, flips, share]) => {
    const bytes = Buffer.from(JSON.stringify(report));
    for (const [position, byte] of flips) bytes[position % bytes.length] = byte;
    return new Uint8Array(bytes.subarray(0, Math.ceil(bytes.length * share)));
  });

const extra = fc
  .tuple(base, fc.constantFrom('__proto__', 'constructor', 'hasOwnProperty', 'toString', 'a/b~c'), fc.jsonValue())
  .map(([report, key, value]) =>
    JSON.stringify(report).replace('{', () => `{${JSON.stringify(key)}:${JSON.stringify(value)},`),
  );

const nested = fc
  .tuple(fc.constantFrom('[', '{"a":', '[[{"a":'), fc.integer({ min: 1, max: 20_000 }))
  .map(([opening, depth]) => opening.repeat(depth));

const oversized = fc
  .integer({ min: 1, max: 50_000 })
  .map((more) => `{"a":"${'x'.repeat(256 * 1024)}${' '.repeat(more)}"}`);

const body = fc.oneof(
  { weight: 60, arbitrary: mutated },
  { weight: 10, arbitrary: accepted },
  { weight: 15, arbitrary: damaged },
  { weight: 8, arbitrary: extra },
  { weight: 5, arbitrary: fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array(), fc.json()) },
  { weight: 4, arbitrary: nested },
  { weight: 1, arbitrary: oversized },
);

describe(`${BODIES} hostile bodies`, () => {
  it('get a receipt or a problem document, never a fault, and are only ever text on the agents’ pages', async () => {
    const tokens = new Tokens();
    tokens.add(`agent=${SECRET}`);
    const store = new SqliteStore({ file: ':memory:' });
    const faults: unknown[] = [];
    const intake = memoryIntake({ store, tokens, log: (entry) => entry.level === 'error' && faults.push(entry) });
    const references: string[] = [];
    const statuses = new Map<number, number>();
    const pollution = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));

    await fc.assert(
      fc.asyncProperty(body, async (hostile) => {
        const response = await intake.fetch(reportRequest(hostile));
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
        const answer: unknown = await response.json();
        if (response.status === 201) references.push(receiptSchema.parse(answer).reference);
        else {
          expect([400, 413, 422]).toContain(response.status);
          expect(problemSchema.parse(answer).status).toBe(response.status);
        }
      }),
      { numRuns: BODIES, seed: 20_261_124, endOnFailure: true },
    );

    expect(faults).toEqual([]);
    expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(pollution);
    for (const status of [201, 400, 413, 422])
      expect(statuses.get(status) ?? 0, `status ${status}`).toBeGreaterThan(20);

    const authorization = { headers: { Authorization: `Bearer ${SECRET}` } };
    const get = async (path: string) => (await intake.fetch(new Request(`${BASE}${path}`, authorization))).text();
    const step = Math.ceil(references.length / 150);
    const sample = references
      .filter((_, index) => index % step === 0)
      .map((reference) => `/queue/reports/${reference}`);
    for (const path of [...sample, '/queue']) {
      const { document } = new Window();
      document.write(await get(path));
      expect(document.querySelector('script, img, svg, iframe, [onerror], [onload], [onfocus], [style]')).toBeNull();
      for (const link of document.querySelectorAll('a'))
        expect(link.getAttribute('href')).toMatch(/^(?:\/queue|https:\/\/)/);
    }
    const exported: unknown[] = JSON.parse(await get('/queue/export.json'));
    expect(exported.length).toBeGreaterThan(100);
    await intake.close();
  }, 180_000);
});
