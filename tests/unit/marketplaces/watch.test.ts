import { Window } from 'happy-dom';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reading } from '../../../lib/listing/listing.ts';
import type { Adapter, CardSite, CardSites } from '../../../lib/marketplaces/adapter.ts';
import { aliexpress } from '../../../lib/marketplaces/aliexpress.ts';
import { joom } from '../../../lib/marketplaces/joom.ts';
import { shein } from '../../../lib/marketplaces/shein.ts';
import { GIVE_UP, LONGEST_GAP, SETTLE, SLICE, type WatchedWindow, watchPage } from '../../../lib/marketplaces/watch.ts';
import { htmlOf } from './pages.ts';

interface Seen {
  pages: string[];
  readings: Reading[];
  sites: CardSite[][];
}

interface Tab {
  document: Document;
  seen: Seen;
  looks: { count: number };
  controller: AbortController;
  go(address: string): void;
  /** Lets mutation records arrive and timers run. */
  pass(ms: number): Promise<void>;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function open(adapter: Adapter, address: string, body: string, head = ''): Tab {
  const window = new Window({
    url: address,
    settings: { disableJavaScriptEvaluation: true, disableJavaScriptFileLoading: true },
  });
  window.document.head.innerHTML = head;
  window.document.body.innerHTML = body;
  // happy-dom types its own DOM; it is the same interface.
  const document = window.document as unknown as Document;
  const location = { href: address };
  const looks = { count: 0 };
  const seen: Seen = { pages: [], readings: [], sites: [] };
  const controller = new AbortController();
  const counting: Adapter = {
    ...adapter,
    readWithSites: (page, known, goesOn) => {
      looks.count++;
      return adapter.readWithSites(page, known, goesOn);
    },
  };
  const watched: WatchedWindow = {
    document,
    location,
    MutationObserver: window.MutationObserver as unknown as typeof MutationObserver,
    setTimeout: (handler, delay) => Number(setTimeout(handler, delay)),
    clearTimeout: (timer) => clearTimeout(timer),
    performance,
    addEventListener: (type, listener, options) =>
      window.addEventListener(type, listener, { signal: options.signal as never }),
  };
  watchPage(counting, watched, controller.signal, {
    onPage: (url) => seen.pages.push(url.href),
    onReading: (reading, sites) => {
      seen.readings.push(reading);
      seen.sites.push(sites);
    },
  });
  return {
    document,
    seen,
    looks,
    controller,
    go: (next) => {
      location.href = next;
    },
    pass: async (ms) => {
      // happy-dom delivers mutation records in a later microtask or immediate.
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
      await vi.advanceTimersByTimeAsync(ms);
    },
  };
}

const bodyOf = (file: string) => /<body[^>]*>([\s\S]*)<\/body>/.exec(htmlOf(file))?.[1] ?? '';
const last = <T>(list: readonly T[]): T => {
  const item = list.at(-1);
  if (item === undefined) throw new Error('nothing was seen');
  return item;
};
const ITEM = 'https://fr.aliexpress.com/item/1005000000000001.html';
const GRID = 'https://www.aliexpress.com/w/wholesale-timer.html';

function card(id: number, inner = '<h3>Thing number one</h3><b>€5,00</b>'): string {
  return `<div class="cell"><a href="/item/100500000000${id}.html"><img src="https://ae01.alicdn.com/kf/S${id}.jpg" alt="">${inner}</a></div>`;
}

describe('watchPage', () => {
  it('reads a finished page once and then rests', async () => {
    const tab = open(aliexpress, ITEM, bodyOf('aliexpress/product.html'));
    expect(tab.seen.pages).toEqual([ITEM]);
    expect(last(tab.seen.readings).completeness.verdict).toBe('complete');
    expect(last(tab.seen.sites)).toHaveLength(3);
    await tab.pass(GIVE_UP * 3);
    expect(tab.looks.count).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits for hydration', async () => {
    const tab = open(aliexpress, ITEM, '<div id="root"></div>');
    expect(last(tab.seen.readings).completeness.verdict).toBe('not-ready');
    await tab.pass(2_000);
    const root = tab.document.getElementById('root');
    if (root !== null) root.innerHTML = bodyOf('aliexpress/product.html');
    await tab.pass(1_000);
    expect(last(tab.seen.readings).completeness.verdict).toBe('complete');
    expect(last(tab.seen.readings).listings[0]?.title).toBe('Pointeur de présentation rouge 5 mW');
  });

  it('follows a page that renders in parts', async () => {
    const tab = open(aliexpress, ITEM, '<div data-pl="x"><h1 data-pl="product-title">Half a page</h1></div>');
    expect(last(tab.seen.readings).completeness.verdict).toBe('partial');
    tab.document.body.innerHTML = bodyOf('aliexpress/product.html');
    await tab.pass(1_000);
    expect(last(tab.seen.readings).completeness.verdict).toBe('complete');
  });

  it('takes few looks at a page that never stops changing and never becomes readable', async () => {
    const tab = open(aliexpress, ITEM, '<div id="root"></div>');
    for (let elapsed = 0; elapsed < GIVE_UP * 2; elapsed += 100) {
      tab.document.body.append(tab.document.createElement('i'));
      await tab.pass(100);
    }
    expect(tab.looks.count).toBeLessThanOrEqual(8 + GIVE_UP / LONGEST_GAP);
    expect(last(tab.seen.readings).completeness).toMatchObject({ verdict: 'unreadable', reason: 'never-rendered' });
  });

  it('says so in the end on a page that stays empty without any change', async () => {
    const tab = open(aliexpress, ITEM, '<div id="root"></div>');
    await tab.pass(GIVE_UP + 1_000);
    expect(last(tab.seen.readings).completeness).toMatchObject({ verdict: 'unreadable', reason: 'never-rendered' });
    expect(tab.looks.count).toBe(2);
  });

  it('does not look at a page that is no listing again', async () => {
    const tab = open(aliexpress, 'https://service.aliexpress.com/page/home', '<h1>Help</h1>');
    tab.document.body.append(tab.document.createElement('i'));
    await tab.pass(5_000);
    expect(tab.looks.count).toBe(1);
    expect(tab.seen.readings).toHaveLength(1);
  });

  it('reads the cards that arrive later, each once', async () => {
    const tab = open(aliexpress, GRID, `<div id="list">${card(1001)}${card(1002)}</div>`);
    expect(last(tab.seen.sites)).toHaveLength(2);
    tab.document.getElementById('list')?.insertAdjacentHTML('beforeend', card(1003) + card(1004));
    await tab.pass(500);
    expect(last(tab.seen.sites).map(({ listing }) => listing.ref.id)).toEqual(['1005000000001003', '1005000000001004']);
    expect(last(tab.seen.readings).listings).toHaveLength(4);
    tab.document.body.append(tab.document.createElement('i'));
    await tab.pass(500);
    expect(tab.seen.readings).toHaveLength(2);
    expect(last(tab.seen.sites)[0]?.element.className).toBe('cell');
  });

  it('looks again at a card that showed no price yet, and at most three times', async () => {
    const bare = '<h3>Thing without a price</h3>';
    const tab = open(aliexpress, GRID, `<div id="list">${card(1001)}${card(1002, bare)}</div>`);
    expect(last(tab.seen.sites)).toHaveLength(2);
    const second = tab.document.querySelectorAll('.cell a')[1];
    second?.insertAdjacentHTML('beforeend', '<b>€7,00</b>');
    await tab.pass(500);
    expect(last(tab.seen.sites).map(({ listing }) => listing.price?.low.amount)).toEqual([7]);
    expect(last(tab.seen.readings).listings).toHaveLength(2);
    for (let change = 0; change < 5; change++) {
      tab.document.body.append(tab.document.createElement('i'));
      await tab.pass(500);
    }
    expect(tab.seen.readings).toHaveLength(2);
  });

  it('reads a card whose element the site reuses for another product', async () => {
    const tab = open(aliexpress, GRID, `<div id="list">${card(1001)}${card(1002)}</div>`);
    tab.document.querySelector('.cell a')?.setAttribute('href', '/item/1005000000001009.html');
    await tab.pass(500);
    expect(last(tab.seen.sites).map(({ listing }) => listing.ref.id)).toEqual(['1005000000001009']);
  });

  it('reads a long list in slices, an incomplete card once in all of them', async () => {
    // Each card takes a third of a slice.
    let worked = 0;
    const idle = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => idle() + worked);
    let searches = 0;
    function* tiring(cards: CardSites): CardSites {
      for (const site of cards) {
        worked += SLICE / 3;
        yield site;
      }
    }
    const slow: Adapter = {
      ...aliexpress,
      readWithSites: (page, known, goesOn) => {
        const look = aliexpress.readWithSites(page, known, () => {
          worked += SLICE / 3;
          return goesOn?.() ?? true;
        });
        return { ...look, rest: look.rest && tiring(look.rest) };
      },
      cards: (root, page, known) => {
        searches++;
        return tiring(aliexpress.cards(root, page, known));
      },
    };
    const bare = card(1002, '<h3>Thing without a price</h3>');
    const list = [card(1001), bare, ...Array.from({ length: 8 }, (_, index) => card(1003 + index))].join('');
    const tab = open(slow, GRID, `<div id="list">${list}</div>`);
    expect(last(tab.seen.sites)).toHaveLength(3);
    await tab.pass(50);
    expect(last(tab.seen.readings).listings).toHaveLength(10);
    const ids = tab.seen.sites.flat().map(({ listing }) => listing.ref.id);
    expect(new Set(ids).size).toBe(ids.length);
    // The page stayed the same, so the search for its links went on where it stopped.
    expect(searches).toBe(0);
    // The incomplete card has looks left.
    tab.document.querySelectorAll('.cell a')[1]?.insertAdjacentHTML('beforeend', '<b>€7,00</b>');
    await tab.pass(500);
    expect(last(tab.seen.sites).map(({ listing }) => listing.price?.low.amount)).toEqual([7]);
  });

  it('reads on from a page that changed between two slices', async () => {
    let worked = 0;
    const idle = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => idle() + worked);
    const slow: Adapter = {
      ...aliexpress,
      readWithSites: (page, known, goesOn) =>
        aliexpress.readWithSites(page, known, () => {
          worked += SLICE;
          return goesOn?.() ?? true;
        }),
    };
    const tab = open(slow, GRID, `<div id="list">${card(1001)}${card(1002)}${card(1003)}</div>`);
    expect(last(tab.seen.sites)).toHaveLength(1);
    // Without its neighbour the first card would take in the others.
    tab.document.querySelectorAll('.cell')[1]?.remove();
    tab.document.querySelector('#list')?.insertAdjacentHTML('beforeend', card(1004));
    await tab.pass(500);
    const ids = tab.seen.sites.flat().map(({ listing }) => listing.ref.id);
    expect(ids).toEqual(['1005000000001001', '1005000000001003', '1005000000001004']);
  });

  it('does not read the cards below a product again while it waits for the product', async () => {
    const tab = open(aliexpress, ITEM, `<div data-pl="x"><h1 data-pl="product-title">Half</h1></div>${card(1001)}`);
    expect(last(tab.seen.sites)).toHaveLength(1);
    tab.document.querySelector('[data-pl="x"]')?.insertAdjacentHTML('beforeend', '<i></i>');
    await tab.pass(1_000);
    expect(tab.looks.count).toBeGreaterThan(1);
    expect(tab.seen.sites.slice(1).flat()).toEqual([]);
    expect(last(tab.seen.readings).listings.map(({ kind }) => kind)).toEqual(['product', 'card']);
  });

  it('reads a quick view that opens over the grid', async () => {
    const tab = open(aliexpress, GRID, `<div id="list">${card(1001)}${card(1002)}</div>`);
    const dialog =
      '<div role="dialog"><img src="https://ae01.alicdn.com/kf/S9.jpg"><h1>Quick view</h1><b>€9,00</b><a href="/item/1005000000001009.html">Details</a></div>';
    tab.document.body.insertAdjacentHTML('beforeend', dialog);
    await tab.pass(500);
    expect(last(tab.seen.sites).map(({ listing }) => listing.title)).toEqual(['Quick view']);
  });

  it('does not attribute the old product to the new address after history navigation', async () => {
    const body = bodyOf('joom/product.html');
    const tab = open(joom, 'https://www.joom.com/fr/products/5d88b92e8b2c370101dcd401', body);
    expect(last(tab.seen.readings).listings[0]?.ref.id).toBe('5d88b92e8b2c370101dcd401');
    const before = tab.seen.readings.length;
    tab.go('https://www.joom.com/fr/products/5d88b92e8b2c370101dcd402');
    tab.document.body.append(tab.document.createElement('i'));
    await tab.pass(1_000);
    expect(tab.seen.pages).toHaveLength(2);
    expect(tab.seen.readings).toHaveLength(before);
    tab.document.body.innerHTML = body.replace(/<h1.*?<\/h1>/, '<h1 class="root___x">Gourde isotherme</h1>');
    await tab.pass(1_000);
    expect(last(tab.seen.readings).listings[0]).toMatchObject({
      ref: { id: '5d88b92e8b2c370101dcd402' },
      title: 'Gourde isotherme',
    });
  });

  it('believes an unchanged title after a while: variants share titles', async () => {
    const body = bodyOf('joom/product.html');
    const tab = open(joom, 'https://www.joom.com/fr/products/5d88b92e8b2c370101dcd401', body);
    tab.go('https://www.joom.com/fr/products/5d88b92e8b2c370101dcd402');
    tab.document.body.append(tab.document.createElement('i'));
    await tab.pass(SETTLE + 1_000);
    expect(last(tab.seen.readings).listings[0]?.ref.id).toBe('5d88b92e8b2c370101dcd402');
  });

  it('ignores the head of the first page after history navigation', async () => {
    const head =
      '<meta property="og:title" content="Old"><meta property="og:image" content="https://img.joomcdn.net/old.jpeg"><meta property="product:price:amount" content="1.00"><meta property="product:price:currency" content="EUR">';
    const tab = open(joom, 'https://www.joom.com/fr/products/5d88b92e8b2c370101dcd401', '<h1>Old</h1>', head);
    expect(last(tab.seen.readings).listings[0]?.price?.low.amount).toBe(1);
    tab.go('https://www.joom.com/fr/products/5d88b92e8b2c370101dcd402');
    tab.document.body.innerHTML = '<h1>New</h1>';
    await tab.pass(1_000);
    expect(last(tab.seen.readings).listings[0]).toMatchObject({ title: 'New', price: null, imageUrls: [] });
  });

  it('drops stale Shein state after a colour change and reads the page', async () => {
    const head = /<head>([\s\S]*)<\/head>/.exec(htmlOf('shein/product.html'))?.[1] ?? '';
    const tab = open(
      shein,
      'https://us.shein.com/Ribbed-Knit-Scarf-p-500000001-cat-1873.html',
      bodyOf('shein/product.html'),
      head,
    );
    expect(last(tab.seen.readings).completeness.verdict).toBe('complete');
    tab.go('https://us.shein.com/Ribbed-Knit-Scarf-Grey-p-500000002-cat-1873.html');
    tab.document.body.innerHTML = bodyOf('shein/product-stale.html');
    await tab.pass(1_000);
    expect(last(tab.seen.readings)).toMatchObject({ completeness: { reason: 'state-mismatch' } });
    expect(last(tab.seen.readings).listings[0]).toMatchObject({
      ref: { id: '500000002' },
      title: 'Ribbed Knit Scarf Grey',
      brand: null,
    });
  });

  it('takes a changed query on the same product for the same page', async () => {
    const tab = open(aliexpress, ITEM, bodyOf('aliexpress/product.html'));
    tab.go(`${ITEM}?spm=a2g0o&sku_id=1`);
    tab.document.body.append(tab.document.createElement('i'));
    await tab.pass(1_000);
    expect(tab.seen.pages).toEqual([ITEM]);
  });

  it('stops all work when it is aborted', async () => {
    const tab = open(aliexpress, ITEM, '<div id="root"></div>');
    tab.document.body.append(tab.document.createElement('i'));
    await tab.pass(0);
    tab.controller.abort();
    expect(vi.getTimerCount()).toBe(0);
    const count = tab.looks.count;
    tab.document.body.innerHTML = bodyOf('aliexpress/product.html');
    await tab.pass(GIVE_UP * 2);
    expect(tab.looks.count).toBe(count);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('reports an adapter that throws as unreadable, and goes on', async () => {
    const broken: Adapter = {
      ...aliexpress,
      readWithSites: () => {
        throw new Error('unforeseen');
      },
      *cards() {
        yield* [];
        throw new Error('unforeseen');
      },
    };
    const tab = open(broken, ITEM, '<div id="root"></div>');
    expect(last(tab.seen.readings).completeness).toMatchObject({ verdict: 'unreadable', reason: 'reader-failed' });
    tab.document.body.append(tab.document.createElement('i'));
    await tab.pass(1_000);
    expect(tab.seen.readings).toHaveLength(1);
  });
});
