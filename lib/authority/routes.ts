/**
 * Routes: who is competent for a kind of goods, and by which channel a person reaches them. A route is not an authority
 * profile: none of these authorities has an intake that Vigie could send to, so a route is shown, opened or copied for,
 * never sent to by Vigie itself.
 *
 * Which routes a family has stands in the rule pack (`authorities` of a family, ids in order of competence), so that a
 * family that a publisher adds brings its own. Here stands what an id means. Each fact says on which day it was seen in
 * a published source; where that is null, the interface says that it is unverified.
 */
import { FRENCH_ROUTES } from './french-routes.ts';
import type { Words } from './words.ts';

export type Channel =
  /** A public form on the authority's own site. */
  | { kind: 'form'; url: string }
  /** No public channel for single listings is known. */
  | { kind: 'none-known' };

export const ROUTE_IDENTITY = ['required', 'optional', 'never', 'unknown'] as const;

export interface Route {
  /** As rule packs name it. */
  id: string;
  /** ISO 3166 alpha-2, or `EU`. */
  country: string;
  name: Words;
  /** What it takes, in a few words. */
  takes: Words;
  channel: Channel;
  /** Whether it asks the reporter for a name. */
  identity: { name: (typeof ROUTE_IDENTITY)[number]; checked: string | null };
  /** `YYYY-MM-DD` on which name, remit and channel were seen in a published source; null: unverified. */
  checked: string | null;
}

const EVERY_ROUTE: readonly Route[] = FRENCH_ROUTES;

/** The countries that routes are built in for. */
export const ROUTED_COUNTRIES: readonly string[] = ['FR'];

export const routesOf = (country: string): readonly Route[] =>
  ROUTED_COUNTRIES.includes(country) ? EVERY_ROUTE.filter((route) => [country, 'EU'].includes(route.country)) : [];

/** Where goods go whose family names no authority: alerts, known listings, "other". */
const GENERAL: Readonly<Record<string, string>> = { FR: 'signalconso' };

/**
 * The routes for goods of a family, the most competent first.
 * @param authorities route ids as the family or finding has them; ids that are not known here are passed over.
 * @param country whose law the person reports under; empty for a country without built-in routes.
 */
export function routesFor(authorities: readonly string[], country: string): Route[] {
  const known = routesOf(country);
  const named = authorities.flatMap((id) => known.filter((route) => route.id === id));
  return named.length > 0 ? named : known.filter(({ id }) => id === GENERAL[country]);
}
