import type { Route } from './routes.ts';

/** Day of the survey of published sources. */
const SEEN = '2026-11-23';

const NONE_KNOWN = { kind: 'none-known' } as const;
const UNKNOWN = { name: 'unknown', checked: null } as const;

/** Authorities that are competent in France. `checked: null` is general knowledge, not seen in a source. */
export const FRENCH_ROUTES: readonly Route[] = [
  {
    id: 'signalconso',
    country: 'FR',
    name: { en: 'SignalConso (DGCCRF)', fr: 'SignalConso (DGCCRF)' },
    takes: {
      en: 'dangerous products, prices, missing or misleading information',
      fr: 'produits dangereux, prix, informations absentes ou trompeuses',
    },
    channel: { kind: 'form', url: 'https://signal.conso.gouv.fr/fr/achat-site/faire-un-signalement' },
    identity: { name: 'required', checked: SEEN },
    checked: SEEN,
  },
  {
    id: 'pharos',
    country: 'FR',
    name: { en: 'PHAROS (police and gendarmerie)', fr: 'PHAROS (police et gendarmerie)' },
    takes: {
      en: 'public illegal content: minors, terrorism, hate, traffic in arms or drugs',
      fr: 'contenus publics illicites : mineurs, terrorisme, haine, trafic d’armes ou de stupéfiants',
    },
    channel: { kind: 'form', url: 'https://www.internet-signalement.gouv.fr' },
    identity: { name: 'optional', checked: null },
    checked: SEEN,
  },
  {
    id: 'pointdecontact',
    country: 'FR',
    name: { en: 'Point de Contact (INHOPE)', fr: 'Point de Contact (INHOPE)' },
    takes: {
      en: 'sexual content involving children, hate, terrorism, sexual violence',
      fr: 'contenus sexuels impliquant des enfants, haine, terrorisme, violences sexuelles',
    },
    channel: { kind: 'form', url: 'https://www.pointdecontact.net' },
    identity: { name: 'never', checked: SEEN },
    checked: SEEN,
  },
  {
    id: 'dgccrf_dsa',
    country: 'FR',
    name: { en: 'DGCCRF as DSA authority', fr: 'DGCCRF, autorité au titre du DSA' },
    takes: {
      en: 'duties of marketplaces established in France (DSA Art. 25, 30, 31, 32)',
      fr: 'obligations des places de marché établies en France (DSA, art. 25, 30, 31 et 32)',
    },
    channel: NONE_KNOWN,
    identity: UNKNOWN,
    checked: SEEN,
  },
  {
    id: 'arcom',
    country: 'FR',
    name: { en: 'Arcom (Digital Services Coordinator)', fr: 'Arcom (coordinateur pour les services numériques)' },
    takes: {
      en: 'complaints about a platform (DSA Art. 53), not about single listings',
      fr: 'réclamations visant une plateforme (DSA, art. 53), non une annonce isolée',
    },
    channel: NONE_KNOWN,
    identity: UNKNOWN,
    checked: SEEN,
  },
  {
    id: 'douane',
    country: 'FR',
    name: { en: 'Customs (DGDDI)', fr: 'Douane (DGDDI)' },
    takes: {
      en: 'counterfeits, tobacco, arms, protected species, medicines coming into France',
      fr: 'contrefaçons, tabac, armes, espèces protégées et médicaments entrant en France',
    },
    channel: NONE_KNOWN,
    identity: UNKNOWN,
    checked: null,
  },
  {
    id: 'anfr',
    country: 'FR',
    name: { en: 'ANFR (national frequency agency)', fr: 'ANFR (Agence nationale des fréquences)' },
    takes: { en: 'jammers and radio equipment', fr: 'brouilleurs et équipements radioélectriques' },
    channel: NONE_KNOWN,
    identity: UNKNOWN,
    checked: null,
  },
  {
    id: 'ansm',
    country: 'FR',
    name: { en: 'ANSM (medicines agency)', fr: 'ANSM (Agence du médicament)' },
    takes: { en: 'medicines and injectable devices', fr: 'médicaments et dispositifs injectables' },
    channel: NONE_KNOWN,
    identity: UNKNOWN,
    checked: null,
  },
  {
    id: 'ofb',
    country: 'FR',
    name: { en: 'OFB (office for biodiversity)', fr: 'OFB (Office français de la biodiversité)' },
    takes: { en: 'protected species', fr: 'espèces protégées' },
    channel: NONE_KNOWN,
    identity: UNKNOWN,
    checked: null,
  },
  {
    id: 'csg',
    country: 'EU',
    name: { en: 'EU Consumer Safety Gateway', fr: 'Consumer Safety Gateway (UE)' },
    takes: {
      en: 'a consumer’s report of an accident with a product, or of a dangerous product (needs an EU Login)',
      fr: 'signalement par un consommateur d’un accident ou d’un produit dangereux (avec EU Login)',
    },
    channel: NONE_KNOWN,
    identity: { name: 'required', checked: SEEN },
    checked: SEEN,
  },
];
