/** Shein as its 2025/26 pages are built: `gbRawData` in a script, JSON-LD, and product cards rendered after it; a colour changes the product without a reload. */
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

const HYDRATION_MS = 100;
const STATE_PRODUCTS = 20;
const FIRST_CARDS = 60;
const MORE_CARDS = 20;

const LOOK: ShopLook = {
  name: 'SHEIN',
  searchPath: (words) => `/pdsearch/${words}/`,
  css: ':root{--page:#fff;--bar:#fff;--bar-ink:#111;--accent:#161616;--accent-ink:#161616;--soft:#f0f0f0;--price:#c4281c;--round:2px;--button:2px}.top{border-bottom:1px solid #e8e8e8}.shop{letter-spacing:.18em}.card{border:1px solid #f0f0f0}.card .pic{aspect-ratio:3/4}',
};

function tongueOf(host: string): Tongue {
  return host.startsWith('fr.') ? 'fr' : 'en';
}

function slug(title: string): string {
  return title
    .normalize('NFD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function productPath(offer: Offer, tongue: Tongue): string {
  return `/${slug(titleOf(offer, tongue))}-p-${offer.id}.html`;
}

function picture(offer: Offer, view = 0): string {
  return `//img.ltwebstatic.com/images3_spmp/2026/05/11/S${view}${offer.good.key}`;
}

function money(cents: number, tongue: Tongue) {
  const amount = (cents / 100).toFixed(2);
  return { amount, amountWithSymbol: priceText(cents, tongue), usdAmount: amount, usdAmountWithSymbol: `$${amount}` };
}

/** Every offer also comes in sand: the same goods under the next id, reached without a reload. */
function inSand(offer: Offer, tongue: Tongue): Offer {
  const suffix = ` – ${WORDS[tongue].sand}`;
  const good = { ...offer.good, fr: offer.good.fr + suffix, en: offer.good.en + suffix };
  return { ...offer, good, id: String(Number(offer.id) + 1) };
}

function find(id: string, tongue: Tongue): Offer | undefined {
  const offer = offerWithId('shein', id);
  if (offer !== undefined) return offer;
  const before = offerWithId('shein', String(Number(id) - 1));
  return before === undefined ? undefined : inSand(before, tongue);
}

/** Both colours of an offer, the black one first. */
function colours(offer: Offer, tongue: Tongue): [Offer, Offer] {
  const black = offerWithId('shein', offer.id) ?? offerWithId('shein', String(Number(offer.id) - 1)) ?? offer;
  return [black, inSand(black, tongue)];
}

function productState(offer: Offer, tongue: Tongue): Markup {
  const words = WORDS[tongue];
  const goodsName = titleOf(offer, tongue);
  const info = colours(offer, tongue).map((colour, index) => ({
    attr_id: '27',
    attr_name: words.colour,
    attr_value: index === 0 ? words.black : words.sand,
    goods_id: colour.id,
    goods_url_name: titleOf(colour, tongue),
  }));
  return json({
    googleSEO: { title: goodsName },
    modules: {
      productInfo: {
        goods_id: offer.id,
        goods_sn: `sz${offer.id}`,
        goods_name: goodsName,
        productRelationID: `z${offer.id}`,
        cat_id: '1980',
        cate_name: offer.good.department,
        goods_img: `${picture(offer)}_thumbnail_405x552.jpg`,
        stock: '99',
        is_on_sale: 1,
        productDescriptionInfo: {
          productDetails: [
            { attr_name: words.colour, attr_name_en: 'Color', attr_value: words.black },
            { attr_name: words.origin, attr_name_en: 'Origin', attr_value: 'CN' },
          ],
        },
      },
      priceInfo: { salePrice: money(offer.cents, tongue), retailPrice: money(offer.previousCents, tongue) },
      saleAttr: {
        mainSaleAttribute: { info },
        multiLevelSaleAttribute: {
          goods_id: offer.id,
          sku_list: [
            {
              sku_code: `I${offer.id}`,
              stock: '12',
              sku_sale_attr: [{ attr_name: 'Size', attr_value_name: 'one-size' }],
              priceInfo: { salePrice: money(offer.cents, tongue) },
            },
          ],
        },
      },
      storeInfo: { store_code: offer.seller.id, title: offer.seller.name },
    },
    canonicalInfo: { goods_id: offer.id, goods_url_name: slug(goodsName) },
    currency: 'EUR',
  });
}

function productSchema(host: string, offer: Offer, tongue: Tongue): Markup {
  const url = `https://${host}${productPath(offer, tongue)}`;
  return json([
    {
      '@context': 'https://schema.org/',
      '@type': 'ProductGroup',
      name: titleOf(offer, tongue),
      description: WORDS[tongue].text,
      url,
      productGroupID: `z${offer.id}`,
      brand: { '@type': 'Brand', name: offer.seller.name.split(' ')[0] },
      image: [`https:${picture(offer)}.jpg`],
      hasVariant: [
        {
          '@type': 'Product',
          sku: `I${offer.id}`,
          size: 'one-size',
          offers: {
            '@type': 'Offer',
            price: (offer.cents / 100).toFixed(2),
            priceCurrency: 'EUR',
            availability: 'https://schema.org/InStock',
            url,
          },
        },
      ],
    },
  ]);
}

function productBody(offer: Offer, tongue: Tongue): Markup {
  const words = WORDS[tongue];
  const title = titleOf(offer, tongue);
  const swatches = colours(offer, tongue).map((colour, index) => {
    const name = index === 0 ? words.black : words.sand;
    return html`<a class="product-intro__color-radio" href="${productPath(colour, tongue)}" data-standin-colour ${colour.id === offer.id ? raw('aria-current="true"') : null}>${name}</a>`;
  });
  return html`<div class="product product-intro">
<div class="gallery"><div class="thumbs product-intro__thumbs-inner">${[0, 1, 2].map((view) => html`<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" style="background:url(${picture(offer, view)}_square.jpg) center/cover" data-src="${picture(offer, view)}_thumbnail_220x293.jpg" alt="">`)}</div>
<div class="main-pic crop-image-container"><img src="${picture(offer)}.jpg" alt=""></div></div>
<div class="facts product-intro__info">
<h1 class="product-intro__head-name">${title}</h1>
<div class="product-intro__head-sku dim">SKU: sz${offer.id}</div>
<div class="dim">★ ${offer.rating} (${offer.reviews} ${words.reviews})</div>
<div class="price"><span id="productMainPriceId" class="productPrice__main" aria-label="${priceText(offer.cents, tongue)}">${priceText(offer.cents, tongue)}</span><span class="was productDiscountInfo__retail">${priceText(offer.previousCents, tongue)}</span></div>
<div><p class="dim">${words.colour}</p><div class="swatches">${swatches}</div></div>
<div class="buy"><button type="button">${words.addToCart}</button><button type="button">♡</button></div>
<div class="dim">${words.shipping} · ${words.delivery}</div>
<div class="seller"><span class="dim">${words.soldBy}</span> <a class="store-title" href="/store/home?store_code=${offer.seller.id}">${offer.seller.name}</a></div>
</div></div>
<div class="block"><h2>${words.description}</h2><p>${title}. ${words.text}</p></div>`;
}

/** Choosing a colour swaps the product and leaves the state of the first one in the page, as the real site does. */
const COLOUR_SCRIPT = `<script>document.addEventListener('click', async (event) => {
  const link = event.target.closest('[data-standin-colour]');
  if (!link) return;
  event.preventDefault();
  const id = /-p-(\\d+)/.exec(link.pathname)[1];
  const content = await (await fetch('/_standin/goods?id=' + id)).json();
  history.pushState(null, '', link.href);
  document.title = content.title;
  document.getElementById('root').innerHTML = content.html;
});</script>`;

function productPage(host: string, offer: Offer, tongue: Tongue): Answer {
  const title = titleOf(offer, tongue);
  return pageAnswer(
    shopDocument(LOOK, tongue, {
      title: `${title} | SHEIN`,
      head: html`<link rel="canonical" href="https://${host}${productPath(offer, tongue)}"><meta property="og:title" content="${title}"><meta property="og:image" content="https:${picture(offer)}.jpg">
<script id="goodsDetailSchema" type="application/ld+json">${productSchema(host, offer, tongue)}</script>`,
      main: html`<div class="waiting">…</div>`,
      scripts: html`<script>window.gbRawData = ${productState(offer, tongue)};document.dispatchEvent(new Event("SRenderInitialPropsLoaded"));</script>
${lateScript(`/_standin/goods?id=${offer.id}`, null, HYDRATION_MS)}${raw(COLOUR_SCRIPT)}`,
    }),
  );
}

function card(offer: Offer, tongue: Tongue): Markup {
  const title = titleOf(offer, tongue);
  const path = productPath(offer, tongue);
  return html`<section class="product-card multiple-row-card j-expose__product-item card" role="listitem" aria-label="${title}" data-expose-id="0-${offer.id}">
<a class="S-product-card__img-container" href="${path}?mallCode=1" title="${title}" data-store_code="${offer.seller.id}" data-id="${offer.id}"><div class="pic"><img src="${picture(offer)}_thumbnail_405x552.jpg" data-src="${picture(offer)}_thumbnail_405x552.jpg" alt="${title}" loading="lazy"></div></a>
<div class="info product-card__bottom-wrapper"><div class="product-card__goods-title-container"><a class="goods-title-link name" href="${path}?mallCode=1">${title}</a></div>
<div class="price product-card__price"><span class="normal-price-ctn__sale-price">${priceText(offer.cents, tongue)}</span><span class="was normal-price-ctn__retail-price">${priceText(offer.previousCents, tongue)}</span></div>
<div class="dim">${soldText(offer.sold, WORDS[tongue])}</div></div></section>`;
}

function cards(from: number, count: number, tongue: Tongue): Markup {
  return html`${offersOf('shein')
    .slice(from, from + count)
    .map((offer) => card(offer, tongue))}`;
}

function searchState(tongue: Tongue): Markup {
  const products = offersOf('shein')
    .slice(0, STATE_PRODUCTS)
    .map((offer) => ({
      goods_id: offer.id,
      goods_sn: `sz${offer.id}`,
      goods_name: titleOf(offer, tongue),
      goods_url_name: slug(titleOf(offer, tongue)),
      cat_id: '1980',
      cate_name: offer.good.department,
      goods_img: `${picture(offer)}_thumbnail_405x552.jpg`,
      detail_image: [`${picture(offer, 1)}_thumbnail_405x552.jpg`],
      salePrice: money(offer.cents, tongue),
      retailPrice: money(offer.previousCents, tongue),
      retailDiscountPercent: String(Math.round(100 - (100 * offer.cents) / offer.previousCents)),
      store_code: offer.seller.id,
      mall_code: '1',
      business_model: '1',
      comment_num: offer.reviews,
      comment_rank_average: String(offer.rating),
    }));
  const sum = offersOf('shein').length;
  return json({ currency: 'EUR', results: { sum, bffProductsInfo: { result_count: sum, products } } });
}

function searchPage({ path }: ShopRequest, tongue: Tongue): Answer {
  const words = decodeURIComponent(/^\/pdsearch\/([^/]*)/.exec(path)?.[1] ?? '');
  return pageAnswer(
    shopDocument(LOOK, tongue, {
      title: `${words} | SHEIN`,
      head: raw(''),
      main: html`<div class="waiting">…</div>`,
      scripts: html`<script>window.gbRawData = ${searchState(tongue)};document.dispatchEvent(new Event("SRenderInitialPropsLoaded"));</script>
${lateScript(`/_standin/results?words=${encodeURIComponent(words)}`, '/_standin/cards?', HYDRATION_MS)}`,
    }),
  );
}

export function shein(request: ShopRequest): Answer {
  const { host, path, query } = request;
  const tongue = tongueOf(host);
  const words = WORDS[tongue];
  if (path === '/_standin/goods') {
    const offer = find(query.get('id') ?? '', tongue);
    if (offer === undefined) return notFound(tongue);
    return jsonAnswer({ title: `${titleOf(offer, tongue)} | SHEIN`, html: productBody(offer, tongue).text });
  }
  if (path === '/_standin/results') {
    const crumb = html`<p class="crumb">${offersOf('shein').length} ${words.results} « ${query.get('words') ?? ''} »</p>`;
    return jsonAnswer({
      html: html`${crumb}<div class="grid product-list-v2__container" role="list" data-standin-list>${cards(0, FIRST_CARDS, tongue)}</div>`
        .text,
    });
  }
  if (path === '/_standin/cards') {
    const from = Number(query.get('from')) || 0;
    return jsonAnswer({
      cards: cards(from, MORE_CARDS, tongue).text,
      done: from + MORE_CARDS >= offersOf('shein').length,
    });
  }
  const id = /-p-(\d+)(?:-cat-\d+)?\.html$/.exec(path)?.[1];
  if (id !== undefined) {
    const offer = find(id, tongue);
    return offer === undefined ? notFound(tongue) : productPage(host, offer, tongue);
  }
  if (path.startsWith('/pdsearch/')) return searchPage(request, tongue);
  if (path.startsWith('/risk/')) {
    return pageAnswer(
      html`<!doctype html><html lang="${tongue}"><head><title>outOfService</title></head><body><div class="captcha_click_wrapper">${words.blocked}</div></body></html>`,
      403,
    );
  }
  if (path === '/') {
    return pageAnswer(
      shopDocument(LOOK, tongue, {
        title: 'SHEIN',
        head: raw(''),
        main: html`<p class="crumb">${words.home}</p><div class="grid" role="list">${cards(0, 18, tongue)}</div>`,
        scripts: raw(''),
      }),
    );
  }
  return notFound(tongue);
}
