/**
 * The separate, minimal report for goods that may be tied to the sexual abuse of children.
 *
 * Recording such content is itself an offence (Code pénal art. 227-23), and hotlines ask for nothing but the place. So
 * this report has room for the place and the time and for nothing else: no title, no image, no hash, no finding, no name.
 * The ordinary report refuses these families and keywords, so that the two cannot be mixed up.
 */

import { listingId, marketplaceId, text, utcTime, visitedUrl } from '../formats/fields.ts';
import { z } from '../formats/validation.ts';

export const CHILD_PROTECTION_SCHEMA = 'vigie-child-protection-report/1';

/** Longest note, in UTF-16 code units. */
export const MAX_NOTE = 500;

export const childProtectionReportSchema = z
  .strictObject({
    schema: z.literal(CHILD_PROTECTION_SCHEMA),
    marketplace: marketplaceId,
    /** Null when the page gave none. */
    listingId: listingId
      .nullable()
      .describe('The marketplace\u2019s id of the listing, or null when the page gave none.'),
    url: visitedUrl.describe('The address, without anything that is not needed to find the listing.'),
    seenAt: utcTime.describe('When the person saw it, UTC.'),
    note: text(MAX_NOTE, 1)
      .nullable()
      .describe('A neutral note of the person; no description of the content is asked for.'),
  })
  .meta({
    title: 'Vigie child-protection report',
    description: 'The place and time of a listing that may be tied to the sexual abuse of children, and nothing else.',
  });

export type ChildProtectionReport = z.infer<typeof childProtectionReportSchema>;
