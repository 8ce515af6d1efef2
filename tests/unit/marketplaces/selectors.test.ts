import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../lib/listing/limits.ts';
import { httpsUrl, languageIn } from '../../../lib/marketplaces/selectors.ts';

const BASE = 'https://www.aliexpress.com/item/1.html';

/** What `httpsUrl` promises, by the browser's parser alone. */
function parsed(value: string): string | null {
  const url = URL.parse(value.trim(), BASE);
  if (url === null) return null;
  if (url.protocol === 'http:') url.protocol = 'https:';
  return url.protocol === 'https:' && url.username === '' && url.href.length <= LIMITS.url ? url.href : null;
}

describe('httpsUrl', () => {
  it.each([
    '//ae01.alicdn.com/kf/S1.jpg_220x220q75.jpg_.avif',
    'https://img.ltwebstatic.com/a/../b.jpg',
    'https://img.ltwebstatic.com/a/./b.jpg',
    '//1.2.3.4/a.jpg',
    '//a.b.1/a.jpg',
    '//xn--a.com/a.jpg',
    '//EXAMPLE.com/A.jpg',
    'https://example.com',
    'https:///example.com/a',
    '/a//b.jpg',
  ])('gives for %s what parsing gives', (value) => {
    expect(httpsUrl(value, BASE)).toBe(parsed(value));
  });

  it('gives what parsing gives, for whatever is made of the pieces of addresses', () => {
    const piece = fc.constantFrom(
      'https:',
      'http:',
      '//',
      '/',
      '.',
      '..',
      '-',
      '_',
      'a',
      'xn--',
      'com',
      '1',
      'A',
      ':',
      '@',
      '%2e',
      '?',
      '#',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
        const value = pieces.join('');
        expect(httpsUrl(value, BASE)).toBe(parsed(value));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('languageIn', () => {
  it.each([
    ['en_US', 'en-US'],
    ['pl', 'pl'],
    ['', null],
    ['english please', null],
    [null, null],
  ])('%s', (value, tag) => expect(languageIn(value)).toBe(tag));
});
