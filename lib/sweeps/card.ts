/**
 * What a sweep keeps of a card, and of a results page that was read: enough to show it, to weigh it, to recognise the goods
 * when they come back, and no more. No picture is kept, only the name of its file on the marketplace's own server.
 */
import { languageTag, marketplaceId, utcTime } from '../formats/fields.ts';
import { z } from '../formats/validation.ts';
import { listingKey } from '../listing/key.ts';
import { LIMITS } from '../listing/limits.ts';
import type { Listing, ListingKey } from '../listing/listing.ts';
import { cleanText } from '../listing/text.ts';
import { CHILD_PROTECTION_FAMILIES } from '../reports/child-protection.ts';
import type { DescribedFinding } from '../rules/described-finding.ts';
import type { Severity } from '../rules/finding.ts';
import { line } from './campaign.ts';
import { SWEEP_LIMITS } from './limits.ts';

const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const satisfies readonly Severity[];

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
export type SweepFinding = z.infer<typeof sweepFindingSchema>;

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
export type SweepCard = z.infer<typeof sweepCardSchema>;

export const monitorSchema = z.strictObject({
  /** Of the browser that was used; made once. */
  id: z.uuid(),
  /** What the person calls themselves; may be empty. */
  name: z
    .string()
    .max(SWEEP_LIMITS.person * 8)
    .transform((name) => cleanText(name, SWEEP_LIMITS.person) ?? ''),
});
export type Monitor = z.infer<typeof monitorSchema>;

/** `read`: its cards are here. `empty`: the marketplace found nothing. `blocked`: an anti-bot page stood in its place. */
export const VISIT_STATES = ['read', 'empty', 'blocked'] as const;

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
export type Visit = z.infer<typeof visitSchema>;

/**
 * The name of a picture's file without what says its size: two addresses of one picture give one name. The suffixes are
 * those of the marketplaces' picture servers (`.jpg_350x350q75.jpg_.avif`, `_thumbnail_405x552`, `_400_400`; seen 2026-11).
 */
export function pictureName(address: string | undefined): string | null {
  const url = address === undefined ? null : URL.parse(address);
  const file = url?.pathname.split('/').at(-1) ?? '';
  const name = file
    .replace(/\.(?:jpe?g|png|webp|avif|gif).*$/i, '')
    .replace(/_(?:thumbnail_)?(?:\d+x\d*|\d+_\d+|original|square)(?:q\d+)?$/i, '');
  return name.length < 6 ? null : cleanText(name, 128);
}

function findingOf(finding: DescribedFinding): SweepFinding {
  return {
    rule: finding.rule,
    family: finding.family,
    label: cleanText(finding.label, SWEEP_LIMITS.label) ?? finding.family,
    severity: finding.severity,
    confidence: finding.confidence,
    weak: finding.visibility === 'experts',
    words: finding.words.slice(0, SWEEP_LIMITS.words).flatMap((word) => cleanText(word, SWEEP_LIMITS.word) ?? []),
    publisher: cleanText(finding.publisher, SWEEP_LIMITS.label) ?? '?',
    packVersion: cleanText(finding.packVersion, 64) ?? '?',
  };
}

/** What is kept of a listing. Null when any finding on it is about child protection: of those nothing is kept at all. */
export function cardOf(listing: Listing, findings: readonly DescribedFinding[]): SweepCard | null {
  if (findings.some(({ sensitive, family }) => sensitive || CHILD_PROTECTION_FAMILIES.includes(family))) return null;
  const { ref, seller, price } = listing;
  return {
    listing: listingKey(ref),
    url: ref.canonicalUrl,
    title: cleanText(listing.title, SWEEP_LIMITS.title),
    seller:
      seller === null ? null : { id: cleanText(seller.id, 128), name: cleanText(seller.name, SWEEP_LIMITS.seller) },
    price: price === null ? null : { ...price.low, text: cleanText(price.low.text, LIMITS.moneyText) ?? '' },
    picture: pictureName(listing.imageUrls[0]),
    findings: findings.slice(0, SWEEP_LIMITS.findings).map(findingOf),
  };
}

/** The greater, the stronger: what everyone would be shown before weak signs, then severity, then confidence. */
export function strengthOf({ findings }: Pick<SweepCard, 'findings'>): number {
  let strongest = 0;
  for (const { weak, severity, confidence } of findings) {
    strongest = Math.max(strongest, (weak ? 0 : 100) + SEVERITIES.indexOf(severity) * 10 + confidence);
  }
  return strongest;
}
