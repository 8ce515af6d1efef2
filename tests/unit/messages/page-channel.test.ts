/** The page's end of the messages: who answers for a page, and what a refusal is to it. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { z } from '../../../lib/formats/validation.ts';
import { listen, type Routes } from '../../../lib/messages/message-router.ts';
import { READ_NOW } from '../../../lib/messages/messages.ts';
import { answerQuestions, askFromPage } from '../../../lib/messages/page-channel.ts';
import { judged } from '../evidence/fakes.ts';

type Listener = (message: unknown, sender: unknown, respond: (answer: unknown) => void) => unknown;

/** What listens to messages from now on, in the order in which it began to. */
function listeners(): Listener[] {
  const all: Listener[] = [];
  vi.spyOn(browser.runtime.onMessage, 'addListener').mockImplementation(((one: Listener) => all.push(one)) as never);
  return all;
}

describe('the page’s end of the messages', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('answers no more once another copy of the reader has taken over', () => {
    const all = listeners();
    const { reading } = judged();
    const first = new AbortController();
    const answers = { ticksChanged: vi.fn(), blur: vi.fn() };
    answerQuestions({ ...answers, reading: () => null }, first.signal);
    first.abort();
    answerQuestions({ ...answers, reading: () => reading }, new AbortController().signal);
    const respond = vi.fn();
    for (const hear of all) hear({ what: READ_NOW, body: null }, {}, respond);
    expect(respond.mock.calls).toEqual([[reading]]);
  });

  it('is told nothing, and no error, of what the background refuses or cannot do', async () => {
    const all = listeners();
    const failing = vi.fn(async () => Promise.reject(new Error('the database is shut')));
    const table = { 'mark-styles': { from: 'page', body: z.null(), handle: failing } } as unknown as Routes;
    listen(table, () => true);
    const page = { id: browser.runtime.id, url: 'https://www.joom.com/fr', frameId: 0, tab: { id: 7 } };
    vi.spyOn(browser.runtime, 'sendMessage').mockImplementation((async (message: unknown) =>
      all[0]?.(message, page, () => undefined)) as never);
    expect(await askFromPage('mark-styles', null)).toBeNull();
    expect(failing).toHaveBeenCalledOnce();
    expect(await askFromPage('mark-styles', 'forged' as never)).toBeNull();
    expect(failing).toHaveBeenCalledOnce();
    // An answer, and not a rejection, which the polyfill would send as an object.
    await expect(all[0]?.({ what: 'mark-styles', body: null }, page, () => undefined)).resolves.toBeNull();
    const own = { id: browser.runtime.id, url: browser.runtime.getURL('/popup.html' as never) };
    await expect(all[0]?.({ what: 'mark-styles', body: null }, own, () => undefined)).rejects.toThrow('shut');
  });
});
