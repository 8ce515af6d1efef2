/** A listing while it is read: the first source that gives a field keeps it, and is remembered as its provenance. */

import { LIMITS } from '../listing/limits.ts';
import type {
  FieldName,
  Listing,
  ListingFields,
  ListingRef,
  Provenance,
  ProvenanceSource,
  Seller,
} from '../listing/listing.ts';
import { cut } from '../listing/text.ts';
import type { Selectors } from './selectors.ts';

/** A source of fields with the day on which its shape was last seen. */
export interface Origin {
  source: ProvenanceSource;
  seen: string;
}

/** A seller of whom nothing is known, to be spread into one of whom something is. */
export const UNKNOWN_SELLER: Readonly<Seller> = {
  name: null,
  id: null,
  url: null,
  trader: 'unknown',
  traderText: null,
};

function emptyFields(): ListingFields {
  return {
    title: null,
    description: null,
    breadcrumb: [],
    categoryId: null,
    price: null,
    previousPrice: null,
    discountPercent: null,
    seller: null,
    brand: null,
    attributes: [],
    variants: [],
    imageUrls: [],
    rating: null,
    soldCount: null,
    shipsFrom: null,
    language: null,
    compliance: null,
  };
}

export class Draft {
  readonly fields = emptyFields();
  readonly provenance: Partial<Record<FieldName, Provenance>> = {};

  has(field: FieldName): boolean {
    const value = this.fields[field];
    return Array.isArray(value) ? value.length > 0 : value !== null;
  }

  /** Sets a field that has no value yet; null and empty lists are no values. */
  put<K extends FieldName>(field: K, value: ListingFields[K] | null, origin: Origin, path: string): void {
    if (value === null || (Array.isArray(value) && value.length === 0) || this.has(field)) return;
    this.fields[field] = value;
    this.provenance[field] = { source: origin.source, path: cut(path, LIMITS.path), seen: origin.seen };
  }

  /** Sets a field from the first element found; `read` is not called when the field is known. */
  dom<K extends FieldName>(
    field: K,
    root: ParentNode,
    selectors: Selectors,
    read: (element: Element) => ListingFields[K] | null,
  ): void {
    for (const css in selectors) {
      if (this.has(field)) return;
      const seen = selectors[css] ?? '';
      const element = root.querySelector(css);
      if (element !== null) this.put(field, read(element), { source: 'dom', seen }, css);
    }
  }

  listing(ref: ListingRef, kind: Listing['kind']): Listing {
    return { ref, kind, ...this.fields, provenance: this.provenance };
  }
}

/** Claimed reduction in whole per cent, 1–99; null for anything else. */
export function percentOf(value: unknown): number | null {
  const match = /^\s*[-−–]?\s*(\d{1,2})(?:[.,]\d+)?\s*%?/.exec(
    typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '',
  );
  const percent = Number(match?.[1]);
  return percent >= 1 && percent <= 99 ? percent : null;
}

/** Mean on five points, or null: 0 means that nobody has rated. */
export function ratingOf(value: unknown, count: unknown): ListingFields['rating'] {
  const mean =
    typeof value === 'number' ? value : typeof value === 'string' ? Number(value.trim().replace(',', '.')) : Number.NaN;
  if (!(mean > 0 && mean <= 5)) return null;
  const votes =
    typeof count === 'number' || (typeof count === 'string' && /^\d+$/.test(count)) ? Number(count) : Number.NaN;
  return { value: mean, count: Number.isSafeInteger(votes) && votes >= 0 ? votes : null };
}
