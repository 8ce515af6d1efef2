import type { ListingRef } from '../listing/listing.ts';

/**
 * An address that leads to the listing and holds no word of its title. Shein writes the title into the path and finds the
 * product by the number behind `-p-` alone (addresses seen 2026-08); the other marketplaces' addresses hold no words.
 */
export function wordlessAddress({ canonicalUrl, id }: ListingRef): string {
  const url = new URL(canonicalUrl);
  url.search = '';
  url.hash = '';
  const number = url.pathname.lastIndexOf(`-p-${id}`);
  if (number !== -1) {
    const folder = url.pathname.slice(0, url.pathname.lastIndexOf('/', number) + 1);
    url.pathname = `${folder}item-p-${id}.html`;
  }
  return url.href;
}
