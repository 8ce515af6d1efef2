import { createHash, X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';

export interface Certificate {
  /** PEM. */
  key: string;
  /** PEM. */
  cert: string;
  /** Base64 of the SHA-256 of the public key's SPKI: what Chromium's `--ignore-certificate-errors-spki-list` takes. */
  spki: string;
}

/** A key and a self-signed certificate for `hosts`, made anew each time and never written to disk. */
export async function makeCertificate(hosts: readonly string[]): Promise<Certificate> {
  const pems = await generate([{ name: 'commonName', value: 'Vigie local stand-in' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      {
        name: 'subjectAltName',
        altNames: hosts.flatMap((host) => [host, `*.${host}`]).map((value) => ({ type: 2, value })),
      },
    ],
  });
  const spki = new X509Certificate(pems.cert).publicKey.export({ type: 'spki', format: 'der' });
  return { key: pems.private, cert: pems.cert, spki: createHash('sha256').update(spki).digest('base64') };
}
