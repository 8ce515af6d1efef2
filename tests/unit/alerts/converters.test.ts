import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseAlertSource } from '../../../lib/rules/alerts/source.ts';
import { convertExports } from '../../../tools/pack/alerts/convert.ts';
import { run as fromSafetyGate } from '../../../tools/pack/alerts/from-safety-gate-command.ts';
import { listingsNamed } from '../../../tools/pack/alerts/listing-ids.ts';
import { rappelConsoAlert } from '../../../tools/pack/alerts/rappelconso.ts';
import { safetyGateAlert } from '../../../tools/pack/alerts/safety-gate.ts';

const NOTIFICATION = {
  id: 4711,
  reference: 'SR/00123/26',
  notificationType: { code: 'A12' },
  publicationDate: '2026-05-04T12:00:00.000Z',
  product: {
    productCategory: { key: 'product.category.laser.pointers' },
    nameSpecific: 'Zabawka laserowa',
    brands: [{ brand: 'Vexilo, Moru (Torun)' }, { brand: null }],
    versions: [
      { language: { key: 'FR' }, name: 'Laser jouet' },
      { language: { key: 'EN' }, name: 'Toy laser' },
    ],
    barcodes: [{ barcode: '5903039745056 / 5903039745063' }, { barcode: 'BCD25042500206593' }],
    modelTypes: [{ modelType: 'VX-1, VX-2;VX-0,5/220' }],
  },
  risk: {
    riskType: [{ key: 'riskType.damage.to.sight', name: 'DAMAGE_TO_SIGHT' }, { name: 'NEW_KIND_OF_RISK' }],
    versions: [{ language: { key: 'EN' }, riskDescription: 'Too strong.\nDirect viewing may hurt.' }],
  },
  measureTaken: {
    measures: [
      { measureCategory: { name: 'PRODUCT_RECALL_FROM_CONSUMERS' } },
      { measureCategory: { name: 'REMOVAL_FROM_ONLINE_MARKETPLACE' } },
      { measureCategory: { name: 'SOMETHING_ELSE' } },
    ],
  },
  onlineTraderProductIdentifierReference: [
    { onlineTrader: 'AliExpress', uniqueProductIdentifier: '1005003229233125' },
    { onlineTrader: 'Other', uniqueProductIdentifier: 'https://www.joom.com/en/products/5f3b1c2d4e5f60718293a4b5' },
    { onlineTrader: 'Other', uniqueProductIdentifier: 'TIKTOK shop' },
  ],
};

const RECALL = {
  numero_fiche: '2026-05-0042',
  date_publication: '2026-05-04T09:34:23+00:00',
  categorie_produit: 'bébés-enfants (hors alimentaire)',
  sous_categorie_produit: 'jouets',
  marque_produit: 'vexilo',
  modeles_ou_references: 'jeu de quilles en bois, référence 167924',
  identification_produits: ['5903039745056', 'lot 7', 'date', '2026-06-25', '2026-06-27|0200590000000', 'x'],
  risques_encourus: 'étouffement|blessures',
  motif_rappel: 'des quilles se défont',
  conduites_a_tenir_par_le_consommateur: 'ne plus utiliser le produit|rapporter le produit au point de vente',
  lien_vers_la_fiche_rappel: 'http://rappel.conso.gouv.fr/fiche-rappel/1/interne',
  libelle: 'jeu de quilles',
};

describe('Safety Gate', () => {
  it('reads a notification of the portal', () => {
    expect(safetyGateAlert(NOTIFICATION)).toEqual({
      source: 'safety-gate',
      number: 'SR/00123/26',
      date: '2026-05-04',
      category: 'laser pointers',
      names: ['Toy laser', 'Zabawka laserowa'],
      brands: ['Vexilo', 'Moru'],
      models: ['VX-1', 'VX-2', 'VX-0,5/220'],
      barcodes: ['5903039745056', '5903039745063', 'BCD25042500206593'],
      listings: ['aliexpress:1005003229233125', 'joom:5f3b1c2d4e5f60718293a4b5'],
      serious: true,
      riskTypes: ['damage-to-sight'],
      risk: 'Too strong. Direct viewing may hurt.',
      measureTypes: ['recall', 'removal-from-marketplace', 'other'],
      measure: null,
      link: 'https://ec.europa.eu/safety-gate-alerts/screen/webReport/alertDetail/4711',
    });
  });

  it('reads a row of the open-data mirror', () => {
    expect(
      safetyGateAlert({
        alert_number: 'INFO/00030/20',
        alert_date: '2020-02-03',
        alert_level: 'Other risk',
        alert_type: ['Damage to sight', 'Burns'],
        product_category: 'Laser pointers',
        product_name: 'Laser',
        product_brand: 'Unknown',
        product_barcode: null,
        rapex_url: 'https://evil.example/x',
      }),
    ).toMatchObject({
      number: 'INFO/00030/20',
      serious: false,
      names: ['Laser'],
      riskTypes: ['damage-to-sight', 'burns'],
      barcodes: [],
      link: 'https://ec.europa.eu/safety-gate-alerts/screen/webReport',
    });
  });

  it.each([
    [{}, 'is no Safety Gate record'],
    [{ ...NOTIFICATION, reference: null }, 'has no reference number'],
    [{ ...NOTIFICATION, publicationDate: '2026-02-31' }, 'has no date of publication'],
    [{ ...NOTIFICATION, product: { versions: 'x', nameSpecific: 7n } }, 'does not say what the goods are called'],
  ])('says why a record is no alert', (record, why) => {
    expect(safetyGateAlert(record)).toContain(why);
  });

  it('bears any field being something else', () => {
    for (const field of Object.keys(NOTIFICATION))
      for (const odd of [null, 7, 'text', [], [null], {}, [[{}]]])
        expect(['string', 'object']).toContain(typeof safetyGateAlert({ ...NOTIFICATION, [field]: odd }));
  });
});

describe('RappelConso', () => {
  it('reads a recall of the present format', () => {
    expect(rappelConsoAlert(RECALL)).toEqual({
      source: 'rappelconso',
      number: '2026-05-0042',
      date: '2026-05-04',
      category: 'bébés-enfants (hors alimentaire) > jouets',
      names: ['jeu de quilles', 'jeu de quilles en bois, référence 167924'],
      brands: ['vexilo'],
      models: ['167924'],
      barcodes: ['5903039745056'],
      listings: [],
      serious: false,
      riskTypes: ['choking', 'injuries'],
      risk: 'des quilles se défont',
      measureTypes: ['recall'],
      measure: 'ne plus utiliser le produit, rapporter le produit au point de vente',
      link: 'https://rappel.conso.gouv.fr/fiche-rappel/1/interne',
    });
  });

  it('reads the first format', () => {
    expect(
      rappelConsoAlert({
        reference_fiche: '2021-04-0001',
        date_de_publication: '2021-04-01',
        categorie_de_produit: 'Bébés-Enfants',
        nom_de_la_marque_du_produit: 'Vexilo',
        noms_des_modeles_ou_references: 'Hochet VX-20',
        identification_des_produits: 'GTIN 5903039745056 Lot 12',
        risques_encourus_par_le_consommateur: 'Étouffement',
      }),
    ).toMatchObject({
      number: '2021-04-0001',
      models: ['Hochet VX-20', 'VX-20'],
      barcodes: ['5903039745056'],
      riskTypes: ['choking'],
    });
  });

  it('bears any field being something else', () => {
    for (const field of Object.keys(RECALL))
      for (const odd of [null, 7, 'text', [], [null], {}])
        expect(['string', 'object']).toContain(typeof rappelConsoAlert({ ...RECALL, [field]: odd }));
  });
});

it.each([
  ['AliExpress', '1005003229233125', ['aliexpress:1005003229233125']],
  ['Other', 'AliExpress item 1005003229233125', ['aliexpress:1005003229233125']],
  ['', 'https://fr.aliexpress.com/item/1005003229233125.html?x=1', ['aliexpress:1005003229233125']],
  ['SHEIN', 'goods 23456789', ['shein:23456789']],
  ['Amazon', 'B08N5WRWNW', []],
  ['Temu', '601099512345678', []],
  ['Other', '1005003229233125', []],
  ['AliExpress and Shein', '1005003229233125', []],
  ['AliExpress', 'store name', []],
])('names listings: %s, %s', (trader, identifier, keys) => {
  expect(listingsNamed(trader, identifier)).toEqual(keys);
});

describe('files', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'alerts-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(path.join(folder, name), text);
    return path.join(folder, name);
  };

  it.each([
    ['a list', JSON.stringify([NOTIFICATION])],
    ['a page of the portal', JSON.stringify({ last: true, content: [NOTIFICATION] })],
    ['an answer of the mirror', JSON.stringify({ total_count: 1, results: [NOTIFICATION] })],
    ['one record', JSON.stringify(NOTIFICATION)],
    ['JSON Lines', `${JSON.stringify(NOTIFICATION)}\n`],
    ['a list with a byte order mark', `\ufeff${JSON.stringify([NOTIFICATION])}`],
  ])('are read as %s', async (_, text) => {
    const { alerts, problems } = await convertExports([await file('a.json', text)], safetyGateAlert);
    expect(problems).toEqual([]);
    expect(alerts.map(({ number }) => number)).toEqual(['SR/00123/26']);
  });

  it('are read as the weekly XML', async () => {
    const xml = `<?xml version="1.0"?>
<weeklyReport>
<notifications><caseNumber>SR/00124/26</caseNumber><category>Toys</category><product>Doll &amp; bed</product>
<brand>Vexilo</brand><riskType>Choking, Burns</riskType><danger>Parts detach.</danger>
<reference>https://ec.europa.eu/safety-gate-alerts/screen/webReport/alertDetail/9</reference></notifications>
<notifications><product>Nameless</product></notifications>
</weeklyReport>`;
    const name = await file('w.xml', xml);
    const { alerts, problems } = await convertExports([name], safetyGateAlert);
    expect(alerts).toMatchObject([
      { number: 'SR/00124/26', date: '2026-01-01', names: ['Doll & bed'], riskTypes: ['choking', 'burns'] },
    ]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`${name}, line 6: `);
  });

  it('keep the good records, and say file and line of the others', async () => {
    const text = JSON.stringify({ note: '[", {', records: [NOTIFICATION, null, { reference: 'x' }] }, null, 1);
    const name = await file('a.json', text);
    const { alerts, problems } = await convertExports([name], safetyGateAlert);
    expect(alerts).toHaveLength(1);
    const lines = text.split('\n');
    expect(problems).toEqual([
      `${name}, line ${lines.indexOf('  null,') + 1}: the record is null, not a record; it was left out.`,
      expect.stringContaining(
        `${name}, line ${lines.indexOf('   "reference": "x"')}: the record is no Safety Gate record`,
      ),
    ]);
  });

  it.each(['', 'no export', '"text"', '<html></html>'])('that are no export are refused: %s', async (text) => {
    await expect(convertExports([await file('a.json', text)], safetyGateAlert)).rejects.toThrow(
      /is no export of alerts/u,
    );
  });

  it('become one sorted file', async () => {
    const spoken: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => spoken.push(String(text)) > 0);
    const output = path.join(folder, 'alerts.jsonl');
    const later = { ...NOTIFICATION, reference: 'SR/00200/26' };
    const status = await fromSafetyGate([await file('a.json', JSON.stringify([later, NOTIFICATION])), '-o', output]);
    expect(status).toBe(0);
    const { alerts, problems } = parseAlertSource(await readFile(output, 'utf8'));
    expect(problems).toEqual([]);
    expect(alerts.map(({ number }) => number)).toEqual(['SR/00123/26', 'SR/00200/26']);
    expect(spoken.join('')).toBe('2 alerts, 2 with a barcode, 2 with a listing id; 0 records left out.\n');
  });
});
