/**
 * Keeps child-protection goods out of sweeps. Whatever enters one, from a page, a file or a stored card on its way into a
 * report, passes here with the rules of the moment. Weak findings count, and so do those that the person hid.
 */
import { bareListing } from '../listing/bare-listing.ts';
import { listingKey } from '../listing/key.ts';
import type { Listing, ListingKey } from '../listing/listing.ts';
import { matchInputOf } from '../rules/match-input.ts';
import type { Matcher } from '../rules/matcher.ts';
import { type Suspicion, suspicionsIn, type Viewer } from '../rules/suspicions.ts';
import { cardOf, type SweepCard } from './card.ts';

/** Without rules nothing tells child-protection goods apart, so nothing may be kept. */
export const canScreen = (matcher: Matcher): boolean => matcher.families().length > 0;

const isSensitive = ({ findings }: Suspicion): boolean => findings.some(({ sensitive }) => sensitive);

/** The cards of listings as this person is to see them; those about child protection are left out and leave no trace. */
export function cardsOf(matcher: Matcher, listings: readonly Listing[], viewer: Viewer): SweepCard[] {
  const all = new Map(
    suspicionsIn(matcher, listings, { ...viewer, seesWeak: true }).map((suspicion) => [suspicion.listing, suspicion]),
  );
  return listings.flatMap((listing) => {
    const suspicion = all.get(listingKey(listing.ref)) ?? { listing: listingKey(listing.ref), findings: [] };
    if (isSensitive(suspicion)) return [];
    const shown = suspicion.findings.filter(({ visibility }) => viewer.seesWeak || visibility === 'everyone');
    return cardOf(listing, shown) ?? [];
  });
}

/** A card as a listing again, with all that is known of it. */
export function listingOfCard(card: SweepCard): Listing {
  const at = card.listing.indexOf(':');
  const [marketplace, id] = [card.listing.slice(0, at), card.listing.slice(at + 1)];
  const { price, seller } = card;
  return {
    ...bareListing({ marketplace, id, canonicalUrl: card.url, region: null }),
    kind: 'card',
    title: card.title,
    price: price === null ? null : { low: price, high: price },
    seller: seller === null ? null : { ...seller, url: null, trader: 'unknown', traderText: null },
  };
}

/** Which of these cards the rules of the moment take for child-protection goods. */
export function sensitiveAmong(matcher: Matcher, cards: readonly SweepCard[]): ListingKey[] {
  return cards
    .filter((card) => matcher.match(matchInputOf(listingOfCard(card))).some(({ sensitive }) => sensitive))
    .map(({ listing }) => listing);
}
