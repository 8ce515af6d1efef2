/**
 * What WXT hands to a content script's `main`, without what no script here uses: WXT's own class wraps timers, watches the
 * address and tells the page by `postMessage` that an extension is here.
 */
export class ContentScriptContext {}
