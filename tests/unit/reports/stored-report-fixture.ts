import type { StoredReport } from '../../../lib/reports/stored-report.ts';

/** A drafted report, with what a test wants changed. */
export function storedReport(changes: Partial<StoredReport> = {}): StoredReport {
  return {
    id: '019ab3f0-0000-7000-8000-000000000001',
    state: 'drafted',
    kind: 'report',
    listing: 'aliexpress:1005000000000001',
    title: 'Telescopic baton, steel',
    url: 'https://www.aliexpress.com/item/1005000000000001.html',
    draft: {
      family: 'baton',
      explanation: 'Sold as a weapon.',
      differsFromTitle: false,
      differsText: '',
      goodFaith: true,
      name: '',
      email: '',
      withoutFindings: false,
      withoutReading: false,
    },
    subject: null,
    authority: 'https://authority.example',
    body: null,
    createdAt: 1_000_000,
    changedAt: 1_000_000,
    queuedAt: null,
    attempts: 0,
    nextAttemptAt: null,
    lastFailure: null,
    receipt: null,
    refusal: null,
    ...changes,
  };
}
