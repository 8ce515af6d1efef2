import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromDer, toDer } from '../../../lib/evidence/ecdsa-der.ts';
import {
  enrolmentCode,
  isSignedBy,
  makeInstallationKeys,
  pemOf,
  signBytes,
  spkiFromPem,
  spkiOf,
} from '../../../lib/evidence/keys.ts';

describe('ECDSA signatures as DER', () => {
  const raw = fc
    .uint8Array({ minLength: 64, maxLength: 64 })
    .filter((bytes) => bytes.slice(0, 32).some(Boolean) && bytes.slice(32).some(Boolean));

  it('come back as they were', () => {
    fc.assert(
      fc.property(raw, (bytes) => {
        expect([...(fromDer(toDer(bytes), 32) ?? [])]).toEqual([...bytes]);
      }),
    );
  });

  it('have one spelling: any other bytes are refused or are another signature', () => {
    fc.assert(
      fc.property(raw, fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, where, change) => {
        const der = toDer(bytes);
        const at = where % der.length;
        der[at] = (der[at] ?? 0) ^ change;
        const read = fromDer(der, 32);
        if (read !== null) expect([...toDer(read)]).toEqual([...der]);
        expect(fromDer(Uint8Array.from([...der, 0]), 32)).toBeNull();
      }),
    );
  });

  it('reads any bytes without throwing', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => void fromDer(bytes, 32)));
  });
});

describe('the keys of an installation', () => {
  it('cannot leave the browser', async () => {
    const { signing, archive } = await makeInstallationKeys();
    for (const { privateKey } of [signing, archive]) {
      expect(privateKey.extractable).toBe(false);
      await expect(crypto.subtle.exportKey('pkcs8', privateKey)).rejects.toThrow();
    }
  });

  it('sign what openssl verifies, with the public key as PEM', async () => {
    const { signing } = await makeInstallationKeys();
    const folder = mkdtempSync(join(tmpdir(), 'vigie-key-'));
    try {
      for (let round = 0; round < 8; round++) {
        const data = crypto.getRandomValues(new Uint8Array(40));
        const signature = await signBytes(signing, data);
        writeFileSync(join(folder, 'key.pem'), pemOf(await spkiOf(signing)));
        writeFileSync(join(folder, 'data'), data);
        writeFileSync(join(folder, 'data.sig'), signature);
        const args = ['dgst', '-sha256', '-verify', 'key.pem', '-signature', 'data.sig', 'data'];
        expect(execFileSync('openssl', args, { cwd: folder, encoding: 'utf8' })).toBe('Verified OK\n');
        expect(await isSignedBy(await spkiOf(signing), signature, data)).toBe(true);
        expect(await isSignedBy(await spkiOf(signing), signature, new Uint8Array(40))).toBe(false);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('are read back from PEM in its one spelling', async () => {
    const spki = await spkiOf((await makeInstallationKeys()).signing);
    expect(spkiFromPem(pemOf(spki))).toEqual(spki);
    for (const other of ['', pemOf(spki).trim(), pemOf(spki).replace('\n', '\r\n'), ` ${pemOf(spki)}`])
      expect(spkiFromPem(other)).toBeNull();
  });

  it('have a code that can be read out, the same for the same key', async () => {
    expect(await enrolmentCode(new Uint8Array(91))).toBe(await enrolmentCode(new Uint8Array(91)));
    expect(await enrolmentCode(new Uint8Array(91))).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
    expect(await enrolmentCode(new Uint8Array(91))).not.toBe(await enrolmentCode(new Uint8Array(90)));
  });
});
