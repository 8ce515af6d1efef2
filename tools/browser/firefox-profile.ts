/** Preferences of a throw-away Firefox profile: quiet, closed to the network but for the gate, in the language asked for. */
import type { SessionOptions } from './session.ts';

type Preference = string | number | boolean;

export function firefoxPreferences({
  gate,
  language,
  colourScheme,
  headless,
}: SessionOptions): Record<string, Preference> {
  // Without a gate, a port where nothing listens: everything but loopback is refused at once.
  const port = gate?.port ?? 9;
  return {
    // Offline is offline: no exception for loopback.
    'network.disable-localhost-when-offline': true,
    'network.proxy.type': 1,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': port,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': port,
    'network.proxy.no_proxies_on': '',
    'network.proxy.allow_hijacking_localhost': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'network.dns.disablePrefetch': true,
    'network.prefetch-next': false,
    'network.http.speculative-parallel-limit': 0,
    'intl.accept_languages': language,
    // 0 is dark, 1 is light.
    'layout.css.prefers-color-scheme.content-override': colourScheme === 'dark' ? 0 : 1,
    'ui.systemUsesDarkTheme': colourScheme === 'dark' ? 1 : 0,
    // Firefox's own notifications: the desktop's are gone at once where no desktop runs.
    'alerts.useSystemBackend': false,
    'app.normandy.enabled': false,
    'app.update.disabledForTesting': true,
    'browser.aboutConfig.showWarning': false,
    'browser.newtabpage.enabled': false,
    'browser.safebrowsing.blockedURIs.enabled': false,
    'browser.safebrowsing.downloads.enabled': false,
    'browser.safebrowsing.malware.enabled': false,
    'browser.safebrowsing.phishing.enabled': false,
    'browser.sessionstore.resume_from_crash': false,
    'browser.shell.checkDefaultBrowser': false,
    'browser.startup.homepage_override.mstone': 'ignore',
    'browser.startup.page': 0,
    'browser.warnOnQuit': false,
    'datareporting.healthreport.uploadEnabled': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'extensions.blocklist.enabled': false,
    'extensions.getAddons.cache.enabled': false,
    'extensions.systemAddon.update.enabled': false,
    'extensions.update.enabled': false,
    // Without a window nobody could answer; session.ts, `allowAccess` and `refuseAccess`.
    'extensions.webextOptionalPermissionPrompts': !headless,
    'services.settings.server': 'data:,#remote-settings-dummy/v1',
    'signon.rememberSignons': false,
    'toolkit.telemetry.enabled': false,
    'toolkit.telemetry.server': '',
    'trailhead.firstrun.didSeeAboutWelcome': true,
  };
}

/** The text of a `user.js`. */
export function preferencesFile(preferences: Record<string, Preference>): string {
  return Object.entries(preferences)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('');
}
