/**
 * Alerts and ids in the number and shape of real ones: lengths, shares of brands, models and barcodes as in the official
 * samples of 2026-07 (two thirds with a brand, two thirds with a model, six in ten with a barcode, a risk text of about
 * 200 characters). Deterministic.
 */
import type { Alert } from '../../lib/rules/alerts/alert.ts';
import { hasCheckDigit } from '../../lib/rules/alerts/gtin.ts';
import { MEASURE_TYPES, RISK_TYPES } from '../../lib/rules/alerts/notice-names.ts';
import type { Decision, KnownId } from '../../lib/rules/known-listings.ts';

/** Mulberry32. */
function randomSource(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const CATEGORIES: Readonly<Record<string, string>> = {
  toys: 'doll projector puzzle rattle slime balloon scooter teether xylophone drum castle tractor',
  cosmetics: 'perfume lotion shampoo mascara balm deodorant cream toner serum mask polish',
  'electrical appliances and equipment': 'charger heater kettle fan iron hairdryer adapter socket blender mixer',
  'clothing textiles and fashion items': 'jacket hoodie dress sandals sweater swimsuit scarf gloves pyjamas',
  'lighting chains': 'garland lantern string curtain candle bulb strip',
  'motor vehicles': 'saloon van motorcycle coach tractor',
  'chemical products': 'adhesive thinner cleaner paint remover ink',
  jewellery: 'necklace bracelet pendant earring anklet brooch',
};
const ADJECTIVES =
  'wooden plastic inflatable rechargeable portable foldable luminous musical magnetic waterproof solar wireless reversible padded woven sequined retractable transparent scented'.split(
    ' ',
  );
const SHAPES =
  'elephant rabbit turtle rocket mushroom caterpillar strawberry penguin octopus hedgehog giraffe flamingo pineapple avocado lighthouse carousel'.split(
    ' ',
  );
const PARTS =
  'plug casing lid hood cord wheel seam battery compartment button magnet handle cable strap lens filling zip valve hinge coating'.split(
    ' ',
  );
const VERBS = [
  'may detach',
  'is not sufficiently insulated',
  'overheats',
  'breaks easily',
  'is accessible',
  'releases fumes',
];
const HARMS = [
  'Small children may put it in the mouth and choke',
  'The user could receive an electric shock from accessible live parts',
  'This could cause burns or start a fire',
  'Prolonged contact could cause an allergic reaction',
  'A child could become trapped, leading to strangulation',
  'Direct viewing could damage the sight',
  'The substance may harm the reproductive system',
];
const SUBSTANCES = [
  'DEHP',
  'DBP',
  'SCCPs',
  'cadmium',
  'lead',
  'nickel',
  'BMHCA',
  'boron',
  'formaldehyde',
  'chromium (VI)',
];
const SYLLABLES =
  'ba be bi bo da do fa fe ga ka ki ko la le li lo ma mi mo na ne no pa po ra ri ro sa se ta ti to va ve vi xo ya ze zu'.split(
    ' ',
  );

export function makeAlerts(count: number): Alert[] {
  const random = randomSource(20_260_701);
  const below = (limit: number): number => Math.floor(random() * limit);
  const of = <T>(list: readonly T[], fallback: T): T => list[below(list.length)] ?? fallback;
  const word = (): string => Array.from({ length: 2 + below(3) }, () => of(SYLLABLES, 'ba')).join('');
  const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
  const categories = Object.entries(CATEGORIES);
  const brands = Array.from({ length: Math.ceil(count / 3) }, () => capital(word()));
  return Array.from({ length: count }, (_, index): Alert => {
    const [category, nouns] = categories[below(categories.length)] ?? ['toys', 'doll'];
    const noun = of(nouns.split(' '), 'doll');
    const year = 24 + below(3);
    const model = `${word().slice(0, 3).toUpperCase()}-${below(9000) + 100}${random() < 0.3 ? 'B' : ''}`;
    const measured = `${(random() * 30).toFixed(1)} %`;
    const risk =
      random() < 0.5
        ? `The ${of(PARTS, 'lid')} of the ${noun} ${of(VERBS, 'breaks easily')}. ${of(HARMS, '')} (measured value: ${measured}). The ${of(PARTS, 'lid')} ${of(VERBS, 'breaks easily')} after ${below(90)} cycles.`
        : `The ${of(PARTS, 'lid')} contains ${of(SUBSTANCES, 'lead')} (measured value up to ${measured} by weight). ${of(HARMS, '')}. According to the ${of(SUBSTANCES, 'lead')} list, the product must not be placed on the market.`;
    return {
      source: random() < 0.75 ? 'safety-gate' : 'rappelconso',
      number: `SR/${String(index + 1).padStart(5, '0')}/${year}`,
      date: `20${year}-${String(1 + below(12)).padStart(2, '0')}-${String(1 + below(28)).padStart(2, '0')}`,
      category,
      names: [
        `${capital(of(ADJECTIVES, 'wooden'))} ${noun}`,
        `${capital(word())} ${of(SHAPES, 'rocket')} ${noun} ${word()} ${below(40)} cm`,
      ],
      brands: random() < 0.66 ? [of(brands, 'Baba')] : random() < 0.5 ? ['Unknown'] : [],
      models: random() < 0.66 ? [model] : [],
      barcodes: random() < 0.6 ? [gtin(random)] : random() < 0.2 ? [`BCD${below(1e9)}${below(1e5)}`] : [],
      listings: random() < 0.1 ? [`aliexpress:10050${String(below(1e11)).padStart(11, '0')}`] : [],
      serious: random() < 0.85,
      riskTypes: [of(RISK_TYPES, 'other')],
      // Words that occur once keep the text from packing better than people's sentences do.
      risk: `${risk} Test ${word()} ${word()} ${below(1e5)} of the ${word()}.`,
      measureTypes: [of(MEASURE_TYPES, 'other')],
      measure: null,
      link: `https://ec.europa.eu/safety-gate-alerts/screen/webReport/alertDetail/${10_000_000 + index * 7}`,
    };
  });
}

function gtin(random: () => number): string {
  const body = `${[3, 4, 5, 6, 8][Math.floor(random() * 5)] ?? 3}${String(Math.floor(random() * 1e11)).padStart(11, '0')}`;
  for (let digit = 0; digit < 10; digit++) if (hasCheckDigit(`${body}${digit}`)) return `${body}${digit}`;
  return `${body}0`;
}

/** Seven in ten AliExpress listings, one in ten each Shein listings, Joom listings, AliExpress sellers. */
export function makeKnown(count: number): { decisions: Decision[]; ids: KnownId[] } {
  const random = randomSource(7);
  const decisions = Array.from({ length: 500 }, (_, index) => ({
    authority: 'Authority',
    reference: `2026-${String(index + 1).padStart(4, '0')}`,
    date: '2026-05-04',
    link: `https://authority.example/decisions/${index + 1}`,
  }));
  const digits = (length: number): string => String(Math.floor(random() * 10 ** length)).padStart(length, '0');
  const ids = Array.from({ length: count }, (_, index): KnownId => {
    const decision = decisions[index % decisions.length]?.reference ?? '';
    const lot = random();
    if (lot < 0.7) return { kind: 'listing', marketplace: 'aliexpress', id: `1005${digits(12)}`, decision };
    if (lot < 0.8) return { kind: 'listing', marketplace: 'shein', id: `1${digits(8)}`, decision };
    if (lot < 0.9) return { kind: 'seller', marketplace: 'aliexpress', id: `1${digits(9)}`, decision };
    const hex = Array.from({ length: 24 }, () => Math.floor(random() * 16).toString(16)).join('');
    return { kind: 'listing', marketplace: 'joom', id: hex, decision };
  });
  return { decisions, ids };
}
