/** What an item's own JSON files hold, read back: they may come from a package of somebody else. */

import { z } from '../formats/validation.ts';
import type { Listing, Reading } from '../listing/listing.ts';
import { readingSchema } from '../listing/schema.ts';
import { type CaptureContext, contextSchema } from './context.ts';

/** The part of a described finding that a reader of evidence needs; `findings.json` holds the whole of each. */
const findingSchema = z.object({
  rule: z.string().max(200),
  label: z.string().max(500),
  reason: z.string().max(2000),
  legal: z.array(z.object({ citation: z.string().max(1000) })).max(20),
  publisher: z.string().max(200),
  packVersion: z.string().max(100),
});
export type RecordedFinding = z.infer<typeof findingSchema>;

const findingsSchema = z.array(findingSchema).max(500);

const MAX_BYTES = 16 * 1024 * 1024;

async function parsed<T>(file: Blob | null, schema: z.ZodType<T>): Promise<T | null> {
  if (file === null || file.size > MAX_BYTES) return null;
  try {
    return schema.parse(JSON.parse(await file.text()));
  } catch {
    return null;
  }
}

/** Null where there is none or it is not one. */
export const readContext = (file: Blob | null): Promise<CaptureContext | null> => parsed(file, contextSchema);
export const readReading = (file: Blob | null): Promise<Reading | null> => parsed<Reading>(file, readingSchema);
export const readFindings = async (file: Blob | null): Promise<RecordedFinding[]> =>
  (await parsed(file, findingsSchema)) ?? [];

/** The listing that an item is about: the page's product, or the card of that identity. */
export function listingOf(reading: Reading | null, ref: { marketplace: string; id: string } | null): Listing | null {
  if (reading === null || ref === null) return null;
  return reading.listings.find((one) => one.ref.id === ref.id && one.ref.marketplace === ref.marketplace) ?? null;
}
