/**
 * What a sweep keeps of a card, and of a results page that was read: enough to show it, to weigh it, to recognise the goods
 * when they come back, and no more. No picture is kept, only the name of its file on the marketplace's own server.
 */
import type { z } from '../formats/validation.ts';
import { listingKey } from '../listing/key.ts';
import { LIMITS } from '../listing/limits.ts';
import type { Listing } from '../listing/listing.ts';
import { cleanText } from '../listing/text.ts';
import { CHILD_PROTECTION_FAMILIES } from '../reports/child-protection-families.ts';
import type { DescribedFinding } from '../rules/described-finding.ts';
import type { Severity } from '../rules/finding.ts';
import type { monitorSchema, sweepCardSchema, sweepFindingSchema, visitSchema } from './card-schema.ts';
import { SWEEP_LIMITS } from './limits.ts';

export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const satisfies readonly Severity[];

export type SweepFinding = z.infer<typeof sweepFindingSchema>;
export type SweepCard = z.infer<typeof sweepCardSchema>;
export type Monitor = z.infer<typeof monitorSchema>;
export type Visit = z.infer<typeof visitSchema>;

/** `read`: its cards are here. `empty`: the marketplace found nothing. `blocked`: an anti-bot page stood in its place. */
export const VISIT_STATES = ['read', 'empty', 'blocked'] as const;

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
