/**
 * The keys of one installation. They are made by WebCrypto and cannot leave the browser: nobody, not even the person,
 * can sign elsewhere in this installation's name.
 *
 * - `signing` (ECDSA P-256) signs manifests and packages. Its public key is what an authority enrols.
 * - `archive` (ECDSA P-384) signs the WACZ digest, because readers of that format import the key of an anonymous signature as
 *   P-384 and nothing else (wabac.js 2.27, `src/wacz/certutils.ts`, read 2026-11-24). It claims nothing by itself; the
 *   package's own signature covers it.
 */
import { type Bytes, fromBase64, sha256, toBase64 } from '../sync/trust/encoding.ts';
import { fromDer, toDer } from './ecdsa-der.ts';

export interface InstallationKeys {
  signing: CryptoKeyPair;
  archive: CryptoKeyPair;
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256' };
const P384 = { name: 'ECDSA', namedCurve: 'P-384' };
const SHA256 = { name: 'ECDSA', hash: 'SHA-256' };
const P256_BYTES = 32;

export async function makeInstallationKeys(): Promise<InstallationKeys> {
  const make = (parameters: EcKeyGenParams) => crypto.subtle.generateKey(parameters, false, ['sign', 'verify']);
  return { signing: await make(P256), archive: await make(P384) };
}

/** SubjectPublicKeyInfo, DER. */
export async function spkiOf(pair: CryptoKeyPair): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
}

/** RFC 7468, as `openssl` reads it. */
export function pemOf(spki: Uint8Array): string {
  const lines = toBase64(spki).match(/.{1,64}/g) ?? [];
  return `-----BEGIN PUBLIC KEY-----\n${lines.join('\n')}\n-----END PUBLIC KEY-----\n`;
}

/** Null for anything but what `pemOf` writes. */
export function spkiFromPem(pem: string): Bytes | null {
  const [, body] =
    /^-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=\n]{1,500})\n-----END PUBLIC KEY-----\n$/.exec(pem) ?? [];
  const spki = body === undefined ? null : fromBase64(body.replaceAll('\n', ''));
  return spki !== null && pemOf(spki) === pem ? spki : null;
}

/** Crockford's base 32: no letter that is taken for a digit when read out. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * What a person reads out to the authority that enrols a key, e.g. `7KQ2-M0XD-9TRB`: the first 60 bits of the SHA-256
 * of its SubjectPublicKeyInfo. Enough against a key made to collide while somebody waits on the telephone.
 */
export async function enrolmentCode(spki: Bytes): Promise<string> {
  const bits = BigInt(`0x${(await sha256(spki)).slice(0, 15)}`);
  const digits = Array.from({ length: 12 }, (_, at) => DIGITS[Number((bits >> BigInt(55 - 5 * at)) & 31n)] ?? '0');
  return [digits.slice(0, 4), digits.slice(4, 8), digits.slice(8)].map((group) => group.join('')).join('-');
}

/** ECDSA P-256 over SHA-256 of the bytes, as DER: what `openssl dgst -sha256 -verify` takes. */
export async function signBytes(pair: CryptoKeyPair, bytes: Bytes): Promise<Bytes> {
  return toDer(new Uint8Array(await crypto.subtle.sign(SHA256, pair.privateKey, bytes)));
}

export async function isSignedBy(spki: Bytes, signature: Uint8Array, bytes: Bytes): Promise<boolean> {
  const raw = fromDer(signature, P256_BYTES);
  if (raw === null) return false;
  try {
    const key = await crypto.subtle.importKey('spki', spki, P256, false, ['verify']);
    return await crypto.subtle.verify(SHA256, key, raw, bytes);
  } catch {
    return false;
  }
}

/** The anonymous signature of a WACZ digest: over the text of the hash, r and s one after the other, base64. */
export async function signArchiveHash(pair: CryptoKeyPair, hash: string): Promise<string> {
  const signature = await crypto.subtle.sign(SHA256, pair.privateKey, new TextEncoder().encode(hash));
  return toBase64(new Uint8Array(signature));
}

export async function isArchiveHashSigned(publicKey: string, signature: string, hash: string): Promise<boolean> {
  const spki = fromBase64(publicKey);
  const raw = fromBase64(signature);
  if (spki === null || raw === null) return false;
  try {
    const key = await crypto.subtle.importKey('spki', spki, P384, false, ['verify']);
    return await crypto.subtle.verify(SHA256, key, raw, new TextEncoder().encode(hash));
  } catch {
    return false;
  }
}
