/**
 * What changed between two packs, line by line. A delta is lines as well: first
 * `{"schema":"vigie-delta/1","from":SHA-256,"to":SHA-256,"removed":[ids]}`, then each new or changed line as it stands in
 * the newer pack. The result must have the length and hash of the full pack, so a delta can be wrong but never harmful.
 */

import { z } from '../formats/validation.ts';
import { failure, type Result, success } from '../rules/result.ts';
import { isLineId, type Line, readLines, splitText, writeLines } from './formats/lines.ts';
import type { Bytes } from './trust/encoding.ts';
import { parseJson } from './trust/envelope.ts';

export const DELTA_SCHEMA = 'vigie-delta/1';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const headerSchema = z.strictObject({
  schema: z.literal(DELTA_SCHEMA),
  from: hash,
  to: hash,
  removed: z.array(z.string().refine(isLineId)).max(600_000),
});

function linesOf(bytes: Uint8Array): Result<Line[]> {
  const texts = splitText(bytes);
  return texts.ok ? readLines(texts.value) : texts;
}

/** A pack with its SHA-256. */
export interface HashedPack {
  bytes: Bytes;
  sha256: string;
}

/** For publishers. Fails only for packs that are not lines. */
export function makeDelta(from: HashedPack, to: HashedPack): Result<Bytes> {
  const before = linesOf(from.bytes);
  if (!before.ok) return before;
  const after = linesOf(to.bytes);
  if (!after.ok) return after;
  const old = new Map(before.value.map(({ id, text }) => [id, text]));
  const upserted = after.value.filter(({ id, text }) => old.get(id) !== text);
  for (const { id } of after.value) old.delete(id);
  const header = { schema: DELTA_SCHEMA, from: from.sha256, to: to.sha256, removed: [...old.keys()] };
  const first = new TextEncoder().encode(`${JSON.stringify(header)}\n`);
  const rest = writeLines(upserted);
  const bytes = new Uint8Array(first.length + rest.length);
  bytes.set(first);
  bytes.set(rest, first.length);
  return success(bytes);
}

/**
 * The newer pack. The caller compares length and hash with the head's.
 * @param to SHA-256 of the pack that is wanted.
 */
export function applyDelta(base: HashedPack, delta: Uint8Array, to: string): Result<Bytes> {
  const end = delta.indexOf(0x0a);
  const header = headerSchema.safeParse(end < 0 ? undefined : parseJson(delta.subarray(0, end)));
  if (!header.success) return failure('its first line is not the header of a delta');
  if (header.data.from !== base.sha256 || header.data.to !== to) return failure('it leads from or to another pack');
  const upserted = linesOf(delta.subarray(end + 1));
  if (!upserted.ok) return upserted;
  const before = linesOf(base.bytes);
  if (!before.ok) return before;
  const lines = new Map(before.value.map((line) => [line.id, line]));
  for (const id of header.data.removed) if (!lines.delete(id)) return failure(`it removes "${id}", which is not there`);
  for (const line of upserted.value) lines.set(line.id, line);
  return success(writeLines([...lines.values()]));
}
