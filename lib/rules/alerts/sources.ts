/** Where official alerts come from. No schema here: the matcher imports it. */

export const ALERT_SOURCES = ['safety-gate', 'rappelconso'] as const;
export type AlertSource = (typeof ALERT_SOURCES)[number];

export const SOURCE_NAMES: Readonly<Record<AlertSource, string>> = {
  'safety-gate': 'EU Safety Gate',
  rappelconso: 'RappelConso',
};

const HOSTS: ReadonlySet<string> = new Set(['ec.europa.eu', 'rappel.conso.gouv.fr']);

/** An https address on one of the sources' hosts, without credentials or port: what a finding may link to. */
export function isOfficialLink(link: string): boolean {
  if (!/^https:\/\/[a-z.]+\//u.test(link) || !URL.canParse(link)) return false;
  return HOSTS.has(new URL(link).host);
}
