import { browser } from 'wxt/browser';
import { sha256Schema } from './item.ts';
import type { Software } from './seal.ts';

/** Where the build writes the SHA-256 over its files (`tools/extension-build.ts`); a development build has none. */
export const BUILD_HASH = '/build-hash.txt';

let hash: Promise<string | null> | null = null;

async function readHash(): Promise<string | null> {
  try {
    const response = await fetch(browser.runtime.getURL(BUILD_HASH as Parameters<typeof browser.runtime.getURL>[0]));
    const read = sha256Schema.safeParse((await response.text()).trim());
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** Which Vigie this is, for records and seals. */
export async function thisSoftware(): Promise<Software> {
  hash ??= readHash();
  return { name: 'Vigie', version: browser.runtime.getManifest().version, build: await hash };
}
