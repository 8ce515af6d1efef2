/**
 * The beginning of a campaign's queue, kept with the campaign: 20,000 cards take a second to read, and the few that a person
 * sees first are there at once. It is a picture of the queue as it was, and only that: what was decided since is laid over
 * it, and the whole sweep takes its place as soon as it has been read.
 */
import type { SweepCard } from './card.ts';
import type { Meeting, Sweep } from './sweep.ts';

/** More than a panel shows at once, so that a person can go on deciding while the rest comes. */
const HEAD_CARDS = 40;

export interface QueueHead {
  /** The journal's last place that it knows. */
  upTo: number;
  /** Undecided cards, strongest first. */
  cards: { card: SweepCard; met: readonly Meeting[] }[];
  /** How many cards are in the whole queue, and how many were met that nothing marks. */
  queue: number;
  unmarked: number;
}

export function headOf(sweep: Sweep): QueueHead {
  const open = sweep.queue().filter(({ verdict }) => verdict === null);
  return {
    upTo: sweep.lastSeq,
    cards: open.slice(0, HEAD_CARDS).map(({ card, met }) => ({ card, met })),
    ...sweep.counts,
  };
}

export const packedHead = (head: QueueHead): string => JSON.stringify(head);

/** Only Vigie writes to its database: what it parses here, it has written itself. */
export const unpackedHead = (text: string): QueueHead => JSON.parse(text);
