/** Addresses of Shein: whose they are, which product or list they name, and in which market. */
import { LIMITS } from '../listing/limits.ts';
import type { ListingRef, PageKind } from '../listing/listing.ts';

const HOST = /(?:^|\.)shein\.(?:com|co\.uk|se|com\.mx|com\.co)$/;
const SHARE = /^(?:onelink\.shein\.com|(?:[^.]+\.)?shein\.top)$/;
const COUNTRY_OF_ENDING: Record<string, string> = { 'co.uk': 'gb', se: 'se', 'com.mx': 'mx', 'com.co': 'co' };

export function regionOf(url: URL): string | null {
  const ending = /shein\.(.+)$/.exec(url.hostname)?.[1] ?? '';
  const label = url.hostname.split('.')[0] ?? '';
  if (ending !== 'com') return COUNTRY_OF_ENDING[ending] ?? null;
  if (label === 'm') return /^\/([a-z]{2,4})(?:\/|$)/.exec(url.pathname)?.[1] ?? null;
  return label === 'www' || label === 'shein' ? null : label === 'uk' ? 'gb' : label;
}

export function owns(url: URL): boolean {
  return HOST.test(url.hostname) || SHARE.test(url.hostname);
}

export function shareLink(url: URL): boolean {
  return SHARE.test(url.hostname) || (owns(url) && url.pathname.includes('/sharejump/'));
}

export function refOf(url: URL): ListingRef | null {
  if (!HOST.test(url.hostname) || shareLink(url)) return null;
  const inPath =
    /(?:^|[-/])p-(\d{3,12})(?:-cat-\d+)?\.html$/i.exec(url.pathname)?.[1] ??
    /product-goodsdetail-json-(\d{3,12})\.html$/.exec(url.pathname)?.[1];
  const query = url.searchParams.get('goods_id') ?? '';
  const asked =
    /\/(?:ark|product|goods)(?:\/|$)|\/goods-detail/.test(url.pathname) && /^\d{3,12}$/.test(query) ? query : null;
  const id = inPath ?? asked;
  if (id === null) return null;
  const path = inPath === undefined ? `${url.pathname}?goods_id=${id}` : url.pathname;
  return {
    marketplace: 'shein',
    id,
    canonicalUrl: `https://${url.hostname}${path}`.slice(0, LIMITS.url),
    region: regionOf(url),
  };
}

export function pageKind(url: URL): PageKind {
  if (!owns(url) || shareLink(url)) return 'other';
  if (refOf(url) !== null) return 'product';
  const path = url.pathname.replace(/^\/[a-z]{2}(?=\/)/, '');
  return path === '/' ||
    /^\/(?:pdsearch|store|recommend|daily-new|trends|sale)(?:\/|$)|-(?:c|sc|vc)-\d+\.html$/i.test(path)
    ? 'grid'
    : 'other';
}
