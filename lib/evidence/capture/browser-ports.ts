/** The ports of a capture, made of the browser's own calls. */
import { browser } from 'wxt/browser';
import { CaptureStopped, faultOf } from './faults.ts';
import { Pace } from './pace.ts';
import { CONTROLLER, type PageMethod } from './page/controller.ts';
import type { Rectangle } from './plan.ts';
import type { Camera, Clock, PageSession, TabFacts } from './ports.ts';

export const clock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

const SCRIPT = '/capture-page.js' as const;
/** How long a capture waits for its tab to come back to the front. */
const COVERED_PATIENCE_MS = 8_000;

/** Runs in the page's isolated world. */
function callController(name: string, method: string, given: unknown[]): unknown {
  const controller: unknown = Reflect.get(globalThis, name);
  if (typeof controller !== 'object' || controller === null) return { gone: true };
  const called = (controller as Record<string, (...args: unknown[]) => Promise<unknown>>)[method]?.(...given);
  return Promise.resolve(called).then((done) => ({ done }));
}

/** Whether the tab is still there: tells a closed tab from one that went elsewhere. */
async function goneFault(tab: number): Promise<CaptureStopped> {
  const there = await browser.tabs.get(tab).then(
    () => true,
    () => false,
  );
  return new CaptureStopped(there ? 'navigated' : 'tab-closed');
}

/** Longer than the page's own limits on loading. */
const CALL_PATIENCE_MS = 60_000;

/** Whether the document in the tab is the one that the script was put into. */
async function isControllerThere(tab: number): Promise<boolean> {
  try {
    const [frame] = await browser.scripting.executeScript({
      target: { tabId: tab },
      func: (name: string) => Reflect.has(globalThis, name),
      args: [CONTROLLER],
    });
    return frame?.result === true;
  } catch {
    return false;
  }
}

/**
 * Waits for a call into the page, no longer than the page is there: Firefox never settles a call whose document went
 * away in the middle. Rejects with `CaptureStopped`.
 */
async function whileThere<Result>(tab: number, call: Promise<Result>): Promise<Result> {
  const ended = Promise.withResolvers<never>();
  const removed = (closed: number) => {
    if (closed === tab) ended.reject(new CaptureStopped('tab-closed'));
  };
  const updated = (changed: number, { status }: { status?: string }) => {
    if (changed !== tab || status === undefined) return;
    // A page that changes its own address says "loading" as well, and stays.
    void isControllerThere(tab).then(async (isThere) => {
      if (!isThere) ended.reject(await goneFault(tab));
    });
  };
  const patience = setTimeout(
    () => ended.reject(new CaptureStopped('failed', 'the page did not answer in time')),
    CALL_PATIENCE_MS,
  );
  browser.tabs.onRemoved.addListener(removed);
  browser.tabs.onUpdated.addListener(updated);
  try {
    return await Promise.race([call, ended.promise]);
  } finally {
    clearTimeout(patience);
    browser.tabs.onRemoved.removeListener(removed);
    browser.tabs.onUpdated.removeListener(updated);
  }
}

export class InjectedPage implements PageSession {
  readonly #tab: number;
  #injected = false;

  constructor(tab: number) {
    this.#tab = tab;
  }

  async begin() {
    try {
      await browser.scripting.executeScript({ target: { tabId: this.#tab }, files: [SCRIPT] });
    } catch (error) {
      const { fault, detail } = faultOf(error);
      throw new CaptureStopped(fault === 'failed' ? 'no-permission' : fault, detail);
    }
    this.#injected = true;
    return this.#call<Awaited<ReturnType<PageSession['begin']>>>('begin');
  }

  load(height: number) {
    return this.#call<Awaited<ReturnType<PageSession['load']>>>('load', height);
  }

  show(y: number, isFirst: boolean) {
    return this.#call<Awaited<ReturnType<PageSession['show']>>>('show', y, isFirst);
  }

  showElement(listing: string) {
    return this.#call<Awaited<ReturnType<PageSession['showElement']>>>('showElement', listing);
  }

  snapshot(limit: number) {
    return this.#call<Awaited<ReturnType<PageSession['snapshot']>>>('snapshot', limit);
  }

  async end(): Promise<void> {
    if (this.#injected) await this.#call('end').catch(() => undefined);
  }

  /** The isolated world is ours; what comes from it is what our own script put together from a hostile page, capped there. */
  async #call<Result>(method: PageMethod, ...given: unknown[]): Promise<Result> {
    let answer: { done?: unknown; gone?: boolean } | null | undefined;
    try {
      const called = browser.scripting.executeScript({
        target: { tabId: this.#tab },
        func: callController,
        args: [CONTROLLER, method, given],
      });
      const [frame] = await whileThere(this.#tab, called);
      answer = frame?.result as typeof answer;
    } catch (error) {
      throw error instanceof CaptureStopped ? error : await goneFault(this.#tab);
    }
    // Another document in the tab has no controller; a document that is going away answers nothing.
    if (answer == null || !('done' in answer)) throw await goneFault(this.#tab);
    return answer.done as Result;
  }
}

function blobOf(dataUrl: string): Blob {
  const comma = dataUrl.indexOf(',');
  const binary = atob(dataUrl.slice(comma + 1));
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return new Blob([bytes], { type: 'image/png' });
}

/** The window's tab in front must be ours before and after: the browser captures whatever is in front. */
async function isInFront(tab: number): Promise<number | null> {
  const facts = await browser.tabs.get(tab).catch(() => null);
  if (facts === null) throw new CaptureStopped('tab-closed');
  return facts.active && facts.windowId !== undefined ? facts.windowId : null;
}

async function shootInFront(tab: number, shoot: (window: number) => Promise<string>): Promise<Blob> {
  for (const end = Date.now() + COVERED_PATIENCE_MS; ; await clock.sleep(200)) {
    const window = await isInFront(tab);
    if (window !== null) {
      const shot = await shoot(window).catch(async (error: unknown) => {
        // With the page goes the permission that was given for it; the browser only says that there is none.
        throw (await isControllerThere(tab)) ? error : await goneFault(tab);
      });
      if ((await isInFront(tab)) === window) return blobOf(shot);
    }
    if (Date.now() > end) throw new CaptureStopped('covered');
  }
}

/** Shared by all captures of this background: the quota is the extension's, not the capture's. */
const pace = new Pace(clock);

/** Chromium takes what the window shows, and ignores rectangles. */
const windowCamera: Camera = {
  takes: 'tiles',
  shoot: (tab) =>
    shootInFront(tab, (window) => pace.call(() => browser.tabs.captureVisibleTab(window, { format: 'png' }))),
};

interface FirefoxDetails {
  format: 'png';
  rect?: Rectangle;
}

/** Firefox takes any rectangle of the document, at the window's own ratio, and knows no quota. */
const documentCamera: Camera = {
  takes: 'rectangles',
  shoot: (tab, rectangle) =>
    shootInFront(tab, (window) => {
      const details: FirefoxDetails = { format: 'png', ...(rectangle === null ? {} : { rect: rectangle }) };
      return browser.tabs.captureVisibleTab(window, details);
    }),
};

export const camera: Camera = import.meta.env.FIREFOX ? documentCamera : windowCamera;

export async function factsOf(tab: number): Promise<TabFacts> {
  const [facts, zoom] = await Promise.all([
    browser.tabs.get(tab).catch(() => null),
    browser.tabs.getZoom(tab).catch(() => null),
  ]);
  return { privateWindow: facts?.incognito ?? null, zoom };
}
