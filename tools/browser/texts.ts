/** The extension's own texts, by key, in the language that the browser shows it in: journeys look for words as a person does. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

type Tree = { [key: string]: Tree | string };

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Complete locales. */
export const TONGUES = ['en', 'fr', 'de', 'es', 'it', 'nl', 'pl'] as const;

export class Texts {
  readonly #tree: Tree;
  readonly #disguise: (text: string) => string;

  /**
   * `language` is what `i18n.getUILanguage()` answers, e.g. `fr` or `en-US`; English where there is no such locale.
   * `disguise`: how the build that is looked at shows each text.
   */
  constructor(language: string, disguise: (text: string) => string = (text) => text) {
    const read = (name: string) => readFileSync(new URL(`../../assets/locales/${name}.yml`, import.meta.url), 'utf8');
    let source: string;
    try {
      source = read(/^[a-z]+/i.exec(language)?.[0].toLowerCase() ?? 'en');
    } catch {
      source = read('en');
    }
    const tree: unknown = parse(source);
    if (!isTree(tree)) throw new TypeError('a locale file must be a mapping');
    this.#tree = tree;
    this.#disguise = disguise;
  }

  /** The text of `form.send` with `$1`, `$2` … filled in. A text with plural forms gives the form for `other`. */
  get(key: string, ...inserts: string[]): string {
    let node: Tree | string | undefined = this.#tree;
    for (const part of key.split('.')) node = isTree(node) ? node[part] : undefined;
    if (isTree(node)) node = node.other;
    if (typeof node !== 'string') throw new RangeError(`there is no text "${key}"`);
    return inserts.reduce((text, insert, index) => text.replaceAll(`$${index + 1}`, insert), this.#disguise(node));
  }

  /** What stands before the first insert: "Suspected: $1" → "Suspected: ". */
  start(key: string): string {
    return this.get(key).split('$1')[0] ?? '';
  }
}
