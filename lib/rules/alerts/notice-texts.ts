/** What a person is told about a listing that resembles the goods of an official alert. */
import type { Language } from '../finding.ts';

/** How an alert was recognised, from the surest way to the weakest. */
export const TIERS = ['listing', 'barcode', 'model', 'code', 'words'] as const;
export type Tier = (typeof TIERS)[number];

type InEveryLanguage = Readonly<Record<Language, string>>;

export const ALERT_LABELS: InEveryLanguage = {
  en: 'Official product alert',
  fr: 'Alerte officielle sur le produit',
  de: 'Amtliche Produktwarnung',
  es: 'Alerta oficial de producto',
  it: 'Allerta ufficiale sul prodotto',
  pl: 'Oficjalne ostrzeżenie o produkcie',
  nl: 'Officiële productwaarschuwing',
};

const SENTENCES: Readonly<Record<Tier, InEveryLanguage>> = {
  listing: {
    en: '{source} names this listing in alert {number} of {date}.',
    fr: '{source} désigne cette annonce dans l’alerte {number} du {date}.',
    de: '{source} nennt dieses Angebot in der Warnung {number} vom {date}.',
    es: '{source} señala este anuncio en la alerta {number} del {date}.',
    it: '{source} indica questo annuncio nell’allerta {number} del {date}.',
    pl: '{source} wskazuje tę ofertę w ostrzeżeniu {number} z dnia {date}.',
    nl: '{source} noemt deze aanbieding in waarschuwing {number} van {date}.',
  },
  barcode: {
    en: 'The listing shows the barcode of the goods in alert {number} of {date} ({source}).',
    fr: 'L’annonce montre le code-barres du produit de l’alerte {number} du {date} ({source}).',
    de: 'Das Angebot zeigt den Strichcode der Ware aus der Warnung {number} vom {date} ({source}).',
    es: 'El anuncio muestra el código de barras del producto de la alerta {number} del {date} ({source}).',
    it: 'L’annuncio mostra il codice a barre del prodotto dell’allerta {number} del {date} ({source}).',
    pl: 'Oferta zawiera kod kreskowy produktu z ostrzeżenia {number} z dnia {date} ({source}).',
    nl: 'De aanbieding toont de streepjescode van het product uit waarschuwing {number} van {date} ({source}).',
  },
  model: {
    en: 'Brand and model are those of alert {number} of {date} ({source}).',
    fr: 'La marque et le modèle sont ceux de l’alerte {number} du {date} ({source}).',
    de: 'Marke und Modell sind die der Warnung {number} vom {date} ({source}).',
    es: 'La marca y el modelo son los de la alerta {number} del {date} ({source}).',
    it: 'Marca e modello sono quelli dell’allerta {number} del {date} ({source}).',
    pl: 'Marka i model są takie jak w ostrzeżeniu {number} z dnia {date} ({source}).',
    nl: 'Merk en model zijn die van waarschuwing {number} van {date} ({source}).',
  },
  code: {
    en: 'The listing shows a code of the goods in alert {number} of {date} ({source}).',
    fr: 'L’annonce montre une référence du produit de l’alerte {number} du {date} ({source}).',
    de: 'Das Angebot zeigt eine Nummer der Ware aus der Warnung {number} vom {date} ({source}).',
    es: 'El anuncio muestra una referencia del producto de la alerta {number} del {date} ({source}).',
    it: 'L’annuncio mostra un codice del prodotto dell’allerta {number} del {date} ({source}).',
    pl: 'Oferta zawiera oznaczenie produktu z ostrzeżenia {number} z dnia {date} ({source}).',
    nl: 'De aanbieding toont een code van het product uit waarschuwing {number} van {date} ({source}).',
  },
  words: {
    en: 'The words resemble those of alert {number} of {date} ({source}): compare the pictures.',
    fr: 'Les mots ressemblent à ceux de l’alerte {number} du {date} ({source}) : comparez les images.',
    de: 'Die Wörter ähneln denen der Warnung {number} vom {date} ({source}): Bilder vergleichen.',
    es: 'Las palabras se parecen a las de la alerta {number} del {date} ({source}): compare las imágenes.',
    it: 'Le parole somigliano a quelle dell’allerta {number} del {date} ({source}): confrontare le immagini.',
    pl: 'Słowa przypominają ostrzeżenie {number} z dnia {date} ({source}): porównaj zdjęcia.',
    nl: 'De woorden lijken op die van waarschuwing {number} van {date} ({source}): vergelijk de afbeeldingen.',
  },
};

const fill = (sentence: string, values: Readonly<Record<string, string>>): string =>
  sentence.replace(/\{(\w+)\}/gu, (_, name: string) => values[name] ?? '');

export interface AlertWords {
  source: string;
  number: string;
  date: string;
}

/** How the goods were recognised. Risk and measure stand in the notice, which the interface shows beside the reason. */
export const alertReason = (tier: Tier, { source, number, date }: AlertWords, language: Language): string =>
  fill(SENTENCES[tier][language], { source, number, date });
