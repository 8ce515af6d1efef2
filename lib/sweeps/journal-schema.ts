/** The journal's entries as they come from a colleague's file. */
import { z } from '../formats/validation.ts';
import { line } from './campaign-schema.ts';
import { listingKeySchema, monitorSchema } from './card-schema.ts';
import { OUTCOMES, VERDICTS } from './journal.ts';
import { SWEEP_LIMITS } from './limits.ts';

const common = {
  id: z.uuid(),
  campaign: z.uuid(),
  seq: z.int().min(1).max(1e12),
  listing: listingKeySchema,
  by: monitorSchema,
  /** Milliseconds since the epoch. */
  at: z.number().min(0).max(8.64e15),
};

export const journalEntrySchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('verdict'), verdict: z.enum(VERDICTS) }),
  /** Takes back an earlier entry of the same person: a verdict, a note or an addition. */
  z.strictObject({ ...common, kind: z.literal('undo'), undoes: z.uuid() }),
  z.strictObject({ ...common, kind: z.literal('note'), text: line(SWEEP_LIMITS.note) }),
  /** A card without findings that a person put into the queue. */
  z.strictObject({ ...common, kind: z.literal('add') }),
  z.strictObject({ ...common, kind: z.literal('report'), report: z.uuid(), family: z.string().max(64) }),
  z.strictObject({ ...common, kind: z.literal('sighting'), outcome: z.enum(OUTCOMES) }),
]);
