import { v7 as uuidv7 } from 'uuid';
import { plainText } from '../fields.ts';
import type { ListingRef } from '../listing/listing.ts';
import { wordlessAddress } from '../marketplaces/wordless-address.ts';
import { CHILD_PROTECTION_SCHEMA, type ChildProtectionReport, MAX_NOTE } from './child-protection.ts';
import type { StoredReport } from './stored-report.ts';

/** Place and time, nothing else: the address holds no word of the title and nothing that the person searched for. */
export function composeChildProtectionReport(ref: ListingRef, seenAt: Date, note: string): ChildProtectionReport {
  return {
    schema: CHILD_PROTECTION_SCHEMA,
    marketplace: ref.marketplace,
    listingId: ref.id,
    url: wordlessAddress(ref),
    seenAt: seenAt.toISOString(),
    note: plainText(note, MAX_NOTE),
  };
}

/** How it waits in the outbox: nothing of the listing but what the body needs, and no draft. */
export function storedChildProtectionReport(authority: string): StoredReport {
  const now = Date.now();
  return {
    id: uuidv7(),
    state: 'drafted',
    kind: 'child-protection',
    listing: ':',
    title: '',
    url: '',
    draft: {
      family: '',
      explanation: '',
      differsFromTitle: false,
      differsText: '',
      goodFaith: true,
      name: '',
      email: '',
      withoutFindings: true,
      withoutReading: true,
    },
    subject: null,
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
  };
}
