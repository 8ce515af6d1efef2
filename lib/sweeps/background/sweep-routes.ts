/** The background's messages about sweeps: reading pages of a sweep, looking again, and what the rules say of stored cards. */

import { z } from '../../formats/validation.ts';
import { listingKey } from '../../listing/key.ts';
import type { Routes } from '../../messages/message-router.ts';
import type { CurrentJudge } from '../../reports/report-routes.ts';
import { suspicionsIn } from '../../rules/suspicions.ts';
import { sweepCardSchema } from '../card-schema.ts';
import { SWEEP_LIMITS } from '../limits.ts';
import { canScreen, listingOfCard, sensitiveAmong } from '../screen.ts';
import { lookAgain } from './look-again.ts';
import { readResults } from './read-results.ts';

const MAX_CARDS = 5_000;
const before = z.string().max(4096).nullable();

const pageSchema = z.object({
  marketplace: z.string().max(32),
  country: z.string().max(2),
  language: z.string().max(35),
  words: z.string().max(SWEEP_LIMITS.query),
  page: z.int().min(1).max(SWEEP_LIMITS.pages),
});

export function sweepRoutes(
  judge: CurrentJudge,
): Pick<Routes, 'sweep-read' | 'sweep-look' | 'sweep-subjects' | 'sweep-screen'> {
  return {
    'sweep-read': {
      from: 'extension',
      body: z.object({ campaign: z.uuid(), sweep: z.int().min(1).max(1000), page: pageSchema, tab: z.int(), before }),
      handle: async (request) => readResults(request, await judge()),
    },
    'sweep-look': {
      from: 'extension',
      body: z.object({ campaign: z.uuid(), card: sweepCardSchema, tab: z.int(), before }),
      handle: (request) => lookAgain(request),
    },
    'sweep-subjects': {
      from: 'extension',
      body: z.object({
        cards: z.array(z.object({ card: sweepCardSchema, readAt: z.number() })).max(SWEEP_LIMITS.cards),
      }),
      async handle({ cards }) {
        const { matcher, viewer } = await judge();
        if (!canScreen(matcher)) return null;
        const sensitive = new Set(
          sensitiveAmong(
            matcher,
            cards.map(({ card }) => card),
          ),
        );
        return cards
          .filter(({ card }) => !sensitive.has(card.listing))
          .map(({ card, readAt }) => {
            const listing = listingOfCard(card);
            const [suspicion] = suspicionsIn(matcher, [listing], { ...viewer, seesWeak: true });
            return {
              listing,
              completeness: { verdict: 'partial', lacking: [], reason: 'card-of-a-sweep' },
              visited: listing.ref.canonicalUrl,
              findings: suspicion?.listing === listingKey(listing.ref) ? suspicion.findings : [],
              readAt,
            };
          });
      },
    },
    'sweep-screen': {
      from: 'extension',
      body: z.object({ cards: z.array(sweepCardSchema).max(MAX_CARDS) }),
      async handle({ cards }) {
        const { matcher } = await judge();
        return canScreen(matcher) ? sensitiveAmong(matcher, cards) : null;
      },
    },
  };
}
