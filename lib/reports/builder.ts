/** From what was read, found and typed to the report that will be sent; pure, so that the preview shows exactly it. */

import type { IdentityPolicy } from '../authority/profile.ts';
import type { Role } from '../authority/roles.ts';
import { plainText } from '../fields.ts';
import type { Money, Seller } from '../listing/listing.ts';
import type { LegalBasis } from '../rules/finding.ts';
import { describeFaults } from './faults.ts';
import { identityFaults } from './identity.ts';
import type { ProblemError } from './protocol.ts';
import {
  REPORT_LIMITS,
  REPORT_SCHEMA,
  type Report,
  type ReportedFinding,
  type ReportedListing,
  reportSchema,
} from './report.ts';
import type { Draft, Subject } from './stored-report.ts';

export interface ReportInput {
  /** UUIDv7; also the idempotency key. */
  id: string;
  createdAt: Date;
  client: { name: string; version: string };
  role: Role;
  language: string;
  jurisdiction: string;
  subject: Subject;
  /** Codes of the chosen family. */
  dsa: { category: string; keyword: string | null };
  /** What the authority asks for. */
  identity: IdentityPolicy;
  draft: Draft;
}

/** Codes for a report whose family no rule names. */
export const UNCLASSIFIED_DSA = {
  category: 'STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS',
  keyword: null,
} as const;

function withoutFragment(address: string): string {
  const url = new URL(address);
  url.hash = '';
  return url.href;
}

const MAX_PRICE_TEXT = 64;
const MAX_REASON = 64;

/** A page's own words, fit for the report's schema. */
function money(price: Money): Money {
  return { ...price, text: plainText(price.text, MAX_PRICE_TEXT) ?? '' };
}

function seller(read: Seller): Seller {
  return {
    ...read,
    name: plainText(read.name ?? '', REPORT_LIMITS.sellerName),
    traderText: plainText(read.traderText ?? '', REPORT_LIMITS.sellerName),
  };
}

function reportedListing(input: ReportInput): ReportedListing {
  const { subject, draft } = input;
  const { listing, completeness } = subject;
  const reading = draft.withoutReading
    ? null
    : {
        kind: listing.kind,
        verdict: completeness.verdict,
        lacking: completeness.lacking,
        reason: plainText(completeness.reason ?? '', MAX_REASON),
        readAt: new Date(subject.readAt).toISOString(),
        provenance: listing.provenance as Record<string, NonNullable<(typeof listing.provenance)['title']>>,
      };
  return {
    ref: listing.ref,
    // A card is reported by its own address: the grid's says nothing about it and may hold what the person searched.
    url: listing.kind === 'card' ? listing.ref.canonicalUrl : withoutFragment(subject.visited),
    title: plainText(listing.title ?? '', REPORT_LIMITS.title),
    price:
      draft.withoutReading || listing.price === null
        ? null
        : { low: money(listing.price.low), high: money(listing.price.high) },
    seller: draft.withoutReading || listing.seller === null ? null : seller(listing.seller),
    variant: null,
    reading,
    differsFromTitle: draft.differsFromTitle,
    differsText: draft.differsFromTitle ? plainText(draft.differsText, REPORT_LIMITS.differsText) : null,
  };
}

function reportedFindings({ subject, draft }: ReportInput): ReportedFinding[] {
  if (draft.withoutFindings) return [];
  return subject.findings
    .filter((finding) => !finding.sensitive)
    .slice(0, REPORT_LIMITS.findings)
    .map((finding) => ({
      rule: finding.rule,
      family: finding.family,
      severity: finding.severity,
      confidence: finding.confidence,
      pack: { publisher: finding.publisher, version: finding.packVersion },
      listing: 0,
      words: finding.words.flatMap((word) => plainText(word, REPORT_LIMITS.word) ?? []),
    }));
}

function legalBasis({ subject, draft }: ReportInput): LegalBasis[] {
  const cited = new Map<string, LegalBasis>();
  for (const finding of subject.findings) {
    if (finding.family !== draft.family || finding.sensitive) continue;
    for (const basis of finding.legal) cited.set(basis.citation, basis);
  }
  return [...cited.values()].slice(0, REPORT_LIMITS.legalBasis);
}

/** A report before it is checked: the statement of good faith may not be ticked yet. */
export type ComposedReport = Omit<Report, 'goodFaith' | 'dsa'> & {
  goodFaith: boolean;
  dsa: { category: string; keyword: string | null };
};

export function composeReport(input: ReportInput): ComposedReport {
  const { draft } = input;
  const { identity } = input;
  const name = identity.name === 'never' ? null : plainText(draft.name, REPORT_LIMITS.reporterName);
  const email = identity.email === 'never' ? null : plainText(draft.email, REPORT_LIMITS.email);
  return {
    schema: REPORT_SCHEMA,
    id: input.id,
    createdAt: input.createdAt.toISOString(),
    client: input.client,
    role: input.role,
    language: input.language,
    jurisdiction: input.jurisdiction,
    family: draft.family,
    dsa: input.dsa,
    legalBasis: legalBasis(input),
    listings: [reportedListing(input)],
    findings: reportedFindings(input),
    explanation: plainText(draft.explanation, REPORT_LIMITS.explanation) ?? '',
    goodFaith: draft.goodFaith,
    reporter: name === null && email === null ? null : { name, email },
    evidence: [],
  };
}

export type CheckedReport = { ok: true; report: Report } | { ok: false; faults: ProblemError[] };

/**
 * Checks a composed report as the authority will, so that what is odd in it comes out here, to the person, and not there.
 */
export function checkReport(composed: ComposedReport, identity: IdentityPolicy): CheckedReport {
  const parsed = reportSchema.safeParse(composed);
  if (!parsed.success) return { ok: false, faults: describeFaults(parsed.error, composed) };
  const faults = identityFaults(parsed.data, identity);
  return faults.length === 0 ? { ok: true, report: parsed.data } : { ok: false, faults };
}
