/** The files of captures that the person ticked for a report: pure. */
import type { AttachableCapture } from '../evidence/attachable.ts';
import { listingKey } from '../listing/key.ts';
import type { EvidenceReference } from './report.ts';
import { REPORT_LIMITS } from './report-limits.ts';
import type { EvidenceUpload, Subject } from './stored-report.ts';

export function ticked(evidence: readonly EvidenceUpload[], sha256: string): boolean {
  return evidence.some((one) => one.sha256 === sha256);
}

/** As a draft keeps it: to be uploaded once there is a receipt. */
export function withFile(
  evidence: readonly EvidenceUpload[],
  { sha256, bytes }: Pick<EvidenceUpload, 'sha256' | 'bytes'>,
  attached: boolean,
): EvidenceUpload[] {
  const others = evidence.filter((one) => one.sha256 !== sha256);
  return attached ? [...others, { sha256, bytes, state: 'waiting', offset: 0 }] : others;
}

/** The listing of the report that a capture shows; null where it shows several of them. */
function indexOf({ listings }: AttachableCapture, subjects: readonly Subject[]): number | null {
  const shown = subjects.flatMap(({ listing }, index) => (listings.includes(listingKey(listing.ref)) ? [index] : []));
  return shown.length === 1 ? (shown[0] ?? null) : null;
}

/** What the report says of the ticked files that are still in the library. */
export function referencesTo(
  captures: readonly AttachableCapture[],
  evidence: readonly EvidenceUpload[],
  subjects: readonly Subject[],
): EvidenceReference[] {
  const references = captures.flatMap((capture) =>
    capture.files
      .filter(({ sha256 }) => ticked(evidence, sha256))
      .map(({ sha256, mediaType, bytes }) => ({
        sha256,
        mediaType,
        bytes,
        capturedAt: capture.capturedAt,
        listing: indexOf(capture, subjects),
      })),
  );
  return [...new Map(references.map((one) => [one.sha256, one])).values()].slice(0, REPORT_LIMITS.evidence);
}
