/**
 * The head: what a publisher offers at this moment. One small file, so that one request says whether anything changed,
 * and everything else is pinned by its length and hash (what The Update Framework splits into timestamp, snapshot and
 * targets). Its sequence number keeps it from going back, its expiry keeps it from being withheld.
 */
import { z } from '../../formats/validation.ts';
import { readSigned } from './envelope.ts';
import type { Checked } from './refusal.ts';
import { publisherId } from './root.ts';
import { millis, signedTime } from './time.ts';

export const HEAD_SCHEMA = 'vigie-head/1';

/** Bytes of a pack in its transport form, uncompressed. */
export const MAX_PACK_BYTES = 32 * 1024 * 1024;
export const MAX_PACKS = 16;
export const MAX_DELTAS = 32;

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256');
const length = z.number().int().min(1).max(MAX_PACK_BYTES);

const deltaSchema = z.object({
  /** SHA-256 of the pack that it changes. */
  from: hash,
  length,
  sha256: hash,
});

/** Lengths and hashes are of the uncompressed bytes: a server may compress them as it likes. */
const packSchema = z
  .object({
    name: z
      .string()
      .max(40)
      .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be lower-case words joined by -'),
    /** For people: what the publisher calls this version. */
    version: z
      .string()
      .max(40)
      .regex(/^[A-Za-z0-9]+(?:[.+_-][A-Za-z0-9]+)*$/, 'must be letters, digits, and . + _ - between them'),
    /** Transport format, such as `vigie-rules/1`. */
    format: z
      .string()
      .max(40)
      .regex(/^[a-z0-9-]+\/\d{1,4}$/, 'must be a format such as vigie-rules/1'),
    /** `ENGINE_VERSION` that the rules need at least. */
    minEngine: z.number().int().min(1).max(65_535),
    length,
    sha256: hash,
    deltas: z.array(deltaSchema).max(MAX_DELTAS),
  })
  .refine(
    ({ deltas }) => new Set(deltas.map(({ from }) => from)).size === deltas.length,
    'has two deltas from one pack',
  );

export const headSchema = z
  .object({
    schema: z.literal(HEAD_SCHEMA),
    publisher: publisherId,
    /** One more at each publication. */
    sequence: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
    /** Version of the root that it was signed under. */
    root: z.number().int().min(1).max(1_000_000),
    created: signedTime,
    expires: signedTime,
    packs: z.array(packSchema).min(1).max(MAX_PACKS),
  })
  .refine(({ packs }) => new Set(packs.map(({ name }) => name)).size === packs.length, 'names a pack twice')
  .refine(({ created, expires }) => millis(created) < millis(expires), 'expires before it was created');

export type Head = z.infer<typeof headSchema>;
export type PackEntry = Head['packs'][number];
export type DeltaEntry = PackEntry['deltas'][number];

/** Only for bytes whose signatures are good. */
export function readHead(signed: Uint8Array): Checked<Head> {
  return readSigned('head', HEAD_SCHEMA, headSchema, signed);
}

/** Where the files of a publication are, below its base address. */
export const HEAD_PATH = 'head.json';
export const ROOT_PATH = 'root.json';
export const rootPath = (version: number): string => `${version}.root.json`;
export const packPath = (sha256: string): string => `packs/${sha256}.jsonl.gz`;
export const deltaPath = (sha256: string): string => `deltas/${sha256}.jsonl.gz`;
