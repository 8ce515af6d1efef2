/**
 * Reports as the first version of the database kept them, brought into today's shape. What was queued keeps its bytes and
 * its key, so that an update in the middle of sending neither loses nor doubles it. The first values are written out and not
 * taken from `lib/reports`: a step that is released does the same for ever, whatever a report begins with later.
 */
import type { ListingKey } from '../listing/listing.ts';
import type { ListingDetails, OptionalPart, StoredReport, Subject } from '../reports/stored-report.ts';

/** The members that changed; the others are the same. */
export interface ReportOfVersion1
  extends Pick<
    StoredReport,
    | 'id'
    | 'kind'
    | 'title'
    | 'url'
    | 'authority'
    | 'body'
    | 'createdAt'
    | 'changedAt'
    | 'queuedAt'
    | 'attempts'
    | 'nextAttemptAt'
    | 'lastFailure'
    | 'receipt'
    | 'refusal'
  > {
  state: Exclude<StoredReport['state'], 'handed-over'>;
  listing: ListingKey;
  draft: {
    family: string;
    explanation: string;
    differsFromTitle: boolean;
    differsText: string;
    goodFaith: boolean;
    name: string;
    email: string;
    withoutFindings: boolean;
    withoutReading: boolean;
  };
  subject: Subject | null;
}

const NO_DETAILS: ListingDetails = {
  differsFromTitle: false,
  differsText: '',
  variant: '',
  variantId: '',
  sellerName: '',
  sellerId: '',
};

function partsOf({ withoutFindings, withoutReading }: ReportOfVersion1['draft']): OptionalPart[] {
  return [
    ...(withoutFindings ? (['findings'] as const) : []),
    ...(withoutReading ? (['price', 'seller', 'reading'] as const) : []),
  ];
}

export function fromVersion1({ listing, draft, subject, ...report }: ReportOfVersion1): StoredReport {
  const { family, explanation, goodFaith, name, email, differsFromTitle, differsText } = draft;
  // Words typed before the box was unticked are kept, as the form keeps them.
  const details =
    differsFromTitle || differsText !== '' ? { [listing]: { ...NO_DETAILS, differsFromTitle, differsText } } : {};
  return {
    ...report,
    // A child-protection report had `:` in place of a listing.
    listings: report.kind === 'child-protection' ? [] : [listing],
    draft: {
      family,
      explanation,
      goodFaith,
      name,
      email,
      details,
      without: partsOf(draft),
      sender: null,
      dsa: null,
      jurisdiction: '',
      legalBasis: '',
    },
    subjects: subject === null ? [] : [subject],
    sender: 'vigie-intake',
    followUp: null,
    // What the authority has is asked for from now on.
    followAt: report.kind === 'report' && report.state === 'acknowledged' ? report.changedAt : null,
    evidence: [],
    uploadAt: null,
    sightings: [],
  };
}
