/**
 * A file about a page that could not be read, for a person to save and hand to the project: what the page is built of,
 * and nothing of what it says. Text, pictures, links, ids and scripts are left out; class names, element names and the
 * names of state members stay, because a changed one of those is why the page could not be read.
 */
import type { Reading } from '../listing/listing.ts';
import type { Page } from './adapter.ts';

const MAX_ELEMENTS = 5_000;
const MAX_DEPTH = 40;
/** Attributes whose value is the site's own vocabulary, not content. */
const KEPT = new Set(['class', 'data-pl', 'data-spm', 'itemprop', 'property', 'role', 'type', 'rel']);
const SKIPPED = new Set(['SVG', 'STYLE', 'NOSCRIPT', 'IFRAME', 'LINK']);

/** What is taken from the page itself. */
export interface PageStructure {
  host: string;
  /** The path with every letter-or-digit run that could name a product or a search blanked. */
  pathShape: string;
  /** How many texts, links and pictures there were; none of them is in the file. */
  counts: { elements: number; links: number; images: number; scripts: number };
  /** Assignments to page variables in inline scripts, names only. */
  stateNames: string[];
  /** An outline of the page, two spaces a level. */
  outline: string;
}

export interface Diagnostic extends PageStructure, Pick<Reading, 'marketplace' | 'page' | 'completeness'> {
  format: 'vigie-diagnostic-1';
}

/** Hashes and numbers in a value say nothing about structure and may identify a session. */
function blank(value: string): string {
  return value
    .replace(/\d{4,}/g, '#')
    .replace(/[0-9a-f]{16,}/gi, '#')
    .slice(0, 200);
}

function lineFor(element: Element, depth: number): string {
  const attributes = [...element.attributes].map(({ name, value }) =>
    KEPT.has(name) ? ` ${name}="${blank(value)}"` : ` ${name.slice(0, 40)}`,
  );
  const text = [...element.childNodes].some((node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== '');
  return `${'  '.repeat(depth)}${element.tagName.toLowerCase()}${attributes.slice(0, 20).join('')}${text ? ' …' : ''}`;
}

function outlineOf(root: Element): string {
  const lines: string[] = [];
  const visit = (element: Element, depth: number) => {
    if (lines.length >= MAX_ELEMENTS || depth > MAX_DEPTH || SKIPPED.has(element.tagName.toUpperCase())) return;
    lines.push(lineFor(element, depth));
    for (const child of element.children) visit(child, depth + 1);
  };
  visit(root, 0);
  return lines.join('\n');
}

function stateNamesIn(document: Document): string[] {
  const names = new Set<string>();
  for (const script of document.querySelectorAll('script:not([src])')) {
    const text = (script.textContent ?? '').slice(0, 200_000);
    for (const [, name] of text.matchAll(/\b(?:window\.|var\s+|let\s+|const\s+)([A-Za-z_$][\w$]{1,60})\s*=/g)) {
      if (name !== undefined && names.size < 200) names.add(name);
    }
  }
  return [...names].sort();
}

export function structureOf({ document, url }: Page): PageStructure {
  return {
    host: url.hostname,
    pathShape: url.pathname.replace(/[^/.]+/g, (part) =>
      /^[a-z]{1,12}$/.test(part) && url.pathname.length < 12 ? part : '#',
    ),
    counts: {
      elements: document.querySelectorAll('*').length,
      links: document.querySelectorAll('a[href]').length,
      images: document.querySelectorAll('img').length,
      scripts: document.querySelectorAll('script').length,
    },
    stateNames: stateNamesIn(document),
    outline: outlineOf(document.documentElement),
  };
}

export function diagnosticOf(structure: PageStructure, { marketplace, page, completeness }: Reading): Diagnostic {
  return { format: 'vigie-diagnostic-1', marketplace, page, completeness, ...structure };
}
