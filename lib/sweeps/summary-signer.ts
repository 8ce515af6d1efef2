/** Signs summaries of sweeps with the key of this installation, which an authority may have enrolled. */
import { spkiOf } from '../evidence/keys.ts';
import { installationKeys } from '../evidence/library/installation-keys.ts';
import { openDatabase } from '../storage/database.ts';
import { sha256 } from '../sync/trust/encoding.ts';
import type { Signer } from './summary.ts';

export async function summarySigner(): Promise<Signer> {
  const { signing } = await installationKeys(await openDatabase());
  const spki = await spkiOf(signing);
  return {
    id: await sha256(spki),
    spki,
    sign: async (message) =>
      new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, signing.privateKey, message)),
  };
}
