/**
 * What WXT hands to a content script's `main`, as far as the marks need it: a signal that aborts when the extension was
 * updated and its new copy took over this page. It stands in for WXT's own class, which also wraps timers, watches the
 * address and tells the page by `postMessage` that an extension is here.
 */
import { browser } from '@wxt-dev/browser';

export class ContentScriptContext {
  readonly signal: AbortSignal;

  constructor(name: string) {
    const controller = new AbortController();
    this.signal = controller.signal;
    const started = `${browser.runtime.id}:${name}`;
    document.dispatchEvent(new Event(started));
    document.addEventListener(started, () => controller.abort(), { once: true });
  }
}
