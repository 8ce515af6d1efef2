import { Window } from 'happy-dom';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Reading } from '../../../lib/listing/listing.ts';
import { shein } from '../../../lib/marketplaces/shein.ts';
import { GIVE_UP, type WatchedWindow, watchPage } from '../../../lib/marketplaces/watch.ts';

const URL_OF_PAGE = 'https://fr.shein.com/Lamp-p-300000001.html';
const STATE = {
  modules: {
    productInfo: {
      goods_id: '300000001',
      goods_name: 'Lamp',
      cat_id: '1980',
      goods_img: '//img.ltwebstatic.com/a.jpg',
    },
    priceInfo: { salePrice: { amount: '9.99', amountWithSymbol: '9,99€' } },
    storeInfo: { store_code: '1', title: 'Shop' },
  },
  canonicalInfo: { goods_id: '300000001' },
  currency: 'EUR',
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function open(): { document: Document; readings: Reading[]; pass(ms: number): Promise<void> } {
  const window = new Window({ url: URL_OF_PAGE, settings: { disableJavaScriptEvaluation: true } });
  const document = window.document as unknown as Document;
  document.body.innerHTML = `<div id="root"></div><script>window.gbRawData = ${JSON.stringify(STATE)};</script>`;
  const watched: WatchedWindow = {
    document,
    location: { href: URL_OF_PAGE },
    MutationObserver: window.MutationObserver as unknown as typeof MutationObserver,
    setTimeout: (handler, delay) => Number(setTimeout(handler, delay)),
    clearTimeout: (timer) => clearTimeout(timer),
    performance,
    addEventListener: () => {},
  };
  const readings: Reading[] = [];
  watchPage(shein, watched, new AbortController().signal, {
    onPage: () => {},
    onReading: (reading) => readings.push(reading),
  });
  return {
    document,
    readings,
    pass: async (ms) => {
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
      await vi.advanceTimersByTimeAsync(ms);
    },
  };
}

test('a page whose state is read before its title is there is reported again when the title comes', async () => {
  const { document, readings, pass } = open();
  expect(readings.map(({ completeness }) => completeness)).toEqual([
    { verdict: 'complete', lacking: [], reason: null },
  ]);
  const root = document.getElementById('root');
  if (root === null) throw new Error('no root');
  root.innerHTML = '<h1 class="product-intro__head-name">Lamp</h1>';
  await pass(6_000);
  expect(readings).toHaveLength(2);

  // A framework that renders the title anew takes the mark away with the old one.
  root.innerHTML = '<h1 class="product-intro__head-name">Lamp</h1>';
  await pass(6_000);
  expect(readings).toHaveLength(3);

  // Other changes are no reason to read the page again.
  document.body.append(document.createElement('p'));
  await pass(GIVE_UP);
  expect(readings).toHaveLength(3);
});
