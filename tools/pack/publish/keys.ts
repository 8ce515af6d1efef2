/**
 * A publisher's keys as files. The private half is encrypted under a passphrase: scrypt (RFC 7914) makes the key,
 * AES-256-GCM encrypts the PKCS #8, with the public half bound to it. The public half is written a second time into a
 * file of its own, which can be handed around.
 */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { z } from '../../../lib/formats/validation.ts';
import { fromBase64, sha256, toBase64 } from '../../../lib/sync/trust/encoding.ts';
import { firstIssue, keyId, parseJson } from '../../../lib/sync/trust/envelope.ts';
import {
  ALGORITHMS,
  type Algorithm,
  idOfKey,
  importPublicKey,
  keyParameters,
  publicKeySchema,
} from '../../../lib/sync/trust/signature.ts';
import { UsageError } from '../../command-line.ts';

/** scrypt's N; takes about 128 MB and half a second. */
export const SCRYPT_COST = 2 ** 17;
const SCRYPT_BLOCK = 8;
/** A file from elsewhere must not be able to claim more memory than 1 GB. */
const MAX_SCRYPT_COST = 2 ** 20;
export const MIN_PASSPHRASE = 12;

const base64 = z
  .string()
  .max(4000)
  .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'must be base64');

const publicFileSchema = publicKeySchema.extend({ schema: z.literal('vigie-public-key/1'), id: keyId });
export type PublicKeyFile = z.infer<typeof publicFileSchema>;

const keyFileSchema = z.object({
  schema: z.literal('vigie-key/1'),
  id: keyId,
  alg: z.enum(ALGORITHMS),
  spki: base64,
  created: z.iso.datetime(),
  private: z.object({
    kdf: z.literal('scrypt'),
    n: z
      .number()
      .int()
      .min(2 ** 10)
      .max(MAX_SCRYPT_COST),
    r: z.literal(SCRYPT_BLOCK),
    p: z.literal(1),
    salt: base64,
    cipher: z.literal('AES-256-GCM'),
    iv: base64,
    data: base64,
  }),
});
export type KeyFile = z.infer<typeof keyFileSchema>;

export interface SigningKey {
  id: string;
  alg: Algorithm;
  key: CryptoKey;
}

function secretOf(passphrase: string, salt: Uint8Array, n: number): Promise<Buffer> {
  // Typed on another keyboard, the same passphrase must be the same bytes.
  const text = passphrase.normalize('NFKC');
  return new Promise((resolve, reject) => {
    scrypt(text, salt, 32, { N: n, r: SCRYPT_BLOCK, p: 1, maxmem: 256 * n * SCRYPT_BLOCK }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

const boundTo = (alg: string, id: string): Buffer => Buffer.from(`vigie-key/1 ${alg} ${id}`);

/** A new key pair, its private half encrypted. */
export async function makeKey(alg: Algorithm, passphrase: string, cost = SCRYPT_COST): Promise<KeyFile> {
  const pair = await crypto.subtle.generateKey(keyParameters(alg), true, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new Error(`${alg} is not an algorithm of key pairs`);
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  const id = await sha256(spki);
  const salt = randomBytes(16);
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await secretOf(passphrase, salt, cost), iv);
  cipher.setAAD(boundTo(alg, id));
  const data = Buffer.concat([cipher.update(pkcs8), cipher.final(), cipher.getAuthTag()]);
  pkcs8.fill(0);
  return {
    schema: 'vigie-key/1',
    id,
    alg,
    spki: toBase64(spki),
    created: new Date().toISOString(),
    private: {
      kdf: 'scrypt',
      n: cost,
      r: SCRYPT_BLOCK,
      p: 1,
      salt: toBase64(salt),
      cipher: 'AES-256-GCM',
      iv: toBase64(iv),
      data: toBase64(data),
    },
  };
}

export const publicHalf = ({ alg, id, spki }: KeyFile): PublicKeyFile => ({
  schema: 'vigie-public-key/1',
  id,
  alg,
  spki,
});

/** Null where the passphrase is wrong or the file was changed; the two cannot be told apart. */
export async function openKey(file: KeyFile, passphrase: string): Promise<SigningKey | null> {
  const { salt, iv, data, n } = file.private;
  const [saltBytes, ivBytes, sealed] = [fromBase64(salt), fromBase64(iv), fromBase64(data)];
  if (saltBytes === null || ivBytes === null || sealed === null || sealed.length < 17) return null;
  const secret = await secretOf(passphrase, saltBytes, n);
  try {
    const decipher = createDecipheriv('aes-256-gcm', secret, ivBytes, { authTagLength: 16 });
    decipher.setAAD(boundTo(file.alg, file.id));
    decipher.setAuthTag(sealed.subarray(-16));
    const pkcs8 = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    const key = await crypto.subtle.importKey('pkcs8', pkcs8, keyParameters(file.alg), false, ['sign']);
    return { id: file.id, alg: file.alg, key };
  } catch {
    return null;
  }
}

async function parseFile<T>(path: string, what: string, schema: z.ZodType<T>): Promise<T> {
  const bytes = await readFile(path).catch(() => {
    throw new UsageError(`"${path}" cannot be read; give ${what}.`);
  });
  const parsed = schema.safeParse(parseJson(bytes));
  if (!parsed.success) throw new UsageError(`"${path}" is not ${what}: ${firstIssue(parsed.error)}.`);
  return parsed.data;
}

export const readKeyFile = (path: string): Promise<KeyFile> =>
  parseFile(path, 'a key file that "vigie pack keygen" wrote (….key.json)', keyFileSchema);

/** @throws UsageError also for a key whose id is not its own, or that cannot be used. */
export async function readPublicKeyFile(path: string): Promise<PublicKeyFile> {
  const file = await parseFile(path, 'a public key that "vigie pack keygen" wrote (….pub.json)', publicFileSchema);
  if ((await idOfKey(file)) !== file.id || (await importPublicKey(file)) === null)
    throw new UsageError(`"${path}" is damaged: its key and its id do not belong together.`);
  return file;
}

/** Writes a file that must not exist yet. */
export async function writeNew(path: string, content: unknown, mode: number): Promise<void> {
  await writeFile(path, `${JSON.stringify(content, null, 2)}\n`, { flag: 'wx', mode }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new UsageError(
        error.code === 'EEXIST'
          ? `"${path}" exists already; keys are never overwritten.`
          : `"${path}" cannot be written: ${error.message}.`,
      );
    },
  );
}
