// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PageSession } from '../../../components/marks/page-session.ts';
import type { Listing, Reading } from '../../../lib/listing/listing.ts';
import { aliexpress } from '../../../lib/marketplaces/aliexpress.ts';
import type { PageRead, PageVerdict } from '../../../lib/messages/messages.ts';
import type { Suspicion } from '../../../lib/rules/suspicions.ts';

const { askFromPage } = vi.hoisted(() => ({ askFromPage: vi.fn() }));
vi.mock('../../../lib/messages/page-channel.ts', () => ({ askFromPage }));
vi.mock('#i18n', () => ({ i18n: { t: (key: string) => key } }));

function card(id: string): Listing {
  const ref = {
    marketplace: 'aliexpress',
    id,
    canonicalUrl: `https://www.aliexpress.com/item/${id}.html`,
    region: null,
  };
  return { ref, kind: 'card', title: `Card ${id}` } as Listing;
}

function grid(...ids: string[]): {
  reading: Reading;
  sites: { element: Element; anchor: Element; listing: Listing }[];
} {
  const listings = ids.map(card);
  const sites = listings.map((listing) => {
    const element = document.createElement('div');
    document.body.append(element);
    return { element, anchor: element, listing };
  });
  const completeness = { verdict: 'complete', lacking: [], reason: null } as const;
  const url = 'https://www.aliexpress.com/w/wholesale-x.html';
  return {
    reading: { marketplace: 'aliexpress', page: 'grid', url, completeness: { ...completeness, lacking: [] }, listings },
    sites,
  };
}

const FINDING = { rule: 'r', severity: 'high', visibility: 'everyone', label: 'L', reason: '', words: [], legal: [] };

/** Suspects every listing that it is asked about, after a moment. */
async function suspectAll(what: string, body: PageRead | null): Promise<PageVerdict | string> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  if (body === null) return what === 'mark-styles' ? ':host {}' : '';
  const suspicions = body.reading.listings.map(({ ref }) => ({
    listing: `${ref.marketplace}:${ref.id}` as const,
    findings: [FINDING as unknown as Suspicion['findings'][number]],
  }));
  return { suspicions, ticked: null };
}

const asked = (): PageRead[] => askFromPage.mock.calls.filter(([what]) => what === 'page-read').map(([, body]) => body);
const marks = () => document.querySelectorAll('vigie-mark').length;

afterEach(() => {
  document.body.replaceChildren();
  askFromPage.mockReset();
});

describe('a page that grows', () => {
  it('counts what the readings before brought, also when the next comes before their answer', async () => {
    askFromPage.mockImplementation(suspectAll);
    const session = new PageSession(aliexpress, new AbortController().signal);
    const first = grid('1', '2');
    const second = grid('3');
    session.onReading(first.reading, first.sites);
    session.onReading(second.reading, second.sites);
    await vi.waitFor(() => expect(marks()).toBe(3));
    expect(asked().map(({ suspectedBefore }) => suspectedBefore)).toEqual([0, 2]);
  });

  it('shows nothing of the page before, whose answer comes late', async () => {
    askFromPage.mockImplementation(suspectAll);
    const session = new PageSession(aliexpress, new AbortController().signal);
    const before = grid('1');
    session.onReading(before.reading, before.sites);
    session.onPage();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(marks()).toBe(0);
    expect(session.reading).toBeNull();
  });

  it('goes on after a reading that failed', async () => {
    askFromPage.mockRejectedValueOnce(new Error('page')).mockImplementation(suspectAll);
    const session = new PageSession(aliexpress, new AbortController().signal);
    const first = grid('1');
    const second = grid('2');
    session.onReading(first.reading, first.sites);
    session.onReading(second.reading, second.sites);
    await vi.waitFor(() => expect(marks()).toBe(1));
  });

  it('asks once more when the background ended before it answered, and then no more', async () => {
    askFromPage.mockResolvedValueOnce(null).mockImplementation(suspectAll);
    const session = new PageSession(aliexpress, new AbortController().signal);
    const first = grid('1');
    session.onReading(first.reading, first.sites);
    await vi.waitFor(() => expect(marks()).toBe(1));
    expect(asked()).toHaveLength(2);
    // As after an update, when nobody will answer this script any more.
    askFromPage.mockReset();
    askFromPage.mockResolvedValue(null);
    const second = grid('2');
    session.onReading(second.reading, second.sites);
    await vi.waitFor(() => expect(asked()).toHaveLength(2));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked()).toHaveLength(2);
  });

  it('takes its marks away when the script ends', async () => {
    askFromPage.mockImplementation(suspectAll);
    const ended = new AbortController();
    const session = new PageSession(aliexpress, ended.signal);
    const page = grid('1');
    session.onReading(page.reading, page.sites);
    await vi.waitFor(() => expect(marks()).toBe(1));
    ended.abort();
    expect(marks()).toBe(0);
  });
});

describe('what the background is asked', () => {
  const product = (): Listing => ({ ...card('9'), kind: 'product', imageUrls: ['https://x.test/1.jpg'] });

  it('nothing on a page without goods', async () => {
    const session = new PageSession(aliexpress, new AbortController().signal);
    session.onReading({ ...grid().reading, page: 'other' }, []);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(askFromPage).not.toHaveBeenCalled();
  });

  it('once more when the page before left a count on the toolbar', async () => {
    askFromPage.mockImplementation(suspectAll);
    const session = new PageSession(aliexpress, new AbortController().signal);
    const before = grid('1');
    session.onReading(before.reading, before.sites);
    await vi.waitFor(() => expect(marks()).toBe(1));
    session.onPage();
    session.onReading({ ...grid().reading, page: 'other' }, []);
    await vi.waitFor(() => expect(asked().map(({ reading }) => reading.listings.length)).toEqual([1, 0]));
    expect(asked()[1]?.suspectedBefore).toBe(0);
  });

  it('about a product once, however often cards are added below it', async () => {
    document.body.innerHTML = '<main><h1>Title</h1></main>';
    askFromPage.mockImplementation(suspectAll);
    const session = new PageSession(aliexpress, new AbortController().signal);
    const listing = product();
    const more = grid('2');
    session.onReading({ ...more.reading, page: 'product', listings: [listing] }, []);
    await vi.waitFor(() => expect(marks()).toBe(1));
    session.onReading({ ...more.reading, page: 'product', listings: [listing, ...more.reading.listings] }, more.sites);
    await vi.waitFor(() => expect(marks()).toBe(2));
    expect(asked().map(({ reading }) => reading.listings.map(({ ref }) => ref.id))).toEqual([['9'], ['2']]);
    expect(document.querySelector('main > vigie-mark')).not.toBeNull();
  });

  it('without what matching does not look at, while the popup gets it all', async () => {
    askFromPage.mockImplementation(suspectAll);
    const session = new PageSession(aliexpress, new AbortController().signal);
    const listing = product();
    session.onReading({ ...grid().reading, listings: [listing] }, []);
    await vi.waitFor(() => expect(asked()).toHaveLength(1));
    expect(asked()[0]?.reading.listings[0]).toMatchObject({ title: 'Card 9', imageUrls: [], provenance: {} });
    expect(session.reading?.listings).toEqual([listing]);
  });

  it('for the style sheet once, and only when something is suspected', async () => {
    askFromPage.mockResolvedValueOnce({ suspicions: [], ticked: null }).mockImplementation(suspectAll);
    const session = new PageSession(aliexpress, new AbortController().signal);
    for (const page of [grid('1'), grid('2'), grid('3')]) session.onReading(page.reading, page.sites);
    await vi.waitFor(() => expect(marks()).toBe(2));
    expect(askFromPage.mock.calls.map(([what]) => what)).toEqual([
      'page-read',
      'page-read',
      'mark-styles',
      'page-read',
    ]);
  });
});

describe('boxes to tick', () => {
  it('stand on every card when the person wants them, ticked where the listing is in the cart', async () => {
    const verdict = (ticked: PageVerdict['ticked']): PageVerdict => ({ suspicions: [], ticked });
    let wanted = verdict(['aliexpress:2']);
    askFromPage.mockImplementation(async (what: string) => (what === 'mark-styles' ? ':host {}' : wanted));
    const session = new PageSession(aliexpress, new AbortController().signal);
    const page = grid('1', '2');
    session.onReading(page.reading, page.sites);
    await vi.waitFor(() => expect(marks()).toBe(2));
    wanted = verdict(null);
    session.judgeAgain();
    await vi.waitFor(() => expect(marks()).toBe(0));
    wanted = verdict([]);
    session.judgeAgain();
    await vi.waitFor(() => expect(marks()).toBe(2));
  });
});

describe('pictures', () => {
  const blurred = () => document.querySelectorAll('[data-vigie-blurred]').length;

  it('are blurred on a card whose finding is about the protection of children', async () => {
    const findings = [{ ...FINDING, sensitive: true } as unknown as Suspicion['findings'][number]];
    askFromPage.mockImplementation(async (what: string) =>
      what === 'mark-styles' ? ':host {}' : { suspicions: [{ listing: 'aliexpress:2', findings }], ticked: null },
    );
    const session = new PageSession(aliexpress, new AbortController().signal);
    const page = grid('1', '2');
    session.onReading(page.reading, page.sites);
    await vi.waitFor(() => expect(page.sites[1]?.element.hasAttribute('data-vigie-blurred')).toBe(true));
    expect(blurred()).toBe(1);
  });

  it('are blurred and shown again when the person says so, without any finding', async () => {
    askFromPage.mockResolvedValue({ suspicions: [], ticked: null });
    const session = new PageSession(aliexpress, new AbortController().signal);
    const page = grid('1', '2');
    session.onReading(page.reading, page.sites);
    session.blur('aliexpress:1', true);
    expect(page.sites[0]?.element.hasAttribute('data-vigie-blurred')).toBe(true);
    session.blur('aliexpress:1', false);
    expect(blurred()).toBe(0);
  });
});

describe('a listing that is gone', () => {
  it('is told once, although nothing on the page can be suspected', async () => {
    askFromPage.mockResolvedValue({ suspicions: [], ticked: null });
    const session = new PageSession(aliexpress, new AbortController().signal);
    const { reading } = grid();
    const gone: Reading = {
      ...reading,
      page: 'product',
      completeness: { verdict: 'not-ready', lacking: [], reason: 'page-says-not-found' },
    };
    session.onReading(gone, []);
    session.onReading(gone, []);
    await vi.waitFor(() => expect(asked()).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(asked()).toHaveLength(1);
  });
});
