import { describe, expect, it } from 'vitest';
import { fetchAgain } from '../../../lib/evidence/capture/fetch-again.ts';
import { preparationOf } from '../../../lib/evidence/capture/preparation.ts';
import { looksTheSame } from '../../../lib/evidence/capture/stale.ts';
import { compareListings, pictureChanges } from '../../../lib/evidence/library/compare.ts';
import { clipped } from '../../../lib/evidence/library/retouch.ts';
import { searchItems } from '../../../lib/evidence/library/search.ts';
import { spaceOf } from '../../../lib/evidence/library/space.ts';
import type { StoredItem } from '../../../lib/evidence/library/stored.ts';
import { readAuthorities } from '../../../lib/evidence/settings.ts';
import { listing } from './fakes.ts';

const euros = (amount: number) => ({ amount, currency: 'EUR', text: `${amount} €` });
const price = (amount: number) => ({ low: euros(amount), high: euros(amount) });

describe('compareListings', () => {
  it('says what changed in title, price, seller and pictures, and what did not', () => {
    const seller = { name: 'A', id: '1', url: null, trader: 'unknown', traderText: null } as const;
    const before = listing({
      price: price(10),
      seller,
      imageUrls: ['https://i.example/a.jpg', 'https://i.example/b.jpg'],
    });
    const after = listing({
      title: 'Timer',
      price: price(12),
      seller: { ...seller, name: 'B' },
      imageUrls: ['https://i.example/b.jpg_350x350.jpg', 'https://i.example/c.jpg'],
    });
    const changed = Object.fromEntries(compareListings(before, after).map((change) => [change.field, change.changed]));
    expect(changed).toEqual({ title: true, price: true, seller: true, sellerId: false, trader: false, pictures: true });
    expect(pictureChanges(before, after)).toEqual({
      added: ['https://i.example/c.jpg'],
      removed: ['https://i.example/a.jpg'],
    });
  });

  it('finds nothing between a listing and itself', () => {
    const same = listing({ price: price(10) });
    expect(compareListings(same, same).some(({ changed }) => changed)).toBe(false);
  });
});

describe('searchItems', () => {
  const item = (title: string, note = ''): StoredItem =>
    ({ title, note, url: 'https://x.example', listing: null }) as StoredItem;
  it('finds all words in any order, whatever the accents', () => {
    const items = [item('Minuteur de cuisine'), item('Caméra cachée', 'réveil'), item('Mug')];
    expect(searchItems(items, 'CACHEE camera').map(({ title }) => title)).toEqual(['Caméra cachée']);
    expect(searchItems(items, 'reveil')).toHaveLength(1);
    expect(searchItems(items, ' ')).toHaveLength(3);
    expect(searchItems(items, 'camera mug')).toEqual([]);
  });
});

describe('clipped', () => {
  it('keeps to whole pixels inside the picture, whichever way it was drawn', () => {
    const drawn = { kind: 'black', text: '', x: 50, y: 90, width: -60, height: 40.5 } as const;
    expect(clipped(drawn, 100, 100)).toMatchObject({ x: 0, y: 90, width: 50, height: 10 });
    expect(clipped({ ...drawn, x: 200, width: 10 }, 100, 100)).toBeNull();
  });
});

describe('looksTheSame', () => {
  it('tells a late frame from a new one, and takes an even area for no late frame', () => {
    const tile = Uint32Array.from({ length: 1000 }, (_, at) => at);
    const moving = Uint32Array.from(tile, (value, at) => (at < 30 ? 0 : value));
    expect(looksTheSame(tile, moving)).toBe(true);
    expect(looksTheSame(tile, tile.toReversed())).toBe(false);
    const white = new Uint32Array(1000).fill(0xffffffff);
    expect(looksTheSame(white, white)).toBe(false);
  });
});

describe('preparationOf', () => {
  const facts = { reloadedAt: 1000, loadedAt: 1200, privateWindow: true, serverOffset: 1, declared: [] };
  const done = (changes: object) =>
    Object.fromEntries(preparationOf({ ...facts, ...changes }).map(({ step, done: is }) => [step, is]));
  it('records each step as done, not done or unknown', () => {
    expect(done({ declared: ['no-proxy'] })).toEqual({
      'reloaded-past-cache': 'yes',
      'cookies-cleared': 'unknown',
      'private-window': 'yes',
      'no-other-extensions': 'unknown',
      'no-proxy': 'yes',
      'clock-checked': 'yes',
    });
    expect(done({ reloadedAt: 5000, serverOffset: -60, privateWindow: null })).toMatchObject({
      'reloaded-past-cache': 'no',
      'clock-checked': 'no',
      'private-window': 'unknown',
    });
    expect(done({ serverOffset: null })['clock-checked']).toBe('unknown');
  });
});

describe('fetchAgain', () => {
  const answer =
    (body: string, headers: Record<string, string> = {}) =>
    async () =>
      new Response(body, { headers });
  it('hashes what the server sends, without cookies, and compares the clocks', async () => {
    let init: RequestInit = {};
    const fetched = await fetchAgain(
      'https://www.joom.com/en/products/1',
      async (_url, given) => {
        init = given;
        return new Response('abc', { headers: { date: 'Tue, 24 Nov 2026 10:00:05 GMT', etag: '"x"' } });
      },
      () => Date.parse('2026-11-24T10:00:00Z'),
    );
    expect(init).toMatchObject({ credentials: 'omit', cache: 'no-store' });
    expect(fetched).toMatchObject({
      fetchFailure: null,
      serverOffset: 5,
      fetched: { status: 200, bytes: 3, sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
    });
    expect(fetched.fetched?.headers).toContainEqual(['etag', '"x"']);
  });

  it('records why it could not be done', async () => {
    const failing = async () => {
      throw new TypeError('Failed to fetch');
    };
    expect(await fetchAgain('https://www.joom.com', failing)).toMatchObject({
      fetched: null,
      fetchFailure: 'Failed to fetch',
    });
    expect(await fetchAgain('about:blank', answer('x'))).toMatchObject({ fetched: null });
  });
});

describe('readAuthorities', () => {
  it('takes https, and http on this machine only', () => {
    expect(readAuthorities(' https://tsa.example/tsr \n\nhttp://127.0.0.1:3000/\n')).toEqual({
      ok: true,
      addresses: ['https://tsa.example/tsr', 'http://127.0.0.1:3000/'],
    });
    expect(readAuthorities('')).toEqual({ ok: true, addresses: [] });
    for (const line of ['http://tsa.example', 'tsa.example', 'javascript:alert(1)', 'https://u:p@tsa.example']) {
      expect(readAuthorities(`https://tsa.example\n${line}`)).toEqual({ ok: false, line });
    }
  });
});

describe('spaceOf', () => {
  it('warns before it hurts', async () => {
    const storage = (usage: number, quota: number) =>
      ({ estimate: async () => ({ usage, quota }), persisted: async () => true }) as unknown as StorageManager;
    expect(await spaceOf(storage(10, 1e10))).toMatchObject({ scarce: false, persisted: true });
    expect(await spaceOf(storage(9.95e9, 1e10))).toMatchObject({ scarce: true });
  });
});
