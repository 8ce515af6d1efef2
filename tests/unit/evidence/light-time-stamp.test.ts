import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lightFault, lightQuestion, requestLightly } from '../../../lib/evidence/time-stamp/light.ts';
import { verifyTimeStamp } from '../../../lib/evidence/time-stamp/verify.ts';
import { type Behaviour, openssl, TimeStampAuthority } from './time-stamp-authority.ts';

const DATA = new TextEncoder().encode('a manifest');

let authority: TimeStampAuthority;
beforeAll(async () => {
  authority = await TimeStampAuthority.start();
});
afterAll(() => authority.stop());

const ask = (behaviour: Behaviour, timeout?: number) => {
  authority.behaviour = behaviour;
  return requestLightly([authority.url], DATA, timeout);
};

describe('a time stamp asked for without an ASN.1 library', () => {
  it('is asked for in a way that openssl reads', async () => {
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', DATA));
    const { request, nonce } = lightQuestion(hash);
    writeFileSync(authority.file('light.tsq'), request);
    const shown = openssl(authority.folder, 'ts', '-query', '-in', 'light.tsq', '-text');
    expect(shown).toContain('Hash Algorithm: sha256');
    expect(shown).toContain('Certificate required: yes');
    expect(shown.toLowerCase()).toContain(`nonce: 0x${Buffer.from(nonce).toString('hex')}`);
  });

  it('is kept when it is good, and then verifies in full', async () => {
    const outcome = await ask('good');
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.failures));
    expect(await verifyTimeStamp(outcome.answer, DATA, [])).toMatchObject({ ok: true });
  });

  it.each([
    ['refusal', 'refused'],
    ['garbage', 'unreadable'],
    ['other-nonce', 'other-nonce'],
    ['other-hash', 'other-bytes'],
    ['http-500', 'http'],
  ] as const)('is not kept on %s: %s', async (behaviour, why) => {
    expect(await ask(behaviour)).toMatchObject({ ok: false, failures: [{ why }] });
  });

  it('is asked of the next authority when one does not answer', async () => {
    authority.behaviour = 'good';
    const dead = 'http://127.0.0.1:9/';
    const outcome = await requestLightly([dead, authority.url], DATA);
    expect(outcome).toMatchObject({
      ok: true,
      authority: authority.url,
      failures: [{ authority: dead, why: 'unreachable' }],
    });
  });

  it('never takes a cut or foreign answer, and never throws', () => {
    const hash = new Uint8Array(32).fill(7);
    const nonce = new Uint8Array(16).fill(9);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(lightFault(bytes, hash, nonce)).not.toBeNull();
      }),
    );
  });
});
