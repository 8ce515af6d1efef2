import { browser } from 'wxt/browser';
import { i18n } from '#i18n';

/** Texts that depend on a number, by the key under which their plural forms stand in the locales. */
type PluralKey = 'popup.suspected' | 'popup.hiddenCount' | 'history.childProtection';

const rules = new Intl.PluralRules(browser.i18n.getUILanguage());

/** The form of a text for `count`; `count` is its first substitution. French has `many` for millions: it reads as `other`. */
export function plural(key: PluralKey, count: number, ...more: string[]): string {
  const form = rules.select(count) === 'one' ? 'one' : 'other';
  const text = i18n.t as (key: string, substitutions: (string | number)[]) => string;
  return text(`${key}.${form}`, [count.toLocaleString(browser.i18n.getUILanguage()), ...more]);
}
