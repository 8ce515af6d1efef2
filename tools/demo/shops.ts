/** Where the walks go: for each marketplace a product that a rule should find, and a grid of results. */
import { type Offer, offerOfGood, offersOf, type Tongue, titleOf } from '../standin/catalogue.ts';
import type { Shop } from '../standin/hosts.ts';

export interface ShopVisit {
  shop: Shop;
  name: string;
  tongue: Tongue;
  product: { url: string; offer: Offer; title: string };
  grid: { url: string };
}

interface ShopPlan {
  shop: Shop;
  name: string;
  /** A key in `tools/standin/goods.ts`. */
  good: string;
  product: (id: string, tongue: Tongue) => string;
  grid: (tongue: Tongue) => string;
}

const PLANS: ShopPlan[] = [
  {
    shop: 'aliexpress',
    name: 'AliExpress',
    good: 'balisong',
    product: (id, tongue) => `https://${tongue === 'fr' ? 'fr' : 'www'}.aliexpress.com/item/${id}.html`,
    grid: (tongue) =>
      `https://${tongue === 'fr' ? 'fr' : 'www'}.aliexpress.com/w/wholesale-${tongue === 'fr' ? 'couteau-de-poche' : 'pocket-knife'}.html`,
  },
  {
    shop: 'joom',
    name: 'Joom',
    good: 'laser',
    product: (id, tongue) => `https://www.joom.com/${tongue}/products/${id}`,
    grid: (tongue) => `https://www.joom.com/${tongue}/search/q.gadgets`,
  },
  {
    shop: 'shein',
    name: 'Shein',
    good: 'magnet-balls',
    product: (id, tongue) =>
      `https://${tongue === 'fr' ? 'fr' : 'us'}.shein.com/${tongue === 'fr' ? 'Billes' : 'Balls'}-p-${id}.html`,
    grid: (tongue) =>
      `https://${tongue === 'fr' ? 'fr' : 'us'}.shein.com/pdsearch/${tongue === 'fr' ? 'jouets' : 'toys'}/`,
  },
];

export function visits(tongue: Tongue): ShopVisit[] {
  return PLANS.map(({ shop, name, good, product, grid }) => {
    const offer = offerOfGood(shop, good);
    return {
      shop,
      name,
      tongue,
      product: { url: product(offer.id, tongue), offer, title: titleOf(offer, tongue) },
      grid: { url: grid(tongue) },
    };
  });
}

/** Titles in the first `count` cards of a shop's grid that must be marked, and that must not. */
export function expectedMarks(shop: Shop, tongue: Tongue, count: number): { marked: string[]; unmarked: string[] } {
  const shown = offersOf(shop).slice(0, count);
  const titles = (suspect: boolean) =>
    shown.filter(({ good }) => (good.expects !== null) === suspect).map((offer) => titleOf(offer, tongue));
  return { marked: titles(true), unmarked: titles(false) };
}
