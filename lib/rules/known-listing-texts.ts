/** What a person is told about a listing that an authority has named. */
import type { Language } from './finding.ts';

export const KNOWN_LISTING_LABELS: Readonly<Record<Language, string>> = {
  en: 'Named by an authority',
  fr: 'Désigné par une autorité',
  de: 'Von einer Behörde benannt',
  es: 'Señalado por una autoridad',
  it: 'Indicato da un’autorità',
  pl: 'Wskazane przez organ',
  nl: 'Door een autoriteit genoemd',
};

const LISTING: Readonly<Record<Language, string>> = {
  en: '{authority} names this listing in its decision {reference} of {date}.',
  fr: '{authority} désigne cette annonce dans sa décision {reference} du {date}.',
  de: '{authority} nennt dieses Angebot in der Entscheidung {reference} vom {date}.',
  es: '{authority} señala este anuncio en su decisión {reference} del {date}.',
  it: '{authority} indica questo annuncio nella decisione {reference} del {date}.',
  pl: '{authority} wskazuje tę ofertę w decyzji {reference} z dnia {date}.',
  nl: '{authority} noemt deze aanbieding in besluit {reference} van {date}.',
};

const SELLER: Readonly<Record<Language, string>> = {
  en: '{authority} names the seller of this listing in its decision {reference} of {date}.',
  fr: '{authority} désigne le vendeur de cette annonce dans sa décision {reference} du {date}.',
  de: '{authority} nennt den Verkäufer dieses Angebots in der Entscheidung {reference} vom {date}.',
  es: '{authority} señala al vendedor de este anuncio en su decisión {reference} del {date}.',
  it: '{authority} indica il venditore di questo annuncio nella decisione {reference} del {date}.',
  pl: '{authority} wskazuje sprzedawcę tej oferty w decyzji {reference} z dnia {date}.',
  nl: '{authority} noemt de verkoper van deze aanbieding in besluit {reference} van {date}.',
};

export function knownListingReason(
  seller: boolean,
  authority: string,
  reference: string,
  date: string,
  language: Language,
): string {
  const values: Record<string, string> = { authority, reference, date };
  return (seller ? SELLER : LISTING)[language].replace(/\{(\w+)\}/gu, (_, name: string) => values[name] ?? '');
}
