/** What an authority says of a report, as keys of the locales. */
import type { ReportState } from '../../lib/reports/protocol.ts';

export const STATUS_KEYS = {
  received: 'status.received',
  'in-review': 'status.inReview',
  forwarded: 'status.forwarded',
  'action-taken': 'status.actionTaken',
  rejected: 'status.rejected',
} as const satisfies Record<ReportState, string>;
