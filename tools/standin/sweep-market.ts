/**
 * The three shops as a sweep meets them: results by query and page, with repeats between queries, and switches for what
 * time does to listings. Plain pages in each shop's markup, rendered on the server. A third of the goods is suspicious.
 */

import type { Shop } from './hosts.ts';
import type { Answer, ShopRequest } from './layout.ts';
import { html, type Markup, raw } from './markup.ts';

export const SWEEP_QUERIES = ['couteau papillon', 'balisong acier', 'couteau pliant', 'papillon entrainement'] as const;
const PER_PAGE = 14;
const PAGES = 2;
/** The last cards of a query come again as the first of the next one. */
const REPEATED = 4;

export interface SweepGood {
  shop: Shop;
  id: string;
  title: string;
  seller: string;
  isSuspicious: boolean;
}

function idOf(shop: Shop, number: number): string {
  const digits = String(number).padStart(4, '0');
  return shop === 'joom'
    ? `5d88b92e8b2c37010${digits}abc`
    : shop === 'shein'
      ? `38000${digits}`
      : `100580000000${digits}`;
}

function goodOf(shop: Shop, number: number): SweepGood {
  const isSuspicious = number % 3 === 0;
  return {
    shop,
    id: idOf(shop, number),
    title: isSuspicious ? `Couteau papillon balisong acier, lot ${number}` : `Mug en grès émaillé, série ${number}`,
    seller: String(1_102_000_000 + (number % 7)),
    isSuspicious,
  };
}

export class SweepMarket {
  readonly #gone = new Set<string>();
  readonly #titles = new Map<string, string>();
  readonly #added = new Map<string, SweepGood[]>();
  readonly blocked = new Set<Shop>();

  /** What a results page lists now. */
  page(shop: Shop, query: number, page: number): SweepGood[] {
    const size = PER_PAGE * PAGES;
    const start = query * (size - REPEATED) + (page - 1) * PER_PAGE;
    const own = Array.from({ length: PER_PAGE }, (_, at) => goodOf(shop, start + at));
    const added = page === 1 ? (this.#added.get(`${shop} ${query}`) ?? []) : [];
    return [...own, ...added]
      .filter(({ id }) => !this.#gone.has(id))
      .map((good) => ({ ...good, title: this.#titles.get(good.id) ?? good.title }));
  }

  /** Everything that a whole sweep meets, each once. */
  all(shop: Shop): SweepGood[] {
    const met = SWEEP_QUERIES.flatMap((_, query) => [1, 2].flatMap((page) => this.page(shop, query, page)));
    return [...new Map(met.map((good) => [good.id, good])).values()];
  }

  vanish(id: string): void {
    this.#gone.add(id);
  }

  retitle(id: string, title: string): void {
    this.#titles.set(id, title);
  }

  /** The goods come back under another number: same seller, same title. */
  comeBack(good: SweepGood, query: number): SweepGood {
    const again = { ...good, id: idOf(good.shop, 5000 + this.#added.size) };
    this.#added.set(`${good.shop} ${query}`, [again]);
    return again;
  }

  /** The answer to a request that is part of the sweep; null for every other. */
  answer(shop: Shop, request: ShopRequest): Answer | null {
    if (this.blocked.has(shop))
      return page(
        html`<script>window._config_ = {"action":"captcha","url":"/_____tmd_____/punish?x5secdata=standin"}</script><div id="baxia-punish"><div class="nc-container" id="nocaptcha">→</div></div>`,
      );
    const path = decodeURIComponent(request.path);
    const words = (
      /\/wholesale-(.+)\.html$/.exec(path)?.[1] ??
      /\/pdsearch\/([^/]+)/.exec(path)?.[1] ??
      /\/search\/q\.(.+)$/.exec(path)?.[1]
    )?.replace(/-/g, ' ');
    const query = (SWEEP_QUERIES as readonly string[]).indexOf(words ?? '');
    if (query !== -1) {
      const number = Number(request.query.get('page') ?? '1');
      const more = shop === 'joom' ? this.page(shop, query, 2) : null;
      return page(results(this.page(shop, query, number), more, request.host));
    }
    const id = (/\/item\/(\d+)/.exec(path) ?? /-p-(\d+)/.exec(path) ?? /\/products\/([0-9a-f]{24})/.exec(path))?.[1];
    const good = this.#known(shop, id ?? '');
    return good === null ? null : page(product(good, this.#gone.has(good.id)));
  }

  #known(shop: Shop, id: string): SweepGood | null {
    for (let number = 0; number < 200; number++) {
      const good = goodOf(shop, number);
      if (good.id === id) return { ...good, title: this.#titles.get(id) ?? good.title };
    }
    return [...this.#added.values()].flat().find((good) => good.id === id) ?? null;
  }
}

function page(body: Markup): Answer {
  const text =
    html`<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Imitation locale</title><link rel="icon" href="data:,"></head><body>${body}</body></html>`
      .text;
  return { status: 200, type: 'text/html; charset=utf-8', body: text };
}

function card({ shop, id, title, seller }: SweepGood, host: string): Markup {
  if (shop === 'joom')
    return html`<div class="cell___q2Bd1"><a class="content___Xk1f7" href="/fr/products/${id}"><div class="name___uxWcB">${title}</div><span class="price___Y4B7f">9,90€</span></a></div>`;
  if (shop === 'shein')
    return html`<section class="product-card"><a class="S-product-card__img-container" href="/goods-p-${id}.html" title="${title}" data-store_code="${seller}">▢</a><a class="goods-title-link" href="/goods-p-${id}.html">${title}</a><div class="product-card__price">9,90€</div></section>`;
  return html`<div class="search-item-card-wrapper-gallery"><a class="search-card-item" href="//${host}/item/${id}.html"><h3>${title}</h3><div>9,90€</div></a> <a class="cards--storeLink--x" href="//${host}/store/${seller}">Boutique ${seller}</a></div>`;
}

function results(goods: SweepGood[], more: SweepGood[] | null, host: string): Markup {
  const list = html`<main style="min-height:2400px"><div class="product-list-v2__container" id="list">${goods.map((good) => card(good, host))}</div></main>`;
  if (more === null) return list;
  return html`${list}<template id="more">${more.map((good) => card(good, host))}</template><script>${raw(
    "addEventListener('scroll', () => { const more = document.getElementById('more'); if (more) { document.getElementById('list').append(more.content); more.remove(); } });",
  )}</script>`;
}

function product({ shop, title, seller }: SweepGood, isGone: boolean): Markup {
  if (isGone) return html`<div class="not-found--wrap--x notFound___x product-soldout__empty">404</div>`;
  if (shop === 'joom') return html`<h1 class="root___e0mAF">${title}</h1><div class="price___Y4B7f">9,90€</div>`;
  if (shop === 'shein')
    return html`<h1 class="product-intro__head-name">${title}</h1><div class="productPrice__main">9,90€</div>`;
  return html`<h1 data-pl="product-title">${title}</h1><div data-pl="product-price"><span class="price--currentPriceText--x">9,90€</span></div><a class="store-detail--wrap--x" href="//fr.aliexpress.com/store/${seller}"><span class="store-detail--storeName--x">Boutique ${seller}</span></a>`;
}
