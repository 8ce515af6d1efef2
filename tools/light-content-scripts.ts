import { join } from 'node:path';
import { type MinifyOptions, minify } from 'terser';
import type { Plugin } from 'vite';

const marks = join(import.meta.dirname, '../components/marks');

/** What content scripts load in the place of a module, by the end of its path. */
const REPLACEMENTS: readonly (readonly [end: RegExp, code: string])[] = [
  // What the polyfill's WXT module puts in the place of `wxt/browser`.
  [/@wxt-dev\/webextension-polyfill\/.*browser\.mjs$/, "export { browser } from '@wxt-dev/browser';"],
  [/wxt\/dist\/utils\/content-script-context\.mjs$/, `export * from '${marks}/content-script-context.ts';`],
  [/@wxt-dev\/i18n\/dist\/index\.mjs$/, `export * from '${marks}/message-texts.ts';`],
];

/**
 * Terser after Vite's own minifier takes off another 2 %, which is worth its time for these scripts alone. Not its
 * `unsafe_comps`: that takes `!(n > 0)` for `n <= 0`, which lets NaN pass.
 */
const TERSER: MinifyOptions = {
  ecma: 2022,
  compress: {
    passes: 4,
    pure_getters: true,
    unsafe_arrows: true,
    unsafe_methods: true,
    keep_fargs: false,
    hoist_funs: true,
  },
  toplevel: true,
  format: { quote_style: 2 },
};

/**
 * Gives content scripts lighter modules where the rest of the extension has complete ones. They run on every page of the
 * marketplaces: the polyfill weighs 3 kB gzipped and gives the handful of calls made there nothing, since both browsers
 * offer them alike in Manifest V3; WXT's context and texts weigh 1 kB more than what is used of them.
 */
export function lightContentScripts(): Plugin {
  let isContentScript = false;
  return {
    name: 'vigie:light-content-scripts',
    configResolved({ build }) {
      const entry = build.lib === false ? build.rolldownOptions.input : build.lib.entry;
      isContentScript = JSON.stringify(entry ?? '').includes('.content');
    },
    async generateBundle(_options, bundle) {
      if (!isContentScript) return;
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk') file.code = (await minify(file.code, TERSER)).code ?? file.code;
      }
    },
    load: {
      filter: { id: REPLACEMENTS.map(([end]) => end) },
      handler(id) {
        return isContentScript ? (REPLACEMENTS.find(([end]) => end.test(id))?.[1] ?? null) : null;
      },
    },
  };
}
