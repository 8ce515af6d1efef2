/**
 * Joom as a single-page shop with css-module class names and the history API. No capture of a Joom page was to be had: this
 * is modelled on what public code says of it, and is as synthetic as that.
 */
import { type Offer, offersOf, offerWithId, priceText, type Tongue, titleOf } from './catalogue.ts';
import {
  type Answer,
  jsonAnswer,
  notFound,
  pageAnswer,
  type ShopLook,
  type ShopRequest,
  shopDocument,
  soldText,
  WORDS,
} from './layout.ts';
import { html, type Markup, raw } from './markup.ts';

const HYDRATION_MS = 100;
const FIRST_CARDS = 60;
const MORE_CARDS = 20;

function look(tongue: Tongue): ShopLook {
  return {
    name: 'Joom',
    searchPath: (words) => `/${tongue}/search/q.${words}`,
    css: ':root{--page:#f4f5fb;--bar:#fff;--bar-ink:#20233a;--accent:#4a56c8;--accent-ink:#39429f;--soft:#eceefb;--price:#20233a;--round:16px;--button:14px}.find{border-radius:14px}',
  };
}

function tongueOf(path: string): Tongue {
  return path === '/fr' || path.startsWith('/fr/') ? 'fr' : 'en';
}

/** Joom names its pictures by 40 hex digits; the stand-in's picture server reads the good's key after them. */
function picture(offer: Offer, size: string, view = 0): string {
  return `https://img.joomcdn.net/${offer.id}${'0'.repeat(16)}/S${view}${offer.good.key}_${size}.jpeg`;
}

function card(offer: Offer, tongue: Tongue): Markup {
  const title = titleOf(offer, tongue);
  return html`<div class="cell___q2Bd1"><a class="card content___Xk1f7" href="/${tongue}/products/${offer.id}"><div class="pic image___pZ3d2"><img src="${picture(offer, '400_400')}" alt="${title}" loading="lazy"></div>
<div class="info"><div class="name name___uxWcB">${title}</div><div class="price priceWrap___m1 regular___k2"><span class="price___Y4B7f"><span>${priceText(offer.cents, tongue)}</span></span><span class="was msrPriceContent___B4IAF">${priceText(offer.previousCents, tongue)}</span></div><div class="dim">★ ${offer.rating} · ${soldText(offer.sold, WORDS[tongue])}</div></div></a></div>`;
}

function cards(from: number, count: number, tongue: Tongue): Markup {
  return html`${offersOf('joom')
    .slice(from, from + count)
    .map((offer) => card(offer, tongue))}`;
}

function productBody(offer: Offer, tongue: Tongue): Markup {
  const words = WORDS[tongue];
  const title = titleOf(offer, tongue);
  const attributes: [string, string][] = [
    [words.origin, 'CN'],
    [words.model, `J-${offer.id.slice(0, 6)}`],
  ];
  const start = offersOf('joom').findIndex(({ id }) => id === offer.id) + 1;
  return html`<div class="product">
<div class="gallery"><div class="thumbs thumbs___hXThY">${[0, 1, 2].map((view) => html`<button class="thumb___p1" style="padding:0;border:0;background:none"><img src="${picture(offer, '100_100', view)}" srcset="${picture(offer, '200_200', view)} 2x" alt=""></button>`)}</div><div class="main-pic"><img src="${picture(offer, '1024_1024')}" alt=""></div></div>
<div class="facts">
<h1 class="root___e0mAF">${title}</h1>
<div class="dim rating___xgC0f"><span class="label___vyzo3">★ ${offer.rating}</span> · ${offer.reviews} ${words.reviews}</div>
<div class="price priceWrap___m1 regular___k2"><span class="specialPrice____PiZ0"><span>${priceText(offer.cents, tongue)}</span></span><span class="was msrPriceContent___B4IAF">${priceText(offer.previousCents, tongue)}</span></div>
<div class="buy"><button type="button" class="button___QH5tw rounded-rect___ accent___">${words.buy}</button><button type="button">${words.addToCart}</button></div>
<div class="dim">${words.shipping} · ${words.delivery}</div>
<div class="seller"><span class="dim">${words.soldBy}</span> <a href="/${tongue}/stores/${offer.seller.id}">${offer.seller.name}</a></div>
</div></div>
<div class="block"><h2>${words.specs}</h2><div class="specs">${attributes.map(([name, value]) => html`<div class="row item___eCR3y"><div class="name___c9ONu"><span>${name}</span></div><div class="value___omEBd"><span>${value}</span></div></div>`)}</div></div>
<div class="block description___Wi2sH"><h2>${words.description}</h2><p class="paragraph___wH2O0">${title}. ${words.text}</p><p class="dim" style="margin-top:12px"><a href="#report">${words.report}</a></p></div>
<div class="block"><h2>${words.related}</h2><div class="grid">${cards(start, 5, tongue)}</div></div>`;
}

function content(path: string): { title: string; html: string; meta: Record<string, string> } | null {
  const tongue = tongueOf(path);
  const words = WORDS[tongue];
  const id = /\/products\/([0-9a-f]{24})$/.exec(path)?.[1];
  if (id !== undefined) {
    const offer = offerWithId('joom', id);
    if (offer === undefined) return null;
    const title = titleOf(offer, tongue);
    return {
      title: `${title} – Joom`,
      html: productBody(offer, tongue).text,
      meta: {
        'og:type': 'product',
        'og:title': title,
        'og:image': picture(offer, '1024_1024'),
        'product:price:amount': (offer.cents / 100).toFixed(2),
        'product:price:currency': 'EUR',
      },
    };
  }
  const query = /\/search\/q\.(.*)$/.exec(path)?.[1];
  if (query !== undefined) {
    const asked = decodeURIComponent(query);
    const crumb = html`<p class="crumb">${offersOf('joom').length} ${words.results} « ${asked} »</p>`;
    return {
      title: `${asked} – Joom`,
      html: html`${crumb}<div class="grid products___r4Wq8" data-standin-list>${cards(0, FIRST_CARDS, tongue)}</div><button type="button" class="more button___more" data-standin-more>${words.more}</button>`
        .text,
      meta: {},
    };
  }
  if (/^\/(?:fr|en)?\/?$/.test(path)) {
    return {
      title: 'Joom',
      html: html`<p class="crumb">${words.home}</p><div class="grid">${cards(0, 18, tongue)}</div>`.text,
      meta: {},
    };
  }
  return null;
}

/** The shop's own "app": renders a route, follows links without reloading, and grows lists by button and by scrolling. */
const APP = `<script>(() => {
  const root = document.getElementById('root');
  const load = (path) => fetch(path).then((response) => (response.ok ? response.json() : null));
  let run = 0;
  const show = async (delay) => {
    const mine = ++run;
    await new Promise((resolve) => setTimeout(resolve, delay));
    const page = await load('/_standin/route?path=' + encodeURIComponent(location.pathname));
    if (mine !== run) return;
    document.title = page ? page.title : '404';
    for (const old of document.head.querySelectorAll('meta[data-app]')) old.remove();
    for (const [property, value] of Object.entries(page ? page.meta : {})) {
      const meta = document.createElement('meta');
      meta.setAttribute('property', property);
      meta.content = value;
      meta.dataset.app = '';
      document.head.append(meta);
    }
    root.innerHTML = page ? page.html : '<h1>404</h1>';
    const list = root.querySelector('[data-standin-list]');
    const more = root.querySelector('[data-standin-more]');
    if (list && more) grow(list, more);
  };
  const grow = (list, more) => {
    let busy = false;
    const next = async () => {
      if (busy) return;
      busy = true;
      const { cards, done } = await load('/_standin/cards?path=' + encodeURIComponent(location.pathname) + '&from=' + list.children.length);
      list.insertAdjacentHTML('beforeend', cards);
      busy = false;
      if (done) more.remove();
    };
    more.addEventListener('click', next);
    new IntersectionObserver(([entry]) => { if (entry.isIntersecting) next(); }).observe(more);
  };
  addEventListener('popstate', () => show(80));
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="/"]');
    if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    history.pushState(null, '', link.getAttribute('href'));
    scrollTo(0, 0);
    show(80);
  });
  show(${HYDRATION_MS});
})()</script>`;

export function joom({ path, query }: ShopRequest): Answer {
  if (path === '/_standin/route') {
    const page = content(query.get('path') ?? '/');
    return page === null ? notFound('en') : jsonAnswer(page);
  }
  if (path === '/_standin/cards') {
    const from = Number(query.get('from')) || 0;
    const tongue = tongueOf(query.get('path') ?? '/');
    return jsonAnswer({
      cards: cards(from, MORE_CARDS, tongue).text,
      done: from + MORE_CARDS >= offersOf('joom').length,
    });
  }
  const tongue = tongueOf(path);
  if (content(path) === null) return notFound(tongue);
  return pageAnswer(
    shopDocument(look(tongue), tongue, {
      title: 'Joom',
      head: raw(''),
      main: html`<div class="waiting">…</div>`,
      scripts: raw(APP),
    }),
  );
}
