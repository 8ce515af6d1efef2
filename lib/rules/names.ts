/** Names that rules use for fields, quantities and structural checks. Their order is part of the pack format. */

/** Fields that a condition may look at. */
export const FIELDS = ['title', 'description', 'category', 'seller', 'brand', 'variant', 'attribute'] as const;
export type Field = (typeof FIELDS)[number];

/** Quantities that the engine reads in texts, with the units each takes (see text/units.ts). */
export const QUANTITIES = [
  'length',
  'height',
  'volume',
  'mass',
  'dose',
  'power',
  'voltage',
  'capacity',
  'energy',
  'speed',
  'frequency',
  'distance',
  'duration',
  'concentration',
  'percentage',
  'count',
  'puffs',
  'age',
] as const;
export type QuantityName = (typeof QUANTITIES)[number];

export const STRUCTURES = [
  'no-manufacturer',
  'no-responsible-person',
  'trader-unidentified',
  'discount-contradicted',
] as const;
export type Structure = (typeof STRUCTURES)[number];
