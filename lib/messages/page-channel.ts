/**
 * The content script's end of the messages. It uses the browser's own API and not the polyfill, which weighs 3 kB gzipped
 * on every page of the marketplaces and would serve two calls that both browsers offer alike.
 */
import { browser } from '@wxt-dev/browser';
import type { ListingKey, Reading } from '../listing/listing.ts';
import {
  BLUR_LISTING,
  type Blur,
  type Envelope,
  isEnvelope,
  type PageMessages,
  READ_NOW,
  TICKS_CHANGED,
} from './messages.ts';

/** The background's answer, or null when it refuses, or is gone because the extension was updated or removed. */
export async function askFromPage<Name extends keyof PageMessages>(
  what: Name,
  body: PageMessages[Name]['request'],
): Promise<PageMessages[Name]['response'] | null> {
  const envelope: Envelope = { what, body };
  try {
    return (await browser.runtime.sendMessage<Envelope, PageMessages[Name]['response'] | undefined>(envelope)) ?? null;
  } catch {
    return null;
  }
}

export interface PageAnswers {
  /** What was read so far; null before the first reading. */
  reading(): Reading | null;
  /** The settings say something else about boxes to tick. */
  ticksChanged(): void;
  blur(listing: ListingKey, blurred: boolean): void;
}

/** Answers what the background and the popup ask of this page, until `signal` aborts: another copy answers then. */
export function answerQuestions(answers: PageAnswers, signal: AbortSignal): void {
  browser.runtime.onMessage.addListener((message: unknown, _sender, respond: (answer: unknown) => void) => {
    if (signal.aborted || !isEnvelope(message)) return;
    if (message.what === READ_NOW) respond(answers.reading());
    if (message.what === TICKS_CHANGED) answers.ticksChanged();
    if (message.what === BLUR_LISTING) {
      // Only Vigie's own contexts can send to a content script.
      const { listing, blurred } = message.body as Blur;
      answers.blur(listing, blurred);
    }
  });
}
