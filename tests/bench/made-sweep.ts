/** A campaign of 20,000 cards, all of them marked, a quarter decided and 1,000 reported: more than an afternoon's work. */
import type { SweepCard, Visit } from '../../lib/sweeps/card.ts';
import type { JournalEntry } from '../../lib/sweeps/journal.ts';
import type { SweepData } from '../../lib/sweeps/merge.ts';
import { type ANA, CAMPAIGN, card, DAY, key, START, uuid, visit } from '../unit/sweeps/made.ts';

export const CARDS = 20_000;
export const DECIDED = 5_000;
const A_PAGE = 60;
const SELLERS = 400;

function cardsFrom(start: number): SweepCard[] {
  return Array.from({ length: Math.min(A_PAGE, CARDS - start) }, (_, at) => {
    const number = start + at;
    const seller = number % SELLERS;
    return card(number, { seller: { id: `s${seller}`, name: `Boutique ${seller}` } });
  });
}

/** @param kind makes the ids of two people's work different */
export function madeSweep(by: typeof ANA, kind: number): SweepData {
  const visits: Visit[] = Array.from({ length: Math.ceil(CARDS / A_PAGE) }, (_, page) =>
    visit(page, cardsFrom(page * A_PAGE), {
      id: uuid(kind, page),
      by,
      page: 1 + (page % 50),
      words: `requête ${page}`,
    }),
  );
  const journal: JournalEntry[] = Array.from({ length: DECIDED }, (_, at) => ({
    kind: 'verdict',
    verdict: at % 3 === 0 ? 'not-illicit' : 'suspicious',
    listing: key(at),
    by,
    at: START + at * 4_000,
    campaign: CAMPAIGN.id,
    seq: at + 1,
    id: uuid(kind + 100, at),
  }));
  for (let at = 0; at < 1_000; at++) {
    const common = { listing: key(at), by, campaign: CAMPAIGN.id };
    journal.push({
      ...common,
      kind: 'report',
      report: uuid(kind + 200, at),
      family: 'other',
      at: START + DAY,
      seq: 6_000 + at,
      id: uuid(kind + 300, at),
    });
    journal.push({
      ...common,
      kind: 'sighting',
      outcome: at % 2 === 0 ? 'gone' : 'online',
      at: START + (2 + (at % 30)) * DAY,
      seq: 8_000 + at,
      id: uuid(kind + 400, at),
    });
  }
  return { campaign: CAMPAIGN, visits, journal };
}
