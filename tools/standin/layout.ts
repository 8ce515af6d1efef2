/** What all stand-in pages share: the document around them, plain CSS, and the words that say what they are. */
import type { Tongue } from './catalogue.ts';
import { html, type Markup, raw } from './markup.ts';

export interface Answer {
  status: number;
  type: 'text/html; charset=utf-8' | 'application/json' | 'image/svg+xml';
  body: string;
}

export interface ShopRequest {
  host: string;
  path: string;
  query: URLSearchParams;
}

export function pageAnswer(body: Markup, status = 200): Answer {
  return { status, type: 'text/html; charset=utf-8', body: body.text };
}

export function jsonAnswer(value: unknown): Answer {
  return { status: 200, type: 'application/json', body: JSON.stringify(value) };
}

export function notFound(tongue: Tongue): Answer {
  const text = tongue === 'fr' ? 'Cette page n’existe pas.' : 'There is no such page.';
  return pageAnswer(html`<!doctype html><html lang="${tongue}"><title>404</title><h1>${text}</h1>`, 404);
}

/** Sentences of the pages themselves, in both languages. */
export const WORDS = {
  fr: {
    notice: 'Imitation locale : produits inventés, rien n’est à vendre',
    search: 'Rechercher',
    cart: 'Panier',
    account: 'Compte',
    results: 'résultats pour',
    all: 'tout le catalogue',
    sold: 'vendus',
    buy: 'Acheter maintenant',
    addToCart: 'Ajouter au panier',
    shipping: 'Livraison gratuite',
    delivery: 'Livraison estimée : 6 à 12 jours',
    specs: 'Caractéristiques',
    description: 'Description',
    trader: '(Commerçant)',
    soldBy: 'Vendu et expédié par',
    reviews: 'avis',
    visit: 'Voir la boutique',
    colour: 'Couleur',
    sand: 'sable',
    black: 'noir',
    brand: 'Marque',
    origin: 'Origine',
    model: 'Modèle',
    more: 'Voir plus',
    related: 'Vous aimerez aussi',
    quantity: 'Quantité',
    text: 'Article neuf, expédié dans un emballage recyclé. Retour possible sous 14 jours.',
    blocked: 'Faites glisser pour vérifier que vous êtes une personne',
    home: 'Tendances du moment',
    report: 'Signaler un contenu illicite',
  },
  en: {
    notice: 'Local stand-in: invented goods, nothing is for sale',
    search: 'Search',
    cart: 'Cart',
    account: 'Account',
    results: 'results for',
    all: 'the whole catalogue',
    sold: 'sold',
    buy: 'Buy now',
    addToCart: 'Add to cart',
    shipping: 'Free shipping',
    delivery: 'Estimated delivery: 6 to 12 days',
    specs: 'Specifications',
    description: 'Description',
    trader: '(Trader)',
    soldBy: 'Sold and shipped by',
    reviews: 'reviews',
    visit: 'Visit store',
    colour: 'Colour',
    sand: 'sand',
    black: 'black',
    brand: 'Brand Name',
    origin: 'Origin',
    model: 'Model Number',
    more: 'Show more',
    related: 'You may also like',
    quantity: 'Quantity',
    text: 'New item, shipped in recycled packaging. Returns within 14 days.',
    blocked: 'Slide to verify that you are a person',
    home: 'Trending now',
    report: 'Report illegal content',
  },
} as const;

export type Words = (typeof WORDS)[Tongue];

const BASE = `
*{box-sizing:border-box}body{margin:0;font:14px/1.45 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;color:#1d1d1f;background:var(--page)}
a{color:inherit;text-decoration:none}h1,h2,h3,p{margin:0;font-weight:inherit}img{display:block;max-width:100%}button{font:inherit;cursor:pointer}
.standin-notice{background:#23272f;color:#fff;text-align:center;font-size:12px;padding:5px 12px;letter-spacing:.02em}
.top{background:var(--bar);color:var(--bar-ink)}.top-in{max-width:1240px;margin:0 auto;padding:14px 20px;display:flex;gap:22px;align-items:center}
.shop{font-weight:700;font-size:20px;white-space:nowrap}.shop small{font-weight:400;font-size:11px;opacity:.75;margin-left:6px}
.find{flex:1;display:flex;border:2px solid var(--accent);border-radius:var(--round);overflow:hidden;background:#fff}.find input{flex:1;border:0;padding:9px 14px;font:inherit;outline:0;min-width:0}
.find button{border:0;background:var(--accent);color:#fff;padding:0 20px}.links{display:flex;gap:16px;font-size:13px;white-space:nowrap}
main{max-width:1240px;margin:0 auto;padding:18px 20px 60px;min-height:70vh}.crumb{color:#707078;font-size:13px;margin-bottom:14px}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(206px,1fr));gap:14px}.card{position:relative;background:#fff;border-radius:var(--round);overflow:hidden;display:block;height:100%}
.card:hover{box-shadow:0 4px 18px #0000001f}.card .pic{aspect-ratio:1;background:#f3f3f4;overflow:hidden}.card img{width:100%;height:100%;object-fit:cover}.card .info{padding:10px 12px 14px}
.card h3,.card .name{font-size:13px;line-height:1.4;height:2.8em;overflow:hidden;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical}
.price{font-weight:700;font-size:18px;color:var(--price);margin-top:6px}.was{color:#92929a;text-decoration:line-through;font-size:12px;margin-left:6px;font-weight:400}.dim{color:#74747c;font-size:12px}
.product{display:grid;grid-template-columns:minmax(0,480px) minmax(0,1fr);gap:36px;background:#fff;border-radius:var(--round);padding:24px}
.gallery{display:grid;grid-template-columns:64px 1fr;gap:12px}.thumbs{display:flex;flex-direction:column;gap:10px}.thumbs img{width:64px;height:64px;border-radius:6px;border:1px solid #e3e3e6}.main-pic img{width:100%;border-radius:var(--round);aspect-ratio:1}
.facts{display:flex;flex-direction:column;gap:14px;align-items:flex-start}.facts h1{font-size:21px;line-height:1.35;font-weight:600;max-width:100%;overflow-wrap:anywhere}.facts .price{font-size:28px;margin:0}
.buy{display:flex;gap:12px;width:100%;max-width:460px}.buy button{flex:1;border:0;border-radius:var(--button);padding:13px 18px;font-weight:600;background:var(--accent);color:#fff}.buy button+button{background:var(--soft);color:var(--accent-ink)}
.seller{border-top:1px solid #ececef;border-bottom:1px solid #ececef;padding:12px 0;width:100%;display:block}.specs{margin:26px 0 0;padding:0;list-style:none;display:grid;grid-template-columns:1fr 1fr;gap:0 40px}
.specs .row{display:flex;gap:12px;padding:9px 0;border-bottom:1px solid #f0f0f2}.specs .row>:first-child{color:#74747c;width:130px;flex:none}.block{background:#fff;border-radius:var(--round);padding:22px 24px;margin-top:18px}.block h2{font-size:18px;font-weight:600;margin-bottom:12px}
.swatches{display:flex;gap:10px}.swatches a{border:1px solid #c9c9cf;border-radius:20px;padding:5px 14px}.swatches a[aria-current]{border-color:#1d1d1f;border-width:2px}
.waiting{display:grid;place-items:center;min-height:320px;color:#92929a}.more{display:block;margin:26px auto 0;border:1px solid #c9c9cf;background:#fff;border-radius:20px;padding:9px 26px}
@media(max-width:820px){.product{grid-template-columns:1fr}.links{display:none}.specs{grid-template-columns:1fr}}`;

export interface ShopLook {
  name: string;
  css: string;
  searchPath: (words: string) => string;
}

/** The document. `head` holds a shop's own metadata and state, `main` what it has rendered on the server. */
export function shopDocument(
  look: ShopLook,
  tongue: Tongue,
  parts: { title: string | null; head: Markup; main: Markup; scripts: Markup },
): Markup {
  const words = WORDS[tongue];
  return html`<!doctype html>
<html lang="${tongue}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
${parts.title === null ? null : html`<title>${parts.title}</title>`}
<link rel="icon" href="data:,">
<style>${raw(BASE + look.css)}</style>
${parts.head}
</head>
<body>
<div class="standin-notice">${words.notice}</div>
<header class="top"><div class="top-in">
<a class="shop" href="/">${look.name}<small>stand-in</small></a>
<form class="find" onsubmit="location.href=this.dataset.path.replace('WORDS',encodeURIComponent(this.words.value||'*'));return false" data-path="${look.searchPath('WORDS')}"><input name="words" aria-label="${words.search}" placeholder="${words.search}"><button>${words.search}</button></form>
<nav class="links"><a href="${look.searchPath('catalogue')}">${words.home}</a><span>${words.account}</span><span>${words.cart}</span></nav>
</div></header>
<main id="root">${parts.main}</main>
${parts.scripts}
</body>
</html>`;
}

/** "1 000+ vendus": rounded down as shops do. */
export function soldText(sold: number, words: Words): string {
  const step = 10 ** Math.floor(Math.log10(Math.max(sold, 1)));
  return `${Math.floor(sold / step) * step}+ ${words.sold}`;
}

/**
 * The script of a page that renders late: asks the shop for its content after `delay`, puts it in `#root`, and goes on
 * asking for more cards whenever the end of the list comes into view, as the real pages do by XHR.
 */
export function lateScript(contentPath: string, cardsPath: string | null, delay: number): Markup {
  const settings = JSON.stringify({ contentPath, cardsPath, delay }).replace(/</g, '\\u003c');
  return html`<script>${raw(`(() => {
  const { contentPath, cardsPath, delay } = ${settings};
  const load = (path) => fetch(path).then((response) => response.json());
  const grow = (list) => {
    let busy = false, ended = false;
    const end = document.createElement('div');
    end.style.height = '1px';
    list.after(end);
    new IntersectionObserver(async ([entry]) => {
      if (!entry.isIntersecting || busy || ended) return;
      busy = true;
      const { cards, done } = await load(cardsPath + '&from=' + list.children.length);
      list.insertAdjacentHTML('beforeend', cards);
      ended = done;
      busy = false;
    }, { rootMargin: '100px' }).observe(end);
  };
  setTimeout(async () => {
    const content = await load(contentPath);
    if (content.title) document.title = content.title;
    if (content.head) document.head.insertAdjacentHTML('beforeend', content.head);
    document.getElementById('root').innerHTML = content.html;
    const list = document.querySelector('[data-standin-list]');
    if (list && cardsPath) grow(list);
  }, delay);
})()`)}</script>`;
}
