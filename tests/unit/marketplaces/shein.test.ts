import { describe, expect, it } from 'vitest';
import { ENGINES, htmlOf, productIn, read } from './pages.ts';

describe.each(ENGINES)('Shein in %s', (engine) => {
  it('reads a product page from its state and JSON-LD', () => {
    const reading = read('shein/product.html', engine);
    expect(reading.completeness).toEqual({ verdict: 'complete', lacking: [], reason: null });
    const product = productIn(reading);
    expect(product).toMatchObject({
      ref: { id: '500000001', region: 'us' },
      title: 'Ribbed Knit Scarf',
      description: 'Soft scarf.',
      breadcrumb: ['Home', 'Scarves'],
      categoryId: '1873',
      price: { low: { amount: 12.49, currency: 'USD', text: '$12.49' } },
      previousPrice: { amount: 24.99, currency: 'USD' },
      discountPercent: 50,
      seller: { name: 'Exemplo Knit', id: '7321329001' },
      brand: 'Exemplo',
      attributes: [
        { name: 'Material', value: 'Wool } blend' },
        { name: 'Care', value: 'Hand wash "only"' },
      ],
      rating: { value: 4.85, count: 1024 },
      provenance: { title: { source: 'state' }, rating: { source: 'json-ld' } },
    });
    expect(product.imageUrls).toEqual([
      'https://img.ltwebstatic.com/images3_spmp/2026/01/01/aa/scarf.jpg',
      'https://img.ltwebstatic.com/images3_spmp/2026/01/01/ab/scarf2.jpg',
    ]);
  });

  it('reads sizes with their prices and colours with their pictures', () => {
    expect(productIn(read('shein/product.html', engine)).variants).toEqual([
      { id: 'I1', name: 'S', imageUrl: null, price: { amount: 12.49, currency: 'USD', text: '12.49' } },
      { id: 'I2', name: 'L', imageUrl: null, price: { amount: 13, currency: 'USD', text: '$13.00' } },
      {
        id: '500000002',
        name: 'Grey / Ribbed Knit Scarf Grey',
        imageUrl: 'https://img.ltwebstatic.com/images3_spmp/2026/01/01/ac/grey.jpg',
        price: null,
      },
    ]);
  });

  it('drops state of another product than the address names, and reads the page instead', () => {
    const reading = read('shein/product-stale.html', engine);
    expect(reading.completeness).toMatchObject({ verdict: 'partial', reason: 'state-mismatch' });
    const product = productIn(reading);
    expect(product).toMatchObject({
      ref: { id: '500000002' },
      title: 'Ribbed Knit Scarf Grey',
      price: { low: { amount: 11, currency: 'USD' } },
      seller: { name: 'Exemplo Knit', id: '7321329001' },
      imageUrls: ['https://img.ltwebstatic.com/images3_spmp/2026/01/01/ac/grey.jpg'],
      categoryId: '1873',
      // None of these may come from the other product's state, JSON-LD or head.
      description: null,
      brand: null,
      rating: null,
      variants: [],
    });
    expect(Object.values(product.provenance).map(({ source }) => source)).not.toContain('state');
    expect(Object.values(product.provenance).map(({ source }) => source)).not.toContain('json-ld');
  });

  it('drops the state when only the canonical information disagrees', () => {
    const html = htmlOf('shein/product.html').replace(
      '"canonicalInfo":{"goods_id":"500000001"}',
      '"canonicalInfo":{"goods_id":"9"}',
    );
    const product = productIn(read('shein/product.html', engine, html));
    expect(product.provenance.title?.source).not.toBe('state');
    expect(read('shein/product.html', engine, html).completeness.reason).toBe('state-mismatch');
  });

  it('reads the state of 2020–24', () => {
    expect(productIn(read('shein/product-older.html', engine))).toMatchObject({
      title: 'Strickmütze',
      price: { low: { amount: 8.5, currency: 'EUR' } },
      previousPrice: { amount: 10 },
      categoryId: '1772',
      brand: 'Exemplo',
    });
  });

  it('joins the cards of a search page with its state', () => {
    const { listings } = read('shein/search.html', engine);
    expect(listings.map(({ ref }) => ref.id)).toEqual(['500000011', '500000012', '500000013']);
    expect(listings[0]).toMatchObject({
      title: 'Striped Maxi Dress',
      categoryId: '1727',
      price: { low: { amount: 9.93, currency: 'USD' } },
      previousPrice: { amount: 15.89 },
      discountPercent: 38,
      brand: 'Louvain',
      rating: { value: 4.7, count: 128 },
      seller: { name: null, id: '7321329149' },
      imageUrls: [
        'https://img.ltwebstatic.com/v4/j/pi/500000011.jpg',
        'https://img.ltwebstatic.com/v4/j/pi/500000011_b.jpg',
      ],
    });
    // The same price twice is no reduction, whatever percentage stands beside it.
    expect(listings[1]).toMatchObject({ previousPrice: null, discountPercent: null });
    expect(listings[2]).toMatchObject({
      title: 'Canvas Belt, not in the state',
      price: { low: { amount: 4.1, currency: 'USD' } },
      seller: { id: '7321329151' },
      imageUrls: ['https://img.ltwebstatic.com/v4/j/pi/500000013.jpg'],
    });
  });

  it('reads a category page from its state alone, with the seller that it names', () => {
    const [listing] = read('shein/category.html', engine).listings;
    expect(listing).toMatchObject({
      ref: { id: '500000021', canonicalUrl: 'https://us.shein.com/Dotted-Bandeau-Dress-p-500000021.html' },
      seller: { name: 'Zielona', id: '3621663676' },
      brand: 'Zielona',
    });
  });

  it.each([
    ['shein/blocked.html', 'blocked', 'anti-bot-page'],
    ['shein/shell.html', 'not-ready', 'not-rendered'],
    ['shein/home.html', 'not-a-listing', 'home-page'],
  ])('%s is %s and gives no listing', (file, verdict, reason) => {
    const reading = read(file, engine);
    expect(reading.completeness).toMatchObject({ verdict, reason });
    expect(reading.listings).toEqual([]);
  });
});
