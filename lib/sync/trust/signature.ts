/**
 * Signatures of rule publications, by WebCrypto: Ed25519 (RFC 8032) and ECDSA over P-256 with SHA-256 (r and s of 32
 * bytes each, one after the other).
 *
 * What is signed is a prefix naming the kind of file, then the raw bytes. The prefix keeps a signature made for one
 * purpose from being shown for another: a head can never pass for a root, nor anything else signed by the same key.
 */
import { z } from '../../formats/validation.ts';
import { type Bytes, fromBase64, sha256, toBase64 } from './encoding.ts';
import { type Envelope, type EnvelopeSignature, keyId } from './envelope.ts';

export const ALGORITHMS = ['Ed25519', 'P-256'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** A public key: SubjectPublicKeyInfo (DER) as base64. */
export const publicKeySchema = z.object({
  alg: z.enum(ALGORITHMS),
  spki: z
    .string()
    .max(500)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'must be base64'),
});
export type PublicKey = z.infer<typeof publicKeySchema>;

/** A role: whose signatures count, and how many different ones are needed. */
export const roleSchema = z
  .object({ keys: z.array(keyId).min(1).max(16), threshold: z.number().int().min(1).max(16) })
  .refine(({ keys }) => new Set(keys).size === keys.length, 'names a key twice')
  .refine(({ keys, threshold }) => threshold <= keys.length, 'needs more signatures than it has keys');
export type Role = z.infer<typeof roleSchema>;

export type Keys = Readonly<Record<string, PublicKey>>;
export type SignedKind = 'root' | 'head' | 'campaign' | 'sweep-summary';

const PARAMETERS = {
  Ed25519: { key: { name: 'Ed25519' }, signature: { name: 'Ed25519' } },
  'P-256': { key: { name: 'ECDSA', namedCurve: 'P-256' }, signature: { name: 'ECDSA', hash: 'SHA-256' } },
} as const;

/** What WebCrypto calls the algorithm, for making and importing keys. */
export const keyParameters = (alg: Algorithm) => PARAMETERS[alg].key;

/** `vigie-signature/1 <kind>` and a zero byte, then the bytes. */
export function messageToSign(kind: SignedKind, signed: Uint8Array): Bytes {
  const prefix = new TextEncoder().encode(`vigie-signature/1 ${kind}\0`);
  const message = new Uint8Array(prefix.length + signed.length);
  message.set(prefix);
  message.set(signed, prefix.length);
  return message;
}

/** The id of a key: SHA-256 of its SubjectPublicKeyInfo. Null when that is not base64. */
export async function idOfKey(key: PublicKey): Promise<string | null> {
  const spki = fromBase64(key.spki);
  return spki === null ? null : sha256(spki);
}

/** Null for a key that this browser cannot use (an unsupported algorithm, a damaged key). */
export async function importPublicKey(key: PublicKey): Promise<CryptoKey | null> {
  const spki = fromBase64(key.spki);
  if (spki === null) return null;
  try {
    return await crypto.subtle.importKey('spki', spki, keyParameters(key.alg), true, ['verify']);
  } catch {
    return null;
  }
}

async function isGood(key: PublicKey, signature: string, message: Bytes): Promise<boolean> {
  const imported = await importPublicKey(key);
  const bytes = fromBase64(signature);
  if (imported === null || bytes === null) return false;
  try {
    return await crypto.subtle.verify(PARAMETERS[key.alg].signature, imported, bytes, message);
  } catch {
    return false;
  }
}

/**
 * How many different keys of the role signed. Signatures of other keys are passed over, so that a publisher can add
 * keys and algorithms that this Vigie does not know; of one key, any good signature counts once.
 */
export async function countSignatures(kind: SignedKind, envelope: Envelope, keys: Keys, role: Role): Promise<number> {
  const message = messageToSign(kind, envelope.signed);
  const good = new Set<string>();
  for (const { key: id, sig } of envelope.signatures) {
    const key = Object.hasOwn(keys, id) ? keys[id] : undefined;
    if (key === undefined || !role.keys.includes(id) || good.has(id)) continue;
    if (await isGood(key, sig, message)) good.add(id);
  }
  return good.size;
}

/** A signature for an envelope. For publishers. */
export async function sign(
  kind: SignedKind,
  signed: Uint8Array,
  id: string,
  alg: Algorithm,
  privateKey: CryptoKey,
): Promise<EnvelopeSignature> {
  const signature = await crypto.subtle.sign(PARAMETERS[alg].signature, privateKey, messageToSign(kind, signed));
  return { key: id, sig: toBase64(new Uint8Array(signature)) };
}
