/**
 * The envelope of all signed metadata: `{"signed": base64 of the raw bytes, "signatures": [{"key", "sig"}]}`.
 *
 * Signatures are over the very bytes that `signed` holds, so no reader ever has to write JSON the way its writer did.
 * Nothing in `signed` is parsed before enough signatures over it were found good.
 */
import { z } from '../../formats/validation.ts';
import { type Bytes, fromBase64 } from './encoding.ts';
import { accepted, type Checked, refused } from './refusal.ts';

/** Bytes of a whole root or head file. */
export const MAX_METADATA_BYTES = 64 * 1024;
const MAX_SIGNATURES = 32;

/** SHA-256 of a key's SubjectPublicKeyInfo. */
export const keyId = z.string().regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of a public key');

const envelopeSchema = z.object({
  signed: z.string().min(4).max(MAX_METADATA_BYTES),
  signatures: z
    .array(
      z.object({
        key: keyId,
        sig: z.string().regex(/^[A-Za-z0-9+/]{86}==$/, 'must be the base64 of a signature of 64 bytes'),
      }),
    )
    .max(MAX_SIGNATURES),
});

export type EnvelopeSignature = z.infer<typeof envelopeSchema>['signatures'][number];

export interface Envelope {
  /** The raw bytes that are signed. */
  signed: Bytes;
  signatures: EnvelopeSignature[];
}

/** What zod found first, in one line. */
export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'unreadable' : `${issue.path.map(String).join('.') || 'file'}: ${issue.message}`;
}

/** JSON of strict UTF-8, or undefined. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

export function readEnvelope(file: 'root' | 'head', bytes: Uint8Array): Checked<Envelope> {
  if (bytes.length > MAX_METADATA_BYTES) return refused({ kind: 'too-large', file, most: MAX_METADATA_BYTES });
  const parsed = envelopeSchema.safeParse(parseJson(bytes));
  if (!parsed.success) return refused({ kind: 'malformed', file, where: firstIssue(parsed.error) });
  const signed = fromBase64(parsed.data.signed);
  if (signed === null) return refused({ kind: 'malformed', file, where: 'signed: must be base64' });
  return accepted({ signed, signatures: parsed.data.signatures });
}

/**
 * The content of an envelope whose signatures are good. A `schema` of the same name and a higher number is a newer
 * format; members that the schema does not know are dropped.
 */
export function readSigned<T>(
  file: 'root' | 'head',
  schemaName: string,
  schema: z.ZodType<T>,
  signed: Uint8Array,
): Checked<T> {
  const content = parseJson(signed);
  const named = z.object({ schema: z.string().max(60) }).safeParse(content);
  const name = named.success ? named.data.schema : '';
  if (name !== schemaName && name.startsWith(schemaName.replace(/\d+$/, '')))
    return refused({ kind: 'newer-format', file, format: name });
  const parsed = schema.safeParse(content);
  return parsed.success ? accepted(parsed.data) : refused({ kind: 'malformed', file, where: firstIssue(parsed.error) });
}
