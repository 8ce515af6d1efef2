import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adapterFor } from '../../../lib/marketplaces/registry.ts';
import { searchAddressesOf } from '../../../lib/marketplaces/search-address.ts';
import { noPlaces, planOf, showsPage } from '../../../lib/sweeps/plan.ts';
import { CAMPAIGN } from './made.ts';

describe('plan', () => {
  test('queries × marketplaces × countries × pages, each a results page of its marketplace', () => {
    const planned = planOf({ ...CAMPAIGN, marketplaces: ['aliexpress', 'joom', 'shein'], countries: ['FR', 'DE'] });
    expect(planned).toHaveLength(3 * 2 * 2 * 2);
    expect(new Set(planned.map(({ key }) => key)).size).toBe(planned.length);
    for (const { marketplace, address } of planned) {
      const url = new URL(address);
      expect(adapterFor(url)?.id, address).toBe(marketplace);
      expect(adapterFor(url)?.pageKind(url), address).toBe('grid');
    }
  });

  test('addresses as the marketplaces write them', () => {
    const address = (marketplace: string, country: string, page: number) =>
      searchAddressesOf(marketplace)?.addressOf({ words: 'poing américain', country, page });
    expect(address('aliexpress', 'PT', 2)).toBe(
      'https://pt.aliexpress.com/w/wholesale-poing-am%C3%A9ricain.html?gatewayAdapt=glo2prt&SearchText=poing+am%C3%A9ricain&page=2',
    );
    expect(address('aliexpress', 'US', 1)).toMatch(/^https:\/\/www\.aliexpress\.us\/w\/wholesale-/);
    expect(address('shein', 'GB', 3)).toBe('https://www.shein.co.uk/pdsearch/poing%20am%C3%A9ricain/?page=3');
    expect(address('shein', 'FR', 1)).toBe('https://fr.shein.com/pdsearch/poing%20am%C3%A9ricain/');
    expect(address('joom', 'DE', 1)).toBe('https://www.joom.com/de/search/q.poing%20am%C3%A9ricain');
    expect(address('aliexpress', 'AQ', 1)).toBeNull();
  });

  test('a page without an address of its own is reached by scrolling', () => {
    const planned = planOf({ ...CAMPAIGN, marketplaces: ['joom'] });
    expect(planned.map(({ page, byScrolling }) => [page, byScrolling])).toEqual([
      [1, false],
      [2, true],
      [1, false],
      [2, true],
    ]);
  });

  test('what has no page is named before the sweep begins', () => {
    expect(noPlaces({ marketplaces: ['aliexpress', 'nowhere'], countries: ['FR', 'AQ'] })).toEqual([
      { marketplace: 'aliexpress', country: 'AQ' },
      { marketplace: 'nowhere', country: 'FR' },
      { marketplace: 'nowhere', country: 'AQ' },
    ]);
  });

  test('every address is known again as the page that it was planned as, whatever the words', () => {
    const words = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((text) => /[\p{L}\p{N}]/u.test(text));
    fc.assert(
      fc.property(
        words,
        fc.constantFrom('aliexpress', 'joom', 'shein'),
        fc.integer({ min: 1, max: 9 }),
        (text, marketplace, page) => {
          const place = { marketplace, country: 'FR', language: 'fr', words: text, page };
          const address = searchAddressesOf(marketplace)?.addressOf(place) ?? '';
          expect(showsPage(place, address)).toBe('same');
        },
      ),
    );
  });

  test('another search, another page and a page that is no search are told apart', () => {
    const place = { marketplace: 'shein', country: 'FR', language: 'fr', words: 'jouets', page: 2 };
    expect(showsPage(place, 'https://fr.shein.com/pdsearch/Jouets/?page=2&ici=x')).toBe('same');
    expect(showsPage(place, 'https://fr.shein.com/pdsearch/jouets/')).toBe('other');
    expect(showsPage(place, 'https://fr.shein.com/pdsearch/robes/?page=2')).toBe('other');
    expect(showsPage(place, 'https://fr.shein.com/Jouets-sc-0051.html')).toBe('unknown');
  });
});
