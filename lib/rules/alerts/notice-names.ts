/**
 * Risks and measures of official alerts by name, in the interface languages. The types are those of the Safety Gate
 * (`riskType` and `measureCategory` of its public notifications, seen 2026-07); RappelConso's phrases map onto them.
 */
import type { Language } from '../finding.ts';

export const RISK_TYPES = [
  'asphyxiation',
  'burns',
  'chemical',
  'choking',
  'cuts',
  'damage-to-hearing',
  'damage-to-sight',
  'drowning',
  'electric-shock',
  'electromagnetic-disturbance',
  'energy-consumption',
  'entrapment',
  'environment',
  'fire',
  'health-risk-other',
  'injuries',
  'measurement-incorrect',
  'microbiological',
  'security',
  'strangulation',
  'suffocation',
  'other',
] as const;
export type RiskType = (typeof RISK_TYPES)[number];

export const MEASURE_TYPES = [
  'recall',
  'withdrawal',
  'removal-from-marketplace',
  'sales-ban',
  'sales-stopped',
  'import-rejected',
  'warning',
  'destruction',
  'corrective-action',
  'other',
] as const;
export type MeasureType = (typeof MEASURE_TYPES)[number];

type Names<T extends string> = Readonly<
  Record<T, readonly [en: string, fr: string, de: string, es: string, it: string, pl: string, nl: string]>
>;

const RISKS: Names<RiskType> = {
  asphyxiation: ['asphyxiation', 'asphyxie', 'Erstickung', 'asfixia', 'asfissia', 'uduszenie', 'verstikking'],
  burns: ['burns', 'brûlures', 'Verbrennungen', 'quemaduras', 'ustioni', 'oparzenia', 'brandwonden'],
  chemical: ['chemical', 'chimique', 'chemisches Risiko', 'químico', 'chimico', 'chemiczne', 'chemisch'],
  choking: [
    'choking',
    'étouffement',
    'Ersticken an Kleinteilen',
    'atragantamiento',
    'soffocamento',
    'zadławienie',
    'stikken',
  ],
  cuts: ['cuts', 'coupures', 'Schnittverletzungen', 'cortes', 'tagli', 'skaleczenia', 'snijwonden'],
  'damage-to-hearing': [
    'damage to hearing',
    'lésions auditives',
    'Gehörschäden',
    'daños auditivos',
    'danni all’udito',
    'uszkodzenie słuchu',
    'gehoorschade',
  ],
  'damage-to-sight': [
    'damage to sight',
    'lésions oculaires',
    'Augenschäden',
    'daños a la vista',
    'danni alla vista',
    'uszkodzenie wzroku',
    'oogletsel',
  ],
  drowning: ['drowning', 'noyade', 'Ertrinken', 'ahogamiento', 'annegamento', 'utonięcie', 'verdrinking'],
  'electric-shock': [
    'electric shock',
    'choc électrique',
    'Stromschlag',
    'descarga eléctrica',
    'scossa elettrica',
    'porażenie prądem',
    'elektrische schok',
  ],
  'electromagnetic-disturbance': [
    'electromagnetic disturbance',
    'perturbation électromagnétique',
    'elektromagnetische Störung',
    'perturbación electromagnética',
    'disturbo elettromagnetico',
    'zakłócenia elektromagnetyczne',
    'elektromagnetische storing',
  ],
  'energy-consumption': [
    'energy consumption',
    'consommation d’énergie',
    'Energieverbrauch',
    'consumo de energía',
    'consumo energetico',
    'zużycie energii',
    'energieverbruik',
  ],
  entrapment: [
    'entrapment',
    'coincement',
    'Einklemmen',
    'atrapamiento',
    'intrappolamento',
    'uwięźnięcie',
    'beknelling',
  ],
  environment: ['environment', 'environnement', 'Umwelt', 'medio ambiente', 'ambiente', 'środowisko', 'milieu'],
  fire: ['fire', 'incendie', 'Brand', 'incendio', 'incendio', 'pożar', 'brand'],
  'health-risk-other': [
    'other health risk',
    'autre risque pour la santé',
    'anderes Gesundheitsrisiko',
    'otro riesgo para la salud',
    'altro rischio per la salute',
    'inne zagrożenie zdrowia',
    'ander gezondheidsrisico',
  ],
  injuries: ['injuries', 'blessures', 'Verletzungen', 'lesiones', 'lesioni', 'obrażenia', 'letsel'],
  'measurement-incorrect': [
    'incorrect measurement',
    'mesure incorrecte',
    'falsche Messung',
    'medición incorrecta',
    'misurazione errata',
    'nieprawidłowy pomiar',
    'onjuiste meting',
  ],
  microbiological: [
    'microbiological',
    'microbiologique',
    'mikrobiologisches Risiko',
    'microbiológico',
    'microbiologico',
    'mikrobiologiczne',
    'microbiologisch',
  ],
  security: ['security', 'sûreté', 'Sicherheit', 'seguridad', 'sicurezza', 'bezpieczeństwo', 'veiligheid'],
  strangulation: [
    'strangulation',
    'strangulation',
    'Strangulation',
    'estrangulamiento',
    'strangolamento',
    'zadzierzgnięcie',
    'verwurging',
  ],
  suffocation: ['suffocation', 'suffocation', 'Ersticken', 'sofocación', 'soffocazione', 'uduszenie', 'verstikking'],
  other: [
    'other risk',
    'autre risque',
    'anderes Risiko',
    'otro riesgo',
    'altro rischio',
    'inne zagrożenie',
    'ander risico',
  ],
};

const MEASURES: Names<MeasureType> = {
  recall: [
    'recall from consumers',
    'rappel auprès des consommateurs',
    'Rückruf bei den Verbrauchern',
    'recuperación de los productos vendidos',
    'richiamo presso i consumatori',
    'wycofanie od konsumentów',
    'terugroeping bij consumenten',
  ],
  withdrawal: [
    'withdrawal from the market',
    'retrait du marché',
    'Rücknahme vom Markt',
    'retirada del mercado',
    'ritiro dal mercato',
    'wycofanie z rynku',
    'uit de handel genomen',
  ],
  'removal-from-marketplace': [
    'listing removed from the marketplace',
    'annonce retirée de la place de marché',
    'Angebot vom Marktplatz entfernt',
    'anuncio retirado del mercado en línea',
    'annuncio rimosso dal mercato online',
    'usunięcie oferty z platformy',
    'aanbieding van het platform verwijderd',
  ],
  'sales-ban': [
    'ban on sales',
    'interdiction de vente',
    'Verkaufsverbot',
    'prohibición de venta',
    'divieto di vendita',
    'zakaz sprzedaży',
    'verkoopverbod',
  ],
  'sales-stopped': [
    'sales stopped',
    'arrêt de la vente',
    'Verkaufsstopp',
    'cese de la venta',
    'vendita interrotta',
    'wstrzymanie sprzedaży',
    'verkoop gestopt',
  ],
  'import-rejected': [
    'import rejected at the border',
    'importation refusée à la frontière',
    'Einfuhr an der Grenze verweigert',
    'importación rechazada en la frontera',
    'importazione respinta alla frontiera',
    'odmowa przywozu na granicy',
    'invoer geweigerd aan de grens',
  ],
  warning: [
    'warning to consumers',
    'avertissement aux consommateurs',
    'Warnung der Verbraucher',
    'advertencia a los consumidores',
    'avvertimento ai consumatori',
    'ostrzeżenie dla konsumentów',
    'waarschuwing aan consumenten',
  ],
  destruction: [
    'destruction of the product',
    'destruction du produit',
    'Vernichtung des Produkts',
    'destrucción del producto',
    'distruzione del prodotto',
    'zniszczenie produktu',
    'vernietiging van het product',
  ],
  'corrective-action': [
    'corrective action',
    'mesure corrective',
    'Korrekturmaßnahme',
    'medida correctiva',
    'misura correttiva',
    'działanie naprawcze',
    'corrigerende maatregel',
  ],
  other: [
    'other measure',
    'autre mesure',
    'andere Maßnahme',
    'otra medida',
    'altra misura',
    'inny środek',
    'andere maatregel',
  ],
};

const COLUMN: Readonly<Record<Language, number>> = { en: 0, fr: 1, de: 2, es: 3, it: 4, pl: 5, nl: 6 };

const nameIn = <T extends string>(names: Names<T>, types: readonly string[], language: Language): string[] =>
  types.flatMap((type) => {
    const row = Object.hasOwn(names, type) ? names[type as T] : undefined;
    const name = row?.[COLUMN[language]];
    return name === undefined ? [] : [name];
  });

/** Names of the types that are known, in their order. */
export const riskNames = (types: readonly string[], language: Language): string[] => nameIn(RISKS, types, language);
export const measureNames = (types: readonly string[], language: Language): string[] =>
  nameIn(MEASURES, types, language);
