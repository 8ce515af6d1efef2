/**
 * All that runs on a page of a marketplace that offers no goods: help, cart, account. It looks at the address alone and
 * has the reader brought in on the first page that may show goods; a browser compiles a content script anew on each page,
 * so the reader would cost such pages twenty times what this does. Nothing of the extension's API is touched before,
 * because the browser sets it up at the first touch.
 */
import type { PageKind } from '../../lib/listing/listing.ts';
import { type Envelope, READ_THIS } from '../../lib/messages/messages.ts';

/** What the gate needs of a window; a real one fits. */
export interface GatedWindow {
  location: { href: string };
  document: Node;
  MutationObserver: typeof MutationObserver;
  addEventListener(type: string, listener: () => void): void;
  /** The Navigation API, where the browser has it. */
  navigation?: { addEventListener(type: string, listener: () => void): void };
  /** The browser's own API: both browsers have it under this name in content scripts. */
  chrome: { runtime: { sendMessage(message: Envelope): Promise<unknown> } };
}

async function askForReader(window: GatedWindow, again: boolean): Promise<void> {
  let answer: unknown;
  try {
    answer = await window.chrome.runtime.sendMessage({ what: READ_THIS, body: null });
  } catch {
    // Said below: nobody answered.
  }
  // A background that the browser ended before it answered is begun anew by the next question. Where that fails too, the
  // extension was updated or removed meanwhile, and the page stays unread until the popup or a sweep asks for it.
  if (answer === undefined && again) return askForReader(window, false);
}

/** Asks the background for the reader, once, as soon as the address is one of goods, now or after history navigation. */
export function openGate(pageKind: (url: URL) => PageKind, window: GatedWindow): void {
  let href = '';
  let opened = false;
  let observer: MutationObserver | null = null;
  const look = () => {
    if (opened || window.location.href === href) return;
    href = window.location.href;
    if (pageKind(new URL(href)) === 'other') return;
    opened = true;
    observer?.disconnect();
    void askForReader(window, true);
  };
  look();
  if (opened) return;
  window.addEventListener('popstate', look);
  window.addEventListener('hashchange', look);
  if (window.navigation !== undefined) {
    window.navigation.addEventListener('currententrychange', look);
    return;
  }
  // Where a page's own history calls are not reported, they show by what they change on the page.
  observer = new window.MutationObserver(look);
  observer.observe(window.document, { childList: true, subtree: true });
}
