import { browser } from 'wxt/browser';

/** The address that a tab shows, where Vigie may know it: on the marketplaces. Null elsewhere, and where the tab is gone. */
export async function addressIn(tab: number): Promise<string | null> {
  const { url } = await browser.tabs.get(tab).catch(() => ({ url: undefined }));
  return url ?? null;
}
