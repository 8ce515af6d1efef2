import preact from '@preact/preset-vite';
import { defineConfig } from 'wxt';
import { MATCHES } from './lib/marketplaces/registry.ts';
import packageFile from './package.json' with { type: 'json' };
import { completeBuild } from './tools/extension-build.ts';
import { fewChunks } from './tools/few-chunks.ts';
import { lightContentScripts } from './tools/light-content-scripts.ts';
import { writeMarketplaceEntrypoints } from './tools/marketplace-entrypoints.ts';

/**
 * Extension pages load nothing from elsewhere and run only packaged scripts; the background may talk to an authority over
 * https, and to this machine for the demonstration authority. Written out because Firefox's default for Manifest V3 adds
 * `upgrade-insecure-requests`, which would break the latter.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  'connect-src https: http://127.0.0.1:* http://localhost:*',
  "form-action 'none'",
  "base-uri 'none'",
].join('; ');

export default defineConfig({
  manifestVersion: 3,
  imports: false,
  publicDir: 'assets/public',
  modules: ['@wxt-dev/i18n/module', '@wxt-dev/webextension-polyfill'],
  i18n: { localesDir: 'assets/locales' },
  hooks: {
    async 'entrypoints:found'(wxt, entrypoints) {
      entrypoints.push(...(await writeMarketplaceEntrypoints(wxt.config.wxtDir)));
    },
    async 'build:done'(wxt) {
      wxt.logger.info(await completeBuild(wxt.config.outDir, packageFile.version));
    },
  },
  vite: () => ({
    plugins: [lightContentScripts(), fewChunks(), preact({ devToolsEnabled: false, prefreshEnabled: false })],
    // The oldest browsers of the manifest know `light-dark()`, which would else be spelled out for each colour.
    // And they know `modulepreload`.
    build: { target: 'es2022', cssTarget: ['chrome127', 'firefox140'], modulePreload: { polyfill: false } },
  }),
  manifest: ({ browser }) => ({
    name: '__MSG_manifest_name__',
    short_name: 'Vigie',
    description: '__MSG_manifest_description__',
    default_locale: 'en',
    // `scripting` brings a marketplace's reader in, and a script that captures a page. `activeTab`: capturing the tab that the
    // person asked to capture. `unlimitedStorage`: captures are large, and must not be thrown away when the disk is full.
    permissions: ['storage', 'alarms', 'activeTab', 'scripting', 'contextMenus', 'unlimitedStorage'],
    // The sites of the content scripts: a captured address is fetched once more from the background.
    host_permissions: [...MATCHES],
    // Asked for when the person switches notifications on.
    optional_permissions: ['notifications'],
    // Asked for at the moment of use, one host at a time: an authority whose rules come from it, a time-stamp authority;
    // all of them only for capturing many pages in a row without a click on each.
    optional_host_permissions: ['<all_urls>'],
    content_security_policy: { extension_pages: CONTENT_SECURITY_POLICY },
    action: { default_title: '__MSG_manifest_name__' },
    commands: {
      _execute_action: { suggested_key: { default: 'Alt+Shift+V' } },
      'capture-page': { suggested_key: { default: 'Alt+Shift+E' }, description: '__MSG_capture_menu__' },
    },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: '{5c2f3f0e-8a57-4d0c-9f67-2b1d6c0e7a41}',
              strict_min_version: '140.0',
              // Nothing is collected on its own; a report is data that the person sends, asked for at the first one.
              data_collection_permissions: {
                required: ['none'],
                optional: ['websiteContent', 'browsingActivity', 'personallyIdentifyingInfo'],
              },
            },
            // The first Firefox for Android that asks for that consent.
            gecko_android: { strict_min_version: '142.0' },
          },
        }
      : { minimum_chrome_version: '127', storage: { managed_schema: 'managed-schema.json' } }),
  }),
});
