/**
 * Official alerts on their way: `{"id":"alert/<source>-<number>","value":{…}}`, the value as in an alert source file
 * (docs/alerts.md); and, where the publisher knows it, `{"id":"about/exported","value":"YYYY-MM-DD"}`, the day on which
 * the official exports were taken.
 */

import { z } from '../../formats/validation.ts';
import { type Alert, alertId, alertSchema } from '../../rules/alerts/alert.ts';
import { compileAlerts } from '../../rules/alerts/compile.ts';
import { ALERT_FORMAT } from '../../rules/alerts/layout.ts';
import { createAlertEngine } from '../../rules/alerts/matcher.ts';
import { decodeAlertPack, encodeAlertPack } from '../../rules/alerts/pack.ts';
import { failure, success } from '../../rules/result.ts';
import type { Bytes } from '../trust/encoding.ts';
import { firstIssue } from '../trust/envelope.ts';
import { type PackFormat, readRecords, recordLine } from './format.ts';
import { writeLines } from './lines.ts';

export const ALERTS_FORMAT = 'vigie-alerts/1';

/** Two years of the Safety Gate and RappelConso together are 15,000. */
const MAX_ALERTS = 100_000;

const day = z.iso.date();

/** @param exported day on which the exports were taken, or null. The same alerts always give the same bytes. */
export function encodeAlerts(alerts: Iterable<Alert>, exported: string | null): Bytes {
  const lines = new Map([...alerts].map((alert) => [alertId(alert), recordLine('alert', alertId(alert), alert)]));
  return writeLines([...(exported === null ? [] : [recordLine('about', 'exported', exported)]), ...lines.values()]);
}

export const alertsFormat: PackFormat = {
  id: ALERTS_FORMAT,
  engine: ALERT_FORMAT.engine,
  decode(bytes) {
    const alerts: Alert[] = [];
    let exported: string | null = null;
    const read = readRecords(bytes, ({ kind, name, value }) => {
      if (kind === 'about' && name === 'exported') {
        const parsed = day.safeParse(value);
        exported = parsed.data ?? null;
        return parsed.success ? null : 'must be a day such as 2026-11-24';
      }
      if (kind !== 'alert') return `there is no such record in ${ALERTS_FORMAT}`;
      const alert = alertSchema.safeParse(value);
      if (!alert.success) return firstIssue(alert.error);
      if (alertId(alert.data) !== name) return `holds the alert "${alertId(alert.data)}"`;
      if (alerts.length === MAX_ALERTS) return `is one more than ${MAX_ALERTS} alerts`;
      alerts.push(alert.data);
      return null;
    });
    if (!read.ok) return read;
    return success({
      size: alerts.length,
      compile: (info) => success(encodeAlertPack(compileAlerts(alerts, { ...info, exported }))),
    });
  },
  load(stored) {
    const pack = decodeAlertPack(stored);
    if (pack.ok) return success(createAlertEngine(pack.value));
    const [problem] = pack.problems;
    return failure({
      kind: problem?.kind === 'stale' ? 'stale' : 'unusable',
      message: problem?.message ?? 'unreadable',
    });
  },
};
