/**
 * One interface over both browsers, as small as the journeys need it: what a person does with a real mouse and keyboard,
 * and what a test must look at. Everything that can be written on top of these primitives stands in `locate.ts` and
 * `journey.ts`, once for both browsers.
 *
 * Two ways into the extension are special. Its marks live in *closed* shadow roots, which no script of a page can open;
 * `inMarks` reaches them through each browser's debugging interface. Its own pages (`popup.html`) are opened in a tab:
 * the popup reads the tab it speaks about from `?tab=<tabId>`, so the same page and code run as in the real popup.
 */
import type { BrowserKind } from './find.ts';

/** Values that cross between Node and a page. */
export type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };

export interface Point {
  /** CSS pixels from the left of the viewport. */
  x: number;
  /** CSS pixels from the top of the viewport. */
  y: number;
}

export interface DrivenPage {
  /** Resolves once the document's load event has fired. */
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  url(): Promise<string>;
  /** Runs `fn` in the page with `args`; `fn` is sent as source text, so it may use nothing from outside itself. */
  evaluate<Args extends Plain[], Result>(
    fn: (...args: Args) => Result | Promise<Result>,
    ...args: Args
  ): Promise<Result>;
  /** Runs `fn` once for every `<vigie-mark>` of the page, in document order, with its host element and its (closed) shadow root. */
  inMarks<Args extends Plain[], Result>(
    fn: (host: HTMLElement, root: ShadowRoot, index: number, ...args: Args) => Result,
    ...args: Args
  ): Promise<Result[]>;
  /** A real click of the primary button. */
  clickAt(point: Point): Promise<void>;
  /** Real key strokes into whatever has the focus. */
  type(text: string): Promise<void>;
  /** One key by its `KeyboardEvent.key` name: `Enter`, `Tab`, `Escape`, `ArrowDown`, … */
  press(key: PressableKey): Promise<void>;
  /** PNG of the viewport or, with `whole`, of the page's body from top to bottom, however large the window is. */
  screenshot(options?: { whole?: boolean }): Promise<Uint8Array>;
  /** Shows this page as for a person who has the system force its few colours on everything; `false`: no more. */
  forceColours(forced: boolean): Promise<void>;
  setViewport(size: { width: number; height: number }): Promise<void>;
  /** Brings the tab to the front. */
  activate(): Promise<void>;
  close(): Promise<void>;
}

export interface ContextMenuItem {
  /** The extension's own id of the item. */
  id: string;
  title: string;
}

export type PressableKey = 'Enter' | 'Tab' | 'Escape' | 'Backspace' | 'ArrowDown' | 'ArrowUp' | 'Space';

export interface BrowserSession {
  kind: BrowserKind;
  /** As the browser says it: "Chromium 156.0.8078.79". */
  version: string;
  /** Origin of the extension's own pages, without a slash at the end. */
  extensionOrigin: string;
  /** Folder that downloads land in, unasked. */
  downloads: string;
  newPage(): Promise<DrivenPage>;
  /** Opens `popup.html?…` or another page of the extension in a tab of its own. */
  openExtensionPage(path: string): Promise<DrivenPage>;
  /** The page of the extension at `path` (with what follows it) that the extension itself opened in a tab. */
  openedExtensionPage(path: string): Promise<DrivenPage>;
  /** Addresses of all pages that are open. */
  openPages(): Promise<string[]>;
  /** The browser's id for the page's tab, as `chrome.tabs` counts. */
  tabId(page: DrivenPage): Promise<number>;
  /** Text on the toolbar button for that tab; empty where there is none. */
  badgeText(page: DrivenPage): Promise<string>;
  /** Presses the toolbar button while `page` is in front; resolves to the URL of the popup that opened. */
  pressToolbarButton(page: DrivenPage): Promise<string>;
  /**
   * Right-clicks at `point` and chooses an item of the extension. Firefox's real menu is opened and pressed; Chromium
   * draws its menu outside of what any protocol reaches, so there the browser's own event is raised in the background, for
   * an item that exists and with what the menu would have said of the place.
   */
  chooseInContextMenu(page: DrivenPage, point: Point, item: ContextMenuItem): Promise<void>;
  /** Cuts or restores the network for everything in the browser, loopback included. */
  setOffline(offline: boolean): Promise<void>;
  /**
   * From now on the browser says yes when the extension asks for access to hosts of this match pattern. Its question
   * stands in a window of the browser's own, where no driver can press a button.
   */
  allowAccess(pattern: string): Promise<void>;
  /**
   * Takes access to this machine away that was given on request and, in Firefox, says no to the next questions, until
   * `allowAccess`. Chromium's question stays open where nobody answers it.
   */
  refuseAccess(): Promise<void>;
  /** Ends the extension's background as the browser does when it is idle. */
  killBackground(): Promise<void>;
  /** Puts the extension in its own place, as an update does: its pages close, and scripts in pages of others lose it. */
  updateExtension(): Promise<void>;
  close(): Promise<void>;
}

/** About what the popup on the toolbar measures, in CSS pixels. */
export const EXTENSION_PAGE_VIEWPORT = { width: 400, height: 720 };

export interface SessionOptions {
  /** Executable of the browser. */
  path: string;
  /** Folder of the built extension. */
  extension: string;
  /** Loopback port of the stand-in's gate; without it the browser has no network but loopback. */
  gate: { port: number; spki: string } | null;
  headless: boolean;
  /** BCP 47 tag for pages (Accept-Language, `navigator.language`); the browser's own interface keeps the system's language. */
  language: string;
  colourScheme: 'light' | 'dark';
  viewport: { width: number; height: number };
  /** Folder in which the profile is made; else the system's for what is temporary. */
  profiles?: string;
  /** An organisation's policies as `policies.json` holds them. Firefox only: Chromium reads them from one folder of the machine. */
  policies?: Plain;
}
