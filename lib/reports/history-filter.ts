/** Searching the history: every word of the query must be somewhere in what the person sees of a report. */
import type { ReportState } from './protocol.ts';
import { whereaboutsOf } from './sightings.ts';
import type { StoredReport } from './stored-report.ts';

/** Where a report is, as a person would sort them. */
export const HISTORY_FILTERS = ['all', 'drafted', 'waiting', 'open', 'decided', 'refused', 'online', 'gone'] as const;
export type HistoryFilter = (typeof HISTORY_FILTERS)[number];

const DECIDED: readonly ReportState[] = ['action-taken', 'rejected'];

function isDecided({ followUp }: StoredReport): boolean {
  return followUp !== null && followUp.status !== null && DECIDED.includes(followUp.status.state);
}

export function passes(report: StoredReport, filter: HistoryFilter): boolean {
  const { state } = report;
  switch (filter) {
    case 'all':
      return true;
    case 'drafted':
      return state === 'drafted';
    case 'waiting':
      return state === 'queued' || state === 'sending' || state === 'given-up';
    case 'open':
      return state === 'handed-over' || (state === 'acknowledged' && !isDecided(report));
    case 'decided':
      return isDecided(report);
    case 'refused':
      return state === 'refused';
    case 'online':
    case 'gone':
      return whereaboutsOf(report).some(({ last }) => last?.found === filter);
  }
}

/** Without accents and capitals, so that "epee" finds "Épée". */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function searchable(report: StoredReport): string {
  const { title, url, listings, draft, subjects, receipt, followUp } = report;
  return folded(
    [
      title,
      url,
      ...listings,
      draft.family,
      draft.explanation,
      ...subjects.flatMap(({ listing }) => [listing.title ?? '', listing.seller?.name ?? '']),
      receipt?.reference ?? '',
      followUp?.status?.decision ?? '',
    ].join('\n'),
  );
}

export function searchHistory(reports: readonly StoredReport[], query: string, filter: HistoryFilter): StoredReport[] {
  const words = folded(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  return reports.filter((report) => {
    if (!passes(report, filter)) return false;
    // Nothing of a child-protection report can be searched for: it shows its state only.
    const text = report.kind === 'child-protection' ? '' : searchable(report);
    return words.every((word) => text.includes(word));
  });
}
