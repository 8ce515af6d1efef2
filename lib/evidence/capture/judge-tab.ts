/** What may be captured of a tab: decided by the rules alone, whatever the person hid or chose not to see. */
import type { Reading } from '../../listing/listing.ts';
import { adapterFor } from '../../marketplaces/registry.ts';
import { addressIn } from '../../messages/tab-address.ts';
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

/** How long a page that shows nothing yet is waited for, and how often it is looked at; milliseconds. */
const PATIENCE_MS = 10_000;
const POLL_MS = 200;

async function isOnMarketplace(tab: number): Promise<boolean> {
  const shown = URL.parse((await addressIn(tab)) ?? '');
  return shown !== null && adapterFor(shown) !== null;
}

function mayStillCome(reading: Reading | null): boolean {
  if (reading === null) return true;
  const { verdict, reason } = reading.completeness;
  return verdict === 'not-ready' && reason !== 'page-says-not-found';
}

/** The browser calls a page loaded before its script has drawn it, and before its reader has begun. */
async function readOnceShown(tab: number): Promise<Reading | null> {
  for (let waited = 0; ; waited += POLL_MS) {
    const reading = await readTab(tab);
    if (waited >= PATIENCE_MS || !mayStillCome(reading) || !(await isOnMarketplace(tab))) return reading;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Waits for a page that has only just come; rejects with `CaptureStopped` where the tab cannot be judged. */
export async function judgeTab(tab: number, matcher: Matcher, viewer: Viewer): Promise<Judged> {
  const judged = judgeReading(await readOnceShown(tab), matcher, viewer);
  if (typeof judged === 'string') throw new CaptureStopped(judged);
  return judged;
}
