/** The parts of a report, each with the caps that keep one report from costing an intake more than another. */
import {
  day,
  familyId,
  listingId,
  marketplaceId,
  sha256Hex,
  text,
  utcTime,
  visitedUrl,
  webUrl,
} from '../formats/fields.ts';
import { z } from '../formats/validation.ts';
import type { Provenance, TraderStatus, Verdict } from '../listing/listing.ts';
import type { Severity } from '../rules/finding.ts';
import { DSA_CATEGORIES, DSA_KEYWORDS, keywordFits } from './dsa-taxonomy.ts';
import { REPORT_LIMITS } from './report-limits.ts';

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

export const reportedListing = z
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

export const finding = z.strictObject({
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

export const legalBasis = z.strictObject({
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

export const dsa = z
  .strictObject({
    category: z.enum(DSA_CATEGORIES),
    keyword: z.enum(DSA_KEYWORDS).nullable(),
  })
  .refine(({ category, keyword }) => keyword === null || keywordFits(category, keyword), {
    path: ['keyword'],
    message: 'must be a keyword of the category',
  });

export const reporter = z
  .strictObject({
    name: text(REPORT_LIMITS.reporterName, 1).nullable(),
    email: z.email('must be an e-mail address such as name@example.org').max(REPORT_LIMITS.email).nullable(),
  })
  .refine(({ name, email }) => name !== null || email !== null, 'must give a name or an e-mail address, or be null');

export const evidenceReference = z.strictObject({
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
