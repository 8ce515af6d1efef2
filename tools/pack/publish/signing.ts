/** Envelopes in the making: opens the keys that a command was given, and signs with them. */
import { toBase64 } from '../../../lib/sync/trust/encoding.ts';
import type { Envelope } from '../../../lib/sync/trust/envelope.ts';
import { type SignedKind, sign } from '../../../lib/sync/trust/signature.ts';
import { UsageError } from '../../command-line.ts';
import { openKey, readKeyFile, type SigningKey } from './keys.ts';
import { askPassphrase } from './passphrase.ts';

/** @throws UsageError where a file is no key or its passphrase is wrong. */
export async function openKeys(paths: readonly string[]): Promise<SigningKey[]> {
  const keys: SigningKey[] = [];
  for (const path of paths) {
    const file = await readKeyFile(path);
    const key = await openKey(file, await askPassphrase(path));
    if (key === null)
      throw new UsageError(`"${path}" does not open: the passphrase is wrong, or the file was changed.`);
    keys.push(key);
  }
  return keys;
}

/** The envelope with these keys' signatures; one that a key made before is replaced. */
export async function addSignatures(
  kind: SignedKind,
  envelope: Envelope,
  keys: readonly SigningKey[],
): Promise<Envelope> {
  const others = envelope.signatures.filter(({ key }) => !keys.some(({ id }) => id === key));
  const added = await Promise.all(keys.map(({ id, alg, key }) => sign(kind, envelope.signed, id, alg, key)));
  return { signed: envelope.signed, signatures: [...others, ...added] };
}

/** The bytes that are signed: JSON on one line. Readers take them as they are, whatever the spelling. */
export const signedBytes = (content: unknown) => new TextEncoder().encode(JSON.stringify(content));

export function envelopeBytes({ signed, signatures }: Envelope): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${JSON.stringify({ signed: toBase64(signed), signatures })}\n`);
}
