/**
 * An evidence package opened by the engine of replayweb.page (`@webrecorder/wabac`, its service worker as published):
 * a web archive that only its maker can open would be no archive.
 */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { launch } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportPackage } from '../../lib/evidence/package/export.ts';
import { findBrowser } from '../../tools/browser/find.ts';
import { blobOf, sampleCase } from '../unit/evidence/sample-case.ts';

const WORKER = new URL('../../node_modules/@webrecorder/wabac/dist/sw.js', import.meta.url);

interface Collection {
  title: string;
  pages: { url: string; title: string }[];
  verify: { numValid: number; numInvalid: number; publicKey: string };
}

let server: Server;
let origin: string;
const packages = new Map<string, Uint8Array<ArrayBuffer>>();

/** Answers byte ranges: the engine reads only the parts of a package that it needs. */
function serve(): Server {
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const found = packages.get(pathname);
    if (pathname === '/sw.js') {
      response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(readFileSync(WORKER));
    } else if (found !== undefined) {
      const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
      const start = Number(first ?? 0);
      const end = last === undefined || last === '' ? found.length - 1 : Math.min(Number(last), found.length - 1);
      const part = found.slice(start, end + 1);
      response.writeHead(first === undefined ? 200 : 206, {
        'Content-Type': 'application/wacz',
        'Accept-Ranges': 'bytes',
        'Content-Length': part.length,
        ...(first === undefined ? {} : { 'Content-Range': `bytes ${start}-${end}/${found.length}` }),
      });
      response.end(request.method === 'HEAD' ? undefined : part);
    } else response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>reader</title>');
  });
}

/** Opens a package and then its page at `url`; what the engine says of the collection, and the page's text. */
async function replay(path: string, url: string): Promise<{ collection: Collection; text: string }> {
  const { path: executablePath } = findBrowser('chromium');
  const browser = await launch({ executablePath, headless: true, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.goto(`${origin}/`);
    const collection = await page.evaluate(async (source) => {
      await navigator.serviceWorker.register('/sw.js?useHashCheck=1');
      const { active } = await navigator.serviceWorker.ready;
      await new Promise<void>((resolve, reject) => {
        navigator.serviceWorker.addEventListener('message', ({ data }) => {
          if (data.msg_type === 'collAdded') resolve();
          if (data.msg_type === 'collProgress' && data.error) reject(new Error(data.error));
        });
        active?.postMessage({ msg_type: 'addColl', name: 'evidence', file: { sourceUrl: source } });
      });
      return (await fetch('/w/api/c/evidence?all=1')).json();
    }, `${origin}${path}`);
    // As replayweb.page shows it: in a frame.
    const text = await page.evaluate(async (source) => {
      const frame = document.createElement('iframe');
      await new Promise((resolve) => {
        frame.addEventListener('load', resolve);
        frame.src = source;
        document.body.append(frame);
      });
      return frame.contentDocument?.body.innerText ?? '';
    }, `${origin}/w/evidence/mp_/${url}`);
    return { collection, text };
  } finally {
    await browser.close();
  }
}

beforeAll(async () => {
  server = serve();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('replayweb.page\u2019s engine', () => {
  it('opens a package, finds its signature and hashes valid, and shows the page', async () => {
    const sample = await sampleCase();
    const url = sample.items[0]?.item.url ?? '';
    packages.set('/good.wacz', new Uint8Array(await (await blobOf(exportPackage(sample))).arrayBuffer()));
    const { collection, text } = await replay('/good.wacz', url);
    expect(collection.pages.map((page) => page.url)).toEqual([url, url]);
    expect(collection.verify.numInvalid).toBe(0);
    // The signature, datapackage.json and pages.jsonl.
    expect(collection.verify.numValid).toBe(3);
    expect(text.trim()).toBe('Lamp');
  });
});
