import { describe, expect, it } from 'vitest';
import { ENGINES, htmlOf, productIn, read } from './pages.ts';

// Synthetic: no captured page of Joom exists.
describe.each(ENGINES)('Joom in %s', (engine) => {
  it('reads a rendered product page', () => {
    const reading = read('joom/product.html', engine);
    expect(reading.completeness.verdict).toBe('complete');
    expect(productIn(reading)).toMatchObject({
      ref: {
        id: '5d88b92e8b2c370101dcd401',
        canonicalUrl: 'https://www.joom.com/fr/products/5d88b92e8b2c370101dcd401',
      },
      // The heading is cut on the page; the document's title has the whole.
      title: 'Lampe frontale rechargeable, 5 modes, étanche',
      description: 'Lampe légère. Batterie incluse.',
      price: { low: { amount: 14.9, currency: 'EUR' } },
      previousPrice: { amount: 29.9 },
      seller: { name: 'Exemple Outdoor', id: '5d1111111111111111111111' },
      attributes: [{ name: 'Matière', value: 'ABS' }],
      rating: { value: 4.6, count: 1204 },
      language: 'fr',
    });
    expect(productIn(reading).variants.map(({ name }) => name)).toEqual(['Noir', 'Rouge']);
    expect(productIn(reading).imageUrls).toHaveLength(2);
  });

  it('does not take the price of a recommendation for the price of the product', () => {
    const html = htmlOf('joom/product.html')
      .replace('<meta property="product:price:amount" content="14.90">', '')
      .replace('<div class="specialPrice___PiZ0">14,90 €</div>', '');
    expect(productIn(read('joom/product.html', engine, html)).price).toBeNull();
  });

  it('reads both kinds of ids on cards', () => {
    expect(
      read('joom/product.html', engine)
        .listings.slice(1)
        .map(({ ref, title, price }) => [ref.id, title, price?.low.amount]),
    ).toEqual([
      ['5d88b92e8b2c370101dcd402', 'Gourde isotherme', 9.5],
      ['1512468169939706457-112-1-26193-1551209324', 'Carnet de voyage', 3.2],
    ]);
  });

  it('reads state written as JavaScript', () => {
    expect(productIn(read('joom/product-state.html', engine))).toMatchObject({
      title: 'Trail backpack 20 l',
      description: 'Light pack. Two pockets.',
      price: { low: { amount: 19.9, currency: 'USD' }, high: { amount: 24.5 } },
      previousPrice: { amount: 40 },
      discountPercent: 50,
      seller: { name: 'Example Packs', id: '5d2222222222222222222222' },
      rating: { value: 4.7, count: 88 },
      imageUrls: [
        'https://img.joomcdn.net/5123456789012345678901234567890123456789_original.jpeg',
        'https://img.joomcdn.net/6123456789012345678901234567890123456789_original.jpeg',
      ],
      variants: [
        { id: 'v1', name: 'green / 20 l', price: { amount: 19.9 } },
        { id: 'v2', name: 'black / 30 l', price: { amount: 24.5 } },
      ],
    });
  });

  it('reads a search page and takes no other link for a product', () => {
    const { listings } = read('joom/search.html', engine);
    expect(listings.map(({ title }) => title)).toEqual(['Table lamp', 'Night light']);
    // A dollar sign alone names no currency.
    expect(listings[0]).toMatchObject({
      price: { low: { amount: 7.99, currency: null } },
      previousPrice: { amount: 15 },
    });
  });

  it.each([
    ['joom/shell.html', 'not-ready'],
    ['joom/terms.html', 'not-a-listing'],
  ])('%s is %s', (file, verdict) => {
    expect(read(file, engine)).toMatchObject({ completeness: { verdict }, listings: [] });
  });

  it('loses neither title, price nor seller when the hashes change', () => {
    const html = htmlOf('joom/product.html').replace(/___\w+/g, '___zzzzz');
    expect(productIn(read('joom/product.html', engine, html))).toMatchObject({
      title: 'Lampe frontale rechargeable, 5 modes, étanche',
      price: { low: { amount: 14.9 } },
      seller: { name: 'Exemple Outdoor' },
    });
  });
});
