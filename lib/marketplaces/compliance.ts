/**
 * The EU block of a product page: manufacturer, responsible person and warnings, which Regulation (EU) 2023/988 (GPSR)
 * Art. 19 requires in an online offer.
 *
 * How the three marketplaces mark it up was not found in any source (2026-09), so it is looked for by what the law
 * makes it say: a heading or label in one of seven languages inside a block that is named for it. Sites load the block
 * on demand, hence `not-shown` when there is none: its absence from a page proves nothing.
 */

import { LIMITS } from '../listing/limits.ts';
import type { Compliance } from '../listing/listing.ts';
import { cleanText } from '../listing/text.ts';
import { textOf } from './selectors.ts';

type Part = 'manufacturer' | 'responsiblePerson' | 'warnings';

/** Label beginnings, lower case: en, fr, de, es, it, pl, nl. */
const LABELS: Readonly<Record<Part, string>> = {
  manufacturer: 'manufacturer|fabricant|hersteller|fabricante|produttore|fabbricante|producent|fabrikant',
  responsiblePerson:
    'eu responsible|responsible person|ec rep|eu rep|personne responsable|responsable ue|verantwortliche person|' +
    'eu-verantwortlich|bevollmächtigt|persona responsable|persona responsabile|osoba odpowiedzialna|verantwoordelijke',
  warnings:
    'product safety|compliance information|warning|safety information|sécurité du produit|avertissement|' +
    'produktsicherheit|warnhinweis|seguridad del producto|advertencia|sicurezza del prodotto|avvertenz|' +
    'bezpieczeństwo produktu|ostrzeżeni|productveiligheid|waarschuwing',
};
/** Made at the first label, not when the script starts: few pages show the block. */
let patterns: (readonly [Part, RegExp])[] | null = null;
const MAX_LABEL = 60;
/** Elements that are labels themselves: what follows one of these may be a value, one of these never is. */
const LABEL_ELEMENTS = /^(?:DT|TH|H[1-6]|STRONG|B)$/;

function partOf(label: string): Part | null {
  const folded = label.toLowerCase();
  patterns ??= Object.entries(LABELS).map(([part, words]) => [part as Part, new RegExp(`^(?:${words})`, 'u')]);
  return patterns.find(([, pattern]) => pattern.test(folded))?.[0] ?? null;
}

/**
 * A label and what follows it: in the same text after a colon, else in the next element. Never in the row after: where
 * a page lost the value, that row is about something else.
 */
function labelled(element: Element): { part: Part; value: string } | null {
  const text = textOf(element, LIMITS.panel);
  if (text === null) return null;
  const colon = text.search(/[:：]/);
  const label = colon === -1 ? text : text.slice(0, colon);
  // Without a colon only an element of its own is a label: a row's text runs label and value together.
  if (label.length > MAX_LABEL || (colon === -1 && element.childElementCount > 0)) return null;
  const part = partOf(label);
  if (part === null) return null;
  const inline = colon === -1 ? null : cleanText(text.slice(colon + 1), LIMITS.panel);
  const next = element.nextElementSibling;
  const value = inline ?? (next === null || LABEL_ELEMENTS.test(next.tagName) ? null : textOf(next, LIMITS.panel));
  // The next label is not this label's value.
  return value === null || partOf(value) !== null ? null : { part, value };
}

export const NOT_SHOWN: Compliance = {
  panel: 'not-shown',
  manufacturer: null,
  responsiblePerson: null,
  warnings: null,
  realSellerId: null,
};

/** @param block the element that holds the EU information, or null where the page shows none. */
export function readCompliance(block: Element | null, realSellerId: string | null): Compliance {
  if (block === null) return { ...NOT_SHOWN, panel: realSellerId === null ? 'not-shown' : 'shown', realSellerId };
  const compliance: Compliance = { ...NOT_SHOWN, panel: 'shown', realSellerId };
  const elements = [...block.querySelectorAll('*')].slice(0, 500);
  for (const element of elements) {
    if (element.childElementCount > 3) continue;
    const found = labelled(element);
    if (found !== null) compliance[found.part] ??= found.value;
  }
  return compliance;
}
