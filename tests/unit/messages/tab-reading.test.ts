/** What is asked of a tab, and what happens where nobody in it answers. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { readTab } from '../../../lib/messages/tab-reading.ts';
import { judged } from '../evidence/fakes.ts';

const { reading } = judged();
const ITEM = 'https://www.aliexpress.com/item/1005006722922099.html';

/** A tab at an address; `answer` null where its page has no reader. */
function tabAt(url: string | undefined, answer: unknown) {
  vi.spyOn(browser.tabs, 'get').mockResolvedValue({ url } as never);
  vi.spyOn(browser.tabs, 'sendMessage').mockImplementation((async () => {
    if (answer === null) throw new Error('Could not establish connection. Receiving end does not exist.');
    return answer;
  }) as never);
  const run = vi.fn(async () => []);
  Object.assign(browser, { scripting: { executeScript: run } });
  return run;
}

describe('a tab that is asked', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('gives what its reader read', async () => {
    const run = tabAt(ITEM, reading);
    expect((await readTab(7))?.url).toBe(reading.url);
    expect(run).not.toHaveBeenCalled();
  });

  it('gives nothing where its reader read nothing yet, and needs no other', async () => {
    const run = tabAt(ITEM, undefined);
    expect(await readTab(7)).toBeNull();
    expect(run).not.toHaveBeenCalled();
  });

  it('is brought its reader where none answers', async () => {
    const run = tabAt(ITEM, null);
    expect(await readTab(7)).toBeNull();
    expect(run).toHaveBeenCalledExactlyOnceWith({
      target: { tabId: 7, frameIds: [0] },
      files: ['/content-scripts/aliexpress-reader.js'],
      injectImmediately: true,
    });
  });

  it.each([
    ['without goods', 'https://www.aliexpress.com/p/help/index.html'],
    ['of another site', 'https://example.org/item/1.html'],
    ['that it may not see', undefined],
  ])('is brought none on a page %s', async (_, url) => {
    const run = tabAt(url, null);
    expect(await readTab(7)).toBeNull();
    expect(run).not.toHaveBeenCalled();
  });

  it('gives nothing where the browser lets no reader in', async () => {
    const run = tabAt(ITEM, null);
    run.mockRejectedValue(new Error('Cannot access contents of the page.'));
    expect(await readTab(7)).toBeNull();
  });
});
