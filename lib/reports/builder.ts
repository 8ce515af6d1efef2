/** From what was read, found and typed to the report that will be sent; pure, so that the preview shows exactly it. */
import type { LegalBasis } from '../rules/finding.ts';
import { plainText } from './fields.ts';
import {
  REPORT_LIMITS,
  REPORT_SCHEMA,
  type Report,
  type ReportedFinding,
  type ReportedListing,
  type Role,
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

function reportedListing(input: ReportInput): ReportedListing {
  const { subject, draft } = input;
  const { listing, completeness } = subject;
  const reading = draft.withoutReading
    ? null
    : {
        kind: listing.kind,
        verdict: completeness.verdict,
        lacking: completeness.lacking,
        reason: completeness.reason,
        readAt: new Date(subject.readAt).toISOString(),
        provenance: listing.provenance as Record<string, NonNullable<(typeof listing.provenance)['title']>>,
      };
  return {
    ref: listing.ref,
    // A card is reported by its own address: the grid's says nothing about it and may hold what the person searched.
    url: listing.kind === 'card' ? listing.ref.canonicalUrl : withoutFragment(subject.visited),
    title: plainText(listing.title ?? '', REPORT_LIMITS.title),
    price: draft.withoutReading ? null : listing.price,
    seller: draft.withoutReading ? null : listing.seller,
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
  const name = plainText(draft.name, REPORT_LIMITS.reporterName);
  const email = plainText(draft.email, REPORT_LIMITS.email);
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

export type CheckedReport = { ok: true; report: Report } | { ok: false; faults: { pointer: string; detail: string }[] };

/**
 * Parses a composed report with the schema that the authority uses, so that what is odd in it comes out here, to the
 * person, and not there.
 */
export function checkReport(composed: ComposedReport): CheckedReport {
  const parsed = reportSchema.safeParse(composed);
  if (parsed.success) return { ok: true, report: parsed.data };
  const faults = parsed.error.issues.map(({ path, message }) => ({ pointer: `/${path.join('/')}`, detail: message }));
  return { ok: false, faults };
}
