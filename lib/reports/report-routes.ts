/** The background's messages about reports: ticking, looking up addresses, sending, following. */

import { z } from '../formats/validation.ts';
import { listingKey } from '../listing/key.ts';
import type { ListingKey, Reading } from '../listing/listing.ts';
import { completenessSchema, listingSchema } from '../listing/schema.ts';
import type { Routes } from '../messages/message-router.ts';
import { openDatabase } from '../storage/database.ts';
import { settings } from '../storage/settings.ts';
import { addToCart, takeOutOfCart } from './cart.ts';
import { noteSightings } from './sightings.ts';
import { isSensitive, type Judge, subjectOf, subjectOfAddress, tickedAmong } from './subject.ts';
import type { ReportWork } from './work-schedule.ts';

/** The rules and the person, as they are at the moment of asking. */
export type CurrentJudge = () => Promise<Judge>;

const MAX_ADDRESS = 4096;
const url = z.url({ protocol: /^https$/ }).max(2048);

export function reportRoutes(
  judge: CurrentJudge,
  work: ReportWork,
): Pick<Routes, 'tick-listing' | 'subject-of-address' | 'flush-outbox' | 'follow-reports'> {
  return {
    'tick-listing': {
      from: 'page',
      body: z.object({
        listing: listingSchema,
        completeness: completenessSchema,
        visited: url,
        ticked: z.boolean(),
      }),
      async handle({ ticked, ...met }) {
        try {
          if (!ticked) {
            await takeOutOfCart([listingKey(met.listing.ref)]);
            return 'out';
          }
          const asked = await judge();
          if (isSensitive(met.listing, asked)) return 'child-protection';
          return await addToCart(await subjectOf({ ...met, readAt: Date.now() }, asked));
        } catch {
          // Said on the page, so that a full disk does not look like a tick.
          return 'failed';
        }
      },
    },
    'subject-of-address': {
      from: 'extension',
      body: z.object({ url: z.string().max(MAX_ADDRESS), tab: z.int().nullable() }),
      handle: async ({ url: address, tab }) => subjectOfAddress(address, tab, await judge()),
    },
    'flush-outbox': {
      from: 'extension',
      body: z.null(),
      handle() {
        // Not awaited: the page has its answer at once, and hears of each change of state.
        void work.send();
        return null;
      },
    },
    'follow-reports': {
      from: 'extension',
      body: z.null(),
      async handle() {
        await work.followNow();
        return null;
      },
    },
  };
}

/** What a page that was read means for reports: which of its listings are ticked, and what was met again. */
export async function reportsOnPage(reading: Reading, judge: CurrentJudge): Promise<ListingKey[] | null> {
  const database = await openDatabase();
  if ((await database.count('reports')) > 0) await noteSightings(database, reading, Date.now());
  const { ticks } = await settings.getValue();
  return ticks ? tickedAmong(reading.listings, await judge()) : null;
}
