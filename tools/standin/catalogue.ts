/** The goods as each shop offers them: with the shop's own kind of id, a seller, a price, an order in the grid. Always the same. */
import { createHash } from 'node:crypto';
import { GOODS, type Good } from './goods.ts';
import type { Shop } from './hosts.ts';

export type Tongue = 'fr' | 'en';

export interface ShopSeller {
  id: string;
  name: string;
  trader: boolean;
}

export interface Offer {
  good: Good;
  /** As the shop writes it: 16 digits, 9 digits or 24 hex digits. */
  id: string;
  seller: ShopSeller;
  /** Cents, current and struck-through. */
  cents: number;
  previousCents: number;
  sold: number;
  rating: number;
  reviews: number;
}

const SELLER_NAMES = [
  'Maison Brindille',
  'Nordwell Store',
  'Lumo Home',
  'Kivra Tools',
  'Atelier Pivoine',
  'Bluefinch Outdoor',
  'Ondine & Co',
  'Halden Supply',
  'Petit Verger',
  'Marlowe Goods',
  'Quartz Avenue',
  'Saltmarsh Trading',
];

/** Every third offer or so is suspicious at the top of a grid, so that the first screen has something to show. */
const SUSPECT_PLACES = [1, 4, 6, 11, 13, 17, 22, 26, 31, 35, 41, 44, 49, 53, 57, 62, 66, 71, 75, 79];

/** A number between 0 and 1 that depends on nothing but the words. */
function chance(...words: string[]): number {
  return createHash('sha256').update(words.join('\0')).digest().readUInt32BE(0) / 2 ** 32;
}

function shopId(shop: Shop, key: string): string {
  const hex = createHash('sha256').update(`${shop} ${key}`).digest('hex');
  const digits = BigInt(`0x${hex.slice(0, 15)}`)
    .toString()
    .padStart(18, '0');
  if (shop === 'aliexpress') return `1005${digits.slice(-12)}`;
  if (shop === 'shein') return `3${digits.slice(-8)}`;
  return hex.slice(0, 24);
}

function offerOf(shop: Shop, good: Good): Offer {
  const luck = (what: string) => chance(shop, good.key, what);
  const cents = Math.round((good.cents * (0.8 + 0.4 * luck('price'))) / 10) * 10 - 1;
  const number = Math.floor(luck('seller') * SELLER_NAMES.length);
  const seller: ShopSeller = {
    id: String(1_100_000_000 + number * 7_919 + shop.length),
    name: SELLER_NAMES[number] ?? 'Halden Supply',
    trader: luck('trader') < 0.8,
  };
  return {
    good,
    id: shopId(shop, good.key),
    seller,
    cents,
    previousCents: Math.round((cents * (1.3 + luck('previous'))) / 10) * 10 - 1,
    sold: Math.floor(10 ** (1 + 3 * luck('sold'))),
    rating: Math.round((3.9 + 1.1 * luck('rating')) * 10) / 10,
    reviews: Math.floor(10 ** (0.5 + 2.5 * luck('reviews'))),
  };
}

const cache = new Map<Shop, readonly Offer[]>();

/** The shop's offers in the order of its grids. */
export function offersOf(shop: Shop): readonly Offer[] {
  const known = cache.get(shop);
  if (known !== undefined) return known;
  const fine = GOODS.filter(({ expects }) => expects === null).sort(
    (a, b) => chance(shop, a.key) - chance(shop, b.key),
  );
  const suspect = GOODS.filter(({ expects }) => expects !== null);
  const places = new Set(SUSPECT_PLACES);
  const goods: Good[] = [];
  while (fine.length > 0 || suspect.length > 0) {
    const next = (places.has(goods.length) ? suspect.shift() : fine.shift()) ?? fine.shift() ?? suspect.shift();
    if (next !== undefined) goods.push(next);
  }
  const offers = goods.map((good) => offerOf(shop, good));
  cache.set(shop, offers);
  return offers;
}

export function offerWithId(shop: Shop, id: string): Offer | undefined {
  return offersOf(shop).find((offer) => offer.id === id);
}

/** The offer of one good, by its key in `goods.ts`; throws on an unknown key. */
export function offerOfGood(shop: Shop, key: string): Offer {
  const offer = offersOf(shop).find(({ good }) => good.key === key);
  if (offer === undefined) throw new RangeError(`the stand-in sells no "${key}"`);
  return offer;
}

export function titleOf({ good }: Offer, tongue: Tongue): string {
  return good[tongue];
}

/** `12,89 €` in French, `€12.89` in English. */
export function priceText(cents: number, tongue: Tongue): string {
  const [whole = '0', rest = '00'] = (cents / 100).toFixed(2).split('.');
  return tongue === 'fr' ? `${whole},${rest}€` : `€${whole}.${rest}`;
}
