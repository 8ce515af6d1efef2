import { describe, expect, it } from 'vitest';
import { aliexpress } from '../../../lib/marketplaces/aliexpress.ts';
import { ENGINES, htmlOf, pageOf, productIn, read } from './pages.ts';

describe.each(ENGINES)('AliExpress in %s', (engine) => {
  it('reads a rendered product page', () => {
    const reading = read('aliexpress/product.html', engine);
    expect(reading.completeness).toEqual({ verdict: 'complete', lacking: [], reason: null });
    const product = productIn(reading);
    expect(product).toMatchObject({
      ref: { id: '1005000000000001', region: 'fr' },
      title: 'Pointeur de présentation rouge 5 mW',
      price: { low: { amount: 21.09, currency: 'EUR', text: '21,09€' }, high: { amount: 21.09 } },
      previousPrice: { amount: 45, currency: 'EUR' },
      discountPercent: 53,
      seller: {
        name: 'Exemple Optique Store',
        id: '1100000001',
        url: 'https://fr.aliexpress.com/store/1100000001',
        trader: 'trader',
        traderText: '(Commerçant)',
      },
      brand: 'Exemplo',
      attributes: [
        { name: 'Nom de marque', value: 'Exemplo' },
        { name: 'Puissance', value: '5 mW' },
      ],
      imageUrls: [
        'https://ae-pic-a1.aliexpress-media.com/kf/Sp1.jpg',
        'https://ae-pic-a1.aliexpress-media.com/kf/Sp2.jpg',
      ],
      rating: { value: 4.7, count: 312 },
      soldCount: 1000,
      shipsFrom: 'Chine',
      language: 'fr',
      description: null,
    });
    expect(product.provenance.title).toEqual({ source: 'dom', path: 'h1[data-pl="product-title"]', seen: '2025-06' });
  });

  it('reads every option, where the illicit one may hide, but not "ships from"', () => {
    expect(productIn(read('aliexpress/product.html', engine)).variants).toEqual([
      { id: '14-10', name: 'rouge', imageUrl: 'https://ae-pic-a1.aliexpress-media.com/kf/Sv1.jpg', price: null },
      {
        id: '14-193',
        name: 'vert 10000 mW',
        imageUrl: 'https://ae-pic-a1.aliexpress-media.com/kf/Sv2.jpg',
        price: null,
      },
    ]);
  });

  it('reads the path to the product below the recommendations', () => {
    const path =
      '<div class="cross-link--breadcrumb--x"><span>Ce produit fait partie de&nbsp;<a href="/">Accueil</a> <a href="/category/1/x.html">Lasers</a></span></div>';
    const html = htmlOf('aliexpress/product.html').replace('</body>', `${path}</body>`);
    expect(productIn(read('aliexpress/product.html', engine, html)).breadcrumb).toEqual(['Accueil', 'Lasers']);
  });

  it('reads the cards of the strip, the same product twice where it is shown twice, and no tag links', () => {
    const cards = read('aliexpress/product.html', engine).listings.slice(1);
    expect(cards.map(({ ref }) => ref.id)).toEqual(['1005000000000021', '1005000000000022', '1005000000000021']);
    expect(cards[0]).toMatchObject({
      kind: 'card',
      title: 'Support de lampe en bois',
      // Split into spans on the page.
      price: { low: { amount: 12.4, currency: 'EUR' } },
      previousPrice: { amount: 20 },
      discountPercent: 38,
      rating: { value: 4.8, count: null },
      soldCount: 1000,
      imageUrls: ['https://ae-pic-a1.aliexpress-media.com/kf/S1005000000000021a.jpg'],
    });
    // Struck through, but not higher than the price.
    expect(cards[1]).toMatchObject({ price: { low: { amount: 3.99 } }, previousPrice: null });
  });

  it('calls a block that loads on demand not shown, and claims no source for it', () => {
    const product = productIn(read('aliexpress/product.html', engine));
    expect(product.compliance?.panel).toBe('not-shown');
    expect(product.provenance.compliance).toBeUndefined();
  });

  it('reads the EU block and the seller behind an aggregation listing', () => {
    const product = productIn(read('aliexpress/product-aggregation-eu.html', engine));
    expect(product.seller).toMatchObject({
      name: 'Shell Store',
      id: '1100000002',
      trader: 'trader',
      traderText: '(Trader)',
    });
    expect(product.compliance).toEqual({
      panel: 'shown',
      manufacturer: 'Example Works Co., Ltd, 1 Sample Road, Shenzhen, maker@example.com',
      responsiblePerson: 'Example Rep GmbH, Musterweg 2, Berlin, rep@example.com',
      warnings: 'Keep away from children under three years.',
      realSellerId: '1100000777',
    });
    expect(product).toMatchObject({
      price: { low: { amount: 12.34, currency: 'USD' } },
      previousPrice: { amount: 20 },
    });
  });

  it('does not take the row after a label without a value for its value', () => {
    const html = htmlOf('aliexpress/product-aggregation-eu.html').replace(
      '<p>Keep away from children under three years.</p>',
      '',
    );
    expect(productIn(read('aliexpress/product-aggregation-eu.html', engine, html)).compliance?.warnings).toBeNull();
  });

  it("takes the shop's own credentials link for no other seller", () => {
    const html = htmlOf('aliexpress/product-aggregation-eu.html').replace('storeNum=1100000777', 'storeNum=1100000002');
    expect(productIn(read('aliexpress/product-aggregation-eu.html', engine, html)).compliance?.realSellerId).toBeNull();
  });

  it('reads the state of 2019–23, whatever braces and quotes it holds', () => {
    const product = productIn(read('aliexpress/product-modules.html', engine));
    expect(product).toMatchObject({
      title: 'Sports glasses } with "braces" {',
      breadcrumb: ['Home', 'Sports', 'Glasses'],
      categoryId: '200003372',
      price: { low: { amount: 143.9, currency: 'PKR', text: 'PKR 144' }, high: { amount: 1340.62 } },
      previousPrice: { amount: 206.25 },
      discountPercent: 30,
      seller: { name: 'Example Store', id: '2986001', trader: 'unknown' },
      brand: 'Exemplo',
      shipsFrom: 'China',
      soldCount: 1248,
      rating: { value: 4.5, count: 476 },
      // The markup of these pages does not say it.
      language: 'en-US',
    });
    expect(product.variants).toEqual([
      {
        id: '10000001',
        name: 'China / black',
        imageUrl: 'https://ae01.alicdn.com/kf/H3/c.jpg',
        price: { amount: 143.9, currency: 'PKR', text: 'PKR 144' },
      },
      {
        id: '10000002',
        name: 'China / red',
        imageUrl: null,
        price: { amount: 1916.2, currency: 'PKR', text: 'PKR 1,916' },
      },
    ]);
    expect(product.provenance.price).toMatchObject({ source: 'state', seen: '2023-01' });
  });

  it('reads the state of 2023–24', () => {
    expect(productIn(read('aliexpress/product-components.html', engine))).toMatchObject({
      title: 'Báscula de bolsillo',
      price: { low: { amount: 4.5, currency: 'EUR' } },
      previousPrice: { amount: 9.99 },
      seller: { name: 'Ejemplo Store' },
      categoryId: '100004',
      rating: { value: 4.9, count: 51 },
    });
  });

  it('leaves state of another product aside and says so', () => {
    const html = htmlOf('aliexpress/product-modules.html').replace(
      '"productId":1005000000000004',
      '"productId":1005000000000999',
    );
    const reading = read('aliexpress/product-modules.html', engine, html);
    expect(reading.listings).toEqual([]);
    expect(reading.completeness).toMatchObject({ verdict: 'not-ready', reason: 'state-mismatch' });
  });

  it('reads aliexpress.ru', () => {
    expect(productIn(read('aliexpress/product-ru.html', engine))).toMatchObject({
      ref: { region: 'ru' },
      title: 'Фонарь налобный',
      price: { low: { amount: 1234.5, currency: 'RUB' } },
    });
    const cards = read('aliexpress/search-ru.html', engine).listings;
    // The heading of a card reads "No products available" there; the picture's text is the title.
    expect(cards.map(({ title }) => title)).toEqual(['Фонарь светодиодный', 'Фонарь кемпинговый']);
    expect(cards[0]).toMatchObject({
      price: { low: { amount: 1234.5, currency: 'RUB' } },
      previousPrice: { amount: 2000 },
    });
  });

  it('joins the cards of a search page with its state', () => {
    const reading = read('aliexpress/search.html', engine);
    expect(reading.completeness.verdict).toBe('complete');
    expect(reading.listings.map(({ ref }) => ref.id)).toEqual([
      '1005000000000041',
      '1005000000000042',
      '1005000000000043',
      '1005000000000044',
    ]);
    expect(reading.listings[0]).toMatchObject({
      price: { low: { amount: 3.29, currency: 'USD', text: 'US $3.29' } },
      previousPrice: { amount: 9.1 },
      discountPercent: 64,
      soldCount: 84,
      provenance: { price: { source: 'state' }, language: { source: 'dom' } },
    });
    expect(reading.listings[3]).toMatchObject({
      title: 'Desk lamp, not in the state',
      price: { low: { amount: 7.5, currency: 'USD' } },
      provenance: { price: { source: 'dom' } },
    });
  });

  it('reads a search page from its state alone', () => {
    const { listings } = read('aliexpress/search-state-only.html', engine);
    expect(listings).toHaveLength(3);
    expect(listings[1]).toMatchObject({ title: 'Bicycle bell', soldCount: 1000, price: { low: { amount: 5 } } });
  });

  it('reads a quick view as a card beside those of the grid', () => {
    const cards = read('aliexpress/quick-view.html', engine).listings;
    expect(cards).toHaveLength(3);
    expect(cards[2]).toMatchObject({
      ref: { id: '1005000000000045' },
      title: 'Egg slicer, shown in a quick view',
      price: { low: { amount: 4.2, currency: 'USD' } },
      seller: { name: 'Slicer Store', id: '1100000045' },
    });
    const page = pageOf('aliexpress/quick-view.html', engine);
    const sites = [...aliexpress.cards(page.document, page)];
    expect(sites[2]?.element.getAttribute('role')).toBe('dialog');
  });

  it('reads the product that a bundle card leads to', () => {
    expect(read('aliexpress/bundle.html', engine).listings[0]).toMatchObject({
      ref: { id: '1005000000000046' },
      title: 'Geschirrtuch',
      price: { low: { amount: 0.99, currency: 'EUR' } },
    });
  });

  it.each([
    ['aliexpress/product-shell.html', 'not-ready', 'not-rendered'],
    ['aliexpress/product-gone.html', 'not-ready', 'page-says-not-found'],
    ['aliexpress/blocked.html', 'blocked', 'anti-bot-page'],
    ['aliexpress/help.html', 'not-a-listing', 'other-page'],
  ])('%s is %s and gives no listing', (file, verdict, reason) => {
    const reading = read(file, engine);
    expect(reading.completeness).toMatchObject({ verdict, reason });
    expect(reading.listings).toEqual([]);
  });

  it('says unreadable where the page is there and its title is not, and still reads the strip', () => {
    const html = htmlOf('aliexpress/product.html')
      .replace(/<h1.*?<\/h1>/, '')
      .replace(/<script type="application.*?<\/script>/, '')
      .replaceAll('og:title', 'og:other');
    const reading = read('aliexpress/product.html', engine, html);
    expect(reading.completeness).toMatchObject({ verdict: 'unreadable', reason: 'no-title' });
    expect(reading.listings.every(({ kind }) => kind === 'card')).toBe(true);
    expect(reading.listings).toHaveLength(3);
  });

  it('finds the element that shows the title', () => {
    const { document } = pageOf('aliexpress/product.html', engine);
    expect(aliexpress.titleElement(document)?.textContent).toBe('Pointeur de présentation rouge 5 mW');
  });

  it.each([
    ['the hashes', (name: string) => name.replace(/--[A-Za-z0-9_]+$/, '--zzzzzz')],
    ['whole class names', (_: string, index: number) => `c${index}`],
  ])('loses neither title, price nor seller when %s change', (_what, rename) => {
    let index = 0;
    const html = htmlOf('aliexpress/product.html').replace(/ class="([^"]*)"/g, (_all, names: string) => {
      const renamed = names.split(' ').map((name) => rename(name, index++));
      return ` class="${renamed.join(' ')}"`;
    });
    const product = productIn(read('aliexpress/product.html', engine, html));
    expect(product.title).toBe('Pointeur de présentation rouge 5 mW');
    expect(product.price?.low).toMatchObject({ amount: 21.09, currency: 'EUR' });
    expect(product.seller).toMatchObject({ name: 'Exemple Optique Store', id: '1100000001', trader: 'trader' });
  });
});
