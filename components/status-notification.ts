/**
 * Says by a notification that an authority decided, for those who switched it on. It names no goods and no site: a
 * notification may be seen by whoever looks at the screen.
 */
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import type { StoredReport } from '../lib/reports/stored-report.ts';
import { settings } from '../lib/storage/settings.ts';
import { STATUS_KEYS } from './reports/status-texts.ts';

const PERMISSION = { permissions: ['notifications'] } as const;

/** Asks the browser for the permission; only from a click. A browser that does not ask has refused. */
export function askForNotifications(): Promise<boolean> {
  return browser.permissions.request({ permissions: [...PERMISSION.permissions] }).catch(() => false);
}

export async function notifyDecision({ id, followUp }: StoredReport): Promise<void> {
  const { notifies } = await settings.getValue();
  const status = followUp?.status ?? null;
  if (!notifies || status === null) return;
  if (!(await browser.permissions.contains({ permissions: [...PERMISSION.permissions] }))) return;
  await browser.notifications.create(`report-${id}`, {
    type: 'basic',
    iconUrl: browser.runtime.getURL('/icon/128.png'),
    title: i18n.t('notification.title'),
    message: i18n.t('notification.message', [status.reference, i18n.t(STATUS_KEYS[status.state])]),
  });
}

/** Opens the history when a notification is pressed; the permission may come while the background runs. */
export function openHistoryFromNotifications(): void {
  const listen = () =>
    browser.notifications?.onClicked.addListener(() => {
      void browser.tabs.create({ url: browser.runtime.getURL('/reports.html#history' as '/reports.html') });
    });
  listen();
  browser.permissions.onAdded.addListener(({ permissions }) => {
    if (permissions?.includes('notifications') === true) listen();
  });
}
