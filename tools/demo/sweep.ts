/**
 * A sweep as a colleague would hand it over: three shops, two passes, six weeks of looks. Made from nothing but numbers, so
 * that each run is the same; the panel takes it in through its own file field, and the results page must show its figures.
 */
import type { ListingKey } from '../../lib/listing/listing.ts';
import { CAMPAIGN_SCHEMA, type Campaign } from '../../lib/sweeps/campaign.ts';
import type { SweepCard, SweepFinding, Visit } from '../../lib/sweeps/card.ts';
import { sweepFile } from '../../lib/sweeps/file.ts';
import type { JournalEntry } from '../../lib/sweeps/journal.ts';
import type { Tongue } from '../standin/catalogue.ts';

const DAY = 86_400_000;
const A_PAGE = 24;
const PAGES = 2;
const SHOPS = ['aliexpress', 'joom', 'shein'] as const;
type Shop = (typeof SHOPS)[number];

const WORDS = {
  fr: {
    campaign: 'Couteaux et lasers',
    queries: ['couteau papillon', 'pointeur laser'],
    goods: [
      ['balisong_switchblade', 'Couteau papillon ou automatique', 'Couteau papillon balisong acier noir'],
      ['laser', 'Pointeur laser dangereux', 'Pointeur laser vert 5000 mW portée 10 km'],
    ],
    plain: ['Mug en grès émaillé', 'Lampe de bureau à pince', 'Étui en toile pour lunettes', 'Minuteur de cuisine'],
    shop: 'Boutique',
  },
  en: {
    campaign: 'Knives and lasers',
    queries: ['butterfly knife', 'laser pointer'],
    goods: [
      ['balisong_switchblade', 'Butterfly or automatic knife', 'Butterfly knife balisong black steel'],
      ['laser', 'Dangerous laser pointer', 'Green laser pointer 5000 mW range 10 km'],
    ],
    plain: ['Glazed stoneware mug', 'Clip-on desk lamp', 'Canvas case for glasses', 'Kitchen timer'],
    shop: 'Store',
  },
} as const;

const uuid = (kind: number, number: number) =>
  `${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

const ANA = { id: uuid(2, 1), name: 'Ana' };

function addressOf(shop: Shop, id: string): string {
  if (shop === 'joom') return `https://www.joom.com/fr/products/${id}`;
  return shop === 'shein' ? `https://fr.shein.com/goods-p-${id}.html` : `https://fr.aliexpress.com/item/${id}.html`;
}

const idOf = (shop: Shop, number: number): string =>
  shop === 'joom'
    ? `5d88b92e8b2c3701${String(number).padStart(8, '0')}`
    : `${shop === 'shein' ? 38 : 10058}${4_000_000 + number}`;

function cardOf(shop: Shop, number: number, query: number, tongue: Tongue): SweepCard {
  const { goods, plain, shop: store } = WORDS[tongue];
  const isSuspicious = number % 3 === 0;
  const [family, label, title] = goods[query === 0 ? 0 : 1];
  const finding: SweepFinding = {
    rule: `${family}/demo`,
    family,
    label,
    severity: number % 2 === 0 ? 'high' : 'medium',
    confidence: 0.9,
    weak: false,
    words: [title.split(' ').slice(0, 2).join(' ').toLowerCase()],
    publisher: 'Vigie',
    packVersion: '1',
  };
  const id = idOf(shop, number);
  const seller = 1100 + (number % 9);
  return {
    listing: `${shop}:${id}` as ListingKey,
    url: addressOf(shop, id),
    title: isSuspicious ? `${title} ${number}` : `${plain[number % plain.length]} ${number}`,
    seller: shop === 'joom' ? null : { id: String(seller), name: `${store} ${seller}` },
    price: { amount: 9.9, currency: 'EUR', text: '9,90 €' },
    picture: null,
    findings: isSuspicious ? [finding] : [],
  };
}

export interface DemoSweep {
  campaign: Campaign;
  file: string;
  /** Of the line of sums of the results page: cards, marked. */
  cards: number;
  marked: number;
}

/** @param now milliseconds since the epoch; the second pass ends there */
export function demoSweep(tongue: Tongue, now: number): DemoSweep {
  const words = WORDS[tongue];
  const start = now - 42 * DAY;
  const campaign: Campaign = {
    schema: CAMPAIGN_SCHEMA,
    id: uuid(1, 1),
    name: words.campaign,
    families: words.goods.map(([family]) => family),
    queries: words.queries.map((query) => ({ language: tongue, words: query })),
    marketplaces: [...SHOPS],
    countries: ['FR'],
    pages: PAGES,
    people: ['Ana', 'Ben'],
    deadline: null,
    createdAt: new Date(start).toISOString(),
  };
  const visits: Visit[] = [];
  const suspicious: SweepCard[] = [];
  const cards = new Set<string>();
  for (const sweep of [1, 2]) {
    SHOPS.forEach((shop, shopAt) => {
      words.queries.forEach((query, queryAt) => {
        for (let page = 1; page <= PAGES; page++) {
          const first = (queryAt * PAGES + page - 1) * A_PAGE;
          const shown = Array.from({ length: A_PAGE }, (_, at) => cardOf(shop, first + at, queryAt, tongue));
          // The second pass meets fewer: what was taken down is no longer listed.
          const met = sweep === 1 ? shown : shown.filter((_, at) => at % 6 !== 0);
          for (const card of met) {
            if (!cards.has(card.listing) && card.findings.length > 0) suspicious.push(card);
            cards.add(card.listing);
          }
          visits.push({
            id: uuid(3, visits.length),
            campaign: campaign.id,
            sweep,
            revision: 1,
            marketplace: shop,
            country: 'FR',
            language: tongue,
            words: query,
            page,
            by: ANA,
            at: new Date((sweep === 1 ? start : now - DAY) + (shopAt * 8 + queryAt * 2 + page) * 60_000).toISOString(),
            state: 'read',
            cards: met,
          });
        }
      });
    });
  }
  const journal: JournalEntry[] = [];
  const line = (at: number, listing: ListingKey) => {
    const seq = journal.length + 1;
    return { id: uuid(4, seq), campaign: campaign.id, seq, listing, by: ANA, at };
  };
  const reportedAt = start + DAY / 2;
  suspicious.slice(0, 70).forEach(({ listing }, at) => {
    const verdict = at % 9 === 4 ? 'not-illicit' : at % 11 === 7 ? 'unsure' : 'suspicious';
    journal.push({ ...line(start + 3_600_000 + at * 5_500, listing), kind: 'verdict', verdict });
    if (verdict !== 'suspicious' || at >= 50) return;
    const { findings } = suspicious[at] ?? { findings: [] };
    journal.push({
      ...line(reportedAt, listing),
      kind: 'report',
      report: uuid(5, findings[0]?.family === 'laser' ? 2 : 1),
      family: findings[0]?.family ?? 'other',
    });
    // Looked at each time somebody had an hour: some are gone early, some late, a fifth never while anybody looked.
    const goneAfter = at % 5 === 0 ? null : 1 + ((at * at) % 29);
    for (const day of [1, 3, 7, 14, 21, 30]) {
      const isGone = goneAfter !== null && goneAfter <= day;
      journal.push({ ...line(reportedAt + day * DAY, listing), kind: 'sighting', outcome: isGone ? 'gone' : 'online' });
      if (isGone) break;
    }
  });
  return { campaign, file: sweepFile({ campaign, visits, journal }), cards: cards.size, marked: suspicious.length };
}
