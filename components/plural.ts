import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { interfaceLanguage } from './interface-language.ts';

/** Texts that depend on a number, by the key under which their plural forms stand in the locales. */
type PluralKey =
  | 'popup.suspected'
  | 'popup.hiddenCount'
  | 'history.childProtection'
  | `publishers.${'added' | 'changed' | 'removed' | 'old' | 'oldOf' | 'familiesOff'}`
  | 'cart.heading'
  | 'cart.remove'
  | 'cart.report'
  | 'evidence.count'
  | 'evidence.found'
  | 'history.found'
  | 'known.one'
  | 'known.several'
  | 'sweep.met'
  | `sweep.bulk.${'heading' | 'preview' | 'send' | 'line'}`
  | `options.${'deleteUnsent' | 'deleteCaptures' | 'deleteCampaigns'}`;

/** By the language that the texts are in, which is English where the browser's own has no locale. */
const rules = new Intl.PluralRules(i18n.t('language'));

/** The form of a text for `count`, which is its first substitution. A form that the locale lacks (`many` of French) reads as `other`. */
export function plural(key: PluralKey, count: number, ...more: string[]): string {
  const name = key.replaceAll('.', '_');
  const parts = [count.toLocaleString(interfaceLanguage()), ...more];
  // Asked for without `i18n.t`, which knows the forms of English only and warns of each text that it does not find.
  const form = (category: string) => browser.i18n.getMessage(`${name}_${category}` as never, parts);
  return form(rules.select(count)) || form('other');
}
