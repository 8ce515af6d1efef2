/** Plain DOM look-ups; they work in browsers, linkedom and happy-dom alike. */
import { LIMITS } from '../listing/limits.ts';
import { cleanText, cut } from '../listing/text.ts';

/**
 * CSS selectors for one thing, in order of trust, each with the day on which it was last seen on a real page or in
 * published code (`YYYY-MM-DD` or `YYYY-MM`). Old ones stay: sites serve several builds at once.
 */
export type Selectors = Readonly<Record<string, string>>;

export interface Hit {
  element: Element;
  css: string;
  seen: string;
}

/** The first element that any of the selectors finds, in the order of the selectors. */
export function first(root: ParentNode, selectors: Selectors): Hit | null {
  for (const [css, seen] of Object.entries(selectors)) {
    const element = root.querySelector(css);
    if (element !== null) return { element, css, seen };
  }
  return null;
}

/** All elements of the first selector that finds any. */
export function all(root: ParentNode, selectors: Selectors, max: number): Hit[] {
  for (const [css, seen] of Object.entries(selectors)) {
    const elements = [...root.querySelectorAll(css)].slice(0, max);
    if (elements.length > 0) return elements.map((element) => ({ element, css, seen }));
  }
  return [];
}

export function textOf(element: Element | null | undefined, max: number = LIMITS.value): string | null {
  return cleanText(element?.textContent, max);
}

/** Most addresses on the pages begin with `//`: those need no base, which would be parsed anew for each. */
function resolve(value: string, base: string): URL | null {
  try {
    return value.startsWith('//') && base.startsWith('https:') ? new URL(`https:${value}`) : new URL(value, base);
  } catch {
    return null;
  }
}

/** Whole addresses that parsing would leave as they are: no port, no escapes, a plain name for a host. */
const PLAIN_ADDRESS = /^(?:https:)?\/\/(?:[a-z][a-z0-9-]*\.)+[a-z]{2,}\/[\w/.-]*$/;

/** A link or picture address as https text, or null: no other scheme, no credentials, nothing overlong. */
export function httpsUrl(value: unknown, base: string): string | null {
  if (typeof value !== 'string' || value === '' || value.length > LIMITS.url) return null;
  if (PLAIN_ADDRESS.test(value) && !value.includes('/.') && !value.includes('xn--')) {
    const address = value.startsWith('/') ? `https:${value}` : value;
    if (address.length <= LIMITS.url && base.startsWith('https:')) return address;
  }
  const url = resolve(value.trim(), base);
  if (url === null) return null;
  if (url.protocol === 'http:') url.protocol = 'https:';
  return url.protocol === 'https:' && url.username === '' && url.href.length <= LIMITS.url ? url.href : null;
}

export function parseUrl(value: string | null | undefined, base: URL): URL | null {
  if (value === null || value === undefined || value === '' || value.length > 16_384) return null;
  const url = resolve(value, base.href);
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url : null;
}

/** The picture that an `img` shows or will show: lazy pages keep a placeholder in `src` and the address in `data-src`. */
export function pictureOf(image: Element | null, base: URL): string | null {
  if (image === null) return null;
  for (const name of ['data-src', 'src', 'srcset']) {
    const value = image.getAttribute(name);
    if (value === null || value.startsWith('data:')) continue;
    const url = httpsUrl(name === 'srcset' ? value.trim().split(/[\s,]/)[0] : value, base.href);
    if (url !== null) return url;
  }
  return null;
}

/** BCP 47 tag of the page, where it is well-formed. */
export function languageOf(document: Document): string | null {
  return languageIn(document.documentElement.getAttribute('lang'));
}

/** The BCP 47 tag that a page or its state writes, `en_US` too. */
export function languageIn(value: unknown): string | null {
  const language = typeof value === 'string' ? cut(value, 35).replace('_', '-') : '';
  return /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language) ? language : null;
}

/** The first whole number in a text such as `+1 000 sold` or `1,2k sold`; null where it shows none. */
export function countIn(text: string | null): number | null {
  const match = /(\d+(?:[.,\s\u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)\s*([kKmM](?![A-Za-z])|тыс|tys)?/u.exec(
    text ?? '',
  );
  if (match?.[1] === undefined) return null;
  const unit = match[2]?.toLowerCase();
  if (unit === undefined) {
    const digits = match[1].replace(/[.,\s\u00a0\u202f](?=\d{3}(?!\d))/g, '');
    return /^\d{1,12}$/.test(digits) ? Number(digits) : null;
  }
  return Math.round(Number(match[1].replace(',', '.')) * (unit === 'm' ? 1_000_000 : 1_000)) || null;
}
