/**
 * Recalls of RappelConso, from the open data of data.economie.gouv.fr: the second format (`numero_fiche`, since 2024)
 * and the first (`reference_fiche`). Field names as seen 2026-07. Texts are lower-cased there, and lists are one string
 * with bars. Identification is a run of "code, lot, kind of date, dates" without names: what is a barcode must be told
 * by its check digit.
 */
import { ALERT_LIMITS, type Alert } from '../../../lib/rules/alerts/alert.ts';
import { gtinNumber } from '../../../lib/rules/alerts/gtin.ts';
import type { RiskType } from '../../../lib/rules/alerts/notice-names.ts';
import { isOfficialLink } from '../../../lib/rules/alerts/sources.ts';
import type { ExportRecord } from './export-file.ts';
import { barcodesOf, brandsOf, day, distinct, line, modelsOf } from './fields.ts';
import { listingsNamed } from './listing-ids.ts';

const SITE = 'https://rappel.conso.gouv.fr/';

/** By a stem of the phrase. */
const RISKS: readonly (readonly [RegExp, RiskType])[] = [
  [/strangul/u, 'strangulation'],
  [/suffoc/u, 'suffocation'],
  [/étouff|etouff/u, 'choking'],
  [/asphyx|arrêt respiratoire|arret respiratoire/u, 'asphyxiation'],
  [/noyade/u, 'drowning'],
  [/électri|electri|électrocution/u, 'electric-shock'],
  [/brûlure|brulure/u, 'burns'],
  [/incendie/u, 'fire'],
  [/coupure/u, 'cuts'],
  [/coincement|piégeage/u, 'entrapment'],
  [/auditi/u, 'damage-to-hearing'],
  [/vue|ocul|visuel/u, 'damage-to-sight'],
  [/blessure|lésion|dommages internes/u, 'injuries'],
  [/listeria|salmonell|escherichia|e\. ?coli|stec|microbio|moisissure|botuli|norovirus|histamine/u, 'microbiological'],
  [/chimique|intoxication|pesticide|métaux|plomb|contaminant|additif/u, 'chemical'],
  [/environnement/u, 'environment'],
];

export function frenchRisks(text: string): RiskType[] {
  const folded = text.toLowerCase();
  return RISKS.flatMap(([pattern, type]) => (pattern.test(folded) ? [type] : []));
}

/** First of the fields that holds something. */
function field(record: ExportRecord, ...names: string[]): unknown {
  for (const name of names) {
    const value = record[name];
    if (value !== null && value !== undefined && value !== '') return value;
  }
  return null;
}

const parts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((item) =>
    typeof item === 'string' || typeof item === 'number' ? String(item).split('|') : [],
  );

/** Codes named in prose: "jeu de bowling, référence 167924" holds a model, "lot n° 312" does not. */
export function codesIn(text: string): string[] {
  const named = [
    ...text.matchAll(
      /(?:réf(?:érence)?s?|ref(?:erence)?s?|modèle|modele)\.?\s*(?:n°|:)?\s*([\p{L}\d][\p{L}\d./-]{2,30})/giu,
    ),
  ];
  const mixed = [
    ...text.matchAll(/(?<![\p{L}\d-])(?=[a-z\d-]*\d)(?=[a-z\d-]*[a-z])[a-z\d]+(?:-[a-z\d]+)*(?![\p{L}\d])/giu),
  ];
  return [...named.map((match) => match[1] ?? ''), ...mixed.map(([code]) => code)].filter(
    (code) => /\d/u.test(code) && code.length >= 4 && !/^\d+(?:g|kg|ml|cl|l|cm|mm|m|w|v|x\d+)$/iu.test(code),
  );
}

/** An alert, or why the record is none. */
export function rappelConsoAlert(record: ExportRecord): Alert | string {
  const number = line(field(record, 'numero_fiche', 'reference_fiche', 'rappel_guid'), 40)?.toUpperCase() ?? null;
  if (number === null) return 'is no RappelConso record: it has neither "numero_fiche" nor "reference_fiche"';
  const date = day(field(record, 'date_publication', 'date_de_publication', 'date_de_publication_de_la_fiche'));
  if (date === null) return `(${number}) has no date of publication`;
  const models = parts(field(record, 'modeles_ou_references', 'noms_des_modeles_ou_references'));
  const names = distinct(
    [field(record, 'libelle', 'nom_du_produit'), models.join(' ')].map((name) => line(name, ALERT_LIMITS.name)),
    ALERT_LIMITS.name,
  );
  if (names.length === 0) return `(${number}) does not say what the goods are called`;
  const risks = parts(field(record, 'risques_encourus', 'risques_encourus_par_le_consommateur')).join(' | ');
  const reason = line(field(record, 'motif_rappel', 'motif_du_rappel'), ALERT_LIMITS.text);
  const category = [
    field(record, 'categorie_produit', 'categorie_de_produit'),
    field(record, 'sous_categorie_produit', 'sous_categorie_de_produit'),
  ].filter((name) => typeof name === 'string');
  const link = field(record, 'lien_vers_la_fiche_rappel', 'liens_vers_la_fiche_rappel');
  const https = typeof link === 'string' ? link.replace(/^http:/u, 'https:') : '';
  const shortNames = models.flatMap((model) => (model.trim().split(/\s+/u).length <= 4 ? [model] : []));
  return {
    source: 'rappelconso',
    number,
    date,
    category: line(category.join(' > '), 100),
    names,
    brands: brandsOf(parts(field(record, 'marque_produit', 'nom_de_la_marque_du_produit'))),
    models: modelsOf([...shortNames, ...models.flatMap(codesIn)]),
    barcodes: barcodesOf(
      parts(field(record, 'identification_produits', 'identification_des_produits')).flatMap(digitRuns),
    ),
    listings: listingsNamed('', String(field(record, 'distributeurs') ?? '')).slice(0, ALERT_LIMITS.list),
    serious: false,
    riskTypes: frenchRisks(risks),
    risk: reason ?? line(risks, ALERT_LIMITS.text),
    measureTypes: ['recall'],
    measure: line(parts(field(record, 'conduites_a_tenir_par_le_consommateur')).join(', '), ALERT_LIMITS.text),
    link: https.length <= ALERT_LIMITS.link && isOfficialLink(https) ? https : SITE,
  };
}

/** The field holds lots and dates as well, and in the first format everything in one text: barcodes only. */
const digitRuns = (text: string): string[] =>
  [...text.matchAll(/(?<![\w-])\d{8,14}(?![\w-])/gu)]
    .map(([digits]) => digits)
    .filter((digits) => gtinNumber(digits) !== null);
