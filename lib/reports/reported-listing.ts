/** One listing as a report tells of it: what the page said, made fit for the report's schema, and what the person adds. */

import { plainText } from '../formats/fields.ts';
import type { Money, Seller, Variant } from '../listing/listing.ts';
import { reportedAddress } from './new-report.ts';
import type { ReportedListing } from './report.ts';
import { REPORT_LIMITS } from './report-limits.ts';
import { type ListingDetails, NO_DETAILS, type OptionalPart, type Subject } from './stored-report.ts';

const MAX_PRICE_TEXT = 64;
const MAX_REASON = 64;
const MAX_ID = 64;

function withoutFragment(address: string): string {
  const url = new URL(address);
  url.hash = '';
  return url.href;
}

function money(price: Money): Money {
  return { ...price, text: plainText(price.text, MAX_PRICE_TEXT) ?? '' };
}

const UNREAD_SELLER: Seller = { name: null, id: null, url: null, trader: 'unknown', traderText: null };

/** What the page gave, completed by what the person typed where it gave nothing; null when neither did. */
function seller(read: Seller | null, { sellerName, sellerId }: ListingDetails): Seller | null {
  const name = plainText(read?.name ?? sellerName, REPORT_LIMITS.sellerName);
  const id = plainText(read?.id ?? sellerId, MAX_ID);
  if (read === null && name === null && id === null) return null;
  const known = read ?? UNREAD_SELLER;
  return { ...known, name, id, traderText: plainText(known.traderText ?? '', REPORT_LIMITS.sellerName) };
}

/** The variant that the person means; its id and price come from the page where the name is one that it gives. */
function variant(read: readonly Variant[], { variant: typed, variantId }: ListingDetails): ReportedListing['variant'] {
  const name = plainText(typed, REPORT_LIMITS.variantName);
  if (name === null) return null;
  const match = read.find((one) => one.name === name);
  return {
    id: plainText(variantId === '' ? (match?.id ?? '') : variantId, MAX_ID),
    name,
    price: match === undefined || match.price === null ? null : money(match.price),
  };
}

function readingSummary({ listing, completeness, readAt }: Subject): ReportedListing['reading'] {
  if (readAt === null) return null;
  return {
    kind: listing.kind,
    verdict: completeness.verdict,
    lacking: completeness.lacking,
    reason: plainText(completeness.reason ?? '', MAX_REASON),
    readAt: new Date(readAt).toISOString(),
    provenance: listing.provenance as Record<string, NonNullable<(typeof listing.provenance)['title']>>,
  };
}

export function reportedListing(
  subject: Subject,
  given: ListingDetails | null,
  isOut: (part: OptionalPart) => boolean,
): ReportedListing {
  const { listing } = subject;
  const details = given ?? NO_DETAILS;
  return {
    ref: listing.ref,
    // A card is reported by its own address: the grid's says nothing about it and may hold what the person searched.
    url: withoutFragment(reportedAddress(subject)),
    title: isOut('title') ? null : plainText(listing.title ?? '', REPORT_LIMITS.title),
    price:
      isOut('price') || listing.price === null
        ? null
        : { low: money(listing.price.low), high: money(listing.price.high) },
    seller: isOut('seller') ? null : seller(listing.seller, details),
    variant: variant(listing.variants, details),
    reading: isOut('reading') ? null : readingSummary(subject),
    differsFromTitle: details.differsFromTitle,
    differsText: details.differsFromTitle ? plainText(details.differsText, REPORT_LIMITS.differsText) : null,
  };
}
