/** A sweep file with what must not enter taken out: cards, and whatever was written about them. */
import type { ListingKey } from '../listing/listing.ts';
import type { SweepCard } from './card.ts';
import type { SweepData } from './merge.ts';

/** Cards for one question to the background: a message holds so many. */
export const CARDS_A_QUESTION = 2_000;

export function* cardBatches(data: Pick<SweepData, 'visits'>): Generator<SweepCard[]> {
  const cards = [...new Map(data.visits.flatMap((visit) => visit.cards.map((card) => [card.listing, card]))).values()];
  for (let at = 0; at < cards.length; at += CARDS_A_QUESTION) yield cards.slice(at, at + CARDS_A_QUESTION);
}

export function withoutListings(data: SweepData, out: ReadonlySet<ListingKey>): SweepData {
  if (out.size === 0) return data;
  return {
    campaign: data.campaign,
    visits: data.visits.map((visit) => ({ ...visit, cards: visit.cards.filter(({ listing }) => !out.has(listing)) })),
    journal: data.journal.filter(({ listing }) => !out.has(listing)),
  };
}
