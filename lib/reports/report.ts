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
import {
  country,
  day,
  familyId,
  languageTag,
  listingId,
  marketplaceId,
  sha256Hex,
  text,
  utcTime,
  visitedUrl,
  webUrl,
} from '../fields.ts';
import type { ListingRef, PriceRange, Provenance, Seller, TraderStatus, Verdict } from '../listing/listing.ts';
import type { LegalBasis, PackRef, Severity } from '../rules/finding.ts';
import { z } from '../validation.ts';
import {
  CHILD_PROTECTION_FAMILIES,
  CHILD_PROTECTION_KEYWORDS,
  CHILD_PROTECTION_SCHEMA,
  childProtectionReportSchema,
} from './child-protection.ts';
import { DSA_CATEGORIES, DSA_KEYWORDS, keywordFits } from './dsa-taxonomy.ts';

export const REPORT_SCHEMA = 'vigie-report/1';

/** Caps that the form and the builder need too; texts in UTF-16 code units. */
export const REPORT_LIMITS = {
  listings: 100,
  findings: 500,
  wordsPerFinding: 32,
  word: 100,
  legalBasis: 20,
  citation: 500,
  evidence: 100,
  title: 1000,
  sellerName: 200,
  variantName: 500,
  differsText: 1000,
  /** The DSA Transparency Database takes as much of an explanation. */
  explanation: 2000,
  reporterName: 200,
  email: 254,
  /** Bytes of one evidence item. */
  evidenceBytes: 64 * 1024 * 1024,
} as const;

const money = z.strictObject({
  amount: z.number().min(0).max(1e12).describe('Major units.'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be a currency code of three capital letters such as EUR')
    .nullable(),
  text: text(64).describe('The price as the page has it.'),
});

const priceRange = z.strictObject({ low: money, high: money });

const TRADER = ['trader', 'private', 'unknown'] as const satisfies readonly TraderStatus[];

const seller = z.strictObject({
  name: text(REPORT_LIMITS.sellerName).nullable(),
  id: text(64).nullable(),
  url: webUrl.nullable(),
  trader: z.enum(TRADER).describe('Whether the page calls the seller a trader (DSA Art. 30).'),
  traderText: text(200).nullable().describe('The page\u2019s own words for it.'),
});

const listingRef = z.strictObject({
  marketplace: marketplaceId,
  id: listingId,
  canonicalUrl: visitedUrl,
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,16}$/, 'must be a lower-case market code such as fr')
    .nullable(),
});

const VERDICTS = [
  'complete',
  'partial',
  'not-ready',
  'blocked',
  'not-a-listing',
  'unreadable',
] as const satisfies readonly Verdict[];

const fieldName = z.string().regex(/^[a-z][A-Za-z]{0,39}$/, 'must be the name of a field of a listing');

const provenance = z.strictObject({
  source: z.enum(['state', 'json-ld', 'open-graph', 'dom', 'url'] as const satisfies readonly Provenance['source'][]),
  path: text(200),
  seen: z
    .string()
    .regex(/^\d{4}(?:-\d{2}){0,2}$/, 'must be a day, a month or a year such as 2026-11-24, 2026-11 or 2026'),
});

const readingSummary = z.strictObject({
  kind: z.enum(['product', 'card']).describe('A page about the listing, or a card in a grid of results.'),
  verdict: z.enum(VERDICTS),
  lacking: z.array(fieldName).max(40).describe('Fields that this kind of page carries and this page did not give.'),
  reason: text(64).nullable(),
  readAt: utcTime,
  provenance: z
    .record(fieldName, provenance)
    .refine((fields) => Object.keys(fields).length <= 40, 'must have at most 40 fields')
    .describe('Where each field was read.'),
});

const reportedListing = z
  .strictObject({
    ref: listingRef,
    url: visitedUrl.describe('The address as visited, or as given when nobody opened it.'),
    title: text(REPORT_LIMITS.title).nullable(),
    price: priceRange.nullable(),
    seller: seller.nullable(),
    variant: z
      .strictObject({
        id: text(64).nullable(),
        name: text(REPORT_LIMITS.variantName, 1),
        price: money.nullable(),
      })
      .nullable()
      .describe('The variant that is meant, where not the whole listing is.'),
    reading: readingSummary.nullable().describe('Null when the address was given without a page being read.'),
    differsFromTitle: z.boolean().describe('The person saw other goods than the title says.'),
    differsText: text(REPORT_LIMITS.differsText, 1).nullable().describe('What the person saw instead.'),
  })
  .refine((listing) => listing.differsFromTitle || listing.differsText === null, {
    path: ['differsText'],
    message: 'must be null when differsFromTitle is false',
  });

const finding = z.strictObject({
  rule: text(128, 1),
  family: familyId,
  severity: z.enum(['low', 'medium', 'high', 'critical'] as const satisfies readonly Severity[]),
  confidence: z.number().min(0).max(1),
  pack: z.strictObject({ publisher: text(200, 1), version: text(64, 1) }),
  listing: z
    .int()
    .min(0)
    .max(REPORT_LIMITS.listings - 1)
    .describe('Index in `listings`.'),
  words: z
    .array(text(REPORT_LIMITS.word, 1))
    .max(REPORT_LIMITS.wordsPerFinding)
    .describe('The words that the rule found.'),
});

const legalBasis = z.strictObject({
  citation: text(REPORT_LIMITS.citation, 1),
  url: visitedUrlOrFragment().nullable(),
  checked: day.nullable().describe('Day on which the citation was checked against its source; null: unverified.'),
});

/** Links into a consolidated text often end in a fragment. */
function visitedUrlOrFragment() {
  return z
    .string()
    .max(2048)
    .regex(/^https:\/\/[^\s/?#@\\]+(?:[/?#][^\s]*)?$/u, 'must be an https address')
    .refine((value) => URL.canParse(value), 'must be a complete web address')
    .meta({ format: 'uri' });
}

const dsa = z
  .strictObject({
    category: z.enum(DSA_CATEGORIES),
    keyword: z.enum(DSA_KEYWORDS).nullable(),
  })
  .refine(({ category, keyword }) => keyword === null || keywordFits(category, keyword), {
    path: ['keyword'],
    message: 'must be a keyword of the category',
  });

const reporter = z
  .strictObject({
    name: text(REPORT_LIMITS.reporterName, 1).nullable(),
    email: z.email('must be an e-mail address such as name@example.org').max(REPORT_LIMITS.email).nullable(),
  })
  .refine(({ name, email }) => name !== null || email !== null, 'must give a name or an e-mail address, or be null');

const evidenceReference = z.strictObject({
  sha256: sha256Hex,
  mediaType: z
    .string()
    .max(127)
    .regex(/^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/, 'must be a media type such as image/png'),
  bytes: z.int().min(1).max(REPORT_LIMITS.evidenceBytes),
  capturedAt: utcTime,
  listing: z
    .int()
    .min(0)
    .max(REPORT_LIMITS.listings - 1)
    .nullable()
    .describe('Index in `listings`, or null: all of them.'),
});

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

export type { Drift };

type Drift = [
  Fits<ReportedListing['ref'], ListingRef>,
  Fits<NonNullable<ReportedListing['price']>, PriceRange>,
  Fits<NonNullable<ReportedListing['seller']>, Seller>,
  Fits<Report['legalBasis'][number], LegalBasis>,
  Fits<ReportedFinding['pack'], PackRef>,
  Fits<NonNullable<ReportedListing['reading']>['provenance'][string], Provenance>,
];
