/**
 * The content script's end of the messages. It uses the browser's own API and not the polyfill, which weighs 3 kB gzipped
 * on every page of the marketplaces and would serve two calls that both browsers offer alike.
 */
import { browser } from '@wxt-dev/browser';
import type { Reading } from './listing/listing.ts';
import { type Envelope, isEnvelope, type PageMessages, READ_NOW } from './messages.ts';

/** What the polyfill on the other side sends in place of a rejection where the browser cannot carry one. */
function isRejection(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && '__mozWebExtensionPolyfillReject__' in answer;
}

/** The background's answer, or null when it refuses, or is gone because the extension was updated or removed. */
export async function askFromPage<Name extends keyof PageMessages>(
  what: Name,
  body: PageMessages[Name]['request'],
): Promise<PageMessages[Name]['response'] | null> {
  const envelope: Envelope = { what, body };
  try {
    const answer = await browser.runtime.sendMessage<Envelope, PageMessages[Name]['response'] | undefined>(envelope);
    return isRejection(answer) ? null : (answer ?? null);
  } catch {
    return null;
  }
}

/** Answers the background when it asks what was read on this page. */
export function answerReadings(read: () => Reading | null): void {
  browser.runtime.onMessage.addListener((message: unknown, _sender, respond: (reading: Reading | null) => void) => {
    if (isEnvelope(message) && message.what === READ_NOW) respond(read());
  });
}
