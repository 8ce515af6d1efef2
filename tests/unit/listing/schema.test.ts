import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../lib/listing/limits.ts';
import { readingSchema } from '../../../lib/listing/schema.ts';
import { PAGES, productIn, read } from '../marketplaces/pages.ts';

describe('readingSchema', () => {
  it.each(PAGES.map(({ file }) => file))('accepts the reading of %s unchanged', (file) => {
    const reading = read(file);
    expect(readingSchema.parse(JSON.parse(JSON.stringify(reading)))).toEqual(reading);
  });

  const valid = read('aliexpress/product.html');
  const product = productIn(valid);
  const withProduct = (change: object) => ({ ...valid, listings: [{ ...product, ...change }] });
  const refused: [string, unknown][] = [
    ['an unknown member', { ...valid, extra: 1 }],
    ['an unknown field', withProduct({ html: '<b>' })],
    ['a title beyond the cap', withProduct({ title: 'a'.repeat(LIMITS.title + 1) })],
    ['an empty title', withProduct({ title: '' })],
    ['more listings than the cap', { ...valid, listings: Array.from({ length: LIMITS.listings + 1 }, () => product) }],
    [
      'more variants than the cap',
      withProduct({ variants: Array.from({ length: LIMITS.variants + 1 }, () => product.variants[0]) }),
    ],
    ['a script address', withProduct({ imageUrls: ['javascript:alert(1)'] })],
    [
      'a plain http address',
      withProduct({ ref: { ...product.ref, canonicalUrl: 'http://www.aliexpress.com/item/1.html' } }),
    ],
    ['an id with markup', withProduct({ ref: { ...product.ref, id: '<b>' } })],
    ['a negative price', withProduct({ previousPrice: { amount: -1, currency: 'EUR', text: '-1' } })],
    [
      'an endless price',
      withProduct({ previousPrice: { amount: Number.POSITIVE_INFINITY, currency: 'EUR', text: '' } }),
    ],
    ['a currency that is no code', withProduct({ previousPrice: { amount: 1, currency: 'euro', text: '1' } })],
    [
      'a range that ends before it begins',
      withProduct({
        price: { low: { amount: 2, currency: null, text: '' }, high: { amount: 1, currency: null, text: '' } },
      }),
    ],
    ['a verdict that there is none', { ...valid, completeness: { ...valid.completeness, verdict: 'fine' } }],
    [
      'provenance of an unknown field',
      withProduct({ provenance: { html: { source: 'dom', path: 'x', seen: '2026' } } }),
    ],
  ];
  it.each(refused)('refuses %s', (_what, reading) => {
    expect(readingSchema.safeParse(reading).success).toBe(false);
  });
});
