import { describe, expect, it } from 'vitest';
import type { MatchInput } from '../../../lib/rules/match-input.ts';
import { engineOf, input } from './engine-of.ts';
import { familyOf, ruleOf } from './family.ts';

const TERMS = {
  blade: { en: ['knife'] },
  metal: { en: ['steel', 'metal'] },
  toy: { en: ['toy', 'foam'] },
  material: { en: ['material'] },
  bag: { en: ['case', 'pouch'] },
  channel: { en: ['channels'] },
  brand: { '*': ['Nike'] },
};

function holds(when: unknown, parts: Partial<MatchInput>, more: Record<string, unknown> = {}): boolean {
  return engineOf(familyOf({ terms: TERMS, rules: [ruleOf(when)], ...more })).match(input(parts)).length > 0;
}

describe('conditions', () => {
  it('term looks only where it is told', () => {
    const when = { term: 'blade', in: ['variant'] };
    expect(holds(when, { title: 'knife' })).toBe(false);
    expect(holds(when, { variants: ['red', 'Knife / L'] })).toBe(true);
    expect(holds({ term: 'blade' }, { seller: 'Knife Shop', brand: 'Knife' })).toBe(false);
    expect(holds({ term: 'blade', in: ['seller'] }, { seller: 'Knife Shop' })).toBe(true);
  });

  it('all, any and none combine', () => {
    const when = {
      all: [{ term: 'blade' }, { any: [{ term: 'metal' }, { seller: 'private' }] }, { none: [{ term: 'toy' }] }],
    };
    expect(holds(when, { title: 'steel knife' })).toBe(true);
    expect(holds(when, { title: 'knife', trader: 'private' })).toBe(true);
    expect(holds(when, { title: 'knife' })).toBe(false);
    expect(holds(when, { title: 'steel knife', description: 'a toy' })).toBe(false);
  });

  it('near counts the words between, in one text, in order if told', () => {
    const near = { near: ['blade', 'metal'], within: 2 };
    expect(holds(near, { title: 'knife made of steel' })).toBe(true);
    expect(holds(near, { title: 'knife made of fine steel' })).toBe(false);
    expect(holds(near, { title: 'knife', description: 'steel' })).toBe(false);
    expect(holds({ near: ['bag', 'blade'], within: 1, ordered: true }, { title: 'case for knife' })).toBe(true);
    expect(holds({ near: ['bag', 'blade'], within: 1, ordered: true }, { title: 'knife with case' })).toBe(false);
    expect(holds({ near: ['blade', 'metal'], within: 0 }, { title: 'steel knife' })).toBe(true);
  });

  it.each([
    ['length', 'at-least', '18 cm', 'knife 20cm', true],
    ['length', 'at-least', '18 cm', 'knife 180 mm', true],
    ['length', 'at-least', '18 cm', 'knife 17,9 cm', false],
    ['length', 'at-least', '18 cm', 'knife 8"', true],
    ['length', 'at-least', '18 cm', 'knife 10x20 cm', true],
    ['volume', 'more-than', '100 ml', 'knife 100ml', false],
    ['volume', 'more-than', '100 ml', 'knife 0,5 L', true],
    ['power', 'more-than', '1 mW', 'knife 5W', true],
    ['dose', 'at-least', '2 mg', 'knife 50 g 1mg', false],
    ['concentration', 'more-than', '20 mg/ml', 'knife 50 mg/ml', true],
    ['speed', 'more-than', '25 km/h', 'knife 60km/h', true],
    ['speed', 'more-than', '25 km/h', 'knife 30 km/u', true],
    ['puffs', 'at-least', 600, 'knife 9K Puffs', true],
    ['puffs', 'at-least', 600, 'knife 9.000 bouffées', true],
    ['count', 'at-least', 10, 'knife lot de 50', true],
    ['count', 'at-least', 10, 'knife 12 Stück', true],
    ['voltage', 'at-least', '50 kV', 'knife 80,000,000 Volt', true],
    ['percentage', 'at-least', '2 %', 'knife 4%', true],
    ['age', 'at-most', '3 years', 'knife 0-3 years', true],
    ['mass', 'more-than', '8.6 g', 'knife 4G', false],
    ['duration', 'at-least', '6 months', 'knife 12 Monate', true],
    ['height', 'at-most', '130 cm', 'knife width 100cm', false],
  ])('%s %s %s: %s', (quantity, bound, amount, title, expected) => {
    expect(holds({ all: [{ term: 'blade' }, { quantity, [bound]: amount }] }, { title })).toBe(expected);
  });

  it('counts of something, and quantities near something', () => {
    const of = { quantity: 'count', of: 'channel', 'at-least': 1000 };
    expect(holds(of, { title: '12000 Channels' })).toBe(true);
    expect(holds(of, { title: '12000 mAh, channels' })).toBe(false);
    const near = { quantity: 'dose', 'at-least': '5 mg', near: 'blade', within: 1 };
    expect(holds(near, { title: 'knife of 10 mg' })).toBe(true);
    expect(holds(near, { title: 'knife of very fine 10 mg' })).toBe(false);
  });

  it('attribute looks at the name and the value of one row', () => {
    const when = { attribute: { name: 'material', value: 'metal' } };
    expect(holds(when, { attributes: [{ name: 'Material', value: 'Stainless steel' }] })).toBe(true);
    expect(
      holds(when, {
        attributes: [
          { name: 'Material', value: 'wood' },
          { name: 'Colour', value: 'steel' },
        ],
      }),
    ).toBe(false);
    expect(holds(when, { attributes: [{ name: 'Steel material', value: 'wood' }] })).toBe(false);
  });

  it('price, alone and against the floor of a brand', () => {
    expect(
      holds(
        { all: [{ term: 'blade' }, { price: { 'at-most': '10 EUR' } }] },
        { title: 'knife', price: 9, currency: 'EUR' },
      ),
    ).toBe(true);
    expect(
      holds(
        { all: [{ term: 'blade' }, { price: { 'at-most': '10 EUR' } }] },
        { title: 'knife', price: 9, currency: 'PLN' },
      ),
    ).toBe(false);
    const floor = { price: { 'at-most': '30 %', of: 'brand-floor' } };
    const floors = { floors: { nike: '40 EUR' } };
    expect(holds(floor, { title: 'Nike shoes', price: 10, currency: 'EUR' }, floors)).toBe(true);
    expect(holds(floor, { title: 'Nike shoes', price: 13, currency: 'EUR' }, floors)).toBe(false);
    expect(holds(floor, { title: 'Nike shoes', price: 40, currency: 'PLN' }, floors)).toBe(true);
    expect(holds(floor, { title: 'Nike shoes', price: 10, currency: 'XXX' }, floors)).toBe(false);
    expect(holds(floor, { title: 'shoes', price: 1, currency: 'EUR' }, floors)).toBe(false);
  });

  it('origin, seller and identity', () => {
    const shipped = { all: [{ term: 'blade' }, { 'ships-from': ['CN'] }] };
    for (const shipsFrom of ['CN', 'Chine', 'Mainland China', 'Chiny'])
      expect(holds(shipped, { title: 'knife', shipsFrom })).toBe(true);
    expect(holds(shipped, { title: 'knife', shipsFrom: 'Poland' })).toBe(false);
    expect(holds({ listing: ['shein:123'] }, { listing: 'shein:123' })).toBe(true);
    expect(holds({ listing: ['shein:123'] }, { listing: 'shein:124' })).toBe(false);
  });

  it('structural checks need a panel that was shown', () => {
    const when = { structure: 'no-manufacturer' };
    expect(holds(when, { panel: 'shown' })).toBe(true);
    expect(holds(when, { panel: 'not-shown' })).toBe(false);
    expect(holds(when, { panel: null })).toBe(false);
    expect(holds(when, { panel: 'shown', manufacturer: 'Acme' })).toBe(false);
    const discount = { structure: 'discount-contradicted' };
    const prices = { price: 20, highestPrice: 20, previousPrice: 25, discountPercent: 80 };
    expect(holds(discount, prices)).toBe(true);
    expect(holds(discount, { ...prices, discountPercent: 20 })).toBe(false);
    expect(holds(discount, { ...prices, highestPrice: 30 })).toBe(false);
  });

  it('named conditions stand for what they name', () => {
    expect(
      holds(
        { use: 'sharp' },
        { title: 'steel knife' },
        { conditions: { sharp: { all: [{ term: 'blade' }, { term: 'metal' }] } } },
      ),
    ).toBe(true);
  });
});

describe('exceptions', () => {
  const engine = engineOf(
    familyOf({
      terms: TERMS,
      unless: [{ id: 'toy', when: { term: 'toy' }, effect: 'cancel' }],
      rules: [ruleOf({ term: 'blade' }, { unless: [{ id: 'case', when: { term: 'bag' }, effect: { lower: 0.4 } }] })],
    }),
  );

  it('of the family cancel', () => {
    expect(engine.match(input({ title: 'toy knife' }))).toEqual([]);
  });

  it('of the rule lower the confidence, and the finding says so', () => {
    const [finding] = engine.match(input({ title: 'knife case' }));
    expect(finding).toMatchObject({ confidence: 0.5, visibility: 'experts', lowered: ['case'] });
    expect(engine.match(input({ title: 'knife' }))[0]).toMatchObject({
      confidence: 0.9,
      visibility: 'everyone',
      lowered: [],
    });
  });
});

describe('findings', () => {
  it('come strongest first, one a rule, with spans that cut the words out of their fields', () => {
    const engine = engineOf(
      familyOf({
        terms: TERMS,
        rules: [
          ruleOf({ term: 'metal' }, { id: 'weak', confidence: 0.3 }),
          ruleOf({ term: 'blade' }, { id: 'strong' }),
        ],
      }),
    );
    const parts = { title: 'Steel KNIFE, knife', attributes: [{ name: 'Type', value: 'knife' }] };
    const findings = engine.match(input(parts));
    expect(findings.map((finding) => finding.rule)).toEqual(['strong', 'weak']);
    expect(findings[0]?.spans).toEqual([
      { field: 'title', index: 0, start: 6, end: 11 },
      { field: 'title', index: 0, start: 13, end: 18 },
      { field: 'attribute', index: 0, start: 6, end: 11 },
    ]);
  });

  it('explain themselves in the language asked for, else in English', () => {
    const engine = engineOf(
      familyOf({ terms: TERMS, rules: [ruleOf({ term: 'blade' }, { reason: { en: 'A knife.', fr: 'Un couteau.' } })] }),
    );
    expect(engine.explain('test-rule', 'fr')).toMatchObject({ label: 'Objet de test', reason: 'Un couteau.' });
    expect(engine.explain('test-rule', 'pl')).toMatchObject({ label: 'Test goods', reason: 'A knife.' });
    expect(engine.explain('other', 'en')).toBeNull();
    expect(engine.families()[0]).toMatchObject({
      id: 'test-family',
      labels: { de: 'Test goods', fr: 'Objet de test' },
    });
  });
});
