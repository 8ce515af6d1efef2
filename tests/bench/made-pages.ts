/** Pages of the size and shape of real ones, written here, for the benches that read pages. */

/** A card as AliExpress's results had them in 2026. Every twentieth claims a reduction that its prices contradict: it gets a mark. */
export function card(index: number): string {
  const id = 1005000000100000 + index;
  const percent = index % 20 === 7 ? 81 : 50;
  const stars = '<img src="https://ae01.alicdn.com/kf/star/48x48.png" width="12" alt="">'.repeat(5);
  return `<div class="_9HTSH"><div class="_3gA8_ card-out-wrapper"><a class="_3mPKP search-card-item" href="//www.aliexpress.com/item/${id}.html?algo_pvid=dd34797a&amp;pdp_npi=6%40dis%21USD%2165.85%2123.29&amp;utparam-url=scene%3Asearch"><div class="_2OjLS"><img class="product-img" src="//ae-pic-a1.aliexpress-media.com/kf/S${id}.jpg_480x480q75.jpg_.avif" alt="Thing number ${index} with a title of ordinary length for a results page of a marketplace"></div><div class="_3jo5e"><div class="_2BLrX"><h3>Thing number ${index} with a title of ordinary length for a results page of a marketplace</h3></div><div class="_23lt5"><div class="_3Mpbo"><span>US $</span><span>${index + 1}</span><span>.</span><span>29</span></div><div><span style="text-decoration: line-through;">US $${(index + 1) * 2}.58</span></div><span> -${percent}%</span></div><div><div>${stars}<span>4.8</span></div><span>${index + 5} sold</span></div></div></a></div></div>`;
}

export function cards(from: number, count: number): string {
  return Array.from({ length: count }, (_, index) => card(from + index)).join('');
}

export function page(body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title></head><body><div id="list">${body}</div></body></html>`;
}

/** A product page of 467 kB, as the one captured in 2025: most of it is scripts, and 36 cards stand below the product. */
export function productPage(): string {
  const specs = Array.from(
    { length: 20 },
    (_, index) => `<li><div><div><span>Name ${index}</span></div><div><span>Value ${index}</span></div></div></li>`,
  ).join('');
  const product = `<h1 data-pl="product-title">A thing</h1><div data-pl="product-price"><span class="price--currentPriceText--x">21,09€</span></div><a class="store-detail--wrap--x" href="//fr.aliexpress.com/store/1"><span class="store-detail--storeName--x">Store</span><span>(Commerçant)</span></a><div data-pl="product-specs"><ul>${specs}</ul></div><div class="slider--img--x"><img src="https://ae01.alicdn.com/kf/S1.jpg"></div>`;
  const body = product + cards(0, 36);
  const script = `<script>window.noise = "${'x'.repeat(5_000)}";</script>`;
  const scripts = script.repeat(Math.max(0, Math.floor((467_000 - body.length) / script.length)));
  return page(body).replace('</head>', `${scripts}</head>`);
}
