import { describe, expect, it } from 'vitest';
import { diagnosticOf, structureOf } from '../../../lib/marketplaces/diagnostic.ts';
import { PAGES, pageOf, read } from './pages.ts';

describe('diagnosticOf', () => {
  it.each(PAGES.map(({ file }) => file))('holds nothing of what %s says', (file) => {
    const page = pageOf(file);
    const reading = read(file);
    const text = JSON.stringify(diagnosticOf(structureOf(page), reading));
    const words = [
      ...reading.listings.flatMap(({ title, seller, ref, imageUrls, attributes, variants }) => [
        title,
        seller?.name,
        seller?.id,
        ref.id,
        ...imageUrls,
        ...attributes.map(({ value }) => value),
        ...variants.map(({ name }) => name),
      ]),
      page.document.title,
    ];
    for (const word of words) if (word && word.length > 4) expect(text).not.toContain(word);
    expect(text).not.toMatch(/https?:/);
    expect(text).not.toContain(page.url.pathname.length > 12 ? page.url.pathname : '\u0000');
  });

  it('keeps the structure that a reader needs to repair an adapter', () => {
    const diagnostic = diagnosticOf(structureOf(pageOf('aliexpress/product.html')), read('aliexpress/product.html'));
    expect(diagnostic.outline).toContain('h1 data-pl="product-title" …');
    expect(diagnostic.outline).toContain('class="price--currentPriceText--V8_y_b5 product-price-value"');
    expect(diagnostic.stateNames).toContain('runParams');
    expect(diagnostic.completeness.verdict).toBe('complete');
  });

  it('stays small on a huge page', () => {
    const page = pageOf('aliexpress/help.html');
    for (let index = 0; index < 8_000; index++) page.document.body.append(page.document.createElement('p'));
    expect(structureOf(page).outline.split('\n').length).toBeLessThanOrEqual(5_000);
  });
});
