import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { bareListing } from '../../../lib/listing/bare-listing.ts';
import { deleteReport, restoreReport } from '../../../lib/reports/history.ts';
import { historyCsv, historyJson } from '../../../lib/reports/history-export.ts';
import { HISTORY_FILTERS, searchHistory } from '../../../lib/reports/history-filter.ts';
import { forgetOldReports } from '../../../lib/reports/retention.ts';
import type { StoredReport, Subject } from '../../../lib/reports/stored-report.ts';
import type { VigieDatabase } from '../../../lib/storage/database.ts';
import { storedReport } from './stored-report-fixture.ts';

function subject(id: string, title: string): Subject {
  const canonicalUrl = `https://www.joom.com/fr/products/${id}`;
  return {
    listing: { ...bareListing({ marketplace: 'joom', id, canonicalUrl, region: 'fr' }), title },
    completeness: { verdict: 'complete', lacking: [], reason: null },
    visited: canonicalUrl,
    findings: [],
    readAt: 1,
  };
}

const RECEIPT = { reference: 'VG-1', receivedAt: '2026-11-24T10:00:00Z', sha256: 'a'.repeat(64) };

const REPORTS: StoredReport[] = [
  storedReport({ id: '1', state: 'drafted', title: 'Épée de décoration' }),
  storedReport({ id: '2', state: 'queued', title: 'Laser' }),
  storedReport({
    id: '3',
    state: 'acknowledged',
    title: 'Brouilleur GPS',
    receipt: RECEIPT,
    sightings: [{ listing: 'aliexpress:1005000000000001', at: 1, found: 'gone' }],
  }),
  storedReport({
    id: '4',
    state: 'acknowledged',
    title: 'Cigarette',
    receipt: RECEIPT,
    followUp: {
      status: {
        reference: 'VG-1',
        state: 'rejected',
        reason: 'Not in our remit',
        decision: 'Sent on.',
        updatedAt: '2026-11-24T10:00:00Z',
      },
      etag: null,
      checkedAt: 1,
      failures: 0,
    },
  }),
  storedReport({ id: '5', state: 'refused', title: 'Couteau' }),
  storedReport({ id: '6', state: 'handed-over', title: 'Masque' }),
  storedReport({
    id: '7',
    kind: 'child-protection',
    state: 'queued',
    listings: [],
    title: '',
    body: '{"url":"secret"}',
  }),
];

function ids(query: string, filter: (typeof HISTORY_FILTERS)[number] = 'all'): string {
  return searchHistory(REPORTS, query, filter)
    .map(({ id }) => id)
    .join('');
}

describe('searching the history', () => {
  it('finds every word, whatever its accents and capitals', () => {
    expect(ids('epee DECO')).toBe('1');
    expect(ids('vg-1')).toBe('34');
    expect(ids('sent on')).toBe('4');
    expect(ids('epee laser')).toBe('');
    expect(ids(' ')).toBe('1234567');
  });

  it('finds nothing in a child-protection report', () => {
    expect(ids('secret')).toBe('');
  });

  it('filters by where a report is', () => {
    const found = HISTORY_FILTERS.map((filter) => [filter, ids('', filter)]);
    expect(Object.fromEntries(found)).toEqual({
      all: '1234567',
      drafted: '1',
      waiting: '27',
      open: '36',
      decided: '4',
      refused: '5',
      online: '',
      gone: '3',
    });
  });
});

describe('exporting the history', () => {
  it('holds nothing of child-protection reports', () => {
    for (const text of [historyJson(REPORTS, new Date(0)), historyCsv(REPORTS)]) {
      expect(text).not.toContain('secret');
      expect(text).not.toContain('child');
    }
  });

  it('gives the report as it was sent, and the decision', () => {
    const sent = { schema: 'vigie-report/1', explanation: 'x' };
    const parsed = JSON.parse(historyJson([storedReport({ body: JSON.stringify(sent) })], new Date(0)));
    expect(parsed).toMatchObject({
      schema: 'vigie-history/1',
      exportedAt: '1970-01-01T00:00:00.000Z',
      reports: [{ sent }],
    });
  });

  it('has one line a listing, and no cell that a spreadsheet would run', () => {
    const hostile = fc.constantFrom('=HYPERLINK("http://x")', '+1+1', '@SUM(A1)', '-2+3|cmd', '\t=1', '＝1');
    fc.assert(
      fc.property(hostile, hostile, (title, explanation) => {
        const report = storedReport({
          listings: ['joom:a', 'joom:b'],
          subjects: [subject('a', title), subject('b', 'Plain')],
        });
        report.draft.explanation = explanation;
        const lines = historyCsv([report]).trim().split('\r\n');
        expect(lines).toHaveLength(3);
        const cells = lines.flatMap((line) => [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell]) => cell ?? ''));
        expect(cells.filter((cell) => /^[\s]*[=+@＝-]/.test(cell))).toEqual([]);
      }),
    );
  });
});

describe('forgetting', () => {
  let database: VigieDatabase;
  const clock = { now: () => 100 * 86_400_000, random: () => 0 };
  beforeEach(async () => {
    vi.stubGlobal('indexedDB', new IDBFactory());
    vi.resetModules();
    fakeBrowser.reset();
    const { openDatabase } = await import('../../../lib/storage/database.ts');
    database = await openDatabase();
  });

  it('takes what is old and settled, and never what is still to be sent or uploaded', async () => {
    const old = { changedAt: 9 * 86_400_000 };
    await database.put('reports', storedReport({ id: 'old', state: 'acknowledged', ...old }));
    await database.put('reports', storedReport({ id: 'draft', state: 'drafted', ...old }));
    await database.put('reports', storedReport({ id: 'queued', state: 'queued', ...old }));
    await database.put('reports', storedReport({ id: 'upload', state: 'acknowledged', uploadAt: 5, ...old }));
    await database.put('reports', storedReport({ id: 'new', state: 'acknowledged', changedAt: 95 * 86_400_000 }));
    expect(await forgetOldReports(database, 90, clock)).toBe(2);
    expect(await database.getAllKeys('reports')).toEqual(['new', 'queued', 'upload']);
  });

  it('of one report is taken back, and never over what stands in its place', async () => {
    const report = storedReport({ id: 'one', state: 'acknowledged', title: 'Laser' });
    await database.put('reports', report);
    await deleteReport(database, 'one');
    await restoreReport(database, report);
    expect(await database.getAll('reports')).toEqual([report]);
    await restoreReport(database, { ...report, title: 'Other' });
    expect(await database.getAll('reports')).toEqual([report]);
  });
});
