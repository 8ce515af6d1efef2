/**
 * The source file of known listings: JSON Lines, a decision or an id each (docs/alerts.md):
 *   {"authority":"…","reference":"2026-114","date":"2026-11-20","link":"https://…"}
 *   {"listing":"aliexpress:1005001234567890","decision":"2026-114"}
 *   {"seller":"joom:5a1b2c…","decision":"2026-114"}
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from '../../../lib/formats/validation.ts';
import type { Decision, KnownId } from '../../../lib/rules/known-listings.ts';
import { UsageError } from '../../command-line.ts';

export interface KnownSource {
  decisions: Decision[];
  ids: KnownId[];
  /** One sentence a bad line, with file and line. */
  problems: string[];
}

const decisionSchema = z.strictObject({
  authority: z.string(),
  reference: z.string(),
  date: z.string(),
  link: z.string().nullable().default(null),
});
const place = z.string().regex(/^[a-z][a-z0-9-]*:\S+$/u, 'must be <marketplace>:<id>');
const idSchema = z.union([
  z.strictObject({ listing: place, decision: z.string() }),
  z.strictObject({ seller: place, decision: z.string() }),
]);

function parseLine(line: string, into: KnownSource): string | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'is not JSON';
  }
  const decision = decisionSchema.safeParse(value);
  if (decision.success) {
    into.decisions.push(decision.data);
    return null;
  }
  const id = idSchema.safeParse(value);
  if (!id.success)
    return 'is neither a decision {"authority","reference","date","link"} nor an id {"listing" or "seller": "<marketplace>:<id>", "decision"}';
  const kind = 'listing' in id.data ? 'listing' : 'seller';
  const named = 'listing' in id.data ? id.data.listing : id.data.seller;
  const colon = named.indexOf(':');
  into.ids.push({
    kind,
    marketplace: named.slice(0, colon),
    id: named.slice(colon + 1),
    decision: id.data.decision,
  });
  return null;
}

/** Reads source files, all together as one list. @throws UsageError for a file that cannot be read. */
export async function readKnownSources(files: readonly string[]): Promise<KnownSource> {
  const source: KnownSource = { decisions: [], ids: [], problems: [] };
  for (const file of files) {
    let number = 0;
    try {
      for await (const line of createInterface({
        input: createReadStream(file),
        crlfDelay: Number.POSITIVE_INFINITY,
      })) {
        number++;
        if (line.trim() === '') continue;
        const problem = parseLine(line, source);
        if (problem !== null) source.problems.push(`${file}, line ${number}: the line ${problem}.`);
      }
    } catch (error) {
      throw new UsageError(`"${file}" cannot be read: ${error instanceof Error ? error.message : error}.`);
    }
  }
  return source;
}
