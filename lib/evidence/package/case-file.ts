/** `evidence/case.json`: the case, its items in order, and what the person noted on them (notes are not sealed: they change). */
import { z } from '../../formats/validation.ts';
import { EVIDENCE_LIMITS, evidenceCaseSchema } from '../item.ts';
import { PACKAGE_VERSION } from './layout.ts';

export const caseFileSchema = z.strictObject({
  package: z.literal(PACKAGE_VERSION),
  case: evidenceCaseSchema,
  createdAt: z.iso.datetime({ precision: 3 }),
  items: z
    .array(z.strictObject({ id: z.uuidv7(), note: z.string().max(EVIDENCE_LIMITS.note) }))
    .min(1)
    .max(10_000),
});
