/** What the author's files hold, in transport form: rules, alerts, known listings. For `pack build` and `pack publish`. */
import { readFile } from 'node:fs/promises';
import { parseAlertSource } from '../../lib/rules/alerts/source.ts';
import { ALERTS_FORMAT, encodeAlerts } from '../../lib/sync/formats/alerts.ts';
import type { PackContent } from '../../lib/sync/formats/format.ts';
import { encodeKnownIds, KNOWN_LISTINGS_FORMAT } from '../../lib/sync/formats/known-listings.ts';
import { formatOf } from '../../lib/sync/formats/registry.ts';
import { encodeRules, RULES_FORMAT } from '../../lib/sync/formats/rules.ts';
import type { Bytes } from '../../lib/sync/trust/encoding.ts';
import { MAX_PACK_BYTES } from '../../lib/sync/trust/head.ts';
import { UsageError } from '../command-line.ts';
import { compileDirectory } from './build.ts';
import { readKnownSources } from './known/known-source.ts';

/** A pack in transport form, checked as a client will check it. */
export interface PackSource {
  format: string;
  minEngine: number;
  bytes: Bytes;
  content: PackContent;
}

const MOST_PROBLEMS = 20;

function refuse(what: string, problems: readonly string[]): never {
  const more = problems.length > MOST_PROBLEMS ? [`… and ${problems.length - MOST_PROBLEMS} more`] : [];
  throw new UsageError([`${what}:`, ...problems.slice(0, MOST_PROBLEMS), ...more].join('\n'));
}

/** What a client will do with the bytes must work here first. */
function checked(what: string, id: string, bytes: Bytes): PackSource {
  if (bytes.length > MAX_PACK_BYTES)
    throw new UsageError(`${what} have ${bytes.length} bytes; clients read at most ${MAX_PACK_BYTES}.`);
  const format = formatOf(id);
  if (format === undefined) throw new Error(`there is no format ${id}`);
  const decoded = format.decode(bytes);
  if (!decoded.ok) return refuse(`${what} do not survive transport`, decoded.problems);
  if (decoded.value.size === 0) throw new UsageError(`${what} hold nothing to match by; clients refuse an empty pack.`);
  const compiled = decoded.value.compile({ publisher: 'local', version: '0' });
  if (!compiled.ok) return refuse(`${what} do not compile`, compiled.problems);
  const loaded = format.load(compiled.value);
  if (!loaded.ok)
    return refuse(
      `${what} cannot be used`,
      loaded.problems.map(({ message }) => message),
    );
  return { format: id, minEngine: format.engine, bytes, content: decoded.value };
}

/** The rules of a directory. @throws UsageError with every problem of the rule files. */
export async function rulesFrom(directory: string): Promise<PackSource> {
  const compiled = await compileDirectory(directory, { publisher: 'local', version: '0' });
  if (!compiled.ok) return refuse(`the rules in "${directory}" do not compile`, compiled.problems);
  const { sources, shared } = compiled.value;
  const bytes = encodeRules({ families: sources.map(({ family }) => family), shared });
  return checked(`the rules in "${directory}"`, RULES_FORMAT, bytes);
}

/**
 * Alerts from alert source files (`from-safety-gate`, `from-rappelconso`).
 * @param exported day on which the official exports were taken, or null.
 */
export async function alertsFrom(files: readonly string[], exported: string | null): Promise<PackSource> {
  const alerts = [];
  const problems = [];
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch((error: Error) => {
      throw new UsageError(`"${file}" cannot be read: ${error.message}.`);
    });
    const source = parseAlertSource(text);
    for (const alert of source.alerts) alerts.push(alert);
    for (const problem of source.problems) problems.push(`${file}, ${problem}.`);
  }
  if (problems.length > 0) return refuse('the alerts are not all good', problems);
  return checked('the alerts', ALERTS_FORMAT, encodeAlerts(alerts, exported));
}

/** Listings and sellers that an authority has named in decisions. */
export async function knownFrom(files: readonly string[]): Promise<PackSource> {
  const { decisions, ids, problems } = await readKnownSources(files);
  const references = new Set<string>();
  for (const { reference } of decisions) {
    if (references.has(reference)) problems.push(`the decision "${reference}" is there twice.`);
    references.add(reference);
  }
  for (const { decision, marketplace, id } of ids)
    if (!references.has(decision))
      problems.push(`${marketplace}:${id} names the decision "${decision}", which is not there.`);
  if (problems.length > 0) return refuse('the known listings are not all good', problems);
  return checked('the known listings', KNOWN_LISTINGS_FORMAT, await encodeKnownIds(decisions, ids));
}
