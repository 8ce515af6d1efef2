import { listingKey } from '../listing/key.ts';
import { adapterFor } from './registry.ts';

/**
 * Whether two addresses, seen one after the other in a tab, are of one page. Shops write their addresses anew while a page
 * loads, so what tells is the listing that both name or, where they name none, host and path.
 */
export function isSamePage(before: string, after: string): boolean {
  const [one, other] = [URL.parse(before), URL.parse(after)];
  if (one === null || other === null) return before === after;
  const [was, is] = [one, other].map((url) => adapterFor(url)?.refOf(url) ?? null);
  if (was != null && is != null) return listingKey(was) === listingKey(is);
  return one.host === other.host && one.pathname === other.pathname;
}
