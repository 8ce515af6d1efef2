/** The project's own fixture pages, parsed by either DOM that the code must work in. */
import { readFileSync } from 'node:fs';
import { Window } from 'happy-dom';
import { parseHTML } from 'linkedom';
import { z } from 'zod';
import type { Listing, Reading } from '../../../lib/listing/listing.ts';
import type { Page } from '../../../lib/marketplaces/adapter.ts';
import { readPage } from '../../../lib/marketplaces/reader.ts';

const FOLDER = new URL('../../fixtures/pages/', import.meta.url);
const pageListSchema = z.array(z.strictObject({ file: z.string(), url: z.url(), what: z.string() }));

export const PAGES = pageListSchema.parse(JSON.parse(readFileSync(new URL('pages.json', FOLDER), 'utf8')));
export const ENGINES = ['linkedom', 'happy-dom'] as const;
export type Engine = (typeof ENGINES)[number];

export function htmlOf(file: string): string {
  return readFileSync(new URL(file, FOLDER), 'utf8');
}

export function urlOf(file: string): string {
  const page = PAGES.find((candidate) => candidate.file === file);
  if (page === undefined) throw new Error(`no fixture page is called ${file}`);
  return page.url;
}

export function parse(html: string, engine: Engine = 'linkedom'): Document {
  if (engine === 'linkedom') return parseHTML(html).document;
  const window = new Window({ settings: { disableJavaScriptEvaluation: true, disableJavaScriptFileLoading: true } });
  const parsed = new window.DOMParser().parseFromString(html, 'text/html');
  // happy-dom types its own DOM; it is the same interface.
  return parsed as unknown as Document;
}

export function pageOf(file: string, engine: Engine = 'linkedom', html = htmlOf(file)): Page {
  return { url: new URL(urlOf(file)), document: parse(html, engine) };
}

export function read(file: string, engine: Engine = 'linkedom', html = htmlOf(file)): Reading {
  const reading = readPage(pageOf(file, engine, html));
  if (reading === null) throw new Error(`no adapter reads ${file}`);
  return reading;
}

export function productIn(reading: Reading): Listing {
  const [listing] = reading.listings;
  if (listing === undefined || listing.kind !== 'product')
    throw new Error(`no product: ${JSON.stringify(reading.completeness)}`);
  return listing;
}
