import { describe, expect, it } from 'vitest';
import { compileAlerts } from '../../../lib/rules/alerts/compile.ts';
import { createAlertEngine } from '../../../lib/rules/alerts/matcher.ts';
import { TIERS } from '../../../lib/rules/alerts/notice-texts.ts';
import { LANGUAGES } from '../../../lib/rules/finding.ts';
import { alert, engineOf, OPTIONS } from './made.ts';

const engine = engineOf(
  alert({ names: ['Toy projector'], brands: ['Sandowi', 'no brand'] }),
  alert({
    source: 'rappelconso',
    number: '2026-07-0014',
    riskTypes: [],
    risk: null,
    measure: 'ne plus utiliser le produit',
    link: 'https://rappel.conso.gouv.fr/fiche-rappel/22706/interne',
  }),
);

describe('explain', () => {
  it('gives number, risk, measure and link', () => {
    const explanation = engine.explain('safety-gate-sr-00001-26:barcode', 'en');
    expect(explanation?.notice).toEqual({
      source: 'EU Safety Gate',
      number: 'SR/00001/26',
      date: '2026-06-12',
      product: 'Toy projector (Sandowi)',
      risk: 'choking. Small parts may detach.',
      measure: 'recall from consumers',
      link: 'https://ec.europa.eu/safety-gate-alerts/screen/webReport/alertDetail/1',
    });
    expect(explanation?.reason).toBe(
      'The listing shows the barcode of the goods in alert SR/00001/26 of 2026-06-12 (EU Safety Gate).',
    );
    expect(explanation?.legal[0]).toEqual({
      citation: 'EU Safety Gate SR/00001/26 (2026-06-12)',
      url: 'https://ec.europa.eu/safety-gate-alerts/screen/webReport/alertDetail/1',
      checked: '2026-07-01',
    });
    expect(explanation?.legal[1]?.checked).toBeNull();
  });

  it('says so in every language, for every way of matching, without gaps', () => {
    const reasons = new Set<string>();
    for (const language of LANGUAGES)
      for (const tier of TIERS) {
        const reason = engine.explain(`rappelconso-2026-07-0014:${tier}`, language)?.reason ?? '';
        expect(reason).toContain('2026-07-0014');
        expect(reason).not.toMatch(/[{}]|undefined|null/u);
        reasons.add(reason);
      }
    expect(reasons.size).toBe(LANGUAGES.length * TIERS.length);
  });

  it.each(['', 'safety-gate-sr-00001-26', 'safety-gate-sr-00001-26:guess', 'safety-gate-sr-00099-26:words', ':words'])(
    'knows nothing of the rule "%s"',
    (rule) => {
      expect(engine.explain(rule, 'en')).toBeNull();
    },
  );

  it('finds every alert of a pack', () => {
    const numbers = Array.from({ length: 100 }, (_, index) => `SR/${String(index * 37).padStart(5, '0')}/26`);
    const many = engineOf(...numbers.map((number) => alert({ number })));
    for (const number of numbers)
      expect(many.explain(`safety-gate-${number.toLowerCase().replaceAll('/', '-')}:words`, 'fr')?.notice?.number).toBe(
        number,
      );
  });

  it('shows no link of a hostile pack', () => {
    const pack = compileAlerts([alert({})], OPTIONS);
    const text = new TextDecoder().decode(pack.texts).replace('https://ec.europa.eu/', 'https://ec.europa.ev/');
    const hostile = createAlertEngine({ ...pack, texts: new TextEncoder().encode(text) });
    expect(hostile.explain('safety-gate-sr-00001-26:words', 'en')?.notice?.link).toBeNull();
  });
});
