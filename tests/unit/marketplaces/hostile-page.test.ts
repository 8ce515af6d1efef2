/** A page that names its elements after the DOM's own methods, or replaces these: it may lose its reading, and nothing else happens. */
import { describe, expect, it, vi } from 'vitest';
import { readingSchema } from '../../../lib/listing/schema.ts';
import { readPage } from '../../../lib/marketplaces/reader.ts';
import { pageOf } from './pages.ts';

const FILE = 'aliexpress/product.html';
const METHODS = [
  'querySelector',
  'querySelectorAll',
  'getElementById',
  'documentElement',
  'body',
  'head',
  'scripts',
  'title',
];

describe('a page that clobbers the document', () => {
  it.each(METHODS)('by an element called %s is read or called unreadable', (name) => {
    const page = pageOf(FILE);
    const image = page.document.createElement('img');
    Object.defineProperty(page.document, name, { value: image, configurable: true });
    const reading = readPage(page);
    expect(readingSchema.safeParse(reading).error).toBeUndefined();
    if (reading?.completeness.reason === 'reader-failed') expect(reading.listings).toEqual([]);
  });

  it('by a getter that throws is called unreadable', () => {
    const page = pageOf(FILE);
    for (const name of ['querySelector', 'querySelectorAll'])
      Object.defineProperty(page.document, name, {
        get() {
          throw new Error('the page says no');
        },
      });
    expect(readPage(page)).toMatchObject({
      completeness: { verdict: 'unreadable', reason: 'reader-failed' },
      listings: [],
    });
  });
});

describe('text of a page', () => {
  it('never runs, whatever stands in it for a script', () => {
    const run = vi.fn();
    vi.stubGlobal('vigieRan', run);
    const page = pageOf(FILE);
    const script = page.document.createElement('script');
    script.textContent = 'window.runParams = {data: (globalThis.vigieRan(), {})};';
    page.document.head.append(script);
    readPage(page);
    expect(run).not.toHaveBeenCalled();
    vi.unstubAllGlobals();
  });
});
