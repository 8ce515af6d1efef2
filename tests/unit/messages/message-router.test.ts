/** Who may send what: a page that took over its content script, another extension, an address that only looks like ours. */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { z } from '../../../lib/formats/validation.ts';
import { adapterFor } from '../../../lib/marketplaces/registry.ts';
import {
  type Origins,
  type RawSender,
  RefusedMessage,
  type Routes,
  rankOf,
  route,
} from '../../../lib/messages/message-router.ts';

const ORIGINS: Origins = {
  extensionId: 'vigie-id',
  extensionRoot: 'chrome-extension://vigie-id/',
  isMarketplace: (url) => adapterFor(url) !== null,
};
const PAGE: RawSender = { id: 'vigie-id', url: 'https://www.aliexpress.com/item/1.html', frameId: 0, tab: { id: 7 } };
const OWN: RawSender = { id: 'vigie-id', url: 'chrome-extension://vigie-id/popup.html' };

/** Two real messages, one of each rank, with what they were handled with. */
function routes() {
  const page = vi.fn(() => null);
  const own = vi.fn(() => null);
  const table = {
    'open-report': { from: 'page', body: z.object({ listing: z.string().max(20) }), handle: page },
    'unhide-listings': { from: 'extension', body: z.object({ listings: z.array(z.string()) }), handle: own },
  };
  return { page, own, table: table as unknown as Routes };
}

describe('the rank of a sender', () => {
  it('is what the browser vouches for', () => {
    expect(rankOf(PAGE, ORIGINS)).toBe('page');
    expect(rankOf(OWN, ORIGINS)).toBe('extension');
  });

  it.each([
    ['another extension', { ...OWN, id: 'other' }],
    ['another extension on a marketplace', { ...PAGE, id: 'other' }],
    ['nobody', { url: OWN.url }],
    ['a page without an address', { ...PAGE, url: undefined }],
    ['an extension whose id begins like ours', { ...OWN, url: 'chrome-extension://vigie-id.evil/popup.html' }],
    ['a page that names ours in its address', { ...PAGE, url: 'https://evil.example/chrome-extension://vigie-id/' }],
    ['another site', { ...PAGE, url: 'https://evil.example/item/1.html' }],
    ['a host that ends like a marketplace', { ...PAGE, url: 'https://notaliexpress.com/item/1.html' }],
    ['a host that begins like a marketplace', { ...PAGE, url: 'https://www.aliexpress.com.evil.example/item/1.html' }],
    ['a marketplace without TLS', { ...PAGE, url: 'http://www.aliexpress.com/item/1.html' }],
    ['a document of a marketplace without a tab', { ...PAGE, tab: undefined }],
    ['a blob of a marketplace', { ...PAGE, url: 'blob:https://www.aliexpress.com/0' }],
  ])('is none for %s', (_what, sender) => {
    expect(rankOf(sender, ORIGINS)).toBeNull();
  });
});

describe('a message', () => {
  it('of the page’s rank is handled, with the sender that the browser named', async () => {
    const { page, table } = routes();
    await route(table, { what: 'open-report', body: { listing: 'joom:1' } }, PAGE, ORIGINS);
    expect(page).toHaveBeenCalledExactlyOnceWith({ listing: 'joom:1' }, { tab: 7, frame: 0, url: PAGE.url });
  });

  it('that reveals or changes what is stored is refused to a page', async () => {
    const { own, table } = routes();
    const message = { what: 'unhide-listings', body: { listings: [] } };
    await expect(route(table, message, PAGE, ORIGINS)).rejects.toThrow(RefusedMessage);
    expect(own).not.toHaveBeenCalled();
    await route(table, message, OWN, ORIGINS);
    expect(own).toHaveBeenCalledOnce();
  });

  it('cannot say who sent it', async () => {
    const { own, table } = routes();
    const forged = { what: 'unhide-listings', body: { listings: [] }, from: 'extension', sender: OWN, url: OWN.url };
    await expect(route(table, forged, PAGE, ORIGINS)).rejects.toThrow(RefusedMessage);
    expect(own).not.toHaveBeenCalled();
  });

  it.each(['toString', '__proto__', 'constructor', 'hasOwnProperty', '', 'unknown'])(
    'called %j is unknown',
    async (what) => {
      await expect(route(routes().table, { what, body: null }, OWN, ORIGINS)).rejects.toThrow('unknown message');
    },
  );

  it('of any shape is refused before it reaches a handler', async () => {
    const { page, own, table } = routes();
    const bodies = fc.oneof(
      fc.anything(),
      fc.record({ what: fc.constantFrom('open-report', 'unhide-listings'), body: fc.anything() }),
    );
    await fc.assert(
      fc.asyncProperty(bodies, async (message) => {
        await expect(route(table, message, { ...PAGE, id: 'other' }, ORIGINS)).rejects.toThrow(RefusedMessage);
        await route(table, message, PAGE, ORIGINS).catch((error: unknown) =>
          expect(error).toBeInstanceOf(RefusedMessage),
        );
      }),
    );
    expect(own).not.toHaveBeenCalled();
    for (const [body] of page.mock.calls as unknown as [{ listing: unknown }][])
      expect(body.listing).toBeTypeOf('string');
  });
});
