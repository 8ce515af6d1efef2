/**
 * What a publication can carry. Each format has a *transport form*, records as lines (lines.ts), which is what is
 * signed, downloaded and changed by deltas; and a *stored form*, typed arrays that an engine uses in place.
 */

import { z } from '../../formats/validation.ts';
import type { Engine } from '../../rules/engine.ts';
import type { PackRef } from '../../rules/finding.ts';
import { failure, type Result } from '../../rules/result.ts';
import type { Bytes } from '../trust/encoding.ts';
import { type Line, readLines, splitText } from './lines.ts';

/** A pack in transport form that was parsed and checked. */
export interface PackContent {
  /** What it holds to match by: families, alerts, ids. An empty pack is never put into use. */
  size: number;
  /** The stored form. Fails only for content that no publisher's tool would write. */
  compile(info: PackRef): Result<Bytes>;
}

export interface PackFormat {
  /** As the head names it, such as `vigie-rules/1`. */
  readonly id: string;
  /** What a pack's `minEngine` is compared with. */
  readonly engine: number;
  /** Strict: one bad line, and nothing is taken. */
  decode(bytes: Uint8Array): Result<PackContent>;
  /**
   * An engine over stored bytes; nothing is parsed. `stale`: sound, but compiled by another version of Vigie, and to be
   * compiled again from the transport form.
   */
  load(stored: Uint8Array): Result<Engine, { kind: 'stale' | 'unusable'; message: string }>;
}

export interface PackRecord {
  /** The part of the line's id before the slash. */
  kind: string;
  /** The part behind it. */
  name: string;
  value: unknown;
}

const recordSchema = z.strictObject({ id: z.string(), value: z.unknown() });

function parseRecord(text: string): { id: string; value?: unknown } | null {
  try {
    return recordSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** The records of a pack, `{"id":"<kind>/<name>","value":…}` each, handed to `take`; stops at the first fault it names. */
export function readRecords(bytes: Uint8Array, take: (record: PackRecord) => string | null): Result<null> {
  const texts = splitText(bytes);
  if (!texts.ok) return texts;
  const lines = readLines(texts.value);
  if (!lines.ok) return lines;
  for (const { id, text } of lines.value) {
    const record = parseRecord(text);
    // The id that was sorted by and the one that a JSON parser sees must not be two different things.
    if (record === null || record.id !== id) return failure(`${id}: is not a record {"id": …, "value": …}`);
    const slash = id.indexOf('/');
    const fault = take({ kind: id.slice(0, slash), name: id.slice(slash + 1), value: record.value });
    if (fault !== null) return failure(`${id}: ${fault}`);
  }
  return { ok: true, value: null };
}

export function recordLine(kind: string, name: string, value: unknown): Line {
  const id = `${kind}/${name}`;
  return { id, text: JSON.stringify({ id, value }) };
}
