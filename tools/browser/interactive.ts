/**
 * A visible browser for a person: the extension installed, one page open, then left alone. Chromium is started over its
 * DevTools pipe, Firefox over WebDriver BiDi; neither is driven any further.
 */
import { launch } from 'puppeteer-core';
import { chromiumFlags } from './chromium.ts';
import { firefoxPreferences } from './firefox-profile.ts';
import type { Owned } from './owned.ts';
import type { BrowserSession, SessionOptions } from './session.ts';

/** Long for a browser that starts; a driver that does not tell of the page costs no more than this. */
const WELCOME_PATIENCE_MS = 4000;

export interface OpenBrowser {
  /** Resolves when the person closes the browser. */
  closed: Promise<void>;
}

export async function openForPerson(
  owned: Owned,
  kind: BrowserSession['kind'],
  options: SessionOptions,
  url: string,
): Promise<OpenBrowser> {
  const common = {
    executablePath: options.path,
    headless: options.headless,
    defaultViewport: null,
    timeout: 60_000,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    acceptInsecureCerts: kind === 'firefox',
    userDataDir: owned.folder(kind),
  };
  const browser = await launch(
    kind === 'firefox'
      ? { ...common, browser: 'firefox', extraPrefsFirefox: firefoxPreferences(options) }
      : {
          ...common,
          pipe: true,
          enableExtensions: true,
          args: chromiumFlags(options),
          ignoreDefaultArgs: ['--enable-automation'],
        },
  );
  const child = browser.process();
  if (child !== null) owned.process(child);
  owned.closes(() => browser.close());
  await browser.installExtension(options.extension);
  // The welcome page comes by itself; waited for, it does not come in front of what the person is to see.
  await browser
    .waitForTarget((target) => target.url().endsWith('/welcome.html'), { timeout: WELCOME_PATIENCE_MS })
    .catch(() => null);
  const [first] = await browser.pages();
  const page = first ?? (await browser.newPage());
  await page.goto(url);
  await page.bringToFront();
  return { closed: new Promise((resolve) => browser.once('disconnected', () => resolve())) };
}
