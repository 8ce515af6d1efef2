/** What changed of a listing between two captures, as the two readings have it. Pure. */
import type { Listing, PriceRange } from '../../listing/listing.ts';

export const COMPARED = [
  'title',
  'price',
  'previousPrice',
  'seller',
  'sellerId',
  'trader',
  'brand',
  'description',
  'shipsFrom',
  'variants',
  'pictures',
] as const;
export type ComparedField = (typeof COMPARED)[number];

export interface Change {
  field: ComparedField;
  before: string | null;
  after: string | null;
  changed: boolean;
}

export interface PictureChanges {
  added: string[];
  removed: string[];
}

function priceText(price: PriceRange | null): string | null {
  if (price === null) return null;
  return price.low.amount === price.high.amount ? price.low.text : `${price.low.text} – ${price.high.text}`;
}

function values(listing: Listing): Record<ComparedField, string | null> {
  const { seller } = listing;
  return {
    title: listing.title,
    price: priceText(listing.price),
    previousPrice: listing.previousPrice?.text ?? null,
    seller: seller?.name ?? null,
    sellerId: seller?.id ?? null,
    trader: seller?.trader ?? null,
    brand: listing.brand,
    description: listing.description,
    shipsFrom: listing.shipsFrom,
    variants: listing.variants.length === 0 ? null : listing.variants.map(({ name }) => name).join(', '),
    pictures: String(listing.imageUrls.length),
  };
}

/** Marketplaces serve one picture in many sizes and formats: what comes after the name does not make another picture. */
function pictureName(url: string): string {
  const path = URL.parse(url)?.pathname ?? url;
  return path.replace(/(?:[_.](?:\d+x\d+[a-z0-9]*|thumbnail(?:_\d+x\d+)?|avif|webp|jpe?g|png))*_?$/i, '');
}

export function pictureChanges(before: Listing, after: Listing): PictureChanges {
  const had = new Set(before.imageUrls.map(pictureName));
  const has = new Set(after.imageUrls.map(pictureName));
  return {
    added: after.imageUrls.filter((url) => !had.has(pictureName(url))),
    removed: before.imageUrls.filter((url) => !has.has(pictureName(url))),
  };
}

/** One entry a field that either capture has. Pictures count as changed when one came or went. */
export function compareListings(before: Listing, after: Listing): Change[] {
  const [was, is] = [values(before), values(after)];
  const pictures = pictureChanges(before, after);
  return COMPARED.flatMap((field) => {
    if (was[field] === null && is[field] === null) return [];
    const changed =
      field === 'pictures' ? pictures.added.length + pictures.removed.length > 0 : was[field] !== is[field];
    return [{ field, before: was[field], after: is[field], changed }];
  });
}
