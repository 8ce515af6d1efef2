/** AliExpress as its 2025/26 pages are built: an empty shell with Open Graph and `DCData`, rendered by script (css-module class names). */
import { type Offer, offersOf, offerWithId, priceText, type Tongue, titleOf } from './catalogue.ts';
import {
  type Answer,
  jsonAnswer,
  lateScript,
  notFound,
  pageAnswer,
  type ShopLook,
  type ShopRequest,
  shopDocument,
  soldText,
  WORDS,
} from './layout.ts';
import { html, json, type Markup, raw } from './markup.ts';
import { ALIEXPRESS_SPECIAL, hostileOffer } from './special.ts';

const HYDRATION_MS = 120;
const FIRST_CARDS = 60;
const MORE_CARDS = 20;

const LOOK: ShopLook = {
  name: 'AliExpress',
  searchPath: (words) => `/w/wholesale-${words}.html`,
  css: ':root{--page:#f5f5f5;--bar:#fff;--bar-ink:#1d1d1f;--accent:#d3343f;--accent-ink:#b3202b;--soft:#fdecec;--price:#1d1d1f;--round:10px;--button:24px}.find{border-radius:24px}',
};

function tongueOf(host: string): Tongue {
  return host.startsWith('fr.') ? 'fr' : 'en';
}

/** Real shoppers see a site code beside the host: `fra`, `glo`. */
function siteOf(tongue: Tongue): string {
  return tongue === 'fr' ? 'fra' : 'glo';
}

function picture(offer: Offer, view = 0): string {
  return `https://ae-pic-a1.aliexpress-media.com/kf/S${view}${offer.good.key}.jpg`;
}

function itemPath(host: string, offer: Offer): string {
  return `//${host}/item/${offer.id}.html`;
}

/** The price split in one span a fragment, as on the real cards. */
function priceSpans(cents: number, tongue: Tongue): Markup {
  const fragments = priceText(cents, tongue).match(/\d+|[^\d]/g) ?? [];
  return html`${fragments.map((fragment) => html`<span>${fragment}</span>`)}`;
}

function card(host: string, offer: Offer, tongue: Tongue): Markup {
  const title = titleOf(offer, tongue);
  return html`<div class="hm_hn search-item-card-wrapper-gallery"><div class="kt_jy card-out-wrapper card"><a class="kt_ju search-card-item" href="${itemPath(host, offer)}?algo_pvid=standin&amp;gatewayAdapt=glo2fra" target="_blank">
<div class="pic lw_am"><img class="mm_bd product-img" src="${picture(offer)}_350x350.jpg_.avif" alt="${title}" loading="lazy"></div>
<div class="info kt_kl"><div title="${title}" class="kt_ks"><h3 class="kt_kd">${title}</h3></div>
<div class="price kt_ab">${priceSpans(offer.cents, tongue)}<span class="was kt_ac">${priceText(offer.previousCents, tongue)}</span></div>
<div class="dim kt_ad">${soldText(offer.sold, WORDS[tongue])} · ★ ${offer.rating}</div></div></a></div></div>`;
}

function productBody(host: string, offer: Offer, tongue: Tongue, withTitle: boolean): Markup {
  const words = WORDS[tongue];
  const title = titleOf(offer, tongue);
  const specs: [string, string][] = [
    [words.brand, offer.seller.name.split(' ')[0] ?? offer.seller.name],
    [words.origin, 'CN (Mainland China)'],
    [words.model, `VG-${offer.id.slice(-5)}`],
    ['CE', offer.seller.trader ? 'CE' : '-'],
  ];
  return html`<div class="product pdp-wrap">
<div class="gallery image-view--wrap--Jf4a2"><div class="thumbs slider--wrap--q7Vd1">${[0, 1, 2].map((view) => html`<div class="slider--item--Fe2"><div class="slider--img--K0YbW"><img src="${picture(offer, view)}_220x220q75.jpg_.avif" alt=""></div></div>`)}</div>
<div class="main-pic image-view--previewBox--_oN1"><img class="magnifier--image--EYY2" src="${picture(offer)}_960x960q75.jpg_.avif" alt=""></div></div>
<div class="facts pdp-info-right">
<div class="price--wrap--Z6V product-price" data-pl="product-price"><div class="price price--current--I3Z product-price-current"><span class="price--currentPriceText--V8y pdp-comp-price-current product-price-value">${priceText(offer.cents, tongue)}</span><span class="was price--originalText--gxVO">${priceText(offer.previousCents, tongue)}</span></div></div>
${withTitle ? html`<div class="title--wrap--UUH"><h1 data-pl="product-title" data-tticheck="true">${title}</h1></div>` : null}
<div class="reviewer--wrap--vGS dim" data-pl="product-reviewer"><a class="reviewer--rating--xrW" href="#nav-review"><strong>★ ${offer.rating}</strong></a> <a class="reviewer--reviews--cx7" href="#nav-review">${offer.reviews} ${words.reviews}</a> | <span class="reviewer--sold--ytP">${soldText(offer.sold, words)}</span></div>
<div class="dynamic-shipping dim"><span class="dynamic-shipping-titleLayout">${words.shipping}</span> · <span class="dynamic-shipping-contentLayout">${words.delivery}</span></div>
<a class="seller store-detail--wrap--IhR" href="//${host}/store/${offer.seller.id}" target="_blank" rel="nofollow"><div class="store-detail--title--qt8 dim">${words.soldBy}</div><div class="store-detail--storeNameWrap--Z45"><span class="store-detail--storeName--Lk2">${offer.seller.name}</span> ${offer.seller.trader ? html`<span>${words.trader}</span>` : null}</div></a>
<div class="buy"><button type="button">${words.buy}</button><button type="button">${words.addToCart}</button></div>
</div></div>
<div class="block specification--wrap--lxV" id="nav-specification" data-pl="product-specs"><h2>${words.specs}</h2><ul class="specs specification--list--GZu">${specs.map(([name, value]) => html`<li class="specification--line--IXe"><div class="row specification--prop--Jh2"><div class="specification--title--SfH"><span>${name}</span></div><div class="specification--desc--Dxx" title="${value}"><span>${value}</span></div></div></li>`)}</ul></div>
<div class="block" id="nav-description" data-pl="product-description"><h2>${words.description}</h2><div id="product-description">${withTitle ? title : ''}. ${words.text}</div></div>
<div class="block" id="nav-store"><a data-pl="store-name" href="//${host}/store/${offer.seller.id}">${offer.seller.name}</a> <span class="dim store-info--desc--Xk2"><strong>97.4%</strong></span></div>`;
}

function jsonLd(host: string, offer: Offer, tongue: Tongue): Markup {
  const product = {
    '@context': 'https://schema.org/',
    '@type': 'Product',
    name: `${titleOf(offer, tongue)} - AliExpress 26`,
    image: [picture(offer), picture(offer, 1)],
    offers: {
      '@type': 'Offer',
      availability: 'https://schema.org/InStock',
      url: `https:${itemPath(host, offer)}`,
      priceCurrency: 'EUR',
      price: (offer.cents / 100).toFixed(2),
    },
    aggregateRating: {
      '@type': 'AggregateRating',
      ratingValue: String(offer.rating),
      reviewCount: String(offer.reviews),
    },
  };
  return html`<script type="application/ld+json">${json([product])}</script>`;
}

function productShell(host: string, offer: Offer, tongue: Tongue, hydrates: boolean): Answer {
  const title = titleOf(offer, tongue);
  const state = {
    extParams: { site: siteOf(tongue), crawler: false, signedIn: false, host },
    imagePathList: [0, 1, 2].map((view) => picture(offer, view)),
    name: 'ItemDetailResp',
  };
  const head = html`<meta property="og:url" content="${itemPath(host, offer)}?src=standin"><meta property="og:title" content="${title} - AliExpress 26"><meta property="og:type" content="product"><meta property="og:image" content="${picture(offer)}"><meta property="og:description" content="Smarter Shopping, Better Living! Aliexpress.com"><meta property="og:site_name" content="aliexpress.">
<script>window.runParams = {};window._d_c_ = window._d_c_ || {};window._d_c_.viewName = 'newDetail';window._d_c_.isCSR = true;window._d_c_.DCData = ${json(state)};</script>`;
  return pageAnswer(
    shopDocument(LOOK, tongue, {
      // The un-hydrated shell has no title element.
      title: null,
      head,
      main: html`<div class="waiting">…</div>`,
      scripts: hydrates ? lateScript(`/_standin/item?id=${offer.id}`, null, HYDRATION_MS) : raw(''),
    }),
  );
}

function searchState(host: string, offers: readonly Offer[], tongue: Tongue): Markup {
  const content = offers.map((offer) => ({
    productId: offer.id,
    redirectedId: offer.id,
    productType: 'natural',
    title: { displayTitle: titleOf(offer, tongue) },
    image: { imgUrl: picture(offer).replace('https:', ''), imgWidth: 350, imgHeight: 350 },
    prices: {
      salePrice: { minPrice: offer.cents / 100, currencyCode: 'EUR', formattedPrice: priceText(offer.cents, tongue) },
      originalPrice: {
        minPrice: offer.previousCents / 100,
        currencyCode: 'EUR',
        formattedPrice: priceText(offer.previousCents, tongue),
      },
    },
    evaluation: { starRating: offer.rating },
    trade: { tradeDesc: soldText(offer.sold, WORDS[tongue]) },
    productDetailUrl: `${itemPath(host, offer)}`,
  }));
  const fields = {
    mods: { itemList: { content } },
    pageInfo: { page: 1, pageSize: FIRST_CARDS, totalResults: offersOf('aliexpress').length },
  };
  // The root key is unquoted on the real page too: this is a script, not JSON.
  return html`<script>/*!-->init-data-start--*/window._dida_config_ = {};window._dida_config_._init_data_= { data: ${json({ data: { root: { fields } } })} }/*!-->init-data-end--*/</script>`;
}

function searchPage({ host, path }: ShopRequest, tongue: Tongue): Answer {
  const words = decodeURIComponent(/wholesale-(.*?)(?:\.html)?$/.exec(path)?.[1] ?? '').replace(/-/g, ' ');
  return pageAnswer(
    shopDocument(LOOK, tongue, {
      title: `${words} - AliExpress`,
      head: searchState(host, offersOf('aliexpress').slice(0, FIRST_CARDS), tongue),
      main: html`<div class="waiting">…</div>`,
      scripts: lateScript(`/_standin/search?words=${encodeURIComponent(words)}`, '/_standin/cards?', HYDRATION_MS),
    }),
  );
}

function cards(host: string, from: number, count: number, tongue: Tongue): Markup {
  return html`${offersOf('aliexpress')
    .slice(from, from + count)
    .map((offer) => card(host, offer, tongue))}`;
}

/** What stands in place of a page when the shop takes a visitor for a robot: no title, no product, a slider. */
function punishPage(tongue: Tongue): Answer {
  return pageAnswer(html`<!doctype html><html lang="${tongue}"><head><meta charset="utf-8"><script>window._config_ = {"action":"captcha","url":"/_____tmd_____/punish?x5secdata=standin"}</script></head>
<body style="font:16px system-ui;display:grid;place-items:center;min-height:90vh"><div id="baxia-punish"><div class="nc-container" id="nocaptcha">${WORDS[tongue].blocked} → → →</div></div></body></html>`);
}

export function aliexpress(request: ShopRequest): Answer {
  const { host, path, query } = request;
  const tongue = tongueOf(host);
  const words = WORDS[tongue];
  const find = (id: string) =>
    id === ALIEXPRESS_SPECIAL.hostile ? hostileOffer() : (offerWithId('aliexpress', id) ?? offersOf('aliexpress')[0]);

  if (path === '/_standin/item') {
    const id = query.get('id') ?? '';
    const offer = find(id);
    if (offer === undefined) return notFound(tongue);
    const readable = query.get('untitled') === null;
    return jsonAnswer({
      title: readable ? `${titleOf(offer, tongue)} - AliExpress 26` : 'AliExpress',
      head: readable ? jsonLd(host, offer, tongue).text : '',
      html: productBody(host, offer, tongue, readable).text,
    });
  }
  if (path === '/_standin/search') {
    const crumb = html`<p class="crumb">${offersOf('aliexpress').length} ${words.results} « ${query.get('words') ?? ''} »</p>`;
    return jsonAnswer({
      html: html`${crumb}<div class="grid" id="card-list" data-standin-list>${cards(host, 0, FIRST_CARDS, tongue)}</div>`
        .text,
    });
  }
  if (path === '/_standin/cards') {
    const from = Number(query.get('from')) || 0;
    return jsonAnswer({
      cards: cards(host, from, MORE_CARDS, tongue).text,
      done: from + MORE_CARDS >= offersOf('aliexpress').length,
    });
  }
  const item = /^\/item\/(?:[\w-]+\/)?(\d+)(?:\.html)?$/.exec(path)?.[1];
  if (item === ALIEXPRESS_SPECIAL.blocked) return punishPage(tongue);
  if (item === ALIEXPRESS_SPECIAL.unreadable) {
    return pageAnswer(
      shopDocument(LOOK, tongue, {
        title: 'AliExpress',
        head: raw(''),
        main: html`<div class="waiting">…</div>`,
        scripts: lateScript('/_standin/item?id=0&untitled', null, HYDRATION_MS),
      }),
    );
  }
  if (item !== undefined) {
    const offer =
      item === ALIEXPRESS_SPECIAL.hostile || item === ALIEXPRESS_SPECIAL.shell
        ? find(item)
        : offerWithId('aliexpress', item);
    return offer === undefined
      ? notFound(tongue)
      : productShell(host, offer, tongue, item !== ALIEXPRESS_SPECIAL.shell);
  }
  if (/^\/(?:w\/)?wholesale/.test(path)) return searchPage(request, tongue);
  if (path === '/') {
    return pageAnswer(
      shopDocument(LOOK, tongue, {
        title: 'AliExpress',
        head: raw(''),
        main: html`<p class="crumb">${words.home}</p><div class="grid">${cards(host, 0, 18, tongue)}</div>`,
        scripts: raw(''),
      }),
    );
  }
  return notFound(tongue);
}
