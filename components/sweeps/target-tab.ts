/** The person's own tab, in which a sweep opens its pages. */
import { browser } from 'wxt/browser';

/** The active tab beside the panel or, where the panel stands in a tab of its own, the one that the address names. */
export async function targetTab(): Promise<number | null> {
  const named = Number(new URLSearchParams(location.search).get('tab'));
  if (Number.isInteger(named) && named > 0) return named;
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id ?? null;
}

export async function openInTab(tab: number, url: string): Promise<void> {
  await browser.tabs.update(tab, { url });
}
