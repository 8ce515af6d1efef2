/** How each marketplace takes notices of illegal goods (DSA Art. 16), and who supervises it. */
import type { Words } from './words.ts';

const SEEN = '2026-11-23';

export interface PlatformChannel {
  /** Id of the marketplace's adapter. */
  marketplace: string;
  /** Where a person finds the form. */
  how: Words;
  /** The marketplace's own page about notices, or null. */
  page: string | null;
  /** An address for authorities and trusted flaggers, or null. */
  contact: string | null;
  /** Whether one notice may name several listings for one reason. */
  severalListings: boolean;
  /** Digital Services Coordinator of the country of establishment. */
  coordinator: { name: string; country: string; checked: string | null };
  /** `YYYY-MM-DD` on which the channel was seen in a published source. */
  checked: string | null;
}

export const PLATFORM_CHANNELS: readonly PlatformChannel[] = [
  {
    marketplace: 'aliexpress',
    how: {
      en: 'The notice tool in the footer of the site, with or without an account.',
      fr: 'L’outil de signalement en bas de page du site, avec ou sans compte.',
      de: 'Das Meldewerkzeug am Fuß der Website, mit oder ohne Konto.',
      es: 'La herramienta de aviso al pie del sitio, con o sin cuenta.',
      it: 'Lo strumento di segnalazione in fondo al sito, con o senza account.',
      nl: 'Het meldformulier onder aan de site, met of zonder account.',
      pl: 'Narzędzie do zgłoszeń w stopce serwisu, z kontem lub bez.',
    },
    page: null,
    contact: null,
    severalListings: false,
    coordinator: { name: 'ACM', country: 'NL', checked: null },
    checked: SEEN,
  },
  {
    marketplace: 'joom',
    how: {
      en: '“Report illegal content” in the footer of the site, or the form below the description of a listing.',
      fr: '« Signaler un contenu illicite » en bas de page du site, ou le formulaire sous la description d’une annonce.',
      de: '„Report illegal content“ am Fuß der Website oder das Formular unter der Beschreibung eines Angebots.',
      es: '«Report illegal content» al pie del sitio, o el formulario bajo la descripción de un anuncio.',
      it: '«Report illegal content» in fondo al sito, o il modulo sotto la descrizione di un annuncio.',
      nl: '“Report illegal content” onder aan de site, of het formulier onder de beschrijving van een advertentie.',
      pl: '„Report illegal content” w stopce serwisu albo formularz pod opisem ogłoszenia.',
    },
    page: 'https://www.joom.com/ro/faq/article/667a66dc5717756ebdecef90',
    contact: null,
    severalListings: true,
    coordinator: { name: 'PTAC', country: 'LV', checked: null },
    checked: SEEN,
  },
  {
    marketplace: 'shein',
    how: {
      en: 'The report button beside each product.',
      fr: 'Le bouton de signalement à côté de chaque produit.',
      de: 'Der Meldeknopf neben jedem Produkt.',
      es: 'El botón de aviso junto a cada producto.',
      it: 'Il pulsante di segnalazione accanto a ogni prodotto.',
      nl: 'De meldknop naast elk product.',
      pl: 'Przycisk zgłoszenia przy każdym produkcie.',
    },
    page: 'https://euqs.shein.com/digital-service-act-a-1994.html',
    contact: 'dsa-poc@sheingroup.com',
    severalListings: false,
    coordinator: { name: 'Coimisiún na Meán', country: 'IE', checked: SEEN },
    checked: SEEN,
  },
];

export const platformChannelOf = (marketplace: string): PlatformChannel | null =>
  PLATFORM_CHANNELS.find((channel) => channel.marketplace === marketplace) ?? null;
