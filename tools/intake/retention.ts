/** Forgets the content of reports after the authority's retention period, and the evidence that only they announced. */
import type { EvidenceStore } from './evidence-store.ts';
import type { Log } from './log.ts';
import type { ReportStore } from './store.ts';

export interface RetentionOptions {
  store: ReportStore;
  evidence?: EvidenceStore;
  /** Days after its arrival that a report's content is kept. */
  days: number;
  log: Log;
  now?: () => Date;
}

const DAY = 24 * 60 * 60 * 1000;
const INTERVAL = 60 * 60 * 1000;

/** Erases what is due now; a fault is logged, and what was due is tried again next time. */
export async function applyRetention({
  store,
  evidence,
  days,
  log,
  now = () => new Date(),
}: RetentionOptions): Promise<void> {
  const at = now();
  try {
    const erased = await store.eraseBefore(new Date(at.getTime() - days * DAY).toISOString(), at.toISOString());
    for (const hash of erased.evidence) await evidence?.remove(hash);
    if (erased.reports > 0) {
      log({ level: 'info', event: 'retention', reports: erased.reports, evidence: erased.evidence.length });
    }
  } catch (error) {
    log({ level: 'error', event: 'retention-failed', name: error instanceof Error ? error.name : 'unknown' });
  }
}

/** Applies the retention period now and every hour. Calling the result stops it, after a run under way. */
export function startRetention(options: RetentionOptions): () => Promise<void> {
  let running = applyRetention(options);
  const timer = setInterval(() => {
    running = running.then(() => applyRetention(options));
  }, INTERVAL);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
