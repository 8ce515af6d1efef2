import { browser } from 'wxt/browser';
import { i18n } from '#i18n';

/** Languages written from right to left that a locale may be added for; `he-XB` is the pseudo-locale of the screenshots. */
const RIGHT_TO_LEFT = ['ar', 'fa', 'he', 'ur'];

/**
 * The language of the texts, for `lang` and `Intl`: with the region of the browser's own language where the two agree
 * (`en-GB`), and `en` in a browser whose language Vigie has no texts in, so that a page never mixes two.
 */
export function interfaceLanguage(): string {
  const ofTexts = i18n.t('language');
  const ofBrowser = browser.i18n.getUILanguage();
  return ofBrowser.split('-')[0] === ofTexts ? ofBrowser : ofTexts;
}

export function writingDirection(language: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.includes(language.split('-')[0] ?? '') ? 'rtl' : 'ltr';
}
