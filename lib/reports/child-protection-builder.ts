import { plainText } from '../formats/fields.ts';
import type { ListingRef } from '../listing/listing.ts';
import { wordlessAddress } from '../marketplaces/wordless-address.ts';
import { CHILD_PROTECTION_SCHEMA, type ChildProtectionReport, MAX_NOTE } from './child-protection.ts';
import { beginReport, emptyDraft } from './new-report.ts';
import type { StoredReport } from './stored-report.ts';

/** What a child-protection report is about: a listing, or a page of a marketplace that names none. */
export interface ChildProtectionPlace {
  marketplace: string;
  ref: ListingRef | null;
  /** The page's address, used only where `ref` is null. */
  url: string;
}

function address({ ref, url }: ChildProtectionPlace): string {
  if (ref !== null) return wordlessAddress(ref);
  // Without a listing the query may be all that leads to the place; what the person sees is what goes.
  const bare = new URL(url);
  bare.hash = '';
  return bare.href;
}

/** Place and time, nothing else: the address holds no word of the title and nothing that the person searched for. */
export function composeChildProtectionReport(
  place: ChildProtectionPlace,
  seenAt: Date,
  note: string,
): ChildProtectionReport {
  return {
    schema: CHILD_PROTECTION_SCHEMA,
    marketplace: place.marketplace,
    listingId: place.ref?.id ?? null,
    url: address(place),
    seenAt: seenAt.toISOString(),
    note: plainText(note, MAX_NOTE),
  };
}

/** How it waits in the outbox: nothing of the listing but what the body needs, and no draft. */
export function storedChildProtectionReport(authority: string): StoredReport {
  return beginReport({
    kind: 'child-protection',
    subjects: [],
    draft: emptyDraft(),
    sender: 'vigie-intake',
    authority,
  });
}
