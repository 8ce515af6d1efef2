/** Firefox, driven wholly through Marionette (see `marionette.ts` for why). One connection serves all tabs, so calls queue. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { firefoxPreferences, preferencesFile } from './firefox-profile.ts';
import { Marionette } from './marionette.ts';
import type { Owned } from './owned.ts';
import {
  type BrowserSession,
  type DrivenPage,
  EXTENSION_PAGE_VIEWPORT,
  type Plain,
  type Point,
  type PressableKey,
  type SessionOptions,
} from './session.ts';

const Value = z.object({ value: z.unknown() });
const Text = z.object({ value: z.string() });
const NewWindow = z.object({ handle: z.string() });
const Outcome = z.union([z.object({ done: z.unknown() }), z.object({ failed: z.string() })]);

/** WebDriver's code points for keys that are no characters (W3C WebDriver, "Keyboard actions"). */
const KEYS: Record<PressableKey, string> = {
  Enter: '\uE007',
  Tab: '\uE004',
  Escape: '\uE00C',
  Backspace: '\uE003',
  ArrowDown: '\uE015',
  ArrowUp: '\uE013',
  Space: ' ',
};

/** Whether Firefox asks the person when an extension wants more. */
const PROMPTS = 'extensions.webextOptionalPermissionPrompts';

const START_TIMEOUT_MS = 60_000;

/** Runs a function's source with its arguments and reports how it ended; the text is what Marionette evaluates. */
function wrap(source: string): string {
  return `const finish = arguments[arguments.length - 1]; const given = arguments[0];
  Promise.resolve().then(() => (${source})(...given)).then(
    (done) => finish({ done: done === undefined ? null : done }),
    (error) => finish({ failed: String((error && error.message) || error) }));`;
}

class FirefoxConnection {
  readonly #marionette: Marionette;
  /** Handle of a tab that stays open. */
  readonly #home: string;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(marionette: Marionette, home: string) {
    this.#marionette = marionette;
    this.#home = home;
  }

  /** Runs `work` with the tab (and its content) selected and nothing else in between. */
  inTab<T>(handle: string, work: (send: Marionette['send']) => Promise<T>): Promise<T> {
    return this.#enqueue(async () => {
      await this.#marionette.send('WebDriver:SwitchToWindow', { handle, focus: false });
      return work((command, parameters) => this.#marionette.send(command, parameters));
    });
  }

  /** One command that concerns no particular tab. */
  send(command: string, parameters: object = {}): Promise<unknown> {
    return this.#enqueue(() => this.#marionette.send(command, parameters));
  }

  /** Runs `source` in the browser's own (privileged) world. */
  inChrome(source: string, args: Plain[]): Promise<unknown> {
    return this.#enqueue(async () => {
      // The tab that was used last may be closed by now.
      await this.#marionette.send('WebDriver:SwitchToWindow', { handle: this.#home, focus: false });
      await this.#marionette.send('Marionette:SetContext', { value: 'chrome' });
      try {
        return this.unwrap(
          await this.#marionette.send('WebDriver:ExecuteAsyncScript', { script: wrap(source), args: [args] }),
        );
      } finally {
        await this.#marionette.send('Marionette:SetContext', { value: 'content' });
      }
    });
  }

  unwrap(answer: unknown): unknown {
    const outcome = Outcome.parse(Value.parse(answer).value);
    if ('failed' in outcome) throw new Error(`in the page: ${outcome.failed}`);
    return outcome.done;
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => {});
    return result;
  }
}

class FirefoxPage implements DrivenPage {
  readonly handle: string;
  readonly #connection: FirefoxConnection;

  constructor(connection: FirefoxConnection, handle: string) {
    this.#connection = connection;
    this.handle = handle;
  }

  goto(url: string): Promise<void> {
    return this.#do('WebDriver:Navigate', { url });
  }

  reload(): Promise<void> {
    return this.#do('WebDriver:Refresh');
  }

  url(): Promise<string> {
    return this.#connection.inTab(this.handle, async (send) => Text.parse(await send('WebDriver:GetCurrentURL')).value);
  }

  evaluate<Args extends Plain[], Result>(
    fn: (...args: Args) => Result | Promise<Result>,
    ...args: Args
  ): Promise<Result> {
    return this.#script<Result>(String(fn), args, 'default');
  }

  inMarks<Args extends Plain[], Result>(
    fn: (host: HTMLElement, root: ShadowRoot, index: number, ...args: Args) => Result,
    ...args: Args
  ): Promise<Result[]> {
    const source = `(...args) => [...document.querySelectorAll('vigie-mark')]
      .map((host, index) => [host, host.openOrClosedShadowRoot, index]).filter(([, root]) => root)
      .map(([host, root, index]) => (${fn})(host, root, index, ...args) ?? null)`;
    // The privileged sandbox: `openOrClosedShadowRoot` exists for no page.
    return this.#script<Result[]>(source, args, 'system');
  }

  async clickAt({ x, y }: Point): Promise<void> {
    await this.#pointer(x, y, 0);
  }

  async #pointer(x: number, y: number, button: number): Promise<void> {
    const pointer = { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' } };
    await this.#do('WebDriver:PerformActions', {
      actions: [
        {
          ...pointer,
          actions: [
            { type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration: 0, origin: 'viewport' },
            { type: 'pointerDown', button },
            { type: 'pointerUp', button },
          ],
        },
      ],
    });
  }

  async rightClickAt({ x, y }: Point): Promise<void> {
    await this.#pointer(x, y, 2);
  }

  async type(text: string): Promise<void> {
    await this.#keys([...text]);
  }

  async press(key: PressableKey): Promise<void> {
    await this.#keys([KEYS[key]]);
  }

  async screenshot({ whole = false } = {}): Promise<Uint8Array> {
    if (whole) await this.evaluate(() => window.scrollTo(0, 0));
    return this.#connection.inTab(this.handle, async (send) => {
      const shot = await send('WebDriver:TakeScreenshot', { id: null, full: whole, hash: false });
      return Buffer.from(Text.parse(shot).value, 'base64');
    });
  }

  /** A preference of the whole browser, as the system's is. */
  async forceColours(forced: boolean): Promise<void> {
    await this.#connection.inChrome(
      `async (forced) => {
        Services.prefs.setIntPref('browser.display.document_color_use', forced ? 2 : 0);
        Services.prefs.setIntPref('ui.useAccessibilityTheme', forced ? 1 : 0);
      }`,
      [forced],
    );
  }

  /** Firefox sizes windows, not viewports: the difference is measured and added. */
  async setViewport({ width, height }: { width: number; height: number }): Promise<void> {
    const frame = await this.evaluate(() => [outerWidth - innerWidth, outerHeight - innerHeight]);
    await this.#do('WebDriver:SetWindowRect', { width: width + (frame[0] ?? 0), height: height + (frame[1] ?? 0) });
  }

  async activate(): Promise<void> {
    await this.#do('WebDriver:SwitchToWindow', { handle: this.handle, focus: true });
  }

  close(): Promise<void> {
    return this.#do('WebDriver:CloseWindow');
  }

  async #keys(keys: string[]): Promise<void> {
    const actions = keys.flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    await this.#do('WebDriver:PerformActions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  /** The browser's own number for this tab's content, the same in its privileged world. */
  browserId(): Promise<number> {
    return this.#script<number>('() => window.browsingContext.browserId', [], 'system');
  }

  #do(command: string, parameters: object = {}): Promise<void> {
    return this.#connection.inTab(this.handle, async (send) => {
      await send(command, parameters);
    });
  }

  #script<Result>(source: string, args: Plain[], sandbox: 'default' | 'system'): Promise<Result> {
    return this.#connection.inTab(this.handle, async (send) => {
      const answer = await send('WebDriver:ExecuteAsyncScript', { script: wrap(source), args: [args], sandbox });
      // The caller's own function made this value; its type is the caller's.
      return this.#connection.unwrap(answer) as Result;
    });
  }
}

async function marionettePort(profile: string, exited: () => boolean): Promise<number> {
  const file = join(profile, 'MarionetteActivePort');
  for (const end = Date.now() + START_TIMEOUT_MS; Date.now() < end; await sleep(50)) {
    if (exited()) throw new Error('Firefox ended before it could be driven');
    if (existsSync(file)) {
      const port = Number(readFileSync(file, 'utf8'));
      if (port > 0) return port;
    }
  }
  throw new Error('Firefox did not open its Marionette port within a minute');
}

export async function startFirefox(owned: Owned, options: SessionOptions): Promise<BrowserSession> {
  const profile = owned.folder('firefox', options.profiles);
  const downloads = owned.folder('downloads');
  const preferences = {
    ...firefoxPreferences(options),
    // 2: the folder named here.
    'browser.download.folderList': 2,
    'browser.download.dir': downloads,
    'browser.download.alwaysOpenPanel': false,
    'marionette.port': 0,
    // The question whether the add-on may send what is reported stands outside any page; here it is answered with yes.
    'extensions.webextOptionalPermissionPrompts': false,
  };
  const { policies } = options;
  if (policies !== undefined) {
    writeFileSync(join(profile, 'policies.json'), JSON.stringify(policies));
    // A file of its own is read only by a Firefox that knows itself to be tested, which takes this and a variable below.
    Object.assign(preferences, {
      'browser.policies.alternatePath': join(profile, 'policies.json'),
      'security.turn_off_all_security_so_that_viruses_can_take_over_this_computer': true,
    });
  }
  writeFileSync(join(profile, 'user.js'), preferencesFile(preferences));
  const args = ['-no-remote', '-profile', profile, '-marionette', '-remote-allow-system-access', 'about:blank'];
  if (options.headless) args.unshift('-headless');
  const child = spawn(options.path, args, {
    detached: process.platform !== 'win32',
    stdio: 'ignore',
    env: {
      ...process.env,
      MOZ_REMOTE_SETTINGS_DEVTOOLS: '1',
      ...(policies === undefined ? {} : { MOZ_DISABLE_NONLOCAL_CONNECTIONS: '1' }),
    },
  });
  owned.process(child);
  const marionette = await Marionette.connect(await marionettePort(profile, () => child.exitCode !== null));
  const capabilities = { acceptInsecureCerts: true, timeouts: { script: 30_000, pageLoad: 30_000, implicit: 0 } };
  const session = z
    .object({ capabilities: z.object({ browserVersion: z.string() }) })
    .parse(await marionette.send('WebDriver:NewSession', capabilities));
  const addon = Text.parse(await marionette.send('Addon:Install', { path: options.extension, temporary: true })).value;
  const home = Text.parse(await marionette.send('WebDriver:GetWindowHandle')).value;
  const connection = new FirefoxConnection(marionette, home);
  const chrome = (source: string, ...rest: Plain[]) => connection.inChrome(source, [addon, ...rest]);
  const extensionHost = z.string().parse(await chrome(`(id) => WebExtensionPolicy.getByID(id).mozExtensionHostname`));

  /** Tabs of one window share its size, so the extension's own pages get windows of their own. */
  const open = async (type: 'tab' | 'window', viewport: SessionOptions['viewport']) => {
    // Without this a new tab would land in whatever window is selected.
    await connection.send('WebDriver:SwitchToWindow', { handle: home, focus: true });
    const { handle } = NewWindow.parse(await connection.send('WebDriver:NewWindow', { type, focus: true }));
    const page = new FirefoxPage(connection, handle);
    await page.activate();
    await page.setViewport(viewport);
    return page;
  };
  const newPage = () => open('tab', options.viewport);
  const asFirefox = (page: DrivenPage): FirefoxPage => {
    if (!(page instanceof FirefoxPage)) throw new TypeError('this page belongs to another browser');
    return page;
  };
  const everyPage = async () => {
    const handles = z.array(z.string()).parse(await connection.send('WebDriver:GetWindowHandles'));
    const pages = handles.map((handle) => new FirefoxPage(connection, handle));
    // A tab that closes in between answers nothing.
    return Promise.all(pages.map(async (page) => ({ page, url: await page.url().catch(() => '') })));
  };
  /** Runs `body` in the browser's own world, with the page's `tab`, its `window`, the `extension` and its button, `action`. */
  const atTab = async (page: DrivenPage, body: string): Promise<unknown> => {
    const browserId = await asFirefox(page).browserId();
    return chrome(
      `async (id, browserId) => {
        const windows = [...Services.wm.getEnumerator('navigator:browser')];
        const tab = windows.flatMap(({ gBrowser }) => gBrowser.tabs).find((one) => one.linkedBrowser.browserId === browserId);
        const window = tab.documentGlobal ?? tab.ownerGlobal ?? tab.ownerDocument.defaultView;
        const { extension } = WebExtensionPolicy.getByID(id);
        const { tabTracker, browserActionFor } = extension.apiManager.global;
        const action = browserActionFor(extension);
        ${body}
      }`,
      browserId,
    );
  };

  return {
    kind: 'firefox',
    downloads,
    version: `Firefox ${session.capabilities.browserVersion}`,
    extensionOrigin: `moz-extension://${extensionHost}`,
    newPage,
    async openExtensionPage(path) {
      const page = await open('window', EXTENSION_PAGE_VIEWPORT);
      await page.goto(`moz-extension://${extensionHost}/${path}`);
      return page;
    },
    async openedExtensionPage(path) {
      const start = `moz-extension://${extensionHost}/${path}`;
      for (let tries = 0; tries < 150; tries++) {
        for (const { page, url } of await everyPage()) if (url.startsWith(start)) return page;
        await sleep(100);
      }
      throw new Error(`the extension did not open ${path}`);
    },
    async openPages() {
      return (await everyPage()).map(({ url }) => url);
    },
    async tabId(page) {
      return z.number().parse(await atTab(page, 'return tabTracker.getId(tab);'));
    },
    async badgeText(page) {
      return z.string().parse(await atTab(page, "return action.action.getContextData(tab).badgeText || '';"));
    },
    async pressToolbarButton(page) {
      await page.activate();
      return z.string().parse(
        await atTab(
          page,
          `const popups = () => [...extension.views].filter(({ viewType }) => viewType === 'popup');
          const rest = () => new Promise((resolve) => window.setTimeout(resolve, 50));
          // A popup that is still open from before is no answer to this press.
          for (const panel of window.document.querySelectorAll('panel[panelopen]')) panel.hidePopup();
          for (let tries = 0; popups().length > 0 && tries < 100; tries++) await rest();
          // As a click does, and unlike the extension's own call: only a person's press gives it the tab.
          await action.triggerAction(window);
          for (let tries = 0; tries < 100; tries++) {
            const spec = popups()[0]?.uri?.spec;
            if (spec && spec !== 'about:blank') return spec;
            await rest();
          }
          throw new Error('no popup opened');`,
        ),
      );
    },
    async chooseInContextMenu(page, point, { title }) {
      await page.activate();
      await asFirefox(page).rightClickAt(point);
      await atTab(
        page,
        `const menu = window.document.getElementById('contentAreaContextMenu');
        const rest = () => new Promise((resolve) => window.setTimeout(resolve, 50));
        for (let tries = 0; menu.state !== 'open' && tries < 100; tries++) await rest();
        // Several items of one extension stand in a menu of their own.
        for (const sub of menu.querySelectorAll('menu')) {
          if (!sub.id.includes('-menuitem-')) continue;
          sub.openMenu(true);
          for (let tries = 0; sub.menupopup.state !== 'open' && tries < 100; tries++) await rest();
        }
        const item = [...menu.querySelectorAll('menuitem')].find((one) => one.label === ${JSON.stringify(title)});
        const labels = [...menu.querySelectorAll('menu, menuitem')].map((one) => one.label);
        if (item === undefined) throw new Error('no such item in the menu: ' + labels.join(' | '));
        item.closest('menupopup').activateItem(item);
        for (let tries = 0; menu.state !== 'closed' && tries < 100; tries++) await rest();`,
      );
    },
    async setOffline(offline) {
      await chrome(
        // Connections kept alive would carry on while offline, so they are dropped.
        `async (id, offline) => {
          Services.io.offline = offline;
          Services.obs.notifyObservers(null, 'net:prune-all-connections');
        }`,
        offline,
      );
    },
    async allowAccess() {
      // A preference of the profile says yes to all (firefox-profile.ts), unless `refuseAccess` changed it.
      await chrome(`async () => { Services.prefs.setBoolPref('${PROMPTS}', false); }`);
    },
    async refuseAccess() {
      await chrome(`async (id) => {
        const { extension } = WebExtensionPolicy.getByID(id);
        const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
        const { ExtensionsUI } = ChromeUtils.importESModule('resource:///modules/ExtensionsUI.sys.mjs');
        const topic = 'webextension-optional-permission-prompt';
        // Answers in place of the panel that nobody could press.
        ExtensionsUI.vigieAnswer ??= (subject) => subject.wrappedJSObject.resolve(false);
        try { Services.obs.removeObserver(ExtensionsUI, topic); } catch {}
        try { Services.obs.removeObserver(ExtensionsUI.vigieAnswer, topic); } catch {}
        Services.obs.addObserver(ExtensionsUI.vigieAnswer, topic);
        Services.prefs.setBoolPref('${PROMPTS}', true);
        const given = await ExtensionPermissions.get(id);
        const taken = { permissions: [], origins: given.origins.filter((one) => one.includes('127.0.0.1')), data_collection: given.data_collection };
        await ExtensionPermissions.remove(id, taken, extension);
      }`);
    },
    async killBackground() {
      await chrome(`async (id) => {
        await WebExtensionPolicy.getByID(id).extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });
      }`);
    },
    async updateExtension() {
      await chrome(`async (id) => {
        const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
        await (await AddonManager.getAddonByID(id)).reload();
      }`);
    },
    async close() {
      await marionette.send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => {});
      marionette.end();
    },
  };
}
