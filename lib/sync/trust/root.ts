/**
 * The root: which keys speak for a publisher. The first one is pinned (packaged, preset by policy, or accepted by the
 * person under its fingerprint); each later one has the next version and is signed by enough keys of the one before
 * AND enough of its own, so that neither a stolen new key nor a lost old one changes hands unnoticed.
 * After the root metadata of The Update Framework (specification §5.3), with two roles instead of four.
 */
import { z } from '../../formats/validation.ts';
import { sha256 } from './encoding.ts';
import { type Envelope, keyId, readEnvelope, readSigned } from './envelope.ts';
import { type Checked, refused } from './refusal.ts';
import { countSignatures, idOfKey, publicKeySchema, roleSchema } from './signature.ts';
import { signedTime } from './time.ts';

export const ROOT_SCHEMA = 'vigie-root/1';
const MAX_KEYS = 32;

/** Id of a publisher; the same in all its roots and heads. */
export const publisherId = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(?:[-.][a-z0-9]+)*$/, 'must be lower-case words joined by - or ., such as rules.authority.example');

export const rootSchema = z
  .object({
    schema: z.literal(ROOT_SCHEMA),
    publisher: publisherId,
    version: z.number().int().min(1).max(1_000_000),
    expires: signedTime,
    keys: z
      .record(keyId, publicKeySchema)
      .refine((keys) => Object.keys(keys).length <= MAX_KEYS, `must have at most ${MAX_KEYS} keys`),
    roles: z.object({ root: roleSchema, head: roleSchema }),
  })
  .refine(
    ({ keys, roles }) => [...roles.root.keys, ...roles.head.keys].every((id) => Object.hasOwn(keys, id)),
    'a role names a key that is not there',
  );

export type Root = z.infer<typeof rootSchema>;

async function parseRoot(signed: Uint8Array): Promise<Checked<Root>> {
  const root = readSigned('root', ROOT_SCHEMA, rootSchema, signed);
  if (!root.ok) return root;
  // Ids are hashes of keys; otherwise one key under two ids would count as two signatures.
  for (const [id, key] of Object.entries(root.value.keys))
    if ((await idOfKey(key)) !== id)
      return refused({ kind: 'malformed', file: 'root', where: `keys.${id}: is not the SHA-256 of its key` });
  return root;
}

/** The content, once enough of its own keys signed it. A root vouches for itself only that it is in one piece. */
async function readOwnRoot(envelope: Envelope): Promise<Checked<Root>> {
  const root = await parseRoot(envelope.signed);
  if (!root.ok) return root;
  const { keys, roles } = root.value;
  const valid = await countSignatures('root', envelope, keys, roles.root);
  return valid >= roles.root.threshold
    ? root
    : refused({ kind: 'signatures', file: 'root', valid, needed: roles.root.threshold });
}

/** A root that is to be pinned. Whether it is the right one is for the caller to say, by `rootFingerprint`. */
export async function readFirstRoot(bytes: Uint8Array): Promise<Checked<Root>> {
  const envelope = readEnvelope('root', bytes);
  return envelope.ok ? readOwnRoot(envelope.value) : envelope;
}

/** The root after `trusted`. Its expiry is not looked at: what matters is that of the last one in the chain. */
export async function readNextRoot(bytes: Uint8Array, trusted: Root): Promise<Checked<Root>> {
  const envelope = readEnvelope('root', bytes);
  if (!envelope.ok) return envelope;
  const needed = trusted.roles.root.threshold;
  const valid = await countSignatures('root', envelope.value, trusted.keys, trusted.roles.root);
  if (valid < needed) return refused({ kind: 'keys-changed', valid, needed });
  const root = await readOwnRoot(envelope.value);
  if (!root.ok) return root;
  if (root.value.version !== trusted.version + 1)
    return refused({ kind: 'root-version', offered: root.value.version, expected: trusted.version + 1 });
  if (root.value.publisher !== trusted.publisher)
    return refused({ kind: 'other-publisher', offered: root.value.publisher, trusted: trusted.publisher });
  return root;
}

/**
 * What a person compares when adding a publisher: SHA-256 over its root keys and their threshold, 64 hexadecimal
 * digits. It stays the same while other parts of the root change.
 */
export function rootFingerprint(root: Root): Promise<string> {
  const { keys, threshold } = root.roles.root;
  return sha256(new TextEncoder().encode(`vigie-root-keys/1\n${threshold}\n${[...keys].sort().join('\n')}\n`));
}
