import { beginReport, emptyDraft } from '../../../lib/reports/new-report.ts';
import type { StoredReport } from '../../../lib/reports/stored-report.ts';

/** A drafted report, with what a test wants changed. */
export function storedReport(changes: Partial<StoredReport> = {}): StoredReport {
  return {
    ...beginReport({
      kind: 'report',
      subjects: [],
      draft: { ...emptyDraft(), family: 'baton', explanation: 'Sold as a weapon.', goodFaith: true },
      sender: 'vigie-intake',
      authority: 'https://authority.example',
    }),
    id: '019ab3f0-0000-7000-8000-000000000001',
    listings: ['aliexpress:1005000000000001'],
    title: 'Telescopic baton, steel',
    url: 'https://www.aliexpress.com/item/1005000000000001.html',
    createdAt: 1_000_000,
    changedAt: 1_000_000,
    ...changes,
  };
}
