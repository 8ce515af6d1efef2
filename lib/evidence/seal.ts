/**
 * Sealing an item: from then on its files, its place in the custody log and the software that made it are one hash,
 * signed by this installation and, as soon as an authority answers, stamped with the time. The manifest's bytes are
 * what is signed and stamped; they are kept as written.
 */

import { z } from '../formats/validation.ts';
import type { Bytes } from '../sync/trust/encoding.ts';
import type { CustodyHead } from './custody.ts';
import { type EvidenceItem, evidenceItemSchema, sha256Schema } from './item.ts';
import { pemOf, signBytes, spkiOf } from './keys.ts';

export const MANIFEST_VERSION = 1;

const softwareSchema = z.strictObject({
  name: z.literal('Vigie'),
  version: z.string().min(1).max(50),
  /** SHA-256 over the files of the build, or null in a development build. */
  build: sha256Schema.nullable(),
});
export type Software = z.infer<typeof softwareSchema>;

export const manifestSchema = z.strictObject({
  manifest: z.literal(MANIFEST_VERSION),
  item: evidenceItemSchema,
  /** The line of the custody log that tells of the capture. */
  custody: z.strictObject({ sequence: z.int().nonnegative(), hash: sha256Schema }),
  software: softwareSchema,
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Beside an item's files: the names of its seal. */
export const SEAL_FILES = {
  manifest: 'manifest.json',
  signature: 'manifest.json.sig',
  key: 'key.pem',
  timeStamp: 'manifest.json.tsr',
  /** How the stamp was got: by whom, when asked, when answered, what failed before. */
  timeStampStory: 'time-stamp.json',
} as const;

export interface Seal {
  manifest: Bytes;
  /** DER. */
  signature: Bytes;
  /** Public key, PEM. */
  key: string;
}

export async function sealItem(
  item: EvidenceItem,
  custody: CustodyHead,
  pair: CryptoKeyPair,
  software: Software,
): Promise<Seal> {
  const manifest: Manifest = { manifest: MANIFEST_VERSION, item, custody, software };
  const bytes = new TextEncoder().encode(`${JSON.stringify(manifestSchema.parse(manifest), null, 2)}\n`);
  return { manifest: bytes, signature: await signBytes(pair, bytes), key: pemOf(await spkiOf(pair)) };
}
