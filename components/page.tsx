import { type ComponentChildren, render } from 'preact';
import { interfaceLanguage, writingDirection } from './interface-language.ts';

/** Starts an extension page: says which language it is in, for screen readers, and renders into its `#app`. */
export function startPage(children: ComponentChildren): void {
  const language = interfaceLanguage();
  document.documentElement.lang = language;
  document.documentElement.dir = writingDirection(language);
  const app = document.getElementById('app');
  if (app !== null) render(children, app);
}
