/**
 * Receives messages in the background, ordered by trust.
 *
 * A content script runs in the process of a page that may be hostile, so a `page` message is taken only from a tab on a
 * marketplace and its body is parsed before use; an `extension` message reveals or changes what the person stored and is
 * taken from the extension's own pages alone. The rank stands in the table beside the schema: adding a message means
 * deciding who may send it.
 */
import { browser } from 'wxt/browser';
import type * as z from 'zod';
import { type BackgroundMessages, isEnvelope } from './messages.ts';

export interface Sender {
  tab: number | null;
  /** 0 is the tab's page itself. */
  frame: number;
  url: string | null;
}

export interface Route<Name extends keyof BackgroundMessages> {
  from: 'page' | 'extension';
  body: z.ZodType<BackgroundMessages[Name]['request']>;
  handle(
    body: BackgroundMessages[Name]['request'],
    sender: Sender,
  ): Promise<BackgroundMessages[Name]['response']> | BackgroundMessages[Name]['response'];
}

export type Routes = { [Name in keyof BackgroundMessages]: Route<Name> };

/** The part of `runtime.MessageSender` that trust depends on. */
export interface RawSender {
  id?: string | undefined;
  url?: string | undefined;
  frameId?: number | undefined;
  tab?: { id?: number | undefined } | undefined;
}

export interface Origins {
  extensionId: string;
  /** `chrome-extension://…/` or `moz-extension://…/`, with the trailing slash. */
  extensionRoot: string;
  isMarketplace(url: URL): boolean;
}

/** Who sent it, as far as the browser vouches for it; null when neither rank applies. */
export function rankOf(sender: RawSender, origins: Origins): 'page' | 'extension' | null {
  if (sender.id !== origins.extensionId || sender.url === undefined) return null;
  if (sender.url.startsWith(origins.extensionRoot)) return 'extension';
  const url = URL.parse(sender.url);
  return sender.tab?.id !== undefined && url !== null && url.protocol === 'https:' && origins.isMarketplace(url)
    ? 'page'
    : null;
}

export class RefusedMessage extends Error {
  override name = 'RefusedMessage';
}

/** Runs the route for a message; throws `RefusedMessage` when the sender or the body is not what the route takes. */
export async function route(routes: Routes, message: unknown, sender: RawSender, origins: Origins): Promise<unknown> {
  if (!isEnvelope(message) || !Object.hasOwn(routes, message.what)) throw new RefusedMessage('unknown message');
  const chosen = routes[message.what as keyof BackgroundMessages] as Route<keyof BackgroundMessages>;
  const rank = rankOf(sender, origins);
  if (rank === null || (chosen.from === 'extension' && rank === 'page')) {
    throw new RefusedMessage(`${message.what} is not taken from this sender`);
  }
  const body = chosen.body.safeParse(message.body);
  if (!body.success) throw new RefusedMessage(`${message.what} has a malformed body`);
  return chosen.handle(body.data, {
    tab: sender.tab?.id ?? null,
    frame: sender.frameId ?? 0,
    url: sender.url ?? null,
  });
}

/** Listens for the life of the background. Must be called synchronously at its start, or wake-up messages are lost. */
export function listen(routes: Routes, isMarketplace: (url: URL) => boolean): void {
  const origins: Origins = {
    extensionId: browser.runtime.id,
    extensionRoot: browser.runtime.getURL('/'),
    isMarketplace,
  };
  browser.runtime.onMessage.addListener((message: unknown, sender: RawSender) => {
    if (!isEnvelope(message) || !Object.hasOwn(routes, message.what)) return undefined;
    const answer = route(routes, message, sender, origins);
    // The polyfill sends a rejection as an object of its own, which a content script, that does without it, would take for
    // an answer: a page gets none.
    return rankOf(sender, origins) === 'extension' ? answer : answer.catch(() => null);
  });
}
