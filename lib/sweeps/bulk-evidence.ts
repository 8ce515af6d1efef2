/** The captures that go along with reports in bulk: pure. What exists of a report's listings goes along unless it is taken out. */
import type { AttachableCapture } from '../evidence/attachable.ts';
import { listingKey } from '../listing/key.ts';
import { withFile } from '../reports/attached-evidence.ts';
import { REPORT_LIMITS } from '../reports/report-limits.ts';
import type { EvidenceUpload, Subject } from '../reports/stored-report.ts';

export interface BulkEvidence {
  /** To be uploaded once there is a receipt. */
  evidence: EvidenceUpload[];
  /** Files that one report has no room for; those of the oldest captures. */
  leftOver: number;
}

/**
 * @param captures newest first
 * @param takenOut SHA-256 of files that the person does not want to send
 */
export function evidenceOf(
  captures: readonly AttachableCapture[],
  subjects: readonly Subject[],
  takenOut: ReadonlySet<string>,
): BulkEvidence {
  const reported = new Set<string>(subjects.map(({ listing }) => listingKey(listing.ref)));
  const wanted = captures
    .filter(({ listings }) => listings.some((listing) => reported.has(listing)))
    .flatMap(({ files }) => files)
    .filter(({ sha256 }) => !takenOut.has(sha256))
    .reduce<EvidenceUpload[]>((evidence, file) => withFile(evidence, file, true), []);
  const evidence = wanted.slice(0, REPORT_LIMITS.evidence);
  return { evidence, leftOver: wanted.length - evidence.length };
}
