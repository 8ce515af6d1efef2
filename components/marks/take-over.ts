import { browser } from '@wxt-dev/browser';

/**
 * Makes this copy of the reader the only one on the page: a copy that runs already, of this version of the extension or of
 * one before an update, ends.
 * @returns a signal that aborts when another copy takes over.
 */
export function takeOver(name: string): AbortSignal {
  const controller = new AbortController();
  const started = `${browser.runtime.id}:${name}`;
  document.dispatchEvent(new Event(started));
  document.addEventListener(started, () => controller.abort(), { once: true });
  return controller.signal;
}
