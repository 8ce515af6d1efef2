/** What may be captured of a tab: decided by the rules alone, whatever the person hid or chose not to see. */
import type { Reading } from '../../listing/listing.ts';
import { adapterFor } from '../../marketplaces/registry.ts';
import { readTab } from '../../messages/tab-reading.ts';
import type { Matcher } from '../../rules/matcher.ts';
import { suspicionsIn, type Viewer } from '../../rules/suspicions.ts';
import { type CaptureFault, CaptureStopped } from './faults.ts';
import type { Judged } from './ports.ts';

/** The fault is why the page cannot be judged; what cannot be judged is not captured. */
export function judgeReading(reading: Reading | null, matcher: Matcher, viewer: Viewer): Judged | CaptureFault {
  // A page that has shown nothing yet has nothing to be judged by.
  if (reading === null || reading.completeness.verdict === 'not-ready') return 'not-read';
  const url = URL.parse(reading.url);
  if (url === null || adapterFor(url) === null) return 'not-a-marketplace';
  // No rules could be loaded: then nothing says that the page is not one that must never be captured.
  if (matcher.families().length === 0) return 'rules-missing';
  const findings = suspicionsIn(matcher, reading.listings, { ...viewer, seesWeak: true });
  return { reading, findings, sensitive: findings.some((one) => one.findings.some(({ sensitive }) => sensitive)) };
}

export function mayCapture(judged: Judged | CaptureFault): boolean {
  return typeof judged === 'object' && !judged.sensitive;
}

/** Rejects with `CaptureStopped` where the tab cannot be judged. */
export async function judgeTab(tab: number, matcher: Matcher, viewer: Viewer): Promise<Judged> {
  const judged = judgeReading(await readTab(tab), matcher, viewer);
  if (typeof judged === 'string') throw new CaptureStopped(judged);
  return judged;
}
