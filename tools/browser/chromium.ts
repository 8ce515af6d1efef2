/**
 * Chromium, Chrome and Edge, over a DevTools pipe.
 *
 * The pipe matters twice: branded Chrome since 137 ignores `--load-extension`, and `Extensions.loadUnpacked` is offered on
 * a pipe only; and the browser ends by itself when the pipe closes, so nothing survives a killed Node.
 */
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CDPSession, launch, type Page, type Target } from 'puppeteer-core';
import { z } from 'zod';
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

const START_TIMEOUT_MS = 60_000;
const OFFLINE = { offline: true, latency: 0, downloadThroughput: 0, uploadThroughput: 0 };
const LOOPBACK = 'http://127.0.0.1/*';
const ONLINE = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };

interface DomNode {
  backendNodeId: number;
  localName: string;
  children?: DomNode[];
  shadowRoots?: DomNode[];
  contentDocument?: DomNode;
}

/** Every `<vigie-mark>` in document order, with its shadow root. */
function marksIn(node: DomNode): { host: number; root: number }[] {
  const own =
    node.localName === 'vigie-mark' && node.shadowRoots?.[0] !== undefined
      ? [{ host: node.backendNodeId, root: node.shadowRoots[0].backendNodeId }]
      : [];
  return [...own, ...(node.children ?? []).flatMap(marksIn)];
}

class ChromiumPage implements DrivenPage {
  readonly page: Page;
  readonly cdp: CDPSession;

  constructor(page: Page, cdp: CDPSession) {
    this.page = page;
    this.cdp = cdp;
  }

  async goto(url: string): Promise<void> {
    await this.page.goto(url, { waitUntil: 'load' });
  }

  async reload(): Promise<void> {
    await this.page.reload({ waitUntil: 'load' });
  }

  async url(): Promise<string> {
    return this.page.url();
  }

  evaluate<Args extends Plain[], Result>(
    fn: (...args: Args) => Result | Promise<Result>,
    ...args: Args
  ): Promise<Result> {
    // Sent as text, as for Firefox: neither browser may see a closure that the other would not.
    const call = `(${fn})(...${JSON.stringify(args)})`;
    return this.page.evaluate(call) as Promise<Result>;
  }

  async inMarks<Args extends Plain[], Result>(
    fn: (host: HTMLElement, root: ShadowRoot, index: number, ...args: Args) => Result,
    ...args: Args
  ): Promise<Result[]> {
    const { root } = await this.cdp.send('DOM.getDocument', { depth: -1, pierce: true });
    const marks = marksIn(root);
    const resolve = async (backendNodeId: number) =>
      (await this.cdp.send('DOM.resolveNode', { backendNodeId })).object.objectId;
    const objects = await Promise.all(marks.flatMap(({ host, root }) => [resolve(host), resolve(root)]));
    if (objects.length === 0) return [];
    const { result, exceptionDetails } = await this.cdp.send('Runtime.callFunctionOn', {
      objectId: objects[0],
      functionDeclaration: `function (...nodes) {
        const results = [];
        for (let i = 0; i < nodes.length; i += 2) {
          results.push((${fn})(nodes[i], nodes[i + 1], i / 2, ...${JSON.stringify(args)}) ?? null);
        }
        return results;
      }`,
      arguments: objects.map((objectId) => ({ objectId })),
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) {
      throw new Error(`in the page: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    }
    return result.value as Result[];
  }

  async clickAt({ x, y }: Point): Promise<void> {
    await this.page.mouse.click(x, y);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  async press(key: PressableKey): Promise<void> {
    await this.page.keyboard.press(key);
  }

  async screenshot({ whole = false } = {}): Promise<Uint8Array> {
    if (!whole) return this.page.screenshot({ type: 'png' });
    await this.page.evaluate('scrollTo(0, 0)');
    const body = await this.page.$('body');
    if (body === null) throw new Error('the page has no body');
    // What sticks to the window's edges would else lie across the middle of the picture.
    const before = this.page.viewport();
    const height = Math.ceil(z.number().parse(await this.page.evaluate('document.body.scrollHeight')));
    if (before !== null) await this.page.setViewport({ ...before, height: Math.max(before.height, height) });
    // Beyond the viewport, Chromium moves pages from right to left aside.
    const picture = await body.screenshot({ type: 'png', captureBeyondViewport: false });
    if (before !== null) await this.page.setViewport(before);
    return picture;
  }

  async forceColours(forced: boolean): Promise<void> {
    await this.cdp.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'forced-colors', value: forced ? 'active' : 'none' }],
    });
  }

  async setViewport(size: { width: number; height: number }): Promise<void> {
    await this.page.setViewport(size);
  }

  async activate(): Promise<void> {
    await this.page.bringToFront();
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

export function chromiumFlags({ gate, language, headless }: SessionOptions): string[] {
  const flags = [
    '--disable-quic',
    '--disable-gpu',
    '--disable-component-update',
    '--no-default-browser-check',
    `--accept-lang=${language}`,
    // Without a gate, a port where nothing listens. Loopback is never proxied.
    `--proxy-server=http://127.0.0.1:${gate?.port ?? 9}`,
  ];
  if (gate !== null) flags.push(`--ignore-certificate-errors-spki-list=${gate.spki}`);
  // Chromium's sandbox refuses to run as root; nowhere else is it given up.
  if (process.getuid?.() === 0) flags.push('--no-sandbox');
  if (!headless) flags.push('--test-type', '--window-size=1320,920');
  return flags;
}

export async function startChromium(owned: Owned, options: SessionOptions): Promise<BrowserSession> {
  const browser = await launch({
    executablePath: options.path,
    headless: options.headless,
    pipe: true,
    enableExtensions: true,
    userDataDir: owned.folder('chromium', options.profiles),
    args: chromiumFlags(options),
    defaultViewport: options.headless ? options.viewport : null,
    timeout: START_TIMEOUT_MS,
    // The run itself decides when things end.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  const child = browser.process();
  if (child !== null) owned.process(child);
  const downloads = owned.folder('downloads');
  const whole = await browser.target().createCDPSession();
  await whole.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
  const extensionId = await browser.installExtension(options.extension);
  const extensionOrigin = `chrome-extension://${extensionId}`;
  const pages = new Set<ChromiumPage>();
  let offline = false;

  const adopt = async (page: Page): Promise<ChromiumPage> => {
    const cdp = await page.createCDPSession();
    await cdp.send('DOM.enable');
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: options.colourScheme }]);
    const driven = new ChromiumPage(page, cdp);
    pages.add(driven);
    page.once('close', () => pages.delete(driven));
    if (offline) await page.setOfflineMode(true);
    return driven;
  };
  const newPage = async () => adopt(await browser.newPage());
  const asChromium = (page: DrivenPage): ChromiumPage => {
    if (!(page instanceof ChromiumPage)) throw new TypeError('this page belongs to another browser');
    return page;
  };
  const isBackground = (target: Target) =>
    target.type() === 'service_worker' && target.url().startsWith(extensionOrigin);
  const background = () => browser.targets().find(isBackground);
  const limitBackground = async (target: Target | undefined) => {
    const worker = await target?.worker();
    await worker?.client.send('Network.enable');
    await worker?.client.send('Network.emulateNetworkConditions', offline ? OFFLINE : ONLINE);
  };
  // A background that starts anew while offline is offline too.
  browser.on('targetcreated', (target) => {
    if (offline && isBackground(target)) void limitBackground(target).catch(() => {});
  });
  /** Runs `source` (a function's text) with the extension's rights, in a document that has none of its scripts. */
  const asExtension = async (source: string, ...args: Plain[]): Promise<unknown> => {
    const page = await browser.newPage();
    try {
      await page.goto(`${extensionOrigin}/manifest.json`);
      return await page.evaluate(`(${source})(...${JSON.stringify(args)})`);
    } finally {
      await page.close();
    }
  };
  /** What a person does on the browser's page of extensions. */
  const ofExtension = async (change: 'addHostPermission' | 'removeHostPermission', pattern: string): Promise<void> => {
    const page = await browser.newPage();
    try {
      await page.goto('chrome://extensions');
      await page.evaluate(
        `chrome.developerPrivate.${change}(${JSON.stringify(extensionId)}, ${JSON.stringify(pattern)})`,
      );
    } finally {
      await page.close();
    }
  };
  const tabId = async (page: DrivenPage): Promise<number> => {
    // The extension may not see the addresses of tabs; it is the one that was in front before the asking document.
    const id = await asExtension(
      `async () => {
        const [own, tabs] = await Promise.all([chrome.tabs.getCurrent(), chrome.tabs.query({})]);
        const others = tabs.filter(({ id }) => id !== own.id);
        return others.sort((a, b) => (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0))[0]?.id ?? -1;
      }`,
    );
    await asChromium(page).activate();
    return z.number().nonnegative().parse(id);
  };

  return {
    kind: 'chromium',
    downloads,
    version: (await browser.version()).replace('/', ' '),
    extensionOrigin,
    newPage,
    async openExtensionPage(path) {
      const page = await newPage();
      await page.setViewport(EXTENSION_PAGE_VIEWPORT);
      await page.goto(`${extensionOrigin}/${path}`);
      return page;
    },
    async openedExtensionPage(path) {
      const target = await browser.waitForTarget(
        (one) => one.type() === 'page' && one.url().startsWith(`${extensionOrigin}/${path}`),
        { timeout: 15_000 },
      );
      // A popup on the toolbar is no tab, and so no page until it is asked to be one.
      return adopt((await target.page()) ?? (await target.asPage()));
    },
    async openPages() {
      return browser.targets().flatMap((target) => (target.type() === 'page' ? [target.url()] : []));
    },
    tabId,
    async badgeText(page) {
      const id = await tabId(page);
      return z.string().parse(await asExtension('(tabId) => chrome.action.getBadgeText({ tabId })', id));
    },
    async pressToolbarButton(page) {
      const { page: tab } = asChromium(page);
      const extension = (await browser.extensions()).get(extensionId);
      if (extension === undefined) throw new Error('the extension is not installed');
      const opened = browser.waitForTarget(
        (target) => target.type() === 'page' && target.url().startsWith(`${extensionOrigin}/popup.html`),
        { timeout: 10_000 },
      );
      await tab.bringToFront();
      await tab.triggerExtensionAction(extension);
      return (await opened).url();
    },
    async chooseInContextMenu(page, point, item) {
      const id = await tabId(page);
      const place = await page.evaluate(
        (x, y) => {
          const link = document.elementFromPoint(x, y)?.closest('a');
          return { linkUrl: link?.href ?? null, pageUrl: location.href };
        },
        point.x,
        point.y,
      );
      // A sleeping background is woken first, as the click would.
      if (background() === undefined) await asExtension('() => chrome.runtime.sendMessage({}).catch(() => null)');
      const worker = await background()?.worker();
      if (worker === undefined || worker === null) throw new Error('the background did not start');
      const { linkUrl, pageUrl } = place;
      const click = { menuItemId: item.id, editable: false, pageUrl, ...(linkUrl === null ? {} : { linkUrl }) };
      await worker.evaluate(`(async () => {
        await chrome.contextMenus.update(${JSON.stringify(item.id)}, { title: ${JSON.stringify(item.title)} });
        chrome.contextMenus.onClicked.dispatch(${JSON.stringify(click)}, { id: ${id} });
      })()`);
    },
    async setOffline(value) {
      offline = value;
      await Promise.all([...pages].map(({ page }) => page.setOfflineMode(value)));
      // A sleeping background is woken first: one that wakes by itself may send before it is limited.
      if (background() === undefined) await asExtension('() => chrome.runtime.sendMessage({}).catch(() => null)');
      await limitBackground(background());
    },
    async allowAccess(pattern) {
      await ofExtension('addHostPermission', pattern);
    },
    async refuseAccess() {
      // What a press was answered with is the extension's to give back; what the settings of the browser say is not.
      await asExtension(`() => chrome.permissions.remove({ origins: ['${LOOPBACK}'] })`);
      await ofExtension('removeHostPermission', LOOPBACK).catch((error: unknown) => {
        if (!String(error).includes("hasn't been granted")) throw error;
      });
    },
    async killBackground() {
      const worker = await background()?.worker();
      if (worker === undefined || worker === null) return;
      await worker.close();
      for (let tries = 1; background() !== undefined && tries <= 100; tries++) {
        await sleep(50);
        // One in the middle of a download now and then outlives the first request.
        if (tries % 40 === 0) await worker.close().catch(() => undefined);
      }
      // What is sent while the browser still takes it down is answered by nobody.
      await sleep(300);
    },
    async updateExtension() {
      // Where Chromium is not told that its person develops extensions, it leaves one off that comes from a folder.
      await browser.installExtension(options.extension);
    },
    async close() {
      await browser.close();
    },
  };
}
