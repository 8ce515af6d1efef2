import { Window } from 'happy-dom';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { receiptSchema, statusSchema } from '../../../lib/reports/protocol.ts';
import type { AnyReport } from '../../../lib/reports/report.ts';
import type { Intake } from '../../../tools/intake/app.ts';
import { newSession } from '../../../tools/intake/queue/session.ts';
import { SqliteStore } from '../../../tools/intake/sqlite-store.ts';
import { Tokens } from '../../../tools/intake/tokens.ts';
import { sampleChildProtectionReport, sampleListing, sampleReport } from '../reports/sample.ts';
import { BASE, memoryIntake, reportRequest } from './requests.ts';

const SECRET = 'agent-secret-0123456789';
const OWN = { 'Sec-Fetch-Site': 'same-origin' };

let intake: Intake;
let tokens: Tokens;
let store: SqliteStore;
let cookie: string;
beforeEach(async () => {
  tokens = new Tokens();
  tokens.add(`agent@DGCCRF=${SECRET}`);
  tokens.add('inspector=inspector-secret-0123');
  store = new SqliteStore({ file: ':memory:' });
  intake = memoryIntake({ tokens, store });
  const login = await form('/queue/login', { token: SECRET }, { Cookie: '' });
  cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
});
afterEach(() => intake.close());

async function form(
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return intake.fetch(
    new Request(`${BASE}${path}`, {
      method: 'POST',
      headers: { Cookie: cookie ?? '', ...OWN, ...headers },
      body: new URLSearchParams(fields),
    }),
  );
}

async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return intake.fetch(new Request(`${BASE}${path}`, { headers: { Cookie: cookie, ...headers } }));
}

async function send(report: AnyReport): Promise<string> {
  return receiptSchema.parse(await (await intake.fetch(reportRequest(report))).json()).reference;
}

/** The page as a browser reads it. */
async function pageOf(path: string) {
  const response = await get(path);
  expect(response.status).toBe(200);
  const { document } = new Window();
  document.write(await response.text());
  return document;
}

describe('who may see the queue', () => {
  it('nobody without a session: every page shows the login and nothing else', async () => {
    const reference = await send(sampleReport());
    for (const path of ['/queue', `/queue/reports/${reference}`, '/queue/export.json', '/queue/export.csv']) {
      const response = await intake.fetch(new Request(`${BASE}${path}`));
      expect(response.status).toBe(401);
      expect(await response.text()).not.toContain('aliexpress');
    }
    expect((await form(`/queue/reports/${reference}/status`, { state: 'rejected' }, { Cookie: '' })).status).toBe(401);
  });

  it('no wrong token, no token of another role, no forged, old or withdrawn session', async () => {
    for (const token of ['', 'wrong', 'inspector-secret-0123']) {
      const refused = await form('/queue/login', { token }, { Cookie: '' });
      expect(refused.status).toBe(401);
      expect(refused.headers.get('set-cookie')).toBeNull();
    }
    const id = tokens.id(SECRET) ?? '';
    const old = newSession(tokens, id, Date.now() - 9 * 60 * 60 * 1000);
    const others = new Tokens();
    others.add('agent@Other=another-secret-0123456');
    const withdrawn = newSession(others, others.id('another-secret-0123456') ?? '', Date.now());
    const inspectors = newSession(tokens, tokens.id('inspector-secret-0123') ?? '', Date.now());
    const forged = cookie.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    for (const value of [
      `vigie_agent=${old}`,
      `vigie_agent=${withdrawn}`,
      `vigie_agent=${inspectors}`,
      forged,
      'vigie_agent=x',
    ]) {
      expect((await get('/queue', { Cookie: value })).status).toBe(401);
    }
    expect((await get('/queue')).status).toBe(200);
  });

  it('is off without an agent’s token', async () => {
    const without = memoryIntake();
    expect((await without.fetch(new Request(`${BASE}/queue`))).status).toBe(404);
    await without.close();
  });

  it('the cookie is for these pages only and out of reach of scripts', async () => {
    const login = await form('/queue/login', { token: SECRET }, { Cookie: '' });
    expect(login.status).toBe(303);
    const value = login.headers.get('set-cookie') ?? '';
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/queue', 'Secure']) expect(value).toContain(part);
    expect(value).not.toContain(SECRET);
    expect((await form('/queue/logout', {})).headers.get('set-cookie')).toContain('Max-Age=0');
  });

  it('another site cannot act through the agent’s browser, nor read or frame the pages', async () => {
    const reference = await send(sampleReport());
    const path = `/queue/reports/${reference}/status`;
    const fields = { state: 'action-taken' };
    expect((await form(path, fields, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    const request = (headers: Record<string, string>) =>
      intake.fetch(
        new Request(`${BASE}${path}`, {
          method: 'POST',
          headers: { Cookie: cookie, ...headers },
          body: new URLSearchParams(fields),
        }),
      );
    expect((await request({ Origin: 'https://evil.example', Host: 'intake.example' })).status).toBe(403);
    expect((await request({})).status).toBe(403);
    expect((await store.status(reference))?.state).toBe('received');
    expect((await request({ Origin: BASE, Host: 'intake.example' })).status).toBe(303);
    const page = await get('/queue', { Origin: 'https://evil.example' });
    expect(page.headers.get('access-control-allow-origin')).toBeNull();
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.headers.get('cache-control')).toBe('no-store');
  });
});

describe('the list', () => {
  it('shows, filters and pages', async () => {
    for (let index = 0; index < 60; index += 1) {
      await send(
        sampleReport({ family: index === 7 ? 'jammer' : 'knuckleduster', listings: [sampleListing(`${index % 3}`)] }),
      );
    }
    const first = await pageOf('/queue');
    expect(first.querySelectorAll('tbody tr')).toHaveLength(50);
    const older = [...first.querySelectorAll('main a')]
      .map((link) => link.getAttribute('href'))
      .find((href) => href?.includes('before='));
    expect((await pageOf(older ?? '')).querySelectorAll('tbody tr')).toHaveLength(10);
    const jammer = await pageOf('/queue?family=jammer&state=received');
    expect(jammer.querySelectorAll('tbody tr')).toHaveLength(1);
    expect(jammer.querySelector('tbody td.number')?.textContent).toBe('20');
    expect((await pageOf('/queue?listing=aliexpress:1')).querySelectorAll('tbody tr')).toHaveLength(20);
    expect((await pageOf('/queue?state=rejected')).querySelectorAll('tbody tr')).toHaveLength(0);
    expect((await pageOf('/queue?state=nonsense&before=abc&family=')).querySelectorAll('tbody tr')).toHaveLength(50);
  });

  it('speaks French to those who ask for it', async () => {
    expect(await (await get('/queue', { 'Accept-Language': 'fr-FR,fr;q=0.9,en;q=0.8' })).text()).toContain(
      'Signalements',
    );
    expect(await (await get('/queue', { 'Accept-Language': 'en,fr;q=0.5' })).text()).toContain('Reports');
  });
});

describe('one report', () => {
  it('is shown whole, with its hash checked', async () => {
    const reference = await send(sampleReport());
    const text = (await pageOf(`/queue/reports/${reference}`)).body.textContent;
    for (const part of [
      'Poing en métal',
      '7,49 €',
      'Outdoor Tools Store',
      'ana@example.org',
      'quatre doigts',
      'R311-2',
      'unverified',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain('match the hash');
    expect((await get('/queue/reports/VG-none')).status).toBe(404);
  });

  it('says when the stored bytes are not those of the receipt', async () => {
    const body = new TextEncoder().encode(JSON.stringify(sampleReport()));
    const facts = {
      schema: 'vigie-report/1',
      family: 'jammer',
      role: null,
      agency: null,
      jurisdiction: null,
      marketplace: 'joom',
    } as const;
    await store.add({
      idempotencyKey: crypto.randomUUID(),
      reference: 'VG-damaged',
      receivedAt: '2026-11-24T00:00:00.000Z',
      sha256: '0'.repeat(64),
      body,
      facts: { ...facts, listings: [], evidence: [] },
    });
    expect((await pageOf('/queue/reports/VG-damaged')).querySelector('.warning')?.textContent).toContain(
      'do NOT match',
    );
  });

  it('takes a state that the reporter then sees, with its history', async () => {
    const reference = await send(sampleReport());
    const path = `/queue/reports/${reference}`;
    expect((await form(`${path}/status`, { state: 'in-review', reason: '', decision: '' })).status).toBe(303);
    const refused = await form(`${path}/status`, { state: 'rejected', reason: ' ', decision: '' });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('Give a reason');
    expect((await form(`${path}/status`, { state: 'king' })).status).toBe(422);
    expect((await form(`${path}/status`, { state: 'received', reason: 'x'.repeat(501) })).status).toBe(422);
    await form(`${path}/status`, { state: 'rejected', reason: 'The offer is lawful.', decision: 'Line 1\r\nLine 2' });
    const status = await intake.fetch(new Request(`${BASE}/v1/reports/${reference}`));
    expect(statusSchema.parse(await status.json())).toMatchObject({
      state: 'rejected',
      reason: 'The offer is lawful.',
      decision: 'Line 1\nLine 2',
    });
    expect((await pageOf(path)).querySelectorAll('ol li')).toHaveLength(2);
    expect((await store.get(reference))?.history.map(({ agency }) => agency)).toEqual(['DGCCRF', 'DGCCRF']);
  });

  it('erases the content on request and keeps state and receipt', async () => {
    const reference = await send(sampleReport());
    expect((await form(`/queue/reports/${reference}/erase`, {})).status).toBe(303);
    const text = (await pageOf(`/queue/reports/${reference}`)).body.textContent;
    expect(text).toContain('The content was erased');
    expect(text).not.toContain('ana@example.org');
    expect((await store.status(reference))?.state).toBe('received');
  });

  it('shows a child-protection report as a place in plain text, never as a link, and never exports it', async () => {
    const report = sampleChildProtectionReport();
    const reference = await send(report);
    const page = await pageOf(`/queue/reports/${reference}`);
    expect(page.body.textContent).toContain(report.url);
    for (const path of ['/queue', `/queue/reports/${reference}`]) {
      const hrefs = [...(await pageOf(path)).querySelectorAll('a')].map((link) => link.getAttribute('href') ?? '');
      expect(hrefs.filter((href) => href.includes('joom.com'))).toEqual([]);
    }
    for (const kind of ['json', 'csv']) {
      const exported = await (await get(`/queue/export.${kind}?schema=vigie-child-protection-report/1`)).text();
      expect(exported).not.toContain('joom');
    }
  });
});

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</textarea><script>alert(1)</script>',
  '</pre></title><svg onload=alert(1)>',
  '{{constructor.constructor("alert(1)")()}}',
  '\u202etxt.exe\u2066',
];

describe('hostile texts', () => {
  it.each(HOSTILE)('%j stays text in every field of every page', async (text) => {
    const report = sampleReport({
      explanation: text,
      client: { name: text, version: '1' },
      reporter: { name: text, email: null },
      legalBasis: [{ citation: text, url: null, checked: null }],
      listings: [
        sampleListing('1', {
          title: text,
          url: `https://fr.aliexpress.com/item/1.html?q=${encodeURIComponent(text)}"'<`.replace(/[ ]/g, ''),
          seller: { name: text, id: text, url: null, trader: 'unknown', traderText: text },
          variant: { id: text, name: text, price: null },
          price: { low: { amount: 1, currency: 'EUR', text }, high: { amount: 2, currency: 'EUR', text } },
          differsFromTitle: true,
          differsText: text,
        }),
      ],
      findings: sampleReport().findings.map((finding) => ({
        ...finding,
        rule: text,
        pack: { publisher: text, version: text },
        words: [text],
      })),
    });
    const reference = await send(report);
    await form(`/queue/reports/${reference}/status`, { state: 'rejected', reason: text, decision: text });
    const escaped = encodeURIComponent(text);
    for (const path of [
      `/queue/reports/${reference}`,
      '/queue',
      `/queue?family=${escaped}&listing=${escaped}&marketplace=${escaped}`,
    ]) {
      const page = await pageOf(path);
      expect(
        page.querySelectorAll('script, img, svg, iframe, object, [onerror], [onload], [onmouseover]'),
      ).toHaveLength(0);
      for (const link of page.querySelectorAll('a'))
        expect(link.getAttribute('href')).toMatch(/^(?:\/queue|https:\/\/)/);
      // What the agent wrote stands in the form as it is.
      for (const field of page.querySelectorAll('textarea')) field.remove();
      expect(page.body.textContent).not.toMatch(/[\u202e\u2066]/);
    }
    const csv = await (await get('/queue/export.csv')).text();
    expect(csv.split('\r\n')).toHaveLength(3);
    const json: { report: AnyReport }[] = JSON.parse(await (await get('/queue/export.json')).text());
    expect(json.map((entry) => entry.report)).toEqual([report]);
  });
});

describe('exports', () => {
  it('give JSON with the whole report and CSV without names, by filter, to a session or a bearer token', async () => {
    await send(sampleReport());
    await send(sampleReport({ family: 'jammer', listings: [sampleListing('1'), sampleListing('2')] }));
    const bearer = await intake.fetch(
      new Request(`${BASE}/queue/export.json?family=jammer`, { headers: { Authorization: `Bearer ${SECRET}` } }),
    );
    expect(bearer.headers.get('content-disposition')).toBe('attachment; filename="reports.json"');
    expect(JSON.parse(await bearer.text())).toMatchObject([{ state: 'received', report: { family: 'jammer' } }]);
    const csv = await (await get('/queue/export.csv')).text();
    expect(csv.trimEnd().split('\r\n')).toHaveLength(4);
    expect(csv).not.toContain('ana@example.org');
    expect(JSON.parse(await (await get('/queue/export.json?state=rejected')).text())).toEqual([]);
    const wrong = new Request(`${BASE}/queue/export.json`, {
      headers: { Authorization: 'Bearer inspector-secret-0123' },
    });
    expect((await intake.fetch(wrong)).status).toBe(401);
  });

  it('go on beyond one page of the database', async () => {
    for (let index = 0; index < 203; index += 1) await send(sampleReport());
    expect(JSON.parse(await (await get('/queue/export.json')).text())).toHaveLength(203);
  });
});
