/** Country names, as pages write where goods ship from, to ISO 3166 codes. */
import { LANGUAGES } from './finding.ts';

let names: Map<string, number> | null = null;

const fold = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();

const code = (letters: string): number => (letters.charCodeAt(0) << 8) | letters.charCodeAt(1);

/** Names in the interface languages, from the platform's own list, made at first use. */
function table(): Map<string, number> {
  if (names !== null) return names;
  names = new Map();
  for (const language of LANGUAGES) {
    const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (let first = 65; first <= 90; first++)
      for (let second = 65; second <= 90; second++) {
        const letters = String.fromCharCode(first, second);
        const name = display.of(letters);
        if (name !== undefined) names.set(fold(name), code(letters));
      }
  }
  for (const [name, letters] of [
    ['mainland china', 'CN'],
    ['china mainland', 'CN'],
    ['cn', 'CN'],
    ['usa', 'US'],
    ['uk', 'GB'],
    ['russian federation', 'RU'],
    ['czech republic', 'CZ'],
  ] as const)
    names.set(name, code(letters));
  return names;
}

/** Two letters in one integer, 0 where the text names no country. */
export function countryCode(text: string): number {
  const trimmed = text.trim().slice(0, 100);
  if (/^[A-Z]{2}$/u.test(trimmed)) return code(trimmed);
  return table().get(fold(trimmed)) ?? 0;
}
