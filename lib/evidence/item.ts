/**
 * An evidence item: one capture, or one derived from it (annotated, redacted). Its files never change once their hash
 * is in the manifest; what happens to it later is told by the custody log alone.
 *
 * These are schemas and not mere types because a package that is verified or compared comes from outside.
 */

import { z } from '../formats/validation.ts';
import { listingRefSchema } from '../listing/schema.ts';

/** `full-page`: the whole height. `visible-area`: what the window showed. `element`: one listing's card. */
export const CAPTURE_KINDS = ['full-page', 'visible-area', 'element'] as const;
export type CaptureKind = (typeof CAPTURE_KINDS)[number];

export const FILE_ROLES = [
  /** The stitched picture (PNG). */
  'picture',
  /** A tile as the browser gave it (PNG); never edited. */
  'tile',
  /** The page's DOM, made inert (HTML). */
  'snapshot',
  /** What the adapter read (JSON). */
  'reading',
  /** What the rules said, with pack versions (JSON). */
  'findings',
  /** How, where and with what it was captured (JSON, `contextSchema`). */
  'context',
] as const;
export type FileRole = (typeof FILE_ROLES)[number];

export const EVIDENCE_LIMITS = {
  files: 500,
  /** Bytes of one file. */
  fileBytes: 256 * 1024 * 1024,
  title: 500,
  note: 4000,
  caseName: 200,
} as const;

const utc = z.iso.datetime({ precision: 3 });
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hexadecimal');

/** A path below the item's folder, e.g. `tiles/0001.png`: no traversal, no absolute path, nothing hidden. */
export const fileNameSchema = z
  .string()
  .max(100)
  .regex(/^(?:[a-z0-9][a-z0-9-]{0,40}\/)?[a-z0-9][a-z0-9-]{0,40}\.(?:png|html|json|txt)$/, 'must be a plain file name');

export const evidenceFileSchema = z.strictObject({
  name: fileNameSchema,
  role: z.enum(FILE_ROLES),
  mediaType: z.enum(['image/png', 'text/html', 'application/json', 'text/plain']),
  bytes: z.int().nonnegative().max(EVIDENCE_LIMITS.fileBytes),
  sha256: sha256Schema,
});
/** What the manifest says of a file; the bytes are in the library's store or in the package. */
export type EvidenceFile = z.infer<typeof evidenceFileSchema>;

export const evidenceItemSchema = z.strictObject({
  id: z.uuidv7(),
  caseId: z.uuidv7(),
  kind: z.enum(CAPTURE_KINDS),
  /** When the capture began, by this machine's clock. */
  capturedAt: utc,
  url: z.url({ protocol: /^https?$/ }).max(4096),
  listing: listingRefSchema.nullable(),
  title: z.string().max(EVIDENCE_LIMITS.title).nullable(),
  /** The item that this one was made from by annotating or redacting, and how; null for a capture. */
  derived: z.strictObject({ from: z.uuidv7(), by: z.enum(['annotated', 'redacted']) }).nullable(),
  files: z.array(evidenceFileSchema).min(1).max(EVIDENCE_LIMITS.files),
});
export type EvidenceItem = z.infer<typeof evidenceItemSchema>;

export const evidenceCaseSchema = z.strictObject({
  id: z.uuidv7(),
  name: z.string().min(1).max(EVIDENCE_LIMITS.caseName),
  createdAt: utc,
});
export type EvidenceCase = z.infer<typeof evidenceCaseSchema>;
