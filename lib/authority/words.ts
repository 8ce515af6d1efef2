/** What is said of an authority or a marketplace: short words that belong to the data, in every language of the interface. */

const LANGUAGES = ['en', 'fr', 'de', 'es', 'it', 'nl', 'pl'] as const;

/** In each language of the interface. */
export type Words = Readonly<Record<(typeof LANGUAGES)[number], string>>;

/** A name that is the same in all of them. */
export const inAll = (words: string): Words => ({
  en: words,
  fr: words,
  de: words,
  es: words,
  it: words,
  nl: words,
  pl: words,
});

/** The words in the interface language, English where there is none. */
export const inLanguage = (words: Words, language: string): string =>
  words[LANGUAGES.find((one) => language.startsWith(one)) ?? 'en'];
