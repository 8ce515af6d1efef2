import type { Plugin } from 'vite';

/**
 * Lets content scripts use the browser's own extension API where the rest of the extension uses the polyfill. The
 * polyfill weighs 3 kB gzipped, would run on every page of the marketplaces, and gives the handful of calls made there
 * nothing: both browsers offer them alike in Manifest V3.
 */
export function ownBrowserApiInContentScripts(): Plugin {
  let isContentScript = false;
  return {
    name: 'vigie:own-browser-api',
    configResolved({ build }) {
      const entry = build.lib === false ? build.rolldownOptions.input : build.lib.entry;
      isContentScript = JSON.stringify(entry ?? '').includes('.content');
    },
    load: {
      // What the polyfill's WXT module puts in the place of `wxt/browser`.
      filter: { id: /@wxt-dev\/webextension-polyfill\/.*browser\.mjs$/ },
      handler() {
        return isContentScript ? "export { browser } from '@wxt-dev/browser';" : null;
      },
    },
  };
}
