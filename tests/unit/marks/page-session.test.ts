// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PageSession } from '../../../components/marks/page-session.ts';
import type { Listing, Reading } from '../../../lib/listing/listing.ts';
import { aliexpress } from '../../../lib/marketplaces/aliexpress.ts';
import type { PageRead } from '../../../lib/messages.ts';
import type { Suspicion } from '../../../lib/rules/suspicions.ts';

const { askFromPage } = vi.hoisted(() => ({ askFromPage: vi.fn() }));
vi.mock('../../../lib/page-channel.ts', () => ({ askFromPage }));
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
async function suspectAll({ reading }: PageRead): Promise<Suspicion[]> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return reading.listings.map(({ ref }) => ({
    listing: `${ref.marketplace}:${ref.id}`,
    findings: [FINDING as unknown as Suspicion['findings'][number]],
  }));
}

const marks = () => document.querySelectorAll('vigie-mark').length;

afterEach(() => {
  document.body.replaceChildren();
  askFromPage.mockReset();
});

describe('a page that grows', () => {
  it('counts what the readings before brought, also when the next comes before their answer', async () => {
    askFromPage.mockImplementation((_what, body: PageRead) => suspectAll(body));
    const session = new PageSession(aliexpress, new AbortController().signal);
    const first = grid('1', '2');
    const second = grid('3');
    session.onReading(first.reading, first.sites);
    session.onReading(second.reading, second.sites);
    await vi.waitFor(() => expect(marks()).toBe(3));
    expect(askFromPage.mock.calls.map(([, { suspectedBefore }]) => suspectedBefore)).toEqual([0, 2]);
  });

  it('shows nothing of the page before, whose answer comes late', async () => {
    askFromPage.mockImplementation((_what, body: PageRead) => suspectAll(body));
    const session = new PageSession(aliexpress, new AbortController().signal);
    const before = grid('1');
    session.onReading(before.reading, before.sites);
    session.onPage();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(marks()).toBe(0);
    expect(session.reading).toBeNull();
  });

  it('goes on after a reading that failed', async () => {
    askFromPage
      .mockRejectedValueOnce(new Error('page'))
      .mockImplementation((_what, body: PageRead) => suspectAll(body));
    const session = new PageSession(aliexpress, new AbortController().signal);
    const first = grid('1');
    const second = grid('2');
    session.onReading(first.reading, first.sites);
    session.onReading(second.reading, second.sites);
    await vi.waitFor(() => expect(marks()).toBe(1));
  });

  it('takes its marks away when the script ends', async () => {
    askFromPage.mockImplementation((_what, body: PageRead) => suspectAll(body));
    const ended = new AbortController();
    const session = new PageSession(aliexpress, ended.signal);
    const page = grid('1');
    session.onReading(page.reading, page.sites);
    await vi.waitFor(() => expect(marks()).toBe(1));
    ended.abort();
    expect(marks()).toBe(0);
  });
});
