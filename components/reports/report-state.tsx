import { i18n } from '#i18n';
import { whereaboutsOf } from '../../lib/reports/sightings.ts';
import type { OutboxState, RetryReason, StoredReport } from '../../lib/reports/stored-report.ts';
import { interfaceLanguage } from '../interface-language.ts';
import { AccessQuestion } from './access-question.tsx';
import { STATUS_KEYS } from './status-texts.ts';

const STATE_KEYS = {
  drafted: 'outbox.drafted',
  queued: 'outbox.queued',
  sending: 'outbox.sending',
  acknowledged: 'outbox.acknowledged',
  refused: 'outbox.refused',
  'given-up': 'outbox.givenUp',
  'handed-over': 'outbox.handedOver',
} as const satisfies Record<OutboxState, string>;

const REASON_KEYS = {
  offline: 'outbox.offline',
  timeout: 'outbox.timeout',
  'server-error': 'outbox.serverError',
  'rate-limited': 'outbox.rateLimited',
  'unreadable-answer': 'outbox.unreadableAnswer',
  token: 'outbox.token',
} as const satisfies Record<Exclude<RetryReason, 'no-access'>, string>;

export function timeText(at: number | string): string {
  return new Date(at).toLocaleString(interfaceLanguage(), { dateStyle: 'medium', timeStyle: 'short' });
}

/** What the authority said of it, and what the person met since. */
function AfterReceipt({ report }: { report: StoredReport }) {
  const status = report.followUp?.status ?? null;
  const checkedAt = report.followUp?.checkedAt ?? null;
  return (
    <>
      {status !== null && (
        <div class={`status ${status.state}`}>
          <p>
            <strong>{i18n.t(STATUS_KEYS[status.state])}</strong> <small>{timeText(status.updatedAt)}</small>
          </p>
          {status.reason !== null && <p>{i18n.t('status.reason', [status.reason])}</p>}
          {status.decision !== null && <p class="decision">{status.decision}</p>}
        </div>
      )}
      {checkedAt !== null && <p class="note">{i18n.t('status.checked', [timeText(checkedAt)])}</p>}
      <Whereabouts report={report} />
      {report.evidence.map(({ sha256, state, bytes, offset }) => (
        <p class="note" key={sha256}>
          {i18n.t(EVIDENCE_KEYS[state], [Math.round((offset / bytes) * 100)])} <code class="hash">{sha256}</code>
        </p>
      ))}
    </>
  );
}

const EVIDENCE_KEYS = {
  waiting: 'evidence.waiting',
  sent: 'evidence.sent',
  refused: 'evidence.refused',
  lost: 'evidence.lost',
} as const;

/** Whether the reported listings were still there when the person met them again. */
function Whereabouts({ report }: { report: StoredReport }) {
  const met = whereaboutsOf(report).filter(({ last }) => last !== null);
  if (met.length === 0) return null;
  return (
    <ul class="plain whereabouts">
      {met.map(({ listing, last, isBack }) => (
        <li key={listing} class={last?.found}>
          {report.listings.length > 1 && <small>{listing.split(':')[1]}: </small>}
          {i18n.t(isBack ? 'sighting.back' : last?.found === 'gone' ? 'sighting.gone' : 'sighting.online', [
            timeText(last?.at ?? 0),
          ])}
        </li>
      ))}
    </ul>
  );
}

/** Where a report stands, and why it is not further, in words. */
export function ReportState({ report }: { report: StoredReport }) {
  const isHeld = report.state === 'queued' && report.lastFailure === 'no-access';
  return (
    <div class={`state ${report.state}`}>
      <strong>{i18n.t(STATE_KEYS[report.state])}</strong>
      {report.lastFailure !== null && report.lastFailure !== 'no-access' && (
        <p>{i18n.t(REASON_KEYS[report.lastFailure])}</p>
      )}
      {isHeld && <AccessQuestion kind={report.kind} authority={report.authority} />}
      {report.state === 'queued' && report.lastFailure !== null && !isHeld && report.nextAttemptAt !== null && (
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
      <AfterReceipt report={report} />
    </div>
  );
}
