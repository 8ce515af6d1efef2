import { describe, expect, it } from 'vitest';
import { EMPTY_INPUT, fieldText } from '../../../lib/rules/match-input.ts';
import { alert, engineOf, rulesOn, TOYS } from './made.ts';

describe('by listing id', () => {
  const engine = engineOf(
    alert({ listings: ['aliexpress:1005003229233125'] }),
    alert({ number: 'SR/00002/26', listings: ['joom:5f3b1c2d4e5f60718293a4b5'] }),
  );

  it('marks that listing for everyone, and no other', () => {
    const [finding, ...others] = engine.match({ ...EMPTY_INPUT, listing: 'aliexpress:1005003229233125' });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      rule: 'safety-gate-sr-00001-26:listing',
      visibility: 'everyone',
      severity: 'high',
      confidence: 0.98,
      pack: { publisher: 'Test', version: '7' },
    });
    expect(rulesOn(engine, { listing: 'joom:5f3b1c2d4e5f60718293a4b5' })).toEqual(['safety-gate-sr-00002-26:listing']);
    for (const listing of ['aliexpress:1005003229233126', 'shein:1005003229233125', 'aliexpress:', '1005003229233125'])
      expect(rulesOn(engine, { listing })).toEqual([]);
  });
});

describe('by barcode', () => {
  const engine = engineOf(
    alert({ barcodes: ['5903039745056'] }),
    alert({ number: 'SR/00002/26', barcodes: ['0689983181120'] }),
    alert({ number: 'SR/00003/26', barcodes: ['96385074'] }),
    alert({
      number: 'SR/00004/26',
      barcodes: ['BCD25042500206593', '2012345678900', '1000000000108', '5903039745057'],
    }),
  );

  it('finds it in title, attributes and variants, and says where', () => {
    for (const input of [
      { title: 'Puzzle 5903039745056' },
      { title: 'Puzzle (EAN: 5903039745056), new' },
      { attributes: [{ name: 'Barcode', value: '5903039745056' }] },
      { variants: ['red', '5903039745056'] },
    ]) {
      const [finding] = engine.match({ ...EMPTY_INPUT, ...input });
      expect(finding).toMatchObject({ rule: 'safety-gate-sr-00001-26:barcode', visibility: 'everyone' });
      const [span] = finding?.spans ?? [];
      const text = span === undefined ? null : fieldText({ ...EMPTY_INPUT, ...input }, span);
      expect(text?.slice(span?.start, span?.end)).toBe('5903039745056');
    }
  });

  it('reads a UPC with and without its leading zero as one', () => {
    expect(rulesOn(engine, { title: 'Heater 689983181120' })).toEqual(['safety-gate-sr-00002-26:barcode']);
    expect(rulesOn(engine, { title: 'Heater 0689983181120' })).toEqual(['safety-gate-sr-00002-26:barcode']);
  });

  it('takes eight digits only where they are called a barcode', () => {
    expect(rulesOn(engine, { title: 'Lot 96385074' })).toEqual([]);
    expect(rulesOn(engine, { attributes: [{ name: 'EAN', value: '96385074' }] })).toEqual([
      'safety-gate-sr-00003-26:barcode',
    ]);
  });

  it.each([
    'Toy BCD25042500206593',
    'Toy 25042500206593',
    'In-store code 2012345678900',
    'Made up 1000000000108',
    'Wrong check digit 5903039745057',
    'Part of a SKU: 5903039745056-2',
    'Part of a SKU: X5903039745056',
    'Longer 59030397450561',
  ])('does not take a SKU, an own code or a part of a number for a barcode: %s', (title) => {
    expect(rulesOn(engine, { title })).toEqual([]);
  });
});

describe('by brand and model', () => {
  const engine = engineOf(
    alert({ brands: ['Sandowi'], models: ['Q-JC21', '2890'] }),
    alert({ number: 'SR/00002/26', brands: ['Ultra Space'], models: ['KX-500'] }),
    alert({ number: 'SR/00003/26', brands: ['Unknown'], models: ['KMS-E89', 'E89'] }),
    alert({ number: 'SR/00004/26', brands: ['sans marque'], models: ['RT-77'] }),
    alert({ number: 'SR/00005/26', brands: ['Qivora'], models: ['3.3 L', '2024', '806', 'Size 12'] }),
    alert({ number: 'SR/00006/26', brands: ['Zephyrine'], models: ['Combi'], category: 'Motor vehicles' }),
    alert({ number: 'SR/00007/26', brands: ['Enfinigy'], models: ['Contactgrill'] }),
  );

  it('shows experts what has both, in either order, however written', () => {
    for (const title of [
      'Sandowi Q-JC21 laser',
      'Laser q jc21 by SANDOWI',
      'SANDOWI stage laser model QJC21',
      'Sandowi box 2890',
    ]) {
      const [finding, ...others] = engine.match({ ...EMPTY_INPUT, title });
      expect(others).toEqual([]);
      expect(finding).toMatchObject({ rule: 'safety-gate-sr-00001-26:model', visibility: 'experts' });
    }
    expect(rulesOn(engine, { title: 'Enfinigy black contactgrill 220V' })).toEqual(['safety-gate-sr-00007-26:model']);
  });

  it('takes the page’s own brand and attributes for near', () => {
    expect(rulesOn(engine, { title: 'Stage laser Q-JC21', brand: 'Sandowi' })).toHaveLength(1);
    expect(
      rulesOn(engine, { title: 'Sandowi laser', attributes: [{ name: 'Model Number', value: 'Q-JC21' }] }),
    ).toHaveLength(1);
  });

  it.each([
    ['one of them is missing', 'Sandowi laser'],
    ['the other is missing', 'Laser Q-JC21'],
    ['it is another model', 'Sandowi Q-JC21-3'],
    ['it is a longer model', 'Sandowi Q-JC212'],
    ['the brand is a part of a word', 'Sandowino Q-JC21'],
    ['it is an accessory', 'Remote control for Sandowi Q-JC21'],
    ['it is an accessory, in French', 'Télécommande compatible avec Sandowi Q-JC21'],
    ['they are far apart', 'Sandowi one two three four five six seven eight nine ten eleven Q-JC21'],
    ['the brand is made of ordinary words', 'Ultra Space KX-500'],
    ['the brand is a placeholder', 'Unknown KMS-E89'],
    ['the brand is a placeholder, in French', 'Jouet sans marque RT-77'],
    ['the model is a measure', 'Qivora pot 3.3 L'],
    ['the model is a year', 'Qivora calendar 2024'],
    ['the model is a short number', 'Qivora 806'],
    ['it is a vehicle', 'Zephyrine Combi floor mats'],
  ])('does not match where %s', (_, title) => {
    expect(rulesOn(engine, { title })).toEqual([]);
  });

  it('learns from the other alerts which brands are ordinary words', () => {
    const others = Array.from({ length: 3 }, (_, index) =>
      alert({ number: `SR/1000${index}/26`, names: ['Teether with marimba'], brands: ['Other'] }),
    );
    const marimba = alert({ number: 'SR/00009/26', brands: ['Marimba'], models: ['MX-310'] });
    expect(rulesOn(engineOf(marimba), { title: 'Marimba MX-310' })).toHaveLength(1);
    expect(rulesOn(engineOf(marimba, ...others), { title: 'Marimba MX-310' })).toEqual([]);
  });
});

describe('by a telling code', () => {
  const engine = engineOf(
    ...TOYS,
    alert({ names: ['Toy projector'], barcodes: ['BCD25042500206593'], models: ['7389-1'] }),
  );

  it('shows experts a long SKU on goods of that kind', () => {
    expect(rulesOn(engine, { title: 'Star projector BCD25042500206593' })).toEqual(['safety-gate-sr-00001-26:code']);
    expect(engine.match({ ...EMPTY_INPUT, title: 'Star projector BCD25042500206593' })[0]?.visibility).toBe('experts');
  });

  it('takes neither a short code, nor other goods', () => {
    expect(rulesOn(engine, { title: 'Star projector 7389-1' })).toEqual([]);
    expect(rulesOn(engine, { title: 'Sandal BCD25042500206593' })).toEqual([]);
  });
});

describe('by distinctive words', () => {
  const engine = engineOf(
    ...TOYS,
    alert({ names: ['Toy projector', 'Jouet projecteur d’étoiles avec diapositives, conteur d’histoires'] }),
    alert({ number: 'SR/00002/26', names: ['Kit', 'Croissant jambon emmental doll'], category: 'Alimentation' }),
  );

  it('shows experts a title with most of them, on goods of that kind', () => {
    const title = 'Projector – Projecteur étoiles, diapositives, conteur histoires';
    expect(rulesOn(engine, { title })).toEqual(['safety-gate-sr-00001-26:words']);
    expect(engine.match({ ...EMPTY_INPUT, title })[0]).toMatchObject({ visibility: 'experts', confidence: 0.3 });
  });

  it('needs several words, and the kind of goods', () => {
    expect(rulesOn(engine, { title: 'Projector, projecteur étoiles' })).toEqual([]);
    expect(rulesOn(engine, { title: 'Projecteur étoiles, diapositives, conteur histoires' })).toEqual([]);
    expect(rulesOn(engine, { title: 'Doll croissant jambon emmental' })).toEqual([]);
  });

  it('takes the kind from the category of the listing too', () => {
    const title = 'Projecteur étoiles, diapositives, conteur histoires';
    expect(rulesOn(engine, { title, category: 'Games > Projector' })).toHaveLength(1);
  });
});

it('names the surest way once, and at most three alerts, the newest first', () => {
  const same = ['2024-01-01', '2026-02-02', '2025-03-03', '2023-04-04'].map((date, index) =>
    alert({ number: `SR/0000${index}/26`, date, barcodes: ['5903039745056'], brands: ['Sandowi'], models: ['Q-JC21'] }),
  );
  expect(rulesOn(engineOf(...same), { title: 'Sandowi Q-JC21 5903039745056' })).toEqual([
    'safety-gate-sr-00001-26:barcode',
    'safety-gate-sr-00002-26:barcode',
    'safety-gate-sr-00000-26:barcode',
  ]);
});

it('an empty pack matches nothing', () => {
  expect(rulesOn(engineOf(), { title: 'Toy 5903039745056', listing: 'aliexpress:1' })).toEqual([]);
});
