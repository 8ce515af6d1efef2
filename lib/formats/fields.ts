/**
 * The field types that reports, receipts and authority profiles are built from. Every text has a cap, and what can be
 * said as a regular expression is, so that the JSON Schema generated from these says the same as the code.
 *
 * Lengths count UTF-16 code units here and code points in JSON Schema, where one character outside the basic plane
 * counts once: a checker that follows the JSON Schema never refuses what this code accepts.
 */
import { z } from './validation.ts';

/** Control characters other than tab, line feed and carriage return; databases and spreadsheets choke on them. */
const CONTROL = /(?![\t\n\r])\p{Cc}/gu;
const NO_CONTROL = /^(?:[\t\n\r]|\P{Cc})*$/u;

/**
 * A text made fit for a report: control characters and half surrogate pairs are replaced, the ends are trimmed and
 * what exceeds `max` UTF-16 code units is cut, never through a surrogate pair. Null when nothing is left.
 */
export function plainText(value: string, max: number): string | null {
  const clean = value.replace(CONTROL, ' ').toWellFormed().trim();
  const cut = clean.length <= max ? clean : clean.slice(0, max).replace(/[\ud800-\udbff]$/, '');
  const text = cut.trimEnd();
  return text === '' ? null : text;
}

/** A text of at most `max` UTF-16 code units without control characters or half surrogate pairs. */
export function text(max: number, min = 0) {
  return z
    .string()
    .min(min)
    .max(max)
    .regex(NO_CONTROL, 'must not hold control characters')
    .refine((value) => value.isWellFormed(), 'must be well-formed Unicode');
}

/** Longest address, in UTF-16 code units, that a report carries. */
export const MAX_URL = 2048;

function parses(value: string): boolean {
  return URL.canParse(value);
}

/** https, with a host, without user name, password or fragment. */
export const visitedUrl = z
  .string()
  .max(MAX_URL)
  .regex(
    /^https:\/\/[^\s/?#@\\]+(?:[/?][^\s#]*)?$/u,
    'must be an https address without user name, password, spaces or fragment (#)',
  )
  .refine(parses, 'must be a complete web address')
  .meta({ format: 'uri' });

/** https or http; for addresses that a page gave and nobody visited. */
export const webUrl = z
  .string()
  .max(MAX_URL)
  .regex(/^https?:\/\/[^\s/?#@\\]+(?:[/?#][^\s]*)?$/u, 'must be a web address (https or http) without spaces')
  .refine(parses, 'must be a complete web address')
  .meta({ format: 'uri' });

/** https; plain http only on this very machine, where a developer or the demonstration runs an intake. */
export const endpointUrl = z
  .string()
  .max(MAX_URL)
  .regex(
    /^(?:https:\/\/[^\s/?#@\\]+|http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?)(?:\/[^\s?#]*)?$/u,
    'must be an https address without query or fragment (http only for 127.0.0.1, localhost and [::1])',
  )
  .refine(parses, 'must be a complete web address')
  .meta({ format: 'uri' });

/** UTC, ISO 8601, ends in Z. */
export const utcTime = z.iso.datetime({ error: 'must be a UTC time such as 2026-11-24T09:30:00Z' });

export const day = z.iso.date({ error: 'must be a day such as 2026-11-24' });

export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 as 64 lower-case hexadecimal digits');

/** BCP 47, shape only. */
export const languageTag = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$/, 'must be a language tag such as fr or pt-BR');

/** ISO 3166-1 alpha-2; `EU` is reserved there and allowed. */
export const country = z.string().regex(/^[A-Z]{2}$/, 'must be a country code of two capital letters such as FR');

/** Id of a marketplace adapter. */
export const marketplaceId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be a marketplace id such as aliexpress');

/** A marketplace's own id of a listing. */
export const listingId = z
  .string()
  .regex(
    /^[A-Za-z0-9_.-]{1,64}$/,
    'must be the id of a listing: 1 to 64 letters, digits, dots, hyphens or underscores',
  );

/** Id of a family of illicit goods. */
export const familyId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'must be a family id such as knuckleduster, or other');
