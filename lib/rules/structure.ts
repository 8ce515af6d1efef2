/** Structural checks: what is plainly not on the page, or contradicts itself. They need no words. */
import type { MatchInput } from './match-input.ts';

/**
 * The panel that names the seller (DSA Art. 30) was shown, and names nobody: no trader status, no words about it, no
 * seller behind the shop. A private seller needs none of it.
 */
export function traderUnidentified(input: MatchInput): boolean {
  return (
    input.panel === 'shown' &&
    input.trader === 'unknown' &&
    input.traderText === null &&
    input.seller === null &&
    input.realSellerId === null
  );
}

/** Percentage points that rounding and cents may move a claim. */
const TOLERANCE = 5;

/**
 * A claimed reduction that the prices of the same page contradict: more per cent than the struck-through price gives,
 * or a struck-through price that is not above the price. Only where one price is shown: a range mixes variants.
 */
export function discountContradicted(input: MatchInput): boolean {
  const { price, highestPrice, previousPrice, discountPercent } = input;
  if (price === null || previousPrice === null || discountPercent === null || price <= 0 || previousPrice <= 0)
    return false;
  if (highestPrice !== null && highestPrice !== price) return false;
  const real = (1 - price / previousPrice) * 100;
  return discountPercent - real > TOLERANCE;
}
