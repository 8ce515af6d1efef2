import { browser } from 'wxt/browser';

/** Opens the evidence page in a tab, on an item where one is named. */
export async function openLibrary(item: string | null = null): Promise<void> {
  const place = item === null ? '' : `#/item/${item}`;
  await browser.tabs.create({ url: browser.runtime.getURL(`/evidence.html${place}` as '/evidence.html') });
}
