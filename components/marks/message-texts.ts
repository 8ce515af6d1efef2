/** The texts of the marks: `@wxt-dev/i18n` without plural forms and named parts, which no text of a mark has. */
import { browser } from '@wxt-dev/browser';

export function createI18n(): { t(key: string, parts?: (string | number)[]): string } {
  return { t: (key, parts = []) => browser.i18n.getMessage(key.replaceAll('.', '_'), parts.map(String)) };
}
