import { beforeEach, describe, expect, it, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { notifyDecision } from '../../../components/status-notification.ts';
import { changeSettings } from '../../../lib/storage/settings.ts';
import { storedReport } from './stored-report-fixture.ts';

const decided = storedReport({
  followUp: {
    status: {
      reference: 'VG-1',
      state: 'action-taken',
      reason: null,
      decision: 'Telescopic baton taken down.',
      updatedAt: '2026-11-24T10:00:00Z',
    },
    etag: null,
    checkedAt: 1,
    failures: 0,
  },
});

beforeEach(() => {
  fakeBrowser.reset();
  vi.spyOn(browser.permissions, 'contains').mockImplementation(async () => true);
  vi.spyOn(browser.i18n, 'getMessage').mockImplementation((key, parts) => [key, parts ?? []].flat().join(' '));
});

describe('the notification of a decision', () => {
  it('names the reference and nothing of the goods', async () => {
    await changeSettings({ notifies: true });
    const create = vi.spyOn(browser.notifications, 'create');
    await notifyDecision(decided);
    expect(create).toHaveBeenCalledTimes(1);
    const told = JSON.stringify(create.mock.calls);
    expect(told).toContain('VG-1');
    expect(told).not.toMatch(/baton|aliexpress/i);
  });

  it('is for those who switched it on', async () => {
    await notifyDecision(decided);
    expect(await fakeBrowser.notifications.getAll()).toEqual({});
  });
});
