import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { ask } from '../lib/ask-background.ts';
import { deleteReport, listReports } from '../lib/reports/history.ts';
import { queueReport } from '../lib/reports/outbox.ts';
import type { StoredReport, Subject } from '../lib/reports/stored-report.ts';
import { openDatabase } from '../lib/storage/database.ts';
import { type ChildProtectionCount, childProtectionCount } from '../lib/storage/settings.ts';
import { plural } from './plural.ts';
import { ReportState, timeText } from './report-state.tsx';
import { useLoaded } from './use-loaded.ts';
import { useReportChanges } from './use-report-changes.ts';

interface History {
  reports: StoredReport[];
  childProtection: ChildProtectionCount | null;
}

async function loadHistory(): Promise<History> {
  const [reports, childProtection] = await Promise.all([
    openDatabase().then((database) => listReports(database)),
    childProtectionCount.getValue(),
  ]);
  return { reports, childProtection };
}

async function sendAgain(report: StoredReport): Promise<void> {
  if (report.body === null) return;
  // Same content, same key: should the first attempt have arrived after all, the authority stores it once.
  await queueReport(await openDatabase(), report, report.body);
  await ask('flush-outbox', null).catch(() => null);
}

/** A child-protection report that is still on its way shows its state, and nothing of what it is about. */
function reportTitle(report: StoredReport): string {
  if (report.kind === 'child-protection') return i18n.t('childProtection.heading');
  return report.title === '' ? i18n.t('popup.noTitle') : report.title;
}

interface HistoryItemProps {
  report: StoredReport;
  changed(): void;
  open(subject: Subject): void;
}

function HistoryItem({ report, changed, open }: HistoryItemProps) {
  const { subject } = report;
  const editable = report.state === 'drafted' || report.state === 'refused' || report.state === 'given-up';
  const settled = report.state !== 'queued' && report.state !== 'sending';
  return (
    <li class="card">
      <h3>{reportTitle(report)}</h3>
      <p class="note">{timeText(report.changedAt)}</p>
      <ReportState report={report} />
      <div class="actions">
        {report.kind === 'report' && (
          <button type="button" onClick={() => void browser.tabs.create({ url: report.url })}>
            {i18n.t('history.openListing')}
          </button>
        )}
        {editable && subject !== null && (
          <button type="button" class="primary" onClick={() => open(subject)}>
            {i18n.t('history.open')}
          </button>
        )}
        {report.state === 'given-up' && (
          <button type="button" onClick={() => void sendAgain(report).then(changed)}>
            {i18n.t('history.retry')}
          </button>
        )}
        {settled && (
          <button
            type="button"
            onClick={() =>
              void openDatabase()
                .then((database) => deleteReport(database, report.id))
                .then(changed)
            }
          >
            {i18n.t('history.remove')}
          </button>
        )}
      </div>
    </li>
  );
}

export function HistoryView({ open }: { open(subject: Subject): void }) {
  const [history, reload] = useLoaded(loadHistory, 'history');
  useReportChanges(reload);
  if (history.state === 'loading') return <p role="status">{i18n.t('popup.loading')}</p>;
  if (history.state === 'failed') return <p role="alert">{i18n.t('form.notStored', [history.why])}</p>;
  const { reports, childProtection } = history.value;
  return (
    <>
      <h2>{i18n.t('popup.tabs.history')}</h2>
      {reports.length === 0 && childProtection === null && <p>{i18n.t('history.empty')}</p>}
      {childProtection !== null && (
        <p class="note">
          {plural(
            'history.childProtection',
            childProtection.count,
            new Date(childProtection.last).toLocaleDateString(browser.i18n.getUILanguage()),
          )}
        </p>
      )}
      <ul class="plain">
        {reports.map((report) => (
          <HistoryItem key={report.id} report={report} changed={reload} open={open} />
        ))}
      </ul>
    </>
  );
}
