import { describe, expect, test } from 'vitest';
import { expectedMarks } from '../../../tools/demo/shops.ts';
import { offersOf, offerWithId, priceText } from '../../../tools/standin/catalogue.ts';
import { GOODS } from '../../../tools/standin/goods.ts';
import { roleOf } from '../../../tools/standin/hosts.ts';
import { html, json, raw } from '../../../tools/standin/markup.ts';
import { drawPicture } from '../../../tools/standin/pictures.ts';

describe.each(['aliexpress', 'joom', 'shein'] as const)('the offers of %s', (shop) => {
  test('are all the goods, each once, under ids of the shop’s own shape', () => {
    const offers = offersOf(shop);
    expect(new Set(offers.map(({ good }) => good.key)).size).toBe(GOODS.length);
    expect(offers).toHaveLength(GOODS.length);
    const shape = { aliexpress: /^1005\d{12}$/, joom: /^[0-9a-f]{24}$/, shein: /^3\d{8}$/ }[shop];
    for (const offer of offers) {
      expect(offer.id).toMatch(shape);
      expect(offerWithId(shop, offer.id)).toBe(offer);
    }
  });

  test('have enough for a grid and two more loads, honest goods in the majority', () => {
    const { marked, unmarked } = expectedMarks(shop, 'fr', 60);
    expect(offersOf(shop).length).toBeGreaterThan(80);
    expect(marked.length).toBeGreaterThanOrEqual(10);
    expect(unmarked.length).toBeGreaterThan(2 * marked.length);
    // Something to see without scrolling.
    expect(
      offersOf(shop)
        .slice(0, 10)
        .filter(({ good }) => good.expects !== null).length,
    ).toBeGreaterThanOrEqual(2);
  });
});

test('no two goods share a key or a title', () => {
  for (const field of ['key', 'fr', 'en'] as const) {
    expect(new Set(GOODS.map((good) => good[field])).size).toBe(GOODS.length);
  }
});

test('prices read as each language writes them', () => {
  expect(priceText(1289, 'fr')).toBe('12,89€');
  expect(priceText(905, 'en')).toBe('€9.05');
});

test('hosts are played by suffix at a dot only', () => {
  expect(roleOf('fr.aliexpress.com')).toBe('aliexpress');
  expect(roleOf('joom.com')).toBe('joom');
  expect(roleOf('img.ltwebstatic.com')).toBe('pictures');
  expect(roleOf('notjoom.com')).toBeNull();
  expect(roleOf('joom.com.example')).toBeNull();
});

test('markup escapes what is put in, and only that', () => {
  expect(html`<a title="${'"<&>\''}">${[html`<b>${1}</b>`, raw('<i>'), null]}</a>`.text).toBe(
    '<a title="&quot;&lt;&amp;&gt;&#39;"><b>1</b><i></a>',
  );
  expect(json({ a: '</script>' }).text).toBe('{"a":"\\u003c/script>"}');
});

test('every good has a drawing', () => {
  for (const { key } of GOODS) expect(drawPicture(key)).toMatch(/<g transform="rotate\(0 100 100\)"><./);
});
