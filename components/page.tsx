import { type ComponentChildren, render } from 'preact';
import { browser } from 'wxt/browser';

/** Starts an extension page: says which language it is in, for screen readers, and renders into its `#app`. */
export function startPage(children: ComponentChildren): void {
  document.documentElement.lang = browser.i18n.getUILanguage();
  document.documentElement.dir = browser.i18n.getMessage('@@bidi_dir');
  const app = document.getElementById('app');
  if (app !== null) render(children, app);
}
