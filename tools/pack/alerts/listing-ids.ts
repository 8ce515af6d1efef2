/**
 * Listings of the marketplaces that Vigie reads, as official exports name them: "AliExpress" + "1005003229233125", an
 * address, or "Item 1005… on AliExpress". The field also holds shop names and the ids of other marketplaces; those are
 * no listing of ours and give nothing.
 */
import { listingKey } from '../../../lib/listing/key.ts';
import { ADAPTERS, adapterFor } from '../../../lib/marketplaces/registry.ts';

/** How a marketplace writes its listing ids, where no address shows it. */
const ID: Readonly<Record<string, RegExp>> = {
  aliexpress: /(?<![\w-])\d{10,20}(?![\w-])/gu,
  shein: /(?<![\w-])\d{6,12}(?![\w-])/gu,
  joom: /(?<![\w-])[0-9a-f]{24}(?![\w-])/gu,
};

/** Keys (`marketplace:id`) of the listings that a trader's name and an identifier name together. */
export function listingsNamed(trader: string, identifier: string): string[] {
  const keys = new Set<string>();
  for (const [address] of identifier.matchAll(/https?:\/\/[^\s"'<>]+/giu)) {
    if (!URL.canParse(address)) continue;
    const url = new URL(address);
    const ref = adapterFor(url)?.refOf(url) ?? null;
    if (ref !== null) keys.add(listingKey(ref));
  }
  const rest = identifier.replace(/https?:\/\/\S+/giu, ' ');
  const said = `${trader} ${rest}`.toLowerCase();
  const marketplaces = ADAPTERS.filter(({ id }) => new RegExp(`(?<![a-z])${id}(?![a-z])`, 'u').test(said));
  // "AliExpress or Shein, 123456": whose id is it?
  const [marketplace] = marketplaces;
  if (marketplace !== undefined && marketplaces.length === 1)
    for (const [id] of rest.toLowerCase().matchAll(ID[marketplace.id] ?? /$^/gu))
      keys.add(listingKey({ marketplace: marketplace.id, id }));
  return [...keys];
}
