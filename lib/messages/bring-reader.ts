import { browser } from 'wxt/browser';
import { adapterFor } from '../marketplaces/registry.ts';
import { addressIn } from './tab-address.ts';

/** Runs the reader of the marketplace that `url` is of in a frame of a tab. Rejects where Vigie has no access to it. */
export async function bringReader(tab: number, frame: number, url: string): Promise<void> {
  const adapter = adapterFor(new URL(url));
  if (adapter === null) return;
  await browser.scripting.executeScript({
    target: { tabId: tab, frameIds: [frame] },
    files: [`/content-scripts/${adapter.id}-reader.js` as '/content-scripts/aliexpress-reader.js'],
    injectImmediately: true,
  });
}

/**
 * Brings the reader to a tab where none answered: its page was open before Vigie was, or the background ended just when the
 * page asked for it. Not where the address is of no goods; those pages need none.
 */
export async function bringMissingReader(tab: number): Promise<void> {
  const page = URL.parse((await addressIn(tab)) ?? '');
  const kind = page === null ? null : adapterFor(page)?.pageKind(page);
  if (page !== null && (kind === 'product' || kind === 'grid')) await bringReader(tab, 0, page.href);
}
