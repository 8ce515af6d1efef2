/** Conditions over what a listing states as facts: price, seller, origin, identity, structure. No words are looked at. */
import { currencyCode } from './amount.ts';
import { countryCode } from './country.ts';
import type { MatchInput } from './match-input.ts';
import { type CompiledPack, OP } from './pack-layout.ts';
import { discountContradicted, traderUnidentified } from './structure.ts';
import { hashWord } from './text/hash.ts';

const TRADERS: readonly MatchInput['trader'][] = ['trader', 'private', 'unknown'];

/** Decides the node at an index; false for nodes of other kinds. */
export function factHolds(pack: CompiledPack, input: MatchInput, at: number): boolean {
  const { nodes } = pack;
  const end = nodes[at + 1] ?? at;
  switch (nodes[at]) {
    case OP.price:
      return priceHolds(pack, input, at);
    case OP.seller:
      return input.trader === TRADERS[nodes[at + 2] ?? 2];
    case OP.shipsFrom: {
      const country = input.shipsFrom === null ? 0 : countryCode(input.shipsFrom);
      return country !== 0 && nodes.subarray(at + 3, end).includes(country);
    }
    case OP.listing: {
      if (input.listing === null) return false;
      const { h1, h2 } = hashWord(input.listing);
      for (let pair = at + 3; pair < end; pair += 2) if (nodes[pair] === h1 && nodes[pair + 1] === h2) return true;
      return false;
    }
    case OP.structure:
      return structureHolds(input, nodes[at + 2] ?? -1);
    default:
      return false;
  }
}

/** Whether a value lies in the bounds that these indices of `numbers` give; -1 where there is none. */
export function inBounds(
  numbers: Float64Array,
  value: number,
  least: number,
  leastStrict: number,
  most: number,
  mostStrict: number,
): boolean {
  if (least >= 0) {
    const bound = numbers[least] ?? 0;
    // Unit factors are rounded decimals; a value that is equal on paper must be equal here.
    if (leastStrict ? value <= bound * (1 + 1e-9) : value < bound * (1 - 1e-9)) return false;
  }
  if (most >= 0) {
    const bound = numbers[most] ?? 0;
    if (mostStrict ? value >= bound * (1 - 1e-9) : value > bound * (1 + 1e-9)) return false;
  }
  return true;
}

/** -1 where the listing has no currency. */
export function currencyOf({ currency }: MatchInput): number {
  return currency !== null && currency.length === 3 ? currencyCode(currency) : -1;
}

function priceHolds({ nodes, numbers }: CompiledPack, input: MatchInput, at: number): boolean {
  const [least = -1, leastStrict = 0, most = -1, mostStrict = 0, currency = 0] = nodes.subarray(at + 2, at + 7);
  if (input.price === null || (currency !== 0 && currencyOf(input) !== currency)) return false;
  return inBounds(numbers, input.price, least, leastStrict, most, mostStrict);
}

function structureHolds(input: MatchInput, which: number): boolean {
  switch (which) {
    case 0:
      return input.panel === 'shown' && input.manufacturer === null;
    case 1:
      return input.panel === 'shown' && input.responsiblePerson === null;
    case 2:
      return traderUnidentified(input);
    case 3:
      return discountContradicted(input);
    default:
      return false;
  }
}
