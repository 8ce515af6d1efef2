import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { ask } from '../../lib/messages/ask-background.ts';
import { deleteReport, isOpen } from '../../lib/reports/history.ts';
import { queueReport } from '../../lib/reports/outbox.ts';
import type { StoredReport } from '../../lib/reports/stored-report.ts';
import { openDatabase } from '../../lib/storage/database.ts';
import { ReportState, timeText } from './report-state.tsx';

async function sendAgain(report: StoredReport): Promise<void> {
  if (report.body === null) return;
  // Same content, same key: should the first attempt have arrived after all, the authority stores it once.
  await queueReport(await openDatabase(), report, report.body);
  await ask('flush-outbox', null).catch(() => null);
}

/** A child-protection report that is still on its way shows its state, and nothing of what it is about. */
function reportTitle(report: StoredReport): string {
  if (report.kind === 'child-protection') return i18n.t('childProtection.heading');
  const title = report.title === '' ? i18n.t('popup.noTitle') : report.title;
  return report.listings.length > 1 ? i18n.t('history.andMore', [title, report.listings.length - 1]) : title;
}

interface Props {
  report: StoredReport;
  changed(): void;
  /** After it was deleted. */
  removed(report: StoredReport): void;
  /** Goes on with a report that is still open. */
  open(id: string): void;
  /** Shows the texts of one that the person carries. */
  show(id: string): void;
}

export function HistoryItem({ report, changed, removed, open, show }: Props) {
  // One that waits for the person's yes may be taken back as well.
  const settled = !['queued', 'sending'].includes(report.state) || report.lastFailure === 'no-access';
  const listings = report.subjects.map(({ listing }) => listing.ref.canonicalUrl);
  return (
    <li class="card">
      <h3>{reportTitle(report)}</h3>
      <p class="note">{timeText(report.changedAt)}</p>
      <ReportState report={report} />
      <div class="actions">
        {report.kind === 'report' && listings.length === 1 && (
          <button type="button" onClick={() => void browser.tabs.create({ url: report.url })}>
            {i18n.t('history.openListing')}
          </button>
        )}
        {isOpen(report) && report.subjects.length > 0 && (
          <button type="button" class="primary" onClick={() => open(report.id)}>
            {i18n.t('history.open')}
          </button>
        )}
        {report.state === 'handed-over' && (
          <button type="button" onClick={() => show(report.id)}>
            {i18n.t('history.texts')}
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
                .then(() => removed(report))
            }
          >
            {i18n.t('history.remove')}
          </button>
        )}
      </div>
      {listings.length > 1 && (
        <details>
          <summary>{i18n.t('history.listings', [listings.length])}</summary>
          <ul>
            {listings.map((url) => (
              <li key={url}>
                <a href={url} target="_blank" rel="noopener noreferrer">
                  {url}
                </a>
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}
