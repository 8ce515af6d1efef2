import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visitedUrl } from '../../../lib/formats/fields.ts';
import { lookUpAddress } from '../../../lib/marketplaces/look-up-address.ts';

describe('an address that a person gave', () => {
  it.each([
    ['https://fr.aliexpress.com/item/1005006722922099.html?spm=x#y', 'aliexpress', '1005006722922099'],
    ['http://www.aliexpress.com/item/1005006722922099.html', 'aliexpress', '1005006722922099'],
    ['  fr.aliexpress.com/item/1005006722922099.html ', 'aliexpress', '1005006722922099'],
    [
      'Regarde ça ! https://www.joom.com/fr/products/5f0c1a2b3c4d5e6f7a8b9c0d via l’app',
      'joom',
      '5f0c1a2b3c4d5e6f7a8b9c0d',
    ],
    ['https://fr.shein.com/Some-Title-p-312187195.html', 'shein', '312187195'],
    // A bundle names the product that its card showed.
    [
      'https://www.aliexpress.com/ssr/300000512/BundleDeals2?productIds=1005006722922099:12000',
      'aliexpress',
      '1005006722922099',
    ],
  ])('names a listing: %s', (text, marketplace, id) => {
    expect(lookUpAddress(text)).toMatchObject({ kind: 'listing', marketplace, ref: { marketplace, id } });
  });

  it.each([
    ['not an address', 'not-an-address', null],
    ['', 'not-an-address', null],
    ['javascript:alert(1)', 'not-an-address', null],
    ['file:///etc/passwd', 'not-an-address', null],
    [`https://www.joom.com/${'x'.repeat(3000)}`, 'not-an-address', null],
    ['https://shop.example/item/1005006722922099.html', 'other-site', null],
    ['https://aliexpress.com.evil.example/item/1005006722922099.html', 'other-site', null],
    ['https://a.aliexpress.com/_mKx', 'share-link', 'aliexpress'],
    ['https://fr.shein.com/pdsearch/x/', 'not-a-listing', 'shein'],
  ])('is told what it is: %s', (text, kind, marketplace) => {
    expect(lookUpAddress(text)).toMatchObject({ kind, marketplace });
  });

  it('never throws, and gives only addresses that a report may carry', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl({ withFragments: true, withQueryParameters: true }));
    fc.assert(
      fc.property(text, (given) => {
        const { url } = lookUpAddress(given);
        if (url !== null) expect(visitedUrl.safeParse(url).success).toBe(true);
      }),
    );
  });
});
