/**
 * Cleaning of text that a marketplace or a seller wrote.
 *
 * Titles are written by people with reasons to hide: bidi overrides that make a word read backwards, zero-width
 * characters inside a word, control characters that break a log line. A person must see what is there and a rule must
 * match it, so these go; visible characters stay as they are, whatever their script.
 */

// Controls and format characters: bidi marks, overrides and isolates, zero-width spaces, soft hyphens, byte order marks,
// tags. Tab and line ends become spaces below; ZWJ and ZWNJ stay, since Persian, Indic scripts and emoji need them; the
// Arabic and Syriac signs at the end are format characters by class but visible.
const INVISIBLE = /(?![\t\n\r]|\u200c|\u200d|[\u0600-\u0605\u06dd\u070f])[\p{Cc}\p{Cf}]/gu;
const UNPAIRED = /\p{Surrogate}/gu;
// Nearly every text holds nothing but these, of which none is invisible or a surrogate: the costly patterns above are
// spared. What is missing from the ranges only takes the long way.
const MAY_HIDE = /[^\t\n\r -~\u00a0-\u00ac\u00ae-\u05ff\u2000-\u200a\u2010-\u2029\u202f-\u205f\u2070-\ud7ff]/;
const SPACES = /\s+/g;
/** Nearly every text has single spaces and no other white space: there is nothing to replace then. */
const UNEVEN_SPACES = /[^\S ]| {2}/;

/** Cuts to `max` UTF-16 units without splitting a character. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}

/**
 * One line of plain text, at most `max` UTF-16 units; null when nothing visible is left or `value` is no text.
 * Markup is text here: `<b>` stays `<b>` and is harmless, since nothing in Vigie is ever set as HTML.
 */
export function cleanText(value: unknown, max: number): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  // Work is bounded by the cap, not by what a page sends: invisible padding beyond eight times the cap is lost.
  const raw = cut(String(value), max * 8 + 64);
  const visible = MAY_HIDE.test(raw) ? raw.replace(INVISIBLE, '').replace(UNPAIRED, '\ufffd') : raw;
  const even = UNEVEN_SPACES.test(visible) ? visible.replace(SPACES, ' ') : visible;
  const clean = cut(even.trim(), max).trimEnd();
  return clean === '' ? null : clean;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Text whose special characters a site's state holds as HTML entities: `black&amp;grey`. Tags stay text. */
export function unescapeText(value: unknown, max: number): string | null {
  if (typeof value !== 'string') return cleanText(value, max);
  const text = cut(value, max * 16).replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,6});/gi, (whole, name: string) => {
    const code = name.startsWith('#') ? Number(name.replace(/^#x/i, '0x').replace('#', '')) : Number.NaN;
    if (code > 0 && code <= 0x10ffff) return String.fromCodePoint(code);
    return ENTITIES[name.toLowerCase()] ?? whole;
  });
  return cleanText(text, max);
}

/**
 * The text of a piece of HTML held in a string: tags become spaces, the common entities their characters. It is for
 * fields that a site's state holds as HTML; what comes out is text and stays text.
 */
export function htmlToText(value: unknown, max: number): string | null {
  if (typeof value !== 'string') return null;
  return unescapeText(cut(value, max * 16).replace(/<[^<>]*>/g, ' '), max);
}
