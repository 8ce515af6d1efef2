/**
 * Every adapter against damaged pages: nodes dropped, attributes reordered, scripts cut, hashes of class names renamed.
 * It must not throw, what it gives must pass the schema, and no field may hold a value that the whole page does not
 * have: a field is right or absent.
 *
 * Fragments of one printed price are dropped together: `12` and `40 €` without their comma are a price that no reader
 * can tell from a real one.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Listing } from '../../../lib/listing/listing.ts';
import { isPriceText } from '../../../lib/listing/money.ts';
import { readingSchema } from '../../../lib/listing/schema.ts';
import { readPage } from '../../../lib/marketplaces/reader.ts';
import { htmlOf, PAGES, parse, read, urlOf } from './pages.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 40);

type Damage = { kind: 'drop' | 'shuffle' | 'cut' | 'rename'; where: number };
const damages = fc.array(
  fc.record({
    kind: fc.constantFrom('drop' as const, 'drop' as const, 'shuffle' as const, 'cut' as const, 'rename' as const),
    where: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  }),
  { minLength: 1, maxLength: 12 },
);

const pick = <T>(list: readonly T[], where: number): T | undefined => list[Math.floor(where * list.length)];

function isFragment(element: Element): boolean {
  const parent = element.parentElement;
  return parent !== null && parent.childElementCount > 1 && isPriceText(parent.textContent ?? '');
}

function apply(document: Document, { kind, where }: Damage): void {
  if (kind === 'cut') {
    const script = pick([...document.querySelectorAll('script')], where);
    const text = script?.textContent ?? '';
    if (script) script.textContent = text.slice(0, Math.floor(((where * 7) % 1) * text.length));
    return;
  }
  const elements = [...document.querySelectorAll('head *, body *')];
  const element = pick(elements, where);
  if (element === undefined) return;
  if (kind === 'drop' && !isFragment(element)) element.remove();
  if (kind === 'shuffle') {
    for (const { name, value } of [...element.attributes].reverse()) {
      element.removeAttribute(name);
      element.setAttribute(name, value);
    }
  }
  if (kind === 'rename') {
    for (const named of document.querySelectorAll('[class]')) {
      const renamed = (named.getAttribute('class') ?? '').replace(
        /(--|___)[A-Za-z0-9_]+(?=\s|$)/g,
        `$1${Math.floor(where * 1e6)}`,
      );
      named.setAttribute('class', renamed);
    }
  }
}

const amounts = (listing: Listing): (number | undefined)[] => [
  listing.price?.low.amount,
  listing.price?.high.amount,
  ...listing.variants.map(({ price }) => price?.amount),
];

/** Whether `value` is `truth` or absent; lists may have lost entries. */
function expectRight(field: string, value: unknown, truth: unknown): void {
  if (value === null) return;
  // A heading that the page itself cut.
  if (typeof value === 'string' && value.endsWith('…') && String(truth).startsWith(value.slice(0, -1))) return;
  if (Array.isArray(value) && Array.isArray(truth)) {
    for (const entry of value) expect(truth, field).toContainEqual(entry);
  } else expect(value, field).toEqual(truth);
}

/** Every true listing of each page by product id: strips may show one product twice. */
function truths(file: string): Map<string, Listing[]> {
  const byId = new Map<string, Listing[]>();
  for (const listing of read(file).listings) byId.set(listing.ref.id, [...(byId.get(listing.ref.id) ?? []), listing]);
  return byId;
}

function expectNothingInvented(listing: Listing, truth: Listing, html: string): void {
  for (const field of [
    'title',
    'description',
    'breadcrumb',
    'categoryId',
    'brand',
    'attributes',
    'soldCount',
    'shipsFrom',
    'discountPercent',
  ] as const) {
    expectRight(field, listing[field], truth[field]);
  }
  for (const amount of amounts(listing)) {
    if (amount !== undefined) expect(amounts(truth), 'price').toContain(amount);
  }
  if (listing.previousPrice !== null)
    expect(listing.previousPrice.amount, 'previous price').toBe(truth.previousPrice?.amount);
  if (listing.rating !== null) expect(listing.rating.value, 'rating').toBe(truth.rating?.value);
  if (listing.seller !== null) {
    for (const key of ['name', 'id'] as const) expectRight(`seller ${key}`, listing.seller[key], truth.seller?.[key]);
    if (listing.seller.trader !== 'unknown') expect(listing.seller.trader).toBe(truth.seller?.trader);
  }
  const variantNames = truth.variants.map(({ name }) => name);
  for (const { name } of listing.variants) expect(variantNames, 'variant').toContain(name);
  for (const picture of listing.imageUrls)
    expect(html, 'picture').toContain(
      picture
        .split('/')
        .at(-1)
        ?.replace(/(_original)?\.\w+$/, '') ?? '',
    );
  for (const part of ['manufacturer', 'responsiblePerson', 'warnings', 'realSellerId'] as const) {
    if (part !== 'realSellerId') expectRight(part, listing.compliance?.[part] ?? null, truth.compliance?.[part]);
  }
}

describe('damaged pages', () => {
  it.each(PAGES.map(({ file }) => file))('%s', (file) => {
    const known = truths(file);
    const html = htmlOf(file);
    const url = new URL(urlOf(file));
    fc.assert(
      fc.property(damages, (list) => {
        const document = parse(html);
        for (const damage of list) apply(document, damage);
        const reading = readPage({ url, document: parse(document.toString()) });
        expect(readingSchema.safeParse(reading).error).toBeUndefined();
        expect(reading?.completeness.reason).not.toBe('reader-failed');
        for (const listing of reading?.listings ?? []) {
          const candidates =
            known.get(listing.ref.id) ?? (listing.kind === 'product' ? [...known.values()][0] : undefined);
          expect(candidates, `${listing.ref.id} is on the page`).toBeDefined();
          if (candidates?.[0] !== undefined) expectNothingInvented(listing, candidates[0], html);
        }
      }),
      { numRuns: RUNS },
    );
  });
});

describe('pages of noise', () => {
  const piece = fc.constantFrom(
    '<div data-pl="product-title">',
    '<h1 data-pl="product-title">',
    '</h1>',
    '<a href="/item/1005000000000001.html">',
    '</a>',
    '<a href="/x-p-123456.html">',
    '<a href="/en/products/5d88b92e8b2c370101dcd401">',
    '<img src="data:x" alt="A picture">',
    '<script>window.runParams = {data: {"titleModule":',
    '<script>window.gbRawData = {"modules":{"productInfo":',
    '{"goods_id":',
    '"1"',
    '}}',
    '</script>',
    '<script type="application/ld+json">',
    '{"@type":"Product","name":',
    '[[[[',
    '€5',
    'US $',
    '\u202e',
    '\u0000',
    '<h3>',
    '</div>',
    '<span>12</span>',
  );
  const addresses = [
    'https://www.aliexpress.com/item/1005000000000001.html',
    'https://us.shein.com/x-p-123456.html',
    'https://www.joom.com/en/products/5d88b92e8b2c370101dcd401',
    'https://www.aliexpress.com/w/wholesale-x.html',
  ];
  it.each(addresses)('never fail at %s', (address) => {
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 40 }), (pieces) => {
        const document = parse(`<!doctype html><html><head></head><body>${pieces.join('')}</body></html>`);
        const reading = readPage({ url: new URL(address), document });
        expect(readingSchema.safeParse(reading).error).toBeUndefined();
        expect(reading?.completeness.reason).not.toBe('reader-failed');
      }),
      { numRuns: RUNS * 3 },
    );
  });
});
