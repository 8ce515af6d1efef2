import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { bareListing } from '../../../lib/listing/bare-listing.ts';
import type { Subject } from '../../../lib/reports/stored-report.ts';

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.resetModules();
});

function subject(id: string, sensitive = false): Subject {
  const canonicalUrl = `https://www.joom.com/fr/products/${id}`;
  return {
    listing: bareListing({ marketplace: 'joom', id, canonicalUrl, region: null }),
    completeness: { verdict: 'complete', lacking: [], reason: null },
    visited: canonicalUrl,
    findings: sensitive ? [{ sensitive: true } as Subject['findings'][number]] : [],
    readAt: 1,
  };
}

const load = () => import('../../../lib/reports/cart.ts');

describe('the cart', () => {
  it('keeps listings once, in the order ticked, and gives them back', async () => {
    const cart = await load();
    vi.useFakeTimers({ toFake: ['Date'], now: 1 });
    for (const id of ['b', 'a', 'b']) {
      expect(await cart.addToCart(subject(id))).toBe('in');
      vi.setSystemTime(Date.now() + 1);
    }
    vi.useRealTimers();
    expect((await cart.cartItems()).map(({ listing }) => listing)).toEqual(['joom:a', 'joom:b']);
    expect(await cart.inCart(['joom:c', 'joom:b'])).toEqual(['joom:b']);
    await cart.takeOutOfCart(['joom:b', 'joom:c']);
    expect(await cart.cartCount()).toBe(1);
  });

  it('takes listings back in their old place, as far as there is room', async () => {
    const cart = await load();
    vi.useFakeTimers({ toFake: ['Date'], now: 1 });
    for (const id of ['a', 'b', 'c']) {
      await cart.addToCart(subject(id));
      vi.setSystemTime(Date.now() + 1);
    }
    vi.useRealTimers();
    const before = await cart.cartItems();
    await cart.takeOutOfCart(['joom:a', 'joom:b']);
    await cart.putBackInCart(before.slice(0, 2));
    expect(await cart.cartItems()).toEqual(before);
    await cart.takeOutOfCart(['joom:a', 'joom:b']);
    for (let number = 0; number < cart.CART_SIZE - 2; number++) await cart.addToCart(subject(`x${number}`));
    await cart.putBackInCart(before.slice(0, 2));
    expect(await cart.cartCount()).toBe(cart.CART_SIZE);
    expect(await cart.inCart(['joom:a', 'joom:b'])).toEqual(['joom:a']);
  });

  it('takes as many as one report does, and says when it is full', async () => {
    const cart = await load();
    for (let number = 0; number < cart.CART_SIZE; number++) await cart.addToCart(subject(`x${number}`));
    expect(await cart.addToCart(subject('more'))).toBe('full');
    expect(await cart.addToCart(subject('x0'))).toBe('in');
    expect(await cart.cartCount()).toBe(cart.CART_SIZE);
  });

  it('never takes goods of the child-protection path', async () => {
    const cart = await load();
    expect(await cart.addToCart(subject('a', true))).toBe('child-protection');
    expect(await cart.cartCount()).toBe(0);
  });
});
