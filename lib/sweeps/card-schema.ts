/** Cards and visits as they come from a colleague's file or another part of the extension: capped, cleaned, checked. */
import { languageTag, marketplaceId, utcTime } from '../formats/fields.ts';
import { z } from '../formats/validation.ts';
import { LIMITS } from '../listing/limits.ts';
import type { ListingKey } from '../listing/listing.ts';
import { cleanText } from '../listing/text.ts';
import { CHILD_PROTECTION_FAMILIES } from '../reports/child-protection-families.ts';
import { line } from './campaign-schema.ts';
import { SEVERITIES, VISIT_STATES } from './card.ts';
import { SWEEP_LIMITS } from './limits.ts';

/** A text that is there or is not; what cleans away to nothing is not. */
const lineOrNull = (max: number) =>
  z
    .string()
    .max(max * 8 + 64)
    .nullable()
    .transform((value) => cleanText(value, max));

export const listingKeySchema = z
  .string()
  .max(100)
  .regex(/^[a-z][a-z0-9-]{0,31}:[0-9A-Za-z_.-]{1,64}$/, 'must look like aliexpress:1005006722922099')
  .transform((key) => key as ListingKey);

export const sweepFindingSchema = z.strictObject({
  rule: z.string().min(1).max(128),
  family: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'must be a family id')
    .refine((family) => !CHILD_PROTECTION_FAMILIES.includes(family), 'must not be of a child-protection family'),
  label: line(SWEEP_LIMITS.label),
  severity: z.enum(SEVERITIES),
  confidence: z.number().min(0).max(1),
  /** Shown to monitors and inspectors only. */
  weak: z.boolean(),
  words: z.array(line(SWEEP_LIMITS.word)).max(SWEEP_LIMITS.words),
  publisher: line(SWEEP_LIMITS.label),
  packVersion: line(64),
});

export const sweepCardSchema = z.strictObject({
  listing: listingKeySchema,
  url: z.url({ protocol: /^https$/ }).max(2048),
  title: lineOrNull(SWEEP_LIMITS.title),
  seller: z.strictObject({ id: lineOrNull(128), name: lineOrNull(SWEEP_LIMITS.seller) }).nullable(),
  price: z
    .strictObject({
      amount: z.number().nonnegative().lt(1e12),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .nullable(),
      /** As the page shows it. */
      text: z
        .string()
        .max(600)
        .transform((shown) => cleanText(shown, LIMITS.moneyText) ?? ''),
    })
    .nullable(),
  /** Name of the first picture's file, without size and server. */
  picture: lineOrNull(128),
  findings: z.array(sweepFindingSchema).max(SWEEP_LIMITS.findings),
});

export const monitorSchema = z.strictObject({
  /** Of the browser that was used; made once. */
  id: z.uuid(),
  /** What the person calls themselves; may be empty. */
  name: z
    .string()
    .max(SWEEP_LIMITS.person * 8)
    .transform((name) => cleanText(name, SWEEP_LIMITS.person) ?? ''),
});

export const visitSchema = z.strictObject({
  id: z.uuid(),
  campaign: z.uuid(),
  /** Which sweep of the campaign, from 1. */
  sweep: z.int().min(1).max(1000),
  /** Goes up each time the page is read again, because it grew or was blocked before. */
  revision: z.int().min(1).max(1_000_000),
  marketplace: marketplaceId,
  country: z.string().regex(/^[A-Z]{2}$/),
  language: languageTag,
  words: line(SWEEP_LIMITS.query),
  page: z.int().min(1).max(SWEEP_LIMITS.pages),
  by: monitorSchema,
  at: utcTime,
  state: z.enum(VISIT_STATES),
  cards: z.array(sweepCardSchema).max(SWEEP_LIMITS.cards),
});
