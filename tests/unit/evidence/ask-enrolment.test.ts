import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { askEnrolment, enrolmentState } from '../../../lib/evidence/ask-enrolment.ts';
import { enrolmentCode, makeInstallationKeys, spkiOf } from '../../../lib/evidence/keys.ts';
import { sha256 } from '../../../lib/sync/trust/encoding.ts';
import type { Intake } from '../../../tools/intake/app.ts';
import { Tokens } from '../../../tools/intake/tokens.ts';
import { BASE, memoryIntake } from '../intake/requests.ts';

const TOKEN = 'inspector-secret-0123';
const AGENT = { Authorization: 'Bearer agent-secret-0123456789', 'Sec-Fetch-Site': 'same-origin' };

let intake: Intake;
let spki: Uint8Array<ArrayBuffer>;
let sent: Request[];
beforeEach(async () => {
  const tokens = new Tokens();
  tokens.add(`inspector@DGCCRF=${TOKEN}`);
  tokens.add('monitor@NGO=monitor-secret-0123456');
  tokens.add('agent@Intake=agent-secret-0123456789');
  intake = memoryIntake({ tokens });
  spki = await spkiOf((await makeInstallationKeys()).signing);
  sent = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const request = new Request(url, init);
    sent.push(request.clone());
    return Promise.resolve(intake.fetch(request));
  });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await intake.close();
});

it('a key is not known, then waits, then is enrolled by its code', async () => {
  expect(await enrolmentState(BASE, spki)).toEqual({ ok: true, state: 'not-asked' });
  expect(await askEnrolment(BASE, TOKEN, spki, 'Inès, matricule 12')).toEqual({ ok: true, state: 'pending' });
  const decided = await intake.fetch(
    new Request(`${BASE}/queue/keys/${await sha256(spki)}`, {
      method: 'POST',
      headers: AGENT,
      body: new URLSearchParams({ state: 'enrolled', code: await enrolmentCode(spki) }),
    }),
  );
  expect(decided.status).toBe(303);
  expect(await enrolmentState(BASE, spki)).toEqual({ ok: true, state: 'enrolled' });
});

it.each([null, 'monitor-secret-0123456'])('without the token of an inspector (%s) nothing is asked', async (token) => {
  expect(await askEnrolment(BASE, token, spki, 'Inès')).toEqual({ ok: false, fault: 'token' });
  expect(await enrolmentState(BASE, spki)).toEqual({ ok: true, state: 'not-asked' });
});

it('what is asked later does not carry the token', async () => {
  await askEnrolment(BASE, TOKEN, spki, 'Inès');
  await enrolmentState(BASE, spki);
  expect(sent.map(({ headers }) => headers.get('Authorization'))).toEqual([`Bearer ${TOKEN}`, null]);
  expect(sent.every(({ credentials, redirect }) => credentials === 'omit' && redirect === 'error')).toBe(true);
});

it.each([
  ['an error of the server', () => new Response('', { status: 503 }), 'no-answer'],
  ['silence', () => Promise.reject(new TypeError('failed')), 'no-answer'],
  ['a page instead of an answer', () => new Response('<h1>Portal</h1>', { status: 200 }), 'not-taken'],
  ['an answer about another key', () => Response.json({ fingerprint: '0'.repeat(64), state: 'enrolled' }), 'not-taken'],
  ['an endless answer', () => new Response('{'.repeat(10_000), { status: 200 }), 'not-taken'],
] as const)('%s is no enrolment', async (_name, answer, fault) => {
  vi.stubGlobal('fetch', answer);
  expect(await enrolmentState(BASE, spki)).toEqual({ ok: false, fault });
  expect(await askEnrolment(BASE, TOKEN, spki, 'Inès')).toEqual({ ok: false, fault });
});
