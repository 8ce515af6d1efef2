import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import type { OutboxState, RetryReason, StoredReport } from '../lib/reports/stored-report.ts';

const STATE_KEYS = {
  drafted: 'outbox.drafted',
  queued: 'outbox.queued',
  sending: 'outbox.sending',
  acknowledged: 'outbox.acknowledged',
  refused: 'outbox.refused',
  'given-up': 'outbox.givenUp',
} as const satisfies Record<OutboxState, string>;

const REASON_KEYS = {
  offline: 'outbox.offline',
  timeout: 'outbox.timeout',
  'server-error': 'outbox.serverError',
  'rate-limited': 'outbox.rateLimited',
  'unreadable-answer': 'outbox.unreadableAnswer',
} as const satisfies Record<RetryReason, string>;

export function timeText(at: number | string): string {
  return new Date(at).toLocaleString(browser.i18n.getUILanguage(), { dateStyle: 'medium', timeStyle: 'short' });
}

/** Where a report stands, and why it is not further, in words. */
export function ReportState({ report }: { report: StoredReport }) {
  return (
    <div class={`state ${report.state}`}>
      <strong>{i18n.t(STATE_KEYS[report.state])}</strong>
      {report.lastFailure !== null && <p>{i18n.t(REASON_KEYS[report.lastFailure])}</p>}
      {report.state === 'queued' && report.lastFailure !== null && report.nextAttemptAt !== null && (
        <p class="note">{i18n.t('outbox.nextAttempt', [timeText(report.nextAttemptAt)])}</p>
      )}
      {report.refusal !== null && (
        <>
          <p>{report.refusal.detail}</p>
          {report.refusal.errors.length > 0 && (
            <ul>
              {report.refusal.errors.map(({ pointer, detail }) => (
                <li key={pointer}>
                  <code>{pointer}</code> {detail}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
      {report.receipt !== null && (
        <dl class="facts">
          <dt>{i18n.t('receipt.reference')}</dt>
          <dd>
            <code>{report.receipt.reference}</code>
          </dd>
          <dt>{i18n.t('receipt.receivedAt')}</dt>
          <dd>{timeText(report.receipt.receivedAt)}</dd>
          <dt>{i18n.t('receipt.fingerprint')}</dt>
          <dd>
            <code class="hash">{report.receipt.sha256}</code>
          </dd>
        </dl>
      )}
    </div>
  );
}
