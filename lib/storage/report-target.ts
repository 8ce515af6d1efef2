import { storage } from 'wxt/utils/storage';
import type { ListingKey } from '../listing/listing.ts';

/** The listing whose mark the person pressed "report" on, by tab, until the popup takes it up. */
type Targets = Record<string, ListingKey>;

const targets = storage.defineItem<Targets>('session:reportTargets', { fallback: {} });

export async function setReportTarget(tab: number, listing: ListingKey): Promise<void> {
  await targets.setValue({ ...(await targets.getValue()), [tab]: listing });
}

/** The target of a tab, once: a popup opened later starts on the page. */
export async function takeReportTarget(tab: number): Promise<ListingKey | null> {
  const { [String(tab)]: listing = null, ...others } = await targets.getValue();
  if (listing !== null) await targets.setValue(others);
  return listing;
}
