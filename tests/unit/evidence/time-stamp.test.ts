import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestTimeStamp } from '../../../lib/evidence/time-stamp/request.ts';
import { askForTimeStamp, readTimeStamp } from '../../../lib/evidence/time-stamp/token.ts';
import { certificatesFromPem, verifyTimeStamp } from '../../../lib/evidence/time-stamp/verify.ts';
import { type Behaviour, openssl, TimeStampAuthority } from './time-stamp-authority.ts';

const DATA = new TextEncoder().encode('a manifest');

let authority: TimeStampAuthority;
beforeAll(async () => {
  authority = await TimeStampAuthority.start();
});
afterAll(() => authority.stop());

const ask = (behaviour: Behaviour, timeout?: number) => {
  authority.behaviour = behaviour;
  return requestTimeStamp([authority.url], DATA, timeout);
};

async function stampOf(data = DATA): Promise<Uint8Array<ArrayBuffer>> {
  authority.behaviour = 'good';
  const outcome = await requestTimeStamp([authority.url], data);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.failures));
  return outcome.answer;
}

const roots = () => certificatesFromPem(readFileSync(authority.file('ca.pem'), 'utf8')) ?? [];

describe('the question', () => {
  it('is what openssl reads: the hash, a nonce, and the wish for certificates', async () => {
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', DATA));
    const { request, nonce } = askForTimeStamp(hash);
    writeFileSync(authority.file('own.tsq'), request);
    const shown = openssl(authority.folder, 'ts', '-query', '-in', 'own.tsq', '-text');
    expect(shown).toContain('Hash Algorithm: sha256');
    expect(shown).toContain('Certificate required: yes');
    expect(shown.toLowerCase()).toContain(`nonce: 0x${Buffer.from(nonce).toString('hex')}`);
  });
});

describe('an authority run by openssl', () => {
  it('gives a stamp that Vigie and openssl both verify', async () => {
    const outcome = await ask('good');
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.failures));
    expect(Math.abs(outcome.at.getTime() - Date.now())).toBeLessThan(60_000);
    expect(await verifyTimeStamp(outcome.answer, DATA, roots())).toMatchObject({
      ok: true,
      trusted: true,
      chain: ['O=Vigie tests, CN=Test TSA good', 'O=Vigie tests, CN=Test CA'],
    });
    writeFileSync(authority.file('data'), DATA);
    writeFileSync(authority.file('data.tsr'), outcome.answer);
    expect(
      openssl(authority.folder, 'ts', '-verify', '-data', 'data', '-in', 'data.tsr', '-CAfile', 'ca.pem'),
    ).toContain('Verification: OK');
  });

  it.each([
    ['other-nonce', 'other-nonce'],
    ['other-hash', 'other-bytes'],
    ['expired', 'expired'],
    ['refusal', 'refused'],
    ['garbage', 'unreadable'],
    ['endless', 'too-large'],
    ['http-500', 'http'],
  ] as const)('that answers with %s is not believed', async (behaviour, why) => {
    expect(await ask(behaviour)).toMatchObject({ ok: false, failures: [{ authority: authority.url, why }] });
  });

  it('says in the authority\u2019s own words why it refused', async () => {
    expect(await ask('refusal')).toMatchObject({ failures: [{ detail: 'not today' }] });
  });

  it('that does not answer is left for the next one, and the failure is told', async () => {
    authority.behaviour = 'good';
    const outcome = await requestTimeStamp(['http://127.0.0.1:1/', authority.url], DATA);
    expect(outcome).toMatchObject({ ok: true, authority: authority.url, failures: [{ why: 'unreachable' }] });
    expect(await ask('silence', 200)).toMatchObject({ ok: false, failures: [{ why: 'timeout' }] });
  });
});

describe('verifying', () => {
  it('refuses other bytes and a root that did not issue it', async () => {
    const stamp = await stampOf();
    expect(await verifyTimeStamp(stamp, new TextEncoder().encode('another'))).toMatchObject({ why: 'other-bytes' });
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-keyout',
        'x.key',
        '-out',
        'x.pem',
        '-subj',
        '/CN=Stranger',
      ],
      { cwd: authority.folder, stdio: 'ignore' },
    );
    const stranger = certificatesFromPem(readFileSync(authority.file('x.pem'), 'utf8')) ?? [];
    expect(await verifyTimeStamp(stamp, DATA, stranger)).toMatchObject({ why: 'untrusted' });
    expect(await verifyTimeStamp(stamp, DATA)).toMatchObject({ ok: true, trusted: false });
  });

  it('never believes a changed time, hash or signature, and never throws', async () => {
    const stamp = await stampOf();
    const { token } = readTimeStamp(stamp) as Extract<ReturnType<typeof readTimeStamp>, { ok: true }>;
    const time = token.at.toISOString();
    await fc.assert(
      fc.asyncProperty(fc.nat(stamp.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = stamp.slice();
        changed[at] = (changed[at] ?? 0) ^ change;
        const verdict = await verifyTimeStamp(changed, DATA, roots());
        // Some bytes of the answer are signed by nobody (its status, names in unused certificates): never the time.
        if (verdict.ok) expect(verdict.at.toISOString()).toBe(time);
      }),
      { numRuns: 150 },
    );
  });

  it('reads any bytes without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(readTimeStamp(Uint8Array.from(bytes)).ok).toBe(false);
      }),
    );
  });

  it('reads no certificates from what is none', () => {
    expect(certificatesFromPem('')).toBeNull();
    expect(certificatesFromPem('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')).toBeNull();
  });
});
