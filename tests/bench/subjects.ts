/**
 * The Chromiums that stand beside each other in a bench: without any extension, with one that does as little as an
 * extension can, and with Vigie. All are there for the whole run and take turns, so that a busy machine is as unfair to
 * each of them.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { type Browser, launch, type Page, type WebWorker } from 'puppeteer-core';
import type { Owned } from '../../tools/browser/owned.ts';

export interface Subject {
  name: 'none' | 'empty' | 'compiled' | 'vigie' | 'against';
  browser: Browser;
  /** Of the extension's own pages; null without one. */
  origin: string | null;
}

const EMPTY_FILES = {
  'manifest.json': JSON.stringify({
    manifest_version: 3,
    name: 'Empty',
    version: '1',
    background: { service_worker: 'background.js' },
    content_scripts: [{ matches: ['https://*.aliexpress.com/*'], js: ['page.js'], run_at: 'document_end' }],
  }),
  'background.js': "chrome.runtime.onMessage.addListener((_, __, answer) => { answer('mark'); });\n",
  'page.js': '(() => {})();\n',
  // As an extension does that asks its worker about the page and sets one element for the answer.
  'asking.js':
    "chrome.runtime.sendMessage(location.href).then(() => document.body.append(document.createElement('vigie-mark')));\n",
  'popup.html': '<!doctype html><title>Empty</title><button class="primary">Nothing</button>\n',
};

/** An extension that does nothing; `asking`: one whose page script asks its worker and sets one element for the answer. */
export function emptyExtension(folder: string, { asking = false } = {}): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(EMPTY_FILES)) writeFileSync(join(folder, name), text);
  if (asking) writeFileSync(join(folder, 'page.js'), EMPTY_FILES['asking.js']);
  return folder;
}

/**
 * A copy of Vigie whose readers are brought in and compiled as ever, and then do nothing: what a page pays before a single
 * element of it is looked at.
 */
export function compiledOnly(extension: string, folder: string): string {
  cpSync(extension, folder, { recursive: true });
  const scripts = join(folder, 'content-scripts');
  for (const name of readdirSync(scripts).filter((file) => file.endsWith('-reader.js'))) {
    const file = join(scripts, name);
    writeFileSync(file, `function reader() {\n${readFileSync(file, 'utf8')}\n}\n`);
  }
  return folder;
}

export async function startSubject(
  owned: Owned,
  path: string,
  name: Subject['name'],
  extension: string | null,
): Promise<Subject> {
  const browser = await launch({
    executablePath: path,
    headless: true,
    pipe: true,
    enableExtensions: true,
    userDataDir: owned.folder(`bench-${name}`),
    args: ['--disable-gpu', '--disable-component-update', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  const child = browser.process();
  if (child !== null) owned.process(child);
  owned.closes(() => browser.close());
  const id = extension === null ? null : await browser.installExtension(extension);
  return { name, browser, origin: id === null ? null : `chrome-extension://${id}` };
}

/** A tab that serves each of `pages` (address → HTML) under its real address and nothing else. */
export async function openTab({ browser }: Subject, pages: ReadonlyMap<string, string>): Promise<Page> {
  const tab = await browser.newPage();
  await tab.setRequestInterception(true);
  tab.on('request', (request) => {
    const body = request.isNavigationRequest() ? pages.get(request.url()) : undefined;
    // The pages' own scripts would only add noise.
    const headers = { 'content-security-policy': "script-src 'none'" };
    const contentType = 'text/html; charset=utf-8';
    void request.respond(body === undefined ? { status: 404, body: '' } : { contentType, headers, body });
  });
  return tab;
}

/** The extension's background, or null while the browser has ended it. */
export async function workerOf({ browser, origin }: Subject): Promise<WebWorker | null> {
  const target = browser.targets().find((one) => one.type() === 'service_worker' && one.url().startsWith(`${origin}/`));
  return (await target?.worker()) ?? null;
}
