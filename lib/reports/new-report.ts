/** How a stored report begins. The one place that knows every member's first value. */
import { v7 as uuidv7 } from 'uuid';
import { listingKey } from '../listing/key.ts';
import type { SenderId } from './senders/sender.ts';
import type { Draft, StoredReport, Subject } from './stored-report.ts';

export function emptyDraft(): Draft {
  return {
    family: 'other',
    explanation: '',
    goodFaith: false,
    name: '',
    email: '',
    details: {},
    without: [],
    sender: null,
    dsa: null,
    jurisdiction: '',
    legalBasis: '',
  };
}

/** Where a report about this listing says that it is: a card's own address, a product's as it was visited. */
export function reportedAddress({ listing, visited }: Subject): string {
  return listing.kind === 'card' ? listing.ref.canonicalUrl : visited;
}

interface Beginning {
  kind: StoredReport['kind'];
  subjects: Subject[];
  draft: Draft;
  sender: SenderId;
  authority: string;
}

export function beginReport({ kind, subjects, draft, sender, authority }: Beginning): StoredReport {
  const now = Date.now();
  const [first] = subjects;
  return {
    id: uuidv7(),
    state: 'drafted',
    kind,
    listings: subjects.map(({ listing }) => listingKey(listing.ref)),
    title: first?.listing.title ?? '',
    url: first === undefined ? '' : reportedAddress(first),
    draft,
    subjects,
    sender,
    authority,
    body: null,
    createdAt: now,
    changedAt: now,
    queuedAt: null,
    attempts: 0,
    nextAttemptAt: null,
    lastFailure: null,
    receipt: null,
    refusal: null,
    followUp: null,
    followAt: null,
    evidence: [],
    uploadAt: null,
    sightings: [],
  };
}
