/**
 * The report: what a person sends to an authority about one or many listings of one kind.
 *
 * It holds what a notice under Article 16(2) of the Digital Services Act must hold (why it is illegal, the exact address
 * and identifiers, name and e-mail where the authority asks for them, the statement of good faith), and what an agent
 * needs to process it by machine: the reading with the origin of each field, the findings with rule and pack versions,
 * the DSA category. A part that the person took out, or that the page did not give, is `null` or an empty list, never
 * absent: every report of one version has the same keys.
 *
 * The version is in `schema`. A change that an old intake would refuse is a new version.
 */

import { ROLES } from '../authority/roles.ts';
import { country, familyId, languageTag, text, utcTime } from '../formats/fields.ts';
import { z } from '../formats/validation.ts';
import type { ListingRef, PriceRange, Provenance, Seller } from '../listing/listing.ts';
import type { LegalBasis, PackRef } from '../rules/finding.ts';
import { CHILD_PROTECTION_SCHEMA, childProtectionReportSchema } from './child-protection.ts';
import { CHILD_PROTECTION_FAMILIES, CHILD_PROTECTION_KEYWORDS } from './child-protection-families.ts';
import { REPORT_LIMITS } from './report-limits.ts';
import { dsa, evidenceReference, finding, legalBasis, reportedListing, reporter } from './report-parts.ts';

export const REPORT_SCHEMA = 'vigie-report/1';

const USE_CHILD_PROTECTION =
  'must not be sent in an ordinary report: use the child-protection report, which carries the place and the time only';

export const reportSchema = z
  .strictObject({
    schema: z.literal(REPORT_SCHEMA),
    id: z.uuidv7('must be a UUID of version 7'),
    createdAt: utcTime,
    client: z.strictObject({ name: text(64, 1), version: text(32, 1) }),
    role: z.enum(ROLES),
    language: languageTag.describe('Language of the reporter\u2019s interface, BCP 47.'),
    jurisdiction: country.describe('Country whose law is meant, ISO 3166-1 alpha-2.'),
    family: familyId.describe('Kind of illicit goods; `other` when none fits.'),
    dsa: dsa.describe('Category and keyword of the DSA Transparency Database.'),
    legalBasis: z.array(legalBasis).max(REPORT_LIMITS.legalBasis),
    listings: z.array(reportedListing).min(1).max(REPORT_LIMITS.listings),
    findings: z.array(finding).max(REPORT_LIMITS.findings).describe('Empty when the person reports without a finding.'),
    explanation: text(REPORT_LIMITS.explanation).describe('Why the person thinks so, in their own words.'),
    goodFaith: z
      .literal(true)
      .describe(
        'The person believes in good faith that what the report says is accurate and complete (DSA Art. 16(2)(d)).',
      ),
    reporter: reporter.nullable(),
    evidence: z.array(evidenceReference).max(REPORT_LIMITS.evidence),
  })
  .superRefine((report, context) => {
    const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    const beyond = `must be the index of a listing of this report (0 to ${report.listings.length - 1})`;
    for (const [index, { family, listing }] of report.findings.entries()) {
      if (listing >= report.listings.length) refuse(['findings', index, 'listing'], beyond);
      if (CHILD_PROTECTION_FAMILIES.includes(family)) refuse(['findings', index, 'family'], USE_CHILD_PROTECTION);
    }
    for (const [index, { listing }] of report.evidence.entries()) {
      if (listing !== null && listing >= report.listings.length) refuse(['evidence', index, 'listing'], beyond);
    }
    if (CHILD_PROTECTION_FAMILIES.includes(report.family)) refuse(['family'], USE_CHILD_PROTECTION);
    if (report.dsa.keyword !== null && CHILD_PROTECTION_KEYWORDS.includes(report.dsa.keyword)) {
      refuse(['dsa', 'keyword'], USE_CHILD_PROTECTION);
    }
    const seen = new Map<string, number>();
    for (const [index, { ref }] of report.listings.entries()) {
      const key = `${ref.marketplace}:${ref.id}`;
      if (seen.has(key)) refuse(['listings', index, 'ref'], `names the same listing as listing ${seen.get(key)}`);
      else seen.set(key, index);
    }
  })
  .meta({ title: 'Vigie report', description: 'A report about one or many listings of one kind, for an authority.' });

export type Report = z.infer<typeof reportSchema>;
export type ReportedListing = Report['listings'][number];
export type ReportedFinding = Report['findings'][number];
export type EvidenceReference = Report['evidence'][number];
export type Reporter = NonNullable<Report['reporter']>;

/** Whatever an intake takes. */
export const anyReportSchema = z.discriminatedUnion('schema', [reportSchema, childProtectionReportSchema], {
  error: `must be "${REPORT_SCHEMA}" or "${CHILD_PROTECTION_SCHEMA}"`,
});
export type AnyReport = z.infer<typeof anyReportSchema>;

// What the page reader and the matcher give must fit into a report as it is; this fails to compile when they drift apart.
type Fits<Part, Whole extends Part> = Whole;

/** @public: compiled, and used by nothing. */
export type Drift = [
  Fits<ReportedListing['ref'], ListingRef>,
  Fits<NonNullable<ReportedListing['price']>, PriceRange>,
  Fits<NonNullable<ReportedListing['seller']>, Seller>,
  Fits<Report['legalBasis'][number], LegalBasis>,
  Fits<ReportedFinding['pack'], PackRef>,
  Fits<NonNullable<ReportedListing['reading']>['provenance'][string], Provenance>,
];
