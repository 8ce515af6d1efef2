import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listingRefSchema } from '../../../lib/listing/schema.ts';
import { ADAPTERS, adapterFor, MATCHES } from '../../../lib/marketplaces/registry.ts';
import { read } from './pages.ts';

const refOf = (address: string) => {
  const url = new URL(address);
  return adapterFor(url)?.refOf(url) ?? null;
};

const products: [string, string, string, string | null][] = [
  // address, id, canonical address, region
  [
    'https://www.aliexpress.com/item/1005006722922099.html',
    '1005006722922099',
    'https://www.aliexpress.com/item/1005006722922099.html',
    null,
  ],
  [
    'https://pl.aliexpress.com/item/1005006722922099.html?spm=a2g0o&pdp_npi=4%40dis#nav-review',
    '1005006722922099',
    'https://pl.aliexpress.com/item/1005006722922099.html',
    'pl',
  ],
  [
    'https://www.aliexpress.com/item/1005006722922099',
    '1005006722922099',
    'https://www.aliexpress.com/item/1005006722922099.html',
    null,
  ],
  [
    'https://www.aliexpress.com/item/Retro-Glasses-Men/32241048789.html',
    '32241048789',
    'https://www.aliexpress.com/item/32241048789.html',
    null,
  ],
  [
    'https://m.aliexpress.com/item/4000465717631.html',
    '4000465717631',
    'https://m.aliexpress.com/item/4000465717631.html',
    null,
  ],
  [
    'https://www.aliexpress.us/item/3256803246120444.html?gatewayAdapt=glo2usa',
    '3256803246120444',
    'https://www.aliexpress.us/item/3256803246120444.html',
    'us',
  ],
  [
    'https://aliexpress.ru/item/1005006722922099.html?sku_id=12000038093814681',
    '1005006722922099',
    'https://aliexpress.ru/item/1005006722922099.html',
    'ru',
  ],
  [
    'https://pt.aliexpress.com/item/1005006722922099.html',
    '1005006722922099',
    'https://pt.aliexpress.com/item/1005006722922099.html',
    'br',
  ],
  [
    'https://pt.aliexpress.com/item/1005006722922099.html?gatewayAdapt=glo2prt',
    '1005006722922099',
    'https://pt.aliexpress.com/item/1005006722922099.html',
    'pt',
  ],
  [
    'https://he.aliexpress.com/item/1005006722922099.html',
    '1005006722922099',
    'https://he.aliexpress.com/item/1005006722922099.html',
    'il',
  ],
  [
    'https://m.aliexpress.com/p/detail.htm?productId=1005006722922099',
    '1005006722922099',
    'https://m.aliexpress.com/item/1005006722922099.html',
    null,
  ],
  [
    'https://www.aliexpress.com/x?item_id=1005006722922099',
    '1005006722922099',
    'https://www.aliexpress.com/item/1005006722922099.html',
    null,
  ],
  [
    'https://us.shein.com/Black-Jumpsuit-p-312187195.html?mallCode=1&main_attr=27_112&src_module=x',
    '312187195',
    'https://us.shein.com/Black-Jumpsuit-p-312187195.html',
    'us',
  ],
  [
    'https://fr.shein.com/Robe,-100%25-lin-p-312187195-cat-1727.html',
    '312187195',
    'https://fr.shein.com/Robe,-100%25-lin-p-312187195-cat-1727.html',
    'fr',
  ],
  [
    'https://us.shein.com/30/50/100Pcs,-40in-Bags-p-40460214.html',
    '40460214',
    'https://us.shein.com/30/50/100Pcs,-40in-Bags-p-40460214.html',
    'us',
  ],
  ['https://m.shein.com/br/Blusa-p-312187195.html', '312187195', 'https://m.shein.com/br/Blusa-p-312187195.html', 'br'],
  [
    'https://www.shein.co.uk/Scarf-p-312187195.html',
    '312187195',
    'https://www.shein.co.uk/Scarf-p-312187195.html',
    'gb',
  ],
  ['https://www.shein.se/Halsduk-p-312187195.html', '312187195', 'https://www.shein.se/Halsduk-p-312187195.html', 'se'],
  ['https://shein.com.mx/Bufanda-p-312187195.html', '312187195', 'https://shein.com.mx/Bufanda-p-312187195.html', 'mx'],
  ['https://eur.shein.com/Scarf-p-312187195.html', '312187195', 'https://eur.shein.com/Scarf-p-312187195.html', 'eur'],
  [
    'https://m.shein.com/us/ark/default?goods_id=312187195&x=1',
    '312187195',
    'https://m.shein.com/us/ark/default?goods_id=312187195',
    'us',
  ],
  ['https://us.shein.com/goods-p-312187195.html', '312187195', 'https://us.shein.com/goods-p-312187195.html', 'us'],
  [
    'https://www.joom.com/en/products/5d88b92e8b2c370101dcd481?variant_id=5d88b92e8b2c370101dcd482&srsltid=x',
    '5d88b92e8b2c370101dcd481',
    'https://www.joom.com/en/products/5d88b92e8b2c370101dcd481',
    null,
  ],
  [
    'https://joom.com/products/5D88B92E8B2C370101DCD481',
    '5d88b92e8b2c370101dcd481',
    'https://joom.com/products/5d88b92e8b2c370101dcd481',
    null,
  ],
  [
    'https://www.joom.com/pt-br/products/1512468169939706457-112-1-26193-1551209324',
    '1512468169939706457-112-1-26193-1551209324',
    'https://www.joom.com/pt-br/products/1512468169939706457-112-1-26193-1551209324',
    null,
  ],
  [
    'https://joom.ru/ru/products/5d88b92e8b2c370101dcd481',
    '5d88b92e8b2c370101dcd481',
    'https://joom.ru/ru/products/5d88b92e8b2c370101dcd481',
    'ru',
  ],
];

describe('refOf', () => {
  it.each(products)('%s', (address, id, canonicalUrl, region) => {
    const ref = refOf(address);
    expect(ref).toMatchObject({ id, canonicalUrl, region });
    expect(listingRefSchema.parse(ref)).toEqual(ref);
    expect(adapterFor(new URL(address))?.pageKind(new URL(address))).toBe('product');
  });

  it('names the same listing from its own canonical address', () => {
    for (const [address] of products) {
      const ref = refOf(address);
      expect(refOf(ref?.canonicalUrl ?? '')?.id).toBe(ref?.id);
    }
  });

  it.each([
    'https://message.aliexpress.com/message/new.htm?productId=1005006722922099',
    'https://report.aliexpress.com/health/reportIndex.htm?product_id=1005006722922099',
    'https://www.aliexpress.com/item/abc.html',
    'https://www.aliexpress.com/w/wholesale-knife.html?productId=1005006722922099',
    'https://us.shein.com/Dresses-c-1727.html?goods_id=312187195',
    'https://us.shein.com/style-p-x.html',
    'https://www.joom.com/faq/article/667a66dc5717756ebdecef90',
    'https://www.joom.com/en/products/667a66',
    'https://www.joom.com/en/terms',
  ])('%s names no product', (address) => {
    expect(refOf(address)).toBeNull();
  });
});

describe('hosts', () => {
  it.each([
    'https://aliexpress.com.evil.example/item/1005006722922099.html',
    'https://notaliexpress.com/item/1005006722922099.html',
    'https://shein.com.evil.example/x-p-312187195.html',
    'https://example.com/?u=https://joom.com/products/5d88b92e8b2c370101dcd481',
  ])('%s belongs to no marketplace', (address) => {
    expect(adapterFor(new URL(address))).toBeNull();
  });

  it('asks for https patterns only, and each marketplace has its own', () => {
    for (const pattern of MATCHES) expect(pattern).toMatch(/^https:\/\/\*\.[a-z.]+\/\*$/);
    expect(new Set(MATCHES).size).toBe(MATCHES.length);
    expect(new Set(ADAPTERS.map(({ id }) => id)).size).toBe(ADAPTERS.length);
  });
});

describe('pageKind', () => {
  it.each([
    ['https://www.aliexpress.com/', 'grid'],
    ['https://www.aliexpress.com/w/wholesale-knife.html?page=2', 'grid'],
    ['https://www.aliexpress.com/wholesale?SearchText=knife', 'grid'],
    ['https://www.aliexpress.com/category/200000489/protective-gear.html', 'grid'],
    ['https://yufanmodel.aliexpress.com/store/4682001', 'grid'],
    ['https://www.aliexpress.com/store/1100000001/pages/all-items.html', 'grid'],
    ['https://aliexpress.ru/popular/fonar', 'grid'],
    ['https://trade.aliexpress.com/order_list.htm', 'other'],
    ['https://us.shein.com/', 'grid'],
    ['https://us.shein.com/pdsearch/dress/?page=2', 'grid'],
    ['https://us.shein.com/Women-Dresses-c-1727.html', 'grid'],
    ['https://us.shein.com/Zivah-123-sc-00456.html', 'grid'],
    ['https://us.shein.com/store/home?store_code=7321329149&tab=items', 'grid'],
    ['https://m.shein.com/us/pdsearch/dress/', 'grid'],
    ['https://us.shein.com/user/orders/list', 'other'],
    ['https://us.shein.com/risk/challenge?captcha_type=909', 'other'],
    ['https://www.joom.com/en', 'grid'],
    ['https://www.joom.com/en/search/q.lamp', 'grid'],
    ['https://www.joom.com/fr/search/c.1473502940600254907-188-2-118-2760164976', 'grid'],
    ['https://www.joom.com/en/stores/5d88b92e8b2c370101dcd481', 'grid'],
    ['https://www.joom.com/en/terms', 'other'],
  ])('%s is %s', (address, kind) => {
    const url = new URL(address);
    expect(adapterFor(url)?.pageKind(url)).toBe(kind);
  });
});

describe('share links', () => {
  it.each([
    'https://s.click.aliexpress.com/e/_DkQw1zR',
    'https://s.click.aliexpress.com/deep_link.htm?aff_short_key=x',
    'https://a.aliexpress.com/_mKx1',
    'https://onelink.shein.com/12/abcdef',
    'https://shein.top/abcdef',
    'https://api-shein.shein.com/h5/sharejump/appjump?link=abc&localcountry=ZA',
  ])('%s is one, and names no product until its target is open', (address) => {
    const url = new URL(address);
    const adapter = adapterFor(url);
    expect(adapter?.shareLink(url)).toBe(true);
    expect(adapter?.refOf(url)).toBeNull();
    expect(adapter?.pageKind(url)).toBe('other');
  });

  it('leaves ordinary addresses alone', () => {
    for (const [address] of products) expect(adapterFor(new URL(address))?.shareLink(new URL(address))).toBe(false);
  });
});

describe('the same product on aliexpress.us and aliexpress.com', () => {
  it('is one when the page says so by its canonical link', () => {
    expect(read('aliexpress/product-us.html').listings[0]?.ref).toEqual({
      marketplace: 'aliexpress',
      id: '1005000000000003',
      canonicalUrl: 'https://www.aliexpress.com/item/1005000000000003.html',
      region: 'us',
    });
  });
});

describe('any address', () => {
  it('never throws, and a ref is always well-formed', () => {
    const hosts = fc.constantFrom(
      'www.aliexpress.com',
      'aliexpress.ru',
      'm.shein.com',
      'us.shein.com',
      'www.joom.com',
      'a.b.aliexpress.us',
    );
    fc.assert(
      fc.property(
        hosts,
        fc.webPath(),
        fc.webQueryParameters(),
        fc.stringMatching(/^\d{0,25}$/),
        (host, path, query, digits) => {
          for (const tail of [path, `/item/${digits}.html`, `${path}-p-${digits}.html`, `/en/products/${digits}-1`]) {
            const url = new URL(`https://${host}${tail}?${query}`);
            const adapter = adapterFor(url);
            const ref = adapter?.refOf(url);
            adapter?.pageKind(url);
            if (ref) expect(listingRefSchema.safeParse(ref).error).toBeUndefined();
          }
        },
      ),
    );
  });
});

const shared = new URL('../../../../shared/fixtures/', import.meta.url);
describe.skipIf(!existsSync(shared))('identity (captured addresses in ../shared)', () => {
  it.each(['aliexpress/urls-zaryabshah.txt', 'shein/urls-500.txt'])('every line of %s', (file) => {
    const lines = readFileSync(new URL(file, shared), 'utf8').trim().split('\n');
    const ids = lines.map((line) => refOf(line.trim())?.id);
    expect(ids.filter((id) => id === undefined)).toEqual([]);
    expect(lines.every((line, index) => line.includes(String(ids[index])))).toBe(true);
    expect(lines.length).toBeGreaterThan(100);
  });
});
