/** What the person pointed at on a page, in memory only, until the page that tells of it takes it up. */
import { storage } from 'wxt/utils/storage';
import type { ListingKey } from '../listing/listing.ts';
import type { ChildProtectionPlace } from '../reports/child-protection-builder.ts';
import { changeStored } from './change-stored.ts';

/** The listing whose mark the person pressed "report" on, by tab. */
type Targets = Record<string, ListingKey>;

const targets = storage.defineItem<Targets>('session:reportTargets', { fallback: {} });

export async function setReportTarget(tab: number, listing: ListingKey): Promise<void> {
  await changeStored(targets, (before) => ({ ...before, [tab]: listing }));
}

/** The target of a tab, once: a popup opened later starts on the page. */
export async function takeReportTarget(tab: number): Promise<ListingKey | null> {
  let taken: ListingKey | null = null;
  await changeStored(targets, (before) => {
    const { [String(tab)]: listing = null, ...others } = before;
    taken = listing;
    return listing === null ? before : others;
  });
  return taken;
}

export type ChildProtectionTarget = ChildProtectionPlace & { tab: number | null };

const childProtectionTarget = storage.defineItem<ChildProtectionTarget | null>('session:childProtectionTarget', {
  fallback: null,
});

export async function setChildProtectionTarget(target: ChildProtectionTarget): Promise<void> {
  await childProtectionTarget.setValue(target);
}

/** The place, once. */
export async function takeChildProtectionTarget(): Promise<ChildProtectionTarget | null> {
  const target = await childProtectionTarget.getValue();
  if (target !== null) await childProtectionTarget.removeValue();
  return target;
}
