/** What a tab shows, put together for the popup: the content script's reading, judged by the rules. */
import { judgeReading, mayCapture } from '../evidence/capture/judge-tab.ts';
import { bareListing } from '../listing/bare-listing.ts';
import { listingKey } from '../listing/key.ts';
import type { Listing, Reading } from '../listing/listing.ts';
import { otherPage } from '../marketplaces/assemble.ts';
import { adapterFor } from '../marketplaces/registry.ts';
import { isSamePage } from '../marketplaces/same-page.ts';
import type { TabDescription } from '../messages/messages.ts';
import { addressIn } from '../messages/tab-address.ts';
import { readTab } from '../messages/tab-reading.ts';
import type { Matcher } from '../rules/matcher.ts';
import { suspicionsIn, type Viewer, withoutHidden } from '../rules/suspicions.ts';
import { hiddenRules } from '../storage/hidden-findings.ts';
import { takeReportTarget } from '../storage/report-target.ts';

/** Listings whose findings this person sees, and how many suspicions they hid there. */
export async function judge(matcher: Matcher, listings: readonly Listing[], viewer: Viewer) {
  const suspicions = suspicionsIn(matcher, listings, viewer);
  // Where the database cannot be read, what the person hid is shown once more: better than nothing at all.
  const hidden = await hiddenRules(suspicions.map(({ listing }) => listing)).catch(
    () => new Map<string, Set<string>>(),
  );
  return withoutHidden(suspicions, hidden);
}

/** What was read of the page that the tab shows; of one that it went to without a reload, and that is not read yet, nothing. */
async function readAt(tab: number, address: string | null): Promise<Reading | null> {
  const reading = await readTab(tab);
  if (reading === null || address === null || isSamePage(reading.url, address)) return reading;
  const url = URL.parse(address);
  const page = url === null ? 'other' : (adapterFor(url)?.pageKind(url) ?? 'other');
  if (page === 'other') return null;
  const completeness = { verdict: 'not-ready' as const, lacking: [], reason: 'moved-on' };
  return { ...reading, page, url: address, listings: [], completeness };
}

export async function describeTab(tab: number, matcher: Matcher, viewer: Viewer): Promise<TabDescription> {
  const address = await addressIn(tab);
  const answer = await readAt(tab, address);
  // Without the "tabs" permission the address is known only on the marketplaces, which is just where it matters.
  const url = URL.parse(answer?.url ?? address ?? '');
  const adapter = url === null ? null : adapterFor(url);
  if (url === null || adapter === null) return { kind: 'elsewhere' };
  // No reader runs where the address is of no goods.
  const reading = answer ?? (adapter.pageKind(url) === 'other' ? otherPage(adapter, url) : null);
  if (reading === null) return { kind: 'silent', url: url.href };
  const { shown, hidden } = await judge(matcher, reading.listings, viewer);
  const ref = adapter.refOf(url);
  const target = await takeReportTarget(tab);
  const isHere = reading.listings.some((listing) => listingKey(listing.ref) === target);
  return {
    kind: 'read',
    tab,
    reading,
    findings: shown,
    hidden,
    mayCapture: mayCapture(judgeReading(reading, matcher, viewer)),
    selected: isHere ? target : null,
    byAddress: ref === null ? null : bareListing(ref),
  };
}
