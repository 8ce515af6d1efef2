/**
 * Merging what several people did in one campaign. Visits and journal entries have ids made where they were made, so a
 * merge is their union: in whatever order files are merged, and however often one is merged again, the result is the same.
 * Two different things under one id (a file that somebody edited) are settled by a fixed order, never by who came first.
 */
import type { Campaign } from './campaign.ts';
import type { Visit } from './card.ts';
import { byOrder, type JournalEntry } from './journal.ts';
import { laterVisit } from './sweep.ts';

export interface SweepData {
  campaign: Campaign;
  visits: readonly Visit[];
  journal: readonly JournalEntry[];
}

const greater = <T>(one: T, other: T): T => (JSON.stringify(one) >= JSON.stringify(other) ? one : other);

/** Sorted by id, so that equal contents are equal files. */
const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

function union<T extends { id: string }>(one: readonly T[], other: readonly T[], choose: (a: T, b: T) => T): T[] {
  const merged = new Map<string, T>();
  for (const item of [...one, ...other]) {
    const known = merged.get(item.id);
    merged.set(item.id, known === undefined || known === item ? item : choose(known, item));
  }
  return [...merged.values()];
}

/** Null when they are not of one campaign. */
export function mergeSweeps(one: SweepData, other: SweepData): SweepData | null {
  if (one.campaign.id !== other.campaign.id) return null;
  return {
    campaign: greater(one.campaign, other.campaign),
    visits: union(one.visits, other.visits, laterVisit).sort(byId),
    journal: union(one.journal, other.journal, greater).sort(byOrder),
  };
}

/** What `other` holds that `own` lacks: what an import adds. Own entries are never replaced; visits may have grown. */
export function newIn(
  other: SweepData,
  own: Pick<SweepData, 'visits' | 'journal'>,
): Pick<SweepData, 'visits' | 'journal'> {
  const visits = new Map(own.visits.map((visit) => [visit.id, visit]));
  const entries = new Set(own.journal.map(({ id }) => id));
  return {
    visits: other.visits.filter((visit) => {
      const known = visits.get(visit.id);
      return known === undefined || laterVisit(known, visit) !== known;
    }),
    journal: other.journal.filter(({ id }) => !entries.has(id)),
  };
}
