/**
 * A publication as one file, for machines without a network and for trying things out:
 * `{"schema":"vigie-bundle/1","files":{"head.json":base64,"2.root.json":base64,"packs/<sha256>.jsonl.gz":base64}}`.
 * It is not signed itself and need not be: its files pass the same checks as those from a server.
 */
import { z } from '../formats/validation.ts';
import { fault, type Source } from './source.ts';
import { fromBase64, toBase64 } from './trust/encoding.ts';
import { firstIssue, parseJson } from './trust/envelope.ts';
import { accepted, type Checked, refused } from './trust/refusal.ts';

export const BUNDLE_SCHEMA = 'vigie-bundle/1';
/** Bytes of a bundle file. */
export const MAX_BUNDLE_BYTES = 64 * 1024 * 1024;
const MAX_FILES = 200;

const bundleSchema = z.object({
  schema: z.literal(BUNDLE_SCHEMA),
  files: z
    .record(z.string().max(120), z.string().max(MAX_BUNDLE_BYTES))
    .refine((files) => Object.keys(files).length <= MAX_FILES, `must hold at most ${MAX_FILES} files`),
});

export function bundleSource(bytes: Uint8Array): Checked<Source> {
  if (bytes.length > MAX_BUNDLE_BYTES) return refused({ kind: 'too-large', file: 'bundle', most: MAX_BUNDLE_BYTES });
  const content = parseJson(bytes);
  const named = z.object({ schema: z.string().max(60).startsWith('vigie-bundle/') }).safeParse(content);
  if (named.success && named.data.schema !== BUNDLE_SCHEMA)
    return refused({ kind: 'newer-format', file: 'bundle', format: named.data.schema });
  const bundle = bundleSchema.safeParse(content);
  if (!bundle.success) return refused({ kind: 'malformed', file: 'bundle', where: firstIssue(bundle.error) });
  const { files } = bundle.data;
  return accepted({
    async read(path, { most }) {
      const file = Object.hasOwn(files, path) ? files[path] : undefined;
      if (file === undefined) return { kind: 'absent' };
      const content = fromBase64(file);
      if (content === null) return fault({ kind: 'broken-off' });
      return content.length > most ? fault({ kind: 'too-large', most }) : { kind: 'bytes', bytes: content };
    },
  });
}

/** For publishers. */
export function writeBundle(files: Readonly<Record<string, Uint8Array>>): string {
  const encoded = Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, toBase64(bytes)]));
  return `${JSON.stringify({ schema: BUNDLE_SCHEMA, files: encoded })}\n`;
}
