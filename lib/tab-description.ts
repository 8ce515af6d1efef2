/** What a tab shows, put together for the popup: the content script's reading, judged by the rules. */
import { browser } from 'wxt/browser';
import { listingKey } from './listing/key.ts';
import type { Listing, ListingRef, Reading } from './listing/listing.ts';
import { readingSchema } from './listing/schema.ts';
import { adapterFor } from './marketplaces/registry.ts';
import { READ_NOW, type TabDescription } from './messages.ts';
import type { Engine } from './rules/engine.ts';
import { suspicionsIn, type Viewer, withoutHidden } from './rules/suspicions.ts';
import { hiddenRules } from './storage/hidden-findings.ts';
import { takeReportTarget } from './storage/report-target.ts';

/** A listing of which nothing is known but its identity. */
function bareListing(ref: ListingRef): Listing {
  return {
    ref,
    kind: 'product',
    title: null,
    description: null,
    breadcrumb: [],
    categoryId: null,
    price: null,
    previousPrice: null,
    discountPercent: null,
    seller: null,
    brand: null,
    attributes: [],
    variants: [],
    imageUrls: [],
    rating: null,
    soldCount: null,
    shipsFrom: null,
    language: null,
    compliance: null,
    provenance: {},
  };
}

async function readTab(tab: number): Promise<Reading | null> {
  try {
    const answer: unknown = await browser.tabs.sendMessage(tab, { what: READ_NOW, body: null });
    const reading = readingSchema.safeParse(answer);
    return reading.success ? reading.data : null;
  } catch {
    return null;
  }
}

/** Listings whose findings this person sees, and how many suspicions they hid there. */
export async function judge(engine: Engine | null, listings: readonly Listing[], viewer: Viewer) {
  if (engine === null) return { shown: [], hidden: 0 };
  const suspicions = suspicionsIn(engine, listings, viewer);
  return withoutHidden(suspicions, await hiddenRules(suspicions.map(({ listing }) => listing)));
}

export async function describeTab(tab: number, engine: Engine | null, viewer: Viewer): Promise<TabDescription> {
  const address = await browser.tabs.get(tab).then(
    ({ url }) => url,
    () => undefined,
  );
  const reading = await readTab(tab);
  // Without the "tabs" permission the address is known only on the marketplaces, which is just where it matters.
  const url = URL.parse(reading?.url ?? address ?? '');
  const adapter = url === null ? null : adapterFor(url);
  if (url === null || adapter === null) return { kind: 'elsewhere' };
  if (reading === null) return { kind: 'silent', url: url.href };
  const { shown, hidden } = await judge(engine, reading.listings, viewer);
  const ref = adapter.refOf(url);
  const target = await takeReportTarget(tab);
  const isHere = reading.listings.some((listing) => listingKey(listing.ref) === target);
  return {
    kind: 'read',
    tab,
    reading,
    findings: shown,
    hidden,
    selected: isHere ? target : null,
    byAddress: ref === null ? null : bareListing(ref),
  };
}
