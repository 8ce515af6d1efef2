/** Which real host names the stand-in plays: the marketplaces' own, as in the adapters' match patterns, and their picture servers. */
export type Shop = 'aliexpress' | 'joom' | 'shein';
export type Role = Shop | 'pictures';

const DOMAINS: [domain: string, role: Role][] = [
  ['aliexpress.com', 'aliexpress'],
  ['aliexpress.us', 'aliexpress'],
  ['aliexpress.ru', 'aliexpress'],
  ['joom.com', 'joom'],
  ['joom.ru', 'joom'],
  ['shein.com', 'shein'],
  ['shein.co.uk', 'shein'],
  ['shein.se', 'shein'],
  ['shein.com.mx', 'shein'],
  ['shein.com.co', 'shein'],
  ['aliexpress-media.com', 'pictures'],
  ['joomcdn.net', 'pictures'],
  ['ltwebstatic.com', 'pictures'],
];

export const PLAYED_DOMAINS: readonly string[] = DOMAINS.map(([domain]) => domain);

/** The part that the stand-in plays under `host` (lower case, no port), or null: it plays no other. */
export function roleOf(host: string): Role | null {
  return DOMAINS.find(([domain]) => host === domain || host.endsWith(`.${domain}`))?.[1] ?? null;
}
