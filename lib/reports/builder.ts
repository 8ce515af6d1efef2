/** From what was read, found and typed to the report that will be sent; pure, so that the preview shows exactly it. */

import type { IdentityPolicy } from '../authority/profile.ts';
import type { Role } from '../authority/roles.ts';
import { plainText } from '../formats/fields.ts';
import { listingKey } from '../listing/key.ts';
import type { LegalBasis } from '../rules/finding.ts';
import { describeFaults } from './faults.ts';
import { identityFaults } from './identity.ts';
import { MAX_REPORT_BYTES, type ProblemError } from './protocol.ts';
import { type EvidenceReference, REPORT_SCHEMA, type Report, type ReportedFinding, reportSchema } from './report.ts';
import { REPORT_LIMITS } from './report-limits.ts';
import { reportedListing } from './reported-listing.ts';
import type { Draft, OptionalPart, Subject } from './stored-report.ts';

export interface ReportInput {
  /** UUIDv7; also the idempotency key. */
  id: string;
  createdAt: Date;
  client: { name: string; version: string };
  role: Role;
  language: string;
  jurisdiction: string;
  /** Listings of one kind, 1 to 100. */
  subjects: readonly Subject[];
  /** Codes of the chosen family. */
  dsa: { category: string; keyword: string | null };
  /** What the authority asks for. */
  identity: IdentityPolicy;
  draft: Draft;
  evidence: readonly EvidenceReference[];
}

/** Codes for a report whose family no rule names. */
export const UNCLASSIFIED_DSA = {
  category: 'STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS',
  keyword: null,
} as const;

function reportedFindings(subjects: readonly Subject[]): ReportedFinding[] {
  return subjects
    .flatMap((subject, listing) =>
      subject.findings
        .filter((finding) => !finding.sensitive)
        .map((finding) => ({
          rule: finding.rule,
          family: finding.family,
          severity: finding.severity,
          confidence: finding.confidence,
          pack: { publisher: finding.publisher, version: finding.packVersion },
          listing,
          words: finding.words.flatMap((word) => plainText(word, REPORT_LIMITS.word) ?? []),
        })),
    )
    .slice(0, REPORT_LIMITS.findings);
}

/** The law that the rules of the chosen family name, then what an inspector added. */
function legalBasis({ subjects, draft }: ReportInput): LegalBasis[] {
  const cited = new Map<string, LegalBasis>();
  for (const finding of subjects.flatMap(({ findings }) => findings)) {
    if (finding.family !== draft.family || finding.sensitive) continue;
    for (const basis of finding.legal) cited.set(basis.citation, basis);
  }
  for (const line of draft.legalBasis.split('\n')) {
    const citation = plainText(line, REPORT_LIMITS.citation);
    if (citation !== null && !cited.has(citation)) cited.set(citation, { citation, url: null, checked: null });
  }
  return [...cited.values()].slice(0, REPORT_LIMITS.legalBasis);
}

/** A report before it is checked: the statement of good faith may not be ticked yet. */
export type ComposedReport = Omit<Report, 'goodFaith' | 'dsa'> & {
  goodFaith: boolean;
  dsa: { category: string; keyword: string | null };
};

export function composeReport(input: ReportInput): ComposedReport {
  const { draft, identity, subjects } = input;
  const name = identity.name === 'never' ? null : plainText(draft.name, REPORT_LIMITS.reporterName);
  const email = identity.email === 'never' ? null : plainText(draft.email, REPORT_LIMITS.email);
  const isOut = (part: OptionalPart) => draft.without.includes(part);
  return {
    schema: REPORT_SCHEMA,
    id: input.id,
    createdAt: input.createdAt.toISOString(),
    client: input.client,
    role: input.role,
    language: input.language,
    jurisdiction: draft.jurisdiction === '' ? input.jurisdiction : draft.jurisdiction,
    family: draft.family,
    dsa: draft.dsa ?? input.dsa,
    legalBasis: isOut('legalBasis') ? [] : legalBasis(input),
    listings: subjects.map((subject) =>
      reportedListing(subject, draft.details[listingKey(subject.listing.ref)] ?? null, isOut),
    ),
    findings: isOut('findings') ? [] : reportedFindings(subjects),
    explanation: plainText(draft.explanation, REPORT_LIMITS.explanation) ?? '',
    goodFaith: draft.goodFaith,
    reporter: name === null && email === null ? null : { name, email },
    evidence: isOut('evidence') ? [] : [...input.evidence],
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
  if (new TextEncoder().encode(JSON.stringify(parsed.data)).byteLength > MAX_REPORT_BYTES) {
    const detail = `The report is larger than ${MAX_REPORT_BYTES / 1024} kB: take out the reading, or report fewer listings at once.`;
    faults.push({ pointer: '', detail });
  }
  return faults.length === 0 ? { ok: true, report: parsed.data } : { ok: false, faults };
}
