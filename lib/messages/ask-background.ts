import { browser } from 'wxt/browser';
import type { BackgroundMessages, Envelope } from './messages.ts';

/** Asks the background, from a page of the extension. Rejects when it is gone (the extension was updated or removed) or refuses the message. */
export async function ask<Name extends keyof BackgroundMessages>(
  what: Name,
  body: BackgroundMessages[Name]['request'],
): Promise<BackgroundMessages[Name]['response']> {
  const envelope: Envelope = { what, body };
  return (await browser.runtime.sendMessage(envelope)) as BackgroundMessages[Name]['response'];
}
