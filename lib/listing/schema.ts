/**
 * zod schemas of a reading, for the side that receives one: a content script runs beside a hostile page, so the
 * background checks what it sends. The types in `listing.ts` are the source; `satisfies` and the assignments at the end
 * make a schema that drifts from them a compile error.
 */
import { z } from 'zod';
import { LIMITS } from './limits.ts';
import type { Listing, ListingFields, Reading } from './listing.ts';

const text = (max: number) => z.string().min(1).max(max);
const url = z.url({ protocol: /^https$/ }).max(LIMITS.url);

export const listingRefSchema = z.strictObject({
  marketplace: z.string().regex(/^[a-z][a-z0-9-]{1,31}$/),
  id: z.string().regex(/^[0-9A-Za-z-]{1,128}$/),
  canonicalUrl: url,
  region: z
    .string()
    .regex(/^[a-z]{2,5}$/)
    .nullable(),
});

export const moneySchema = z.strictObject({
  amount: z.number().nonnegative().lt(1e12),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable(),
  text: z.string().max(LIMITS.moneyText),
});

export const priceRangeSchema = z
  .strictObject({ low: moneySchema, high: moneySchema })
  .refine(({ low, high }) => low.amount <= high.amount, 'a price range must not end below its start');

export const sellerSchema = z.strictObject({
  name: text(LIMITS.name).nullable(),
  id: text(LIMITS.id).nullable(),
  url: url.nullable(),
  trader: z.enum(['trader', 'private', 'unknown']),
  traderText: text(LIMITS.name).nullable(),
});

export const attributeSchema = z.strictObject({ name: text(LIMITS.name), value: text(LIMITS.value) });

export const variantSchema = z.strictObject({
  id: text(LIMITS.id).nullable(),
  name: text(LIMITS.name),
  imageUrl: url.nullable(),
  price: moneySchema.nullable(),
});

export const complianceSchema = z.strictObject({
  panel: z.enum(['shown', 'not-shown']),
  manufacturer: text(LIMITS.panel).nullable(),
  responsiblePerson: text(LIMITS.panel).nullable(),
  warnings: text(LIMITS.panel).nullable(),
  realSellerId: text(LIMITS.id).nullable(),
});

export const provenanceSchema = z.strictObject({
  source: z.enum(['state', 'json-ld', 'open-graph', 'dom', 'url']),
  path: text(LIMITS.path),
  seen: z.string().regex(/^\d{4}(?:-\d{2}){0,2}$/),
});

const fields = {
  title: text(LIMITS.title).nullable(),
  description: text(LIMITS.description).nullable(),
  breadcrumb: z.array(text(LIMITS.name)).max(LIMITS.breadcrumb),
  categoryId: text(LIMITS.id).nullable(),
  price: priceRangeSchema.nullable(),
  previousPrice: moneySchema.nullable(),
  discountPercent: z.int().min(1).max(99).nullable(),
  seller: sellerSchema.nullable(),
  brand: text(LIMITS.name).nullable(),
  attributes: z.array(attributeSchema).max(LIMITS.attributes),
  variants: z.array(variantSchema).max(LIMITS.variants),
  imageUrls: z.array(url).max(LIMITS.images),
  rating: z.strictObject({ value: z.number().min(0).max(5), count: z.int().nonnegative().nullable() }).nullable(),
  soldCount: z.int().nonnegative().nullable(),
  shipsFrom: text(LIMITS.name).nullable(),
  language: z
    .string()
    .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/)
    .max(35)
    .nullable(),
  compliance: complianceSchema.nullable(),
} satisfies Record<keyof ListingFields, z.ZodType>;

export const fieldNameSchema = z.enum([
  'title',
  'description',
  'breadcrumb',
  'categoryId',
  'price',
  'previousPrice',
  'discountPercent',
  'seller',
  'brand',
  'attributes',
  'variants',
  'imageUrls',
  'rating',
  'soldCount',
  'shipsFrom',
  'language',
  'compliance',
]);

export const listingSchema = z.strictObject({
  ref: listingRefSchema,
  kind: z.enum(['product', 'card']),
  ...fields,
  provenance: z.partialRecord(fieldNameSchema, provenanceSchema),
});

export const completenessSchema = z.strictObject({
  verdict: z.enum(['complete', 'partial', 'not-ready', 'blocked', 'not-a-listing', 'unreadable']),
  lacking: z.array(fieldNameSchema).max(20),
  reason: text(64).nullable(),
});

export const readingSchema = z.strictObject({
  marketplace: z.string().regex(/^[a-z][a-z0-9-]{1,31}$/),
  page: z.enum(['product', 'grid', 'other']),
  url,
  completeness: completenessSchema,
  listings: z.array(listingSchema).max(LIMITS.listings),
});

/** Compiles only while both types have the same members with the same types. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Plain<T> = T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
const listingMatches: Same<Plain<z.infer<typeof listingSchema>>, Plain<Listing>> = true;
const readingMatches: Same<Plain<z.infer<typeof readingSchema>>, Plain<Reading>> = true;
void listingMatches;
void readingMatches;
