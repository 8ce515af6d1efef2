/** What the popup is told of a tab that went on to another page without loading it anew. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { matcherOf } from '../../../lib/rules/matcher.ts';
import { describeTab } from '../../../lib/tabs/tab-description.ts';
import { judged, URL_OF_PAGE } from '../evidence/fakes.ts';

const { reading } = judged();
const OTHER = 'https://www.joom.com/en/products/5f4e3d2c1b0a998877665502';

/** The description of a tab at that address, whose reader still says what it read of `URL_OF_PAGE`. */
async function describedAt(address: string) {
  vi.spyOn(browser.tabs, 'get').mockResolvedValue({ url: address } as never);
  vi.spyOn(browser.tabs, 'sendMessage').mockResolvedValue(reading as never);
  const described = await describeTab(7, matcherOf([]), { language: 'en', seesWeak: false });
  return described.kind === 'read' ? described : expect.fail(described.kind);
}

describe('a tab', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([URL_OF_PAGE, `${URL_OF_PAGE}?utm_source=x#reviews`])(
    'is described by what was read of it: %s',
    async (at) => {
      const { reading: shown } = await describedAt(at);
      expect(shown.listings.map(({ title }) => title)).toEqual(['Kitchen timer']);
      expect(shown.completeness.verdict).toBe('complete');
    },
  );

  it('shows nothing yet where its address names another product than was read', async () => {
    const { reading: shown, byAddress, findings } = await describedAt(OTHER);
    expect(shown).toMatchObject({ page: 'product', url: OTHER, listings: [], completeness: { verdict: 'not-ready' } });
    expect(findings).toEqual([]);
    expect(byAddress?.ref.id).toBe('5f4e3d2c1b0a998877665502');
  });

  it('is no page of goods where it went to one of none', async () => {
    const { reading: shown } = await describedAt('https://www.joom.com/en/cart');
    expect(shown).toMatchObject({ page: 'other', completeness: { verdict: 'not-a-listing' } });
  });
});
