import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { StoredReport } from '../../../lib/reports/stored-report.ts';
import { forgetChildProtection } from '../../../lib/reports/work-schedule.ts';
import { openDatabase } from '../../../lib/storage/database.ts';
import { childProtectionCount } from '../../../lib/storage/settings.ts';
import { storedReport } from './stored-report-fixture.ts';

beforeEach(() => fakeBrowser.reset());

describe('a child-protection report that the authority has', () => {
  it('is forgotten, all but a count and the day, and no other report is', async () => {
    const database = await openDatabase();
    const secret: Partial<StoredReport> = { kind: 'child-protection', title: '', listings: [] };
    await database.put('reports', storedReport({ id: '1', ...secret, state: 'acknowledged', body: '{"url":"x"}' }));
    await database.put('reports', storedReport({ id: '2', ...secret, state: 'queued', body: '{"url":"y"}' }));
    await database.put('reports', storedReport({ id: '3', state: 'acknowledged' }));
    await forgetChildProtection(database);
    await forgetChildProtection(database);
    expect(await database.getAllKeys('reports')).toEqual(['2', '3']);
    expect(await childProtectionCount.getValue()).toEqual({ count: 1, last: new Date().toISOString().slice(0, 10) });
  });
});
